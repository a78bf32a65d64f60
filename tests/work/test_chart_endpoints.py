"""What the chart in the browser asks of the server: rows, try out, change, take back, news, why."""

import json
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from roviec.ledger.models import Entry
from roviec.organisation.middleware import SESSION_KEY
from roviec.web import clock
from roviec.work import actions, queries
from roviec.work.actions.steps import RELATED
from roviec.work.models import Dependency, PlanChange, Task
from roviec.work.permissions import PERMISSIONS
from tests.work.town import NOW, Town, later

MON, WED, FRI = date(2025, 12, 1), date(2025, 12, 3), date(2025, 12, 5)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "system_now", lambda: later(hours=1))


def client(town: Town, who: str) -> Client:
    one = Client()
    one.force_login(town.accounts[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    session = one.session
    session[SESSION_KEY] = str(town.mandates[who].pk)
    session.save()
    return one


def post(one: Client, name: str, town: Town, data: object, key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    address = reverse(f"work:{name}", args=[town.plan.pk])
    return one.post(address, json.dumps(data), "application/json", headers={"Accept": "application/json", **headers})


def get(one: Client, name: str, town: Town, *more: object, **query: str) -> Any:
    return one.get(reverse(f"work:{name}", args=[town.plan.pk, *more]), query)


def move(task: Task, start: date, end: date, version: int | None = None) -> dict[str, object]:
    return {"do": "move", "task": str(task.pk), "start": start.isoformat(), "end": end.isoformat(), "version": version}


@pytest.fixture
def pair(town: Town) -> tuple[Task, Task]:
    first = town.assigned(title="Khảo sát", number="1", planned_start=MON, planned_end=WED)
    second = town.assigned(title="Dự thảo", number="2", planned_start=date(2025, 12, 4), planned_end=FRI, due=FRI)
    return first, second


def link(one: Client, town: Town, pair: tuple[Task, Task]) -> Any:
    change = {"do": "link", "before": str(pair[0].pk), "after": str(pair[1].pk)}
    return post(one, "gantt_change", town, {"changes": [change]})


def test_rows_say_where_bars_stand_and_what_the_reader_may(town: Town, pair: tuple[Task, Task]) -> None:
    one = client(town, "officer")
    link(client(town, "chairman"), town, pair)
    data = get(one, "plan_gantt", town).json()
    first, second = data["tasks"]
    assert (first["start"], first["end"], first["due"], first["kind"]) == (
        "2025-12-01",
        "2025-12-03",
        "2025-12-12",
        "task",
    )
    assert (first["may"], first["may_move"], first["person"]) == ("ask", True, "Nguyễn Văn officer")
    assert second["critical"] and second["slack_days"] == 0
    assert [(row["source"], row["target"], row["type"]) for row in data["links"]] == [(first["id"], second["id"], "FS")]
    assert get(client(town, "chairman"), "plan_gantt", town).json()["tasks"][0]["may"] == "decide"


def test_what_may_be_done_is_as_the_table_of_permissions_says(town: Town, pair: tuple[Task, Task]) -> None:
    town.draft(title="Dự thảo chưa giao")
    for who in (
        "officer",
        "colleague",
        "culture_head",
        "economy_head",
        "chairman",
        "vice",
        "tracker",
        "mayor",
        "admin",
    ):
        actor = town.actor(who)
        rows = {row["id"]: row for row in queries.gantt_rows(Task.objects.all(), NOW, actor, plan=town.plan)["tasks"]}
        for task in Task.objects.select_related(*RELATED):
            asks = PERMISSIONS.allows(actor, "ask_extension", task) and task.state != "draft"
            decides = PERMISSIONS.allows(actor, "edit_task" if task.state == "draft" else "move_due", task)
            row = rows[str(task.pk)]
            assert row["may"] == ("decide" if decides else "ask" if asks else ""), (who, task.state)
            assert row["may_move"] == PERMISSIONS.allows(actor, "plan_task", task), (who, task.state)


def test_a_change_is_previewed_in_one_sentence(town: Town, pair: tuple[Task, Task]) -> None:
    one = client(town, "chairman")
    link(one, town, pair)
    told = post(one, "gantt_preview", town, {"changes": [move(pair[0], WED, FRI)]}).json()
    assert told["sentence"] == "Thay đổi này làm 1 nhiệm vụ trễ hạn."
    assert told["late_more"] == [str(pair[1].pk)]
    assert {"id": str(pair[1].pk), "start": "2025-12-08", "end": "2025-12-09"} in told["moved"]


def test_a_doubled_request_changes_once(town: Town, pair: tuple[Task, Task]) -> None:
    one = client(town, "chairman")
    body = {"changes": [{"do": "add", "title": "Việc mới", "parent": None, "after": str(pair[0].pk)}]}
    first, again = (post(one, "gantt_change", town, body, key="k1") for _turn in range(2))
    assert first.status_code == again.status_code == 200
    assert again.json() == first.json() and again["Idempotent-Replay"] == "true"
    assert Task.objects.filter(title="Việc mới").count() == 1 and PlanChange.objects.count() == 1


def test_a_stale_change_is_told_who_was_there_before(town: Town, pair: tuple[Task, Task]) -> None:
    seen = Task.objects.get(pk=pair[0].pk).version
    assert (
        post(
            client(town, "culture_head"), "gantt_change", town, {"changes": [move(pair[0], WED, FRI, seen)]}
        ).status_code
        == 200
    )
    answer = post(
        client(town, "chairman"), "gantt_change", town, {"changes": [move(pair[0], FRI, FRI, seen)]}, key="k2"
    )
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    told = answer.json()
    assert told["rows"][0]["start"] == "2025-12-03"
    assert len(told["by"]) == 1 and "culture_head" in told["by"][0] and "03/12/2025" in told["by"][0]


def test_changes_of_others_appear_and_nothing_new_costs_little(
    town: Town, pair: tuple[Task, Task], django_assert_max_num_queries: Any
) -> None:
    watching, acting = client(town, "officer"), client(town, "chairman")
    cursor = get(watching, "plan_gantt", town).json()["cursor"]
    assert get(watching, "gantt_news", town, tu=cursor).json()["rows"] == []
    link(acting, town, pair)
    post(acting, "gantt_change", town, {"changes": [move(pair[0], WED, FRI)]})
    news = get(watching, "gantt_news", town, tu=cursor).json()
    assert {row["id"] for row in news["rows"]} == {str(pair[0].pk), str(pair[1].pk)}
    assert [row["source"] for row in news["links"]] == [str(pair[0].pk)]
    assert any("Khảo sát" in line and "chairman" in line for line in news["by"])
    with django_assert_max_num_queries(1):
        assert queries.changed_since(town.plan.pk, news["cursor"]).entries == []
    assert get(watching, "gantt_news", town, tu="x").status_code == 422


def test_entries_that_become_visible_late_are_told(town: Town, pair: tuple[Task, Task]) -> None:
    """Another writer got a lower number and committed later: the number alone would pass it by."""
    actions.accept_task(pair[1], by=town.actor("officer"), at=NOW)
    hidden = Entry.objects.filter(stream_id=pair[1].pk).order_by("-number").first()
    low, seen, made = queries.cursor_now(town.plan.pk).split("-")
    before_it_was_visible = f"{low}-{int(seen) - 1}-{made}"
    assert hidden.stream_id in queries.changed_since(town.plan.pk, before_it_was_visible).tasks


def test_undo_over_the_wire(town: Town, pair: tuple[Task, Task]) -> None:
    one = client(town, "chairman")
    link(one, town, pair)
    done = post(one, "gantt_change", town, {"changes": [move(pair[0], WED, FRI)]}).json()
    back = post(one, "gantt_undo", town, {"undo": done["undo"]}).json()
    assert {row["id"]: row["start"] for row in back["rows"]} == {
        str(pair[0].pk): "2025-12-01",
        str(pair[1].pk): "2025-12-04",
    }
    assert post(one, "gantt_undo", town, {"undo": done["undo"]}).status_code == 422
    assert post(one, "gantt_undo", town, {"undo": str(uuid4())}).status_code == 404
    assert post(one, "gantt_undo", town, {"undo": 5}).status_code == 422


def test_why_a_task_stands_where_it_does(town: Town, pair: tuple[Task, Task]) -> None:
    one = client(town, "chairman")
    link(one, town, pair)
    post(one, "gantt_change", town, {"changes": [move(pair[0], WED, FRI)]})
    told = get(one, "gantt_why", town, pair[1].pk).json()
    assert told["sentences"][0] == "Bắt đầu 08/12/2025 vì việc 1 xong 05/12/2025."
    assert "sau hạn 05/12/2025 2 ngày làm việc" in told["sentences"][2]
    assert told["rests_on"] == str(pair[0].pk)
    assert get(one, "gantt_why", town, uuid4()).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"changes": [{"do": "fly"}]},
        {"changes": [{"do": "move", "task": "x", "start": "2025-12-01", "end": "2025-12-02"}]},
        {"changes": "all"},
        {"changes": []},
        {},
        [],
        {"changes": [{"do": "move", "task": str(UUID(int=1)), "start": "0000-00-00", "end": "2025-12-02"}]},
        {"changes": [{"do": "move", "task": str(UUID(int=1)), "start": "2025-12-01", "end": "2025-12-02"}]},
        {"changes": [{"do": "cut", "link": str(UUID(int=1))}]},
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(town: Town, pair: tuple[Task, Task], wrong: object) -> None:
    one = client(town, "chairman")
    for name in ("gantt_change", "gantt_preview"):
        answer = post(one, name, town, wrong)
        assert answer.status_code == 422 or (name == "gantt_preview" and answer.json()["problems"])
    assert not PlanChange.objects.exists() and not Dependency.objects.exists()


def test_a_date_in_the_year_9999_is_no_endless_loop(town: Town, pair: tuple[Task, Task]) -> None:
    one = client(town, "chairman")
    link(one, town, pair)
    answer = post(one, "gantt_change", town, {"changes": [move(pair[0], date(9999, 12, 30), date(9999, 12, 31))]})
    assert answer.status_code == 422
    assert Task.objects.get(pk=pair[0].pk).planned_start == MON

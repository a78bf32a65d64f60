"""Who is stuck says so in one step; somebody must clear it by a date; only who was stuck says that it is over."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roviec.alerts.actions import take_outbox, tell_states
from roviec.alerts.models import Notice
from roviec.core.actor import Actor, ActorKind
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.ledger.models import Entry
from roviec.organisation.middleware import SESSION_KEY
from roviec.organisation.queries.actors import worker_actor
from roviec.voice import actions, queries
from roviec.voice.models import Obstacle
from roviec.voice.permissions import PERMISSIONS
from roviec.web import clock
from roviec.work.actions import accept_task
from roviec.work.models import Task
from tests.work.test_permissions import ROLES
from tests.work.town import NOW, Town, build, later

Pinned = Callable[[str], AbstractContextManager[CaptureQueriesContext]]
# Raised by the officer of the culture unit to the chairman, who gave the task.
TABLE = {
    "raise_obstacle": "ohdlvw",
    "view_obstacle": "aochdelvtmw",
    "answer_obstacle": "ltv",
    "pass_obstacle": "ltv",
    "settle_obstacle": "ohdlv",
    "withdraw_obstacle": "ohdlv",
}


@pytest.fixture
def town(db: None) -> Town:
    return build()


@pytest.fixture
def task(town: Town) -> Task:
    return accept_task(town.assigned(), by=town.actor("officer"), at=NOW)


def stuck(town: Town, task: Task, **more: Any) -> Obstacle:
    wanted = {"text": "Chưa có mặt bằng", "wanted": "Cho mượn trụ sở cũ", **more}
    return actions.raise_obstacle(task, **wanted, by=town.actor("officer"), at=NOW)


def test_every_step_and_every_role(town: Town, task: Task) -> None:
    obstacle = stuck(town, task)
    assert set(TABLE) == set(PERMISSIONS)
    for action, letters in TABLE.items():
        thing = task if action == "raise_obstacle" else obstacle
        allowed = {
            letter for letter, key in ROLES.items() if PERMISSIONS.allows(actor_of(town, letter, key), action, thing)
        }
        assert allowed == set(letters), action


def actor_of(town: Town, letter: str, key: str | None) -> Any:
    if letter == "w":
        return worker_actor()
    return town.actor(key) if key else Actor(ActorKind.PERSON, uuid4(), "khách")


def test_from_stuck_to_cleared_with_everybody_told(town: Town, task: Task) -> None:
    obstacle = stuck(town, task)
    assert (obstacle.owner_post_id, obstacle.answer_due) == (town.posts["chairman"].pk, later(days=7))
    actions.pass_obstacle(
        obstacle, unit=town.units["economy"].pk, reason="Thuộc phòng Kinh tế", by=town.actor("chairman"), at=later(1)
    )
    actions.answer_obstacle(obstacle, answer="Mượn kho 12", by=town.actor("economy_head"), at=later(2))
    with pytest.raises(Denied):
        actions.settle_obstacle(obstacle, cleared=True, by=town.actor("economy_head"), at=later(2))
    actions.settle_obstacle(obstacle, cleared=False, note="Kho đã cho thuê", by=town.actor("officer"), at=later(3))
    actions.answer_obstacle(obstacle, answer="Mượn nhà văn hóa", by=town.actor("economy_head"), at=later(4))
    actions.settle_obstacle(obstacle, cleared=True, by=town.actor("officer"), at=later(5))
    obstacle.refresh_from_db()
    assert (obstacle.state, obstacle.closed_at) == ("cleared", later(5))
    assert [turn.kind for turn in queries.with_turns([obstacle])[0].said] == [
        "pass",
        "answer",
        "still",
        "answer",
        "cleared",
    ]  # type: ignore[attr-defined]
    take_outbox(later(5), worker_actor())
    told = list(Notice.objects.filter(kind__startswith="obstacle").values_list("kind", "officer__code").order_by("at"))
    assert told == [
        ("obstacle_raised", "chairman"),
        ("obstacle_raised", "economy_head"),
        ("obstacle_answered", "officer"),
        ("obstacle_raised", "economy_head"),
        ("obstacle_answered", "officer"),
    ]
    verbs = list(Entry.objects.filter(stream_id=obstacle.pk).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["raised", "passed_on", "answer", "still", "answer", "cleared"]


def test_what_nobody_answers_is_told_once_for_its_date(town: Town, task: Task) -> None:
    stuck(town, task)
    for days in (6, 20, 21):
        tell_states(later(days), worker_actor())
    told = Notice.objects.filter(kind="obstacle_unanswered").values_list("officer__code", flat=True)
    assert sorted(told) == ["chairman", "officer"]
    assert list(queries.listed_obstacles("late", town.actor("chairman"), later(20))) == list(Obstacle.objects.all())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": " "}, r"obstacle\.no_text"),
        ({"wanted": ""}, r"obstacle\.no_wanted"),
        ({"post": "officer"}, r"obstacle\.own"),
    ],
)
def test_an_obstacle_says_what_is_wanted_and_goes_to_somebody_else(
    town: Town, task: Task, change: dict[str, Any], code: str
) -> None:
    if "post" in change:
        change = {"post": town.posts[change["post"]].pk}
    with pytest.raises(Invalid, match=code):
        stuck(town, task, **change)
    assert not Obstacle.objects.exists()


def test_the_officer_raises_it_from_the_task_and_the_chairman_answers_on_the_page(
    town: Town, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "system_now", lambda: later(1))
    officer, chairman = client_of(town, "officer"), client_of(town, "chairman")
    assert "Nêu vướng mắc" in officer.get(f"/nhiem-vu/{task.pk}/").content.decode()
    form = {"text": "Thiếu kinh phí", "wanted": "Bổ sung 50 triệu", "who": "", "who_text": ""}
    assert officer.post(f"/vuong-mac/moi/{task.pk}/", form).status_code == 302
    obstacle = Obstacle.objects.get()
    listed = chairman.get("/vuong-mac/?loc=for_me").content.decode()
    assert "Thiếu kinh phí" in listed
    address = f"/vuong-mac/{obstacle.pk}/answer_obstacle/"
    assert chairman.post(address, {"answer": ""}).status_code == 422
    assert officer.post(address, {"answer": "Tự trả lời"}).status_code == 403
    assert chairman.post(address, {"answer": "Đồng ý"}).status_code == 302
    assert "Đồng ý" in officer.get(f"/nhiem-vu/{task.pk}/").content.decode()


def test_the_list_asks_the_same_whatever_its_length(
    town: Town, task: Task, monkeypatch: pytest.MonkeyPatch, pinned_queries: Pinned
) -> None:
    monkeypatch.setattr(clock, "system_now", lambda: later(1))
    client = client_of(town, "chairman")
    client.get("/vuong-mac/")
    for _ in range(2):
        for _ in range(3):
            stuck(town, task)
        with pinned_queries("voice: obstacles"):
            assert client.get("/vuong-mac/").status_code == 200
    with pinned_queries("voice: obstacle"):
        assert client.get(f"/vuong-mac/{Obstacle.objects.latest('raised_at').pk}/").status_code == 200


def client_of(town: Town, key: str) -> Client:
    client = Client()
    client.force_login(town.accounts[key], backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SESSION_KEY] = str(town.actor(key).mandate_id)
    session.save()
    return client

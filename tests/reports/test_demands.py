"""Asking for reports: nobody asks twice unseen, figures are entered once, and who has not answered is seen."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.organisation.queries.actors import worker_actor
from roviec.reports import actions, queries
from roviec.reports.actions import DemandFields
from roviec.reports.actions.asking import FigureWanted
from roviec.reports.models import Answer, Demand, Figure, Indicator, Round
from roviec.reports.permissions import PERMISSIONS
from roviec.work.models import Attachment, Task, TaskState
from tests.reports.conftest import Browser
from tests.work.town import NOW, Town, later

pytestmark = pytest.mark.django_db
CAPITAL = FigureWanted("Số vốn đã giải ngân", "triệu đồng")


def ask(town: Town, **changed: object) -> Demand:
    values: dict[str, object] = {
        "title": "Kết quả giải ngân vốn đầu tư công",
        "units": (town.units["culture"].pk, town.units["economy"].pk),
        "due_on": date(2025, 12, 20),
        "closes_on": date(2025, 12, 15),
        "figures": (CAPITAL, FigureWanted("Nhiệm vụ: quá hạn", "nhiệm vụ", "open_late")),
    }
    return actions.create_demand(DemandFields(**(values | changed)), by=town.actor("tracker"), at=NOW)


def sent(town: Town, why: str = "", **changed: object) -> Demand:
    return actions.send_demand(ask(town, **changed), by=town.actor("tracker"), at=NOW, why_anyway=why)


def answer_of(town: Town, unit: str, demand: Demand | None = None) -> Answer:
    rows = Answer.objects.filter(unit=town.units[unit])
    return (rows.filter(round__demand=demand) if demand else rows).get()


def capital(value: str) -> dict:
    return {Indicator.objects.get(name=CAPITAL.name).pk: Decimal(value)}


def test_a_demand_is_one_task_with_a_part_for_every_unit_asked(town: Town) -> None:
    round_ = sent(town).rounds.get()
    parts = Task.objects.filter(parent=round_.task).select_related("clock", "lead_unit", "accountable_post")
    assert {part.lead_unit.name for part in parts} == {"Phòng Văn hóa - Xã hội", "Phòng Kinh tế, Hạ tầng và Đô thị"}
    assert {part.state for part in parts} == {TaskState.ASSIGNED}
    assert all(part.accountable_post and part.authority and part.deliverable for part in parts)
    assert {part.clock.due.date() for part in parts} == {date(2025, 12, 20)}


def test_the_like_is_shown_before_and_asked_again_only_with_a_reason(town: Town) -> None:
    first = sent(town)
    second = ask(town, title="Báo cáo kết quả giải ngân vốn đầu tư công năm 2025")
    found = queries.alike(
        second.title, [CAPITAL.name], [town.units["culture"].pk], town.actor("tracker"), besides=second.pk
    )
    assert [(one.demand, one.shared, one.again) for one in found] == [(first, (CAPITAL.name,), 1)]
    with pytest.raises(Invalid) as refused:
        actions.send_demand(second, by=town.actor("tracker"), at=NOW)
    assert refused.value.field == "why_anyway"
    actions.send_demand(second, by=town.actor("tracker"), at=NOW, why_anyway="Cần theo nguồn vốn")
    other = ask(town, title="Tình hình dịch sốt xuất huyết", figures=())
    assert not queries.alike(other.title, [], [town.units["culture"].pk], town.actor("tracker"), besides=other.pk)
    owed = queries.owed_by(town.actor("officer"), NOW)
    assert {(one.answer.unit.code, one.answer.round.demand.pk, one.like) for one in owed} == {
        ("culture", first.pk, (second,)),
        ("culture", second.pk, (first,)),
        ("economy", first.pk, (second,)),
        ("economy", second.pk, (first,)),
    }


def test_a_figure_is_entered_once_and_serves_whoever_asks(town: Town) -> None:
    first = sent(town)
    with pytest.raises(Invalid):
        actions.answer_demand(answer_of(town, "culture"), {}, "Đang làm", by=town.actor("culture_head"), at=later(1))
    assert answer_of(town, "culture").answered_at is None
    actions.answer_demand(
        answer_of(town, "culture"), capital("1250.5"), "Đạt 80%", by=town.actor("culture_head"), at=later(1)
    )
    task = answer_of(town, "culture").task
    assert task.state == TaskState.SUBMITTED and Attachment.objects.get(task=task).name == "bao-cao.xlsx"
    second = sent(town, why="Theo nguồn vốn", title="Vốn đầu tư công: số đã giải ngân")
    row = queries.compilation(second.rounds.get(), later(1), only=answer_of(town, "culture", second).pk).rows[0]
    assert [(cell.source, cell.value) for cell in row.cells] == [("before", Decimal("1250.5")), ("computed", 0)]
    actions.answer_demand(answer_of(town, "culture", second), {}, "", by=town.actor("culture_head"), at=later(2))
    assert Figure.objects.count() == 1 and first.pk != second.pk


def test_the_compilation_sums_says_what_is_missing_and_takes_what_came(town: Town) -> None:
    late = town.assigned(due=date(2025, 12, 3))
    round_ = sent(town).rounds.get()
    actions.answer_demand(answer_of(town, "culture"), capital("10"), "", by=town.actor("culture_head"), at=later(1))
    table = queries.compilation(round_, later(9))
    assert (table.answered, table.waiting, [row.missing for row in table.rows]) == (1, 1, [1, 0])
    assert table.totals == [Decimal(10), Decimal(1)] and late.pk
    assert actions.press_answers(round_, text="Gửi sớm", by=town.actor("tracker"), at=later(9)) == 1
    assert answer_of(town, "economy").task.reminders == 1
    with pytest.raises(Invalid):
        actions.close_round(round_, number="9/BC", on=date(2025, 12, 10), by=town.actor("tracker"), at=later(9))
    actions.answer_demand(answer_of(town, "economy"), capital("5"), "", by=town.actor("economy_head"), at=later(10))
    assert actions.take_answers(round_, by=town.actor("chairman"), at=later(10)) == 2
    actions.close_round(round_, number="9/BC", on=date(2025, 12, 11), by=town.actor("tracker"), at=later(10))
    assert Task.objects.get(pk=round_.task_id).state == TaskState.DONE
    with pytest.raises(Invalid):
        actions.answer_demand(answer_of(town, "economy"), capital("6"), "", by=town.actor("economy_head"), at=later(11))


def test_a_recurring_demand_opens_its_rounds_and_keeps_our_own_figures_when_they_are_closed(town: Town) -> None:
    demand = sent(town, rhythm="month", closes_on=None, due_on=date(2026, 1, 5))
    town.assigned(due=date(2025, 12, 3))
    assert [one.period for one in demand.rounds.all()] == ["2025-12"]
    assert actions.open_rounds(later(20), worker_actor()) == 0
    january = later(days=40)
    assert actions.open_rounds(january, worker_actor()) == 3  # a round, and two figures of the one that closed
    assert actions.open_rounds(january, worker_actor()) == 0
    second = Round.objects.get(period="2026-01")
    assert (second.closes_on, second.due_on) == (date(2026, 1, 31), date(2026, 2, 5))
    table = queries.compilation(demand.rounds.get(period="2025-12"), january)
    kept = {row.answer.unit.code: row.cells[1] for row in table.rows}
    assert (kept["culture"].value, kept["culture"].is_final) == (1, True)
    actions.end_demand(demand, by=town.actor("tracker"), at=january)
    assert actions.open_rounds(later(days=70), worker_actor()) == 2  # only the figures of the last round


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("title", {"title": " "}),
        ("units", {"units": ()}),
        ("closes_on", {"closes_on": date(2025, 12, 21)}),
        ("figures", {"figures": (FigureWanted("x" * 301),)}),
        ("figures", {"figures": (FigureWanted("Số", measure="anything"),)}),
        ("rhythm", {"rhythm": "daily"}),
    ],
)
def test_what_is_wrong_with_a_demand_is_said_and_nothing_is_kept(
    town: Town, field: str, changed: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as refused:
        ask(town, **changed)
    assert field in {name for name, _why in refused.value.problems}
    assert not Demand.objects.exists() and not Indicator.objects.exists()


ROLES = ("chairman", "vice", "tracker", "culture_head", "officer", "economy_head", "mayor", "secretary", "admin")
RUN = {"chairman", "vice", "tracker"}


def test_who_may_do_what(town: Town) -> None:
    demand = sent(town)
    answer = Answer.objects.select_related("round__demand", "task__clock", "task__plan", "task__lead_unit", "unit").get(
        unit=town.units["culture"]
    )
    expected = {
        "draft_demand": (None, RUN | {"mayor", "secretary"}),
        "edit_demand": (demand, RUN),
        "send_demand": (demand, RUN),
        "end_demand": (demand, RUN),
        "open_round": (demand, RUN),
        "close_round": (answer.round, RUN),
        "view_compilation": (demand, set(ROLES) - {"secretary"}),
        "answer_demand": (answer, {"chairman", "vice", "culture_head"}),
        "view_answer": (answer, set(ROLES) - {"secretary"}),
    }
    for action, (thing, allowed) in expected.items():
        assert {role for role in ROLES if PERMISSIONS.allows(town.actor(role), action, thing)} == allowed, action
    assert set(PERMISSIONS) - set(expected) == {
        "draft_report", "write_report", "drop_report", "issue_report", "recall_report", "view_report",
    }  # fmt: skip
    with pytest.raises(Denied):
        actions.answer_demand(answer, capital("1"), "", by=town.actor("economy_head"), at=later(1))
    drafted = ask(town, title="Dự thảo")
    visible = {
        role: drafted in queries.demands_visible_to(town.actor(role)) for role in ("officer", "mayor", "secretary")
    }
    assert visible == {"officer": True, "mayor": False, "secretary": False}


def test_from_asking_to_the_compilation_in_the_browser(
    town: Town, browser_of: Browser, at: Callable, pinned_queries: Callable
) -> None:
    sent(town, title="Vốn đầu tư công đã giải ngân", units=(town.units["economy"].pk,))
    at(later(1))
    client = browser_of("tracker")
    form = {
        "title": "Kết quả giải ngân vốn đầu tư công",
        "everyone": "own",
        "figures": "1. Số vốn đã giải ngân (triệu đồng)\n- Tỷ lệ giải ngân (%)",
        "measures": "open_late",
        "rhythm": "once",
        "due_on": "20/12/2025",
    }
    new = reverse("reports:demand_new")
    assert client.post(new, form | {"everyone": ""}).status_code == 422
    page = client.post(new, form, follow=True).content.decode()
    assert "Vốn đầu tư công đã giải ngân" in page and "0/3" in page
    demand = Demand.objects.get(title=form["title"])
    assert [one.name for one in queries.wanted_of(demand)][1:] == ["Số vốn đã giải ngân", "Tỷ lệ giải ngân"]
    edit = reverse("reports:demand_edit", args=[demand.pk])
    assert "Tỷ lệ giải ngân (%)" in client.get(edit).content.decode()
    send = reverse("reports:demand_send", args=[demand.pk])
    assert client.post(send, {"why_anyway": ""}).status_code == 422
    assert client.post(send, {"why_anyway": "Theo nguồn"}).status_code == 302
    head = browser_of("culture_head")
    assert "Kết quả giải ngân vốn đầu tư công" in head.get(reverse("reports:owed")).content.decode()
    answer = answer_of(town, "culture", demand)
    assert (
        reverse("reports:answer", args=[answer.pk])
        in head.get(reverse("work:task", args=[answer.task_id])).content.decode()
    )
    where = reverse("reports:answer", args=[answer.pk])
    names = {one.name: f"f-{one.pk}" for one in queries.wanted_of(demand)}
    figures = {names["Số vốn đã giải ngân"]: "1.250,5", names["Tỷ lệ giải ngân"]: "80", "text": "Đạt kế hoạch"}
    refused = head.post(where, figures | {names["Tỷ lệ giải ngân"]: "nhiều"})
    assert refused.status_code == 422 and "1.250,5" in refused.content.decode()
    assert head.post(where, figures).status_code == 302
    page = reverse("reports:demand", args=[demand.pk])
    with pinned_queries("a compilation"):
        shown = client.get(page).content.decode()
    assert "1/3 đơn vị đã nộp" in shown and "1.250,5" in shown
    assert client.post(reverse("reports:take", args=[demand.rounds.get().pk])).status_code == 302
    book = client.get(reverse("reports:compiled", args=[demand.rounds.get().pk]))
    if book.status_code == 200 and book.content.startswith(b"PK"):
        rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
        assert rows[-1][1] == "Cộng" and rows[-1][4] == 1250.5 and rows[-1][5] == ""
    with pinned_queries("reports owed"):
        head.get(reverse("reports:owed"))
    with pinned_queries("demands"):
        client.get(reverse("reports:demands") + "?q=giai ngan")
    with pinned_queries("a report to hand in"):
        head.get(where)
    with pinned_queries("indicators"):
        client.get(reverse("reports:indicators"))
    with pinned_queries("an indicator"):
        values = client.get(reverse("reports:indicator", args=[Indicator.objects.get(name=CAPITAL.name).pk]))
    assert "1.250,5" in values.content.decode()
    assert browser_of("secretary").get(page).status_code == 404

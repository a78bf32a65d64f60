"""Old tracking workbooks come in whole, with their states: what the workbook counts is what the four counts say afterwards."""

from datetime import date

from django.test import Client
from django.urls import reverse

from roviec.alerts.actions import tick
from roviec.alerts.models import Notice
from roviec.core.calendars import VIETNAM
from roviec.core.reasons import Reason
from roviec.custody.actions import note_lateness
from roviec.custody.models import Clock, LateSpell
from roviec.directives.actions import confirm_proposals, receive_directive
from roviec.directives.models import Directive
from roviec.directives.queries.register_rows import counts_of_register, outcome
from roviec.ledger.models import Entry
from roviec.ledger.verify import verify_ledger
from roviec.organisation.models import Account
from roviec.organisation.queries.actors import worker_actor
from roviec.web.reasons import sentence
from roviec.work.models import Task, TaskState
from roviec.work.queries import counts_of
from tests.directives.conftest import sample
from tests.work.town import NOW, Town


def brought(town: Town, name: str) -> tuple[Directive, list[Task]]:
    directive = receive_directive(sample(name), name, by=town.actor("clerk"), at=NOW).directive
    pks = [row.pk for row in directive.proposals.all()]
    confirm_proposals(directive.pk, pks, by=town.actor("clerk"), at=NOW)
    tasks = [row.task for row in directive.proposals.order_by("order").select_related("task__clock")]
    return directive, tasks


def test_states_days_results_and_notes_come_in_and_the_counts_agree(town: Town) -> None:
    directive, tasks = brought(town, "so-theo-doi-1.xlsx")
    counts = counts_of(Task.objects.filter(plan__in=[tasks[0].plan_id]), NOW)
    # The workbook: 10 rows, 3 done in time, 1 late, 1 that says "đúng hạn" beside a later day, 1 suspended, 1 open and late.
    assert (counts.done_on_time, counts.done_late, counts.open_on_time, counts.open_late) == (3, 2, 3, 1)
    assert counts_of_register(directive.proposals.all(), NOW) == {
        "done": 3,
        "done_late": 2,
        "open": 3,
        "late": 1,
        "suspended": 1,
    }

    late = tasks[1]
    assert (late.state, late.clock.closing, late.done_at.astimezone(VIETNAM).date()) == (
        TaskState.DONE,
        "done",
        date(2025, 11, 12),
    )
    assert late.assigned_at.astimezone(VIETNAM).date() == date(2025, 9, 5)
    assert late.submissions.get().text == "Danh sách ban hành kèm QĐ 77/QĐ-UBND"
    spell = LateSpell.objects.get(clock=late.clock)
    assert (spell.due, spell.until, spell.unit_id) == (late.clock.due, late.done_at, late.lead_unit_id)
    assert spell.head_mandate == town.mandates["home_head"]
    assert (tasks[3].progress, tasks[3].progress_reports.get().text) == (60, "chờ kinh phí")
    assert tasks[8].clock.suspended_since == NOW

    entry = Entry.objects.get(stream_id=late.pk, verb="history_brought_in")
    assert "Nhập từ sổ theo dõi so-theo-doi-1.xlsx" in entry.data and '"row":"Theo dõi 2025!6"' in entry.data
    assert verify_ledger().sound
    assert note_lateness(NOW, worker_actor()).late == 1  # the open one; what is over is not found late again


def test_people_with_open_work_are_told_once_and_of_what_is_over_nobody(town: Town) -> None:
    brought(town, "so-theo-doi-1.xlsx")
    tick(NOW, worker_actor())
    told = Notice.objects.exclude(kind="directive_received")
    assert set(told.values_list("kind", flat=True)) == {"assigned_many"}
    said = {one.officer.code: one.params["count"] for one in told.select_related("officer")}
    assert (said["home_head"], said["trade_head"], said["finance_head"], said["science_head"]) == (2, 1, 1, 1)


def test_crosses_under_two_heading_rows_are_states_and_one_row_stays_one_task(town: Town) -> None:
    _directive, tasks = brought(town, "so-theo-doi-2.xlsx")
    counts = counts_of(Task.objects.filter(plan=tasks[0].plan_id), NOW)
    assert (counts.done_on_time, counts.done_late, counts.open_on_time, counts.open_late) == (1, 1, 2, 1)
    joint = tasks[4]
    assert (joint.lead_unit, joint.parts.count()) == (town.units["home"], 0)
    assert list(joint.supports.values_list("unit__name", flat=True)) == ["Sở Tài chính"]
    assert Clock.objects.get(pk=tasks[1].pk).finished_at.astimezone(VIETNAM).date() == date(2025, 11, 21)


def test_what_is_unclear_is_said_with_its_cell_before_anything_comes_in(town: Town) -> None:
    directive = receive_directive(sample("so-theo-doi-1.xlsx"), "so.xlsx", by=town.actor("clerk"), at=NOW).directive
    remarks: list[Reason] = [r for row in directive.proposals.order_by("order") for r in outcome(row, NOW).remarks]
    said = [sentence(reason) for reason in remarks]
    assert "Trang “Theo dõi 2025”, ô F12: không hiểu ngày “32/10/2025”. Viết như 05/12/2025." in said
    assert "Trang “Theo dõi 2025”, ô G14: không hiểu tình trạng “ok rồi”; coi là đang thực hiện." in said
    assert sum(reason.code == "tracked.on_time_but_later" for reason in remarks) == 1
    Account.objects.update(must_change_password=False)
    client = Client()
    client.force_login(town.accounts["clerk"])
    page = client.get(reverse("directives:review", args=[directive.pk])).content.decode()
    assert "Sổ theo dõi cũ" in page and "ô F12" in page
    assert not Task.objects.filter(plan__code="").filter(title__startswith="Rà soát hộ").exists()

"""Extensions, suspensions, parts, series, spoken orders, bulk, handovers, opinions."""

from datetime import date, timedelta

import pytest

from roviec.core.actor import Actor
from roviec.core.calendars import WorkingDays, end_of_day
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.standing import Standing
from roviec.core.text import fold
from roviec.custody.actions.lateness import note_lateness
from roviec.custody.models import Clock, Extension, Hold, HoldKind, LateSpell
from roviec.custody.queries import four_counts, standing_of, unnamed_too_long
from roviec.ledger.models import Entry, OutboxMessage
from roviec.organisation.models import UnitFunction
from roviec.organisation.queries.actors import worker_actor
from roviec.work import actions, queries
from roviec.work.models import Task, TaskState
from tests.work.town import DAY, NOW, Town, later


@pytest.fixture
def worker(db: None) -> Actor:
    return worker_actor()


def working(town: Town, **changed: object) -> Task:
    task = town.assigned(**changed)
    return actions.accept_task(task, by=town.actor("officer"), at=NOW)


def test_an_approved_extension_moves_the_date_and_keeps_the_first(town: Town) -> None:
    task = working(town, due=date(2025, 12, 5))
    actions.ask_extension(
        task, new_due=date(2025, 12, 12), reason="Chờ ý kiến Sở", by=town.actor("officer"), at=later(1)
    )
    task = actions.decide_extension(task, approve=True, by=town.actor("chairman"), at=later(2))
    assert task.clock.due == end_of_day(date(2025, 12, 12))
    assert task.clock.due_original == end_of_day(date(2025, 12, 5))


def test_an_extension_decided_too_late_does_not_undo_the_lateness(town: Town) -> None:
    task = working(town, due=date(2025, 12, 2))
    actions.ask_extension(
        task, new_due=date(2025, 12, 12), reason="Chờ ý kiến Sở", by=town.actor("officer"), at=later(1)
    )
    with pytest.raises(Invalid) as caught:
        actions.decide_extension(task, approve=True, by=town.actor("chairman"), at=later(4))
    assert caught.value.reason.code == "extension.ran_out"
    task = actions.decide_extension(task, approve=False, note="Đã quá hạn", by=town.actor("chairman"), at=later(4))
    assert standing_of(task.clock, later(4)) is Standing.OPEN_LATE
    assert Extension.objects.get().state == Extension.State.REFUSED


def test_nobody_decides_the_own_extension(town: Town) -> None:
    task = town.draft(person_post=town.posts["culture_head"])
    task = actions.assign_task(task, by=town.actor("culture_head"), at=NOW)
    head = town.actor("culture_head")
    actions.accept_task(task, by=head, at=NOW)
    actions.ask_extension(task, new_due=date(2025, 12, 30), reason="Nhiều việc", by=head, at=NOW)
    with pytest.raises(Denied):
        actions.decide_extension(task, approve=True, by=head, at=NOW)


def test_a_suspended_term_moves_by_working_days_and_a_fixed_date_does_not(town: Town) -> None:
    chairman = town.actor("chairman")
    term = working(town, due=None, budget=WorkingDays(5))
    fixed = working(town, due=date(2025, 12, 8))
    assert term.clock.due == fixed.clock.due == end_of_day(date(2025, 12, 8))
    for task in (term, fixed):
        actions.suspend_task(task, reason="Chờ Trung ương", by=chairman, at=later(1))
    assert standing_of(Clock.objects.get(pk=term.pk), later(30)) is Standing.SUSPENDED
    term = actions.resume_task(term, by=chairman, at=later(3))
    fixed = actions.resume_task(fixed, by=chairman, at=later(3))
    assert term.clock.due == end_of_day(date(2025, 12, 10))
    assert fixed.clock.due == end_of_day(date(2025, 12, 8))


def test_a_term_runs_from_the_day_of_assignment_not_of_drafting(town: Town) -> None:
    task = town.draft(due=None, budget=WorkingDays(2))
    task = actions.assign_task(task, by=town.actor("chairman"), at=later(7))
    assert task.clock.due == task.clock.due_original == end_of_day(date(2025, 12, 10))


def test_lateness_ends_with_handing_in_and_cannot_be_refused_away(town: Town, worker: Actor) -> None:
    task = working(town, due=date(2025, 12, 2))
    note_lateness(later(3), worker)
    assert LateSpell.objects.get().until is None
    actions.submit_deliverable(task, link="https://a.vn/1", by=town.actor("officer"), at=later(4))
    task = actions.accept_deliverable(task, by=town.actor("chairman"), at=later(9))
    assert LateSpell.objects.get().until == later(4)
    assert standing_of(task.clock, later(9)) is Standing.DONE_LATE


def test_a_whole_is_answered_for_and_its_parts_are_counted(town: Town) -> None:
    whole = town.draft(person_post=None)
    parts = actions.split_into_parts(
        whole,
        [
            town.fields(title="Phần trang trí đường hoa", person_post=town.posts["officer"]),
            town.fields(title="Phần điện chiếu sáng", lead_unit=town.units["economy"]),
        ],
        by=town.actor("tracker"),
        at=NOW,
    )
    whole = actions.assign_task(whole, by=town.actor("chairman"), at=NOW)
    assert [Task.objects.get(pk=part.pk).state for part in parts] == [TaskState.ASSIGNED] * 2
    counts = four_counts(Clock.objects.all(), NOW)
    assert counts.total == 2
    head = town.actor("culture_head")
    actions.accept_task(whole, by=head, at=NOW)
    with pytest.raises(Invalid) as caught:
        actions.submit_deliverable(whole, link="https://a.vn/1", by=head, at=NOW)
    assert caught.value.reason.params["count"] == 2
    actions.accept_task(parts[0], by=town.actor("officer"), at=NOW)
    actions.submit_deliverable(parts[0], link="https://a.vn/2", by=town.actor("officer"), at=NOW)
    actions.accept_deliverable(parts[0], by=town.actor("chairman"), at=NOW)
    actions.cancel_task(parts[1], reason="Đã có sẵn", by=town.actor("chairman"), at=NOW)
    task = actions.submit_deliverable(whole, link="https://a.vn/1", by=head, at=later(1))
    assert task.state == TaskState.SUBMITTED


def test_cancelling_a_whole_cancels_its_open_parts(town: Town) -> None:
    whole = town.draft()
    (part,) = actions.split_into_parts(whole, [town.fields()], by=town.actor("tracker"), at=NOW)
    actions.assign_task(whole, by=town.actor("chairman"), at=NOW)
    actions.cancel_task(whole, reason="Thành phố rút", by=town.actor("chairman"), at=later(1))
    assert Task.objects.get(pk=part.pk).state == TaskState.CANCELLED


def test_a_quarterly_report_comes_back_two_quarters_ahead_and_once(town: Town, worker: Actor) -> None:
    task = town.assigned(title="Báo cáo kết quả chuyển đổi số hằng quý", due=None, recurrence="quarterly")
    assert (task.period, task.clock.due) == ("2025-Q4", end_of_day(date(2025, 12, 31)))
    assert actions.make_occurrences(NOW, worker) == 2
    assert actions.make_occurrences(NOW, worker) == 0
    made = Task.objects.filter(series=task.series).order_by("period")
    assert [one.period for one in made] == ["2025-Q4", "2026-Q1", "2026-Q2"]
    assert {one.state for one in made} == {TaskState.ASSIGNED}
    assert Task.objects.get(period="2026-Q1").clock.due == end_of_day(date(2026, 3, 31))


def test_a_series_ends_on_its_day(town: Town, worker: Actor) -> None:
    fields = town.fields(title="Báo cáo tháng về an toàn thực phẩm", due=None, recurrence="monthly")
    series = actions.create_series(
        town.plan, fields, by=town.actor("tracker"), at=NOW, ends_on=date(2026, 1, 15), day=20
    )
    assert actions.make_occurrences(NOW, worker) == 2
    due = sorted(Task.objects.filter(series=series).values_list("clock__due", flat=True))
    assert due == [end_of_day(date(2025, 12, 20)), end_of_day(date(2026, 1, 20))]


def test_standing_work_is_outside_the_four_counts(town: Town) -> None:
    task = town.assigned(title="Thường xuyên giữ gìn vệ sinh môi trường", due=None, recurrence="continuous")
    assert standing_of(task.clock, later(400)) is Standing.NO_DUE
    assert four_counts(Clock.objects.all(), later(400)).total == 0


def test_a_spoken_order_takes_a_title_and_a_person_and_waits_to_be_completed(town: Town) -> None:
    chairman = town.actor("chairman")
    task = actions.give_spoken_order(
        title="Kiểm tra điểm ngập đường Lê Lợi", post=town.posts["officer"], by=chairman, at=NOW
    )
    assert task.state == TaskState.ASSIGNED
    assert task.clock.holder_post == town.posts["officer"]
    assert not queries.incomplete_orders(chairman, later(hours=5)).exists()
    assert list(queries.incomplete_orders(chairman, later(2))) == [task]
    actions.complete_spoken_order(task, town.fields(title=task.title), by=chairman, at=later(2))
    task.refresh_from_db()
    assert not task.is_spoken
    assert task.unclear_reason == ""
    assert Clock.objects.get(pk=task.pk).due_original == end_of_day(date(2025, 12, 12))
    assert not queries.incomplete_orders(chairman, later(2)).exists()
    again = actions.give_spoken_order(title="Rà soát biển hiệu", unit=town.units["economy"], by=chairman, at=NOW)
    assert again.plan_id == task.plan_id


def test_bulk_assignment_announces_once_per_unit_and_says_what_it_refused(town: Town) -> None:
    good = [town.draft(), town.draft(), town.draft(lead_unit=town.units["economy"])]
    unclear = town.draft(due=None)
    OutboxMessage.objects.all().delete()
    result = actions.assign_tasks([*good, unclear], by=town.actor("chairman"), at=NOW)
    assert {task.pk for task in result.done} == {task.pk for task in good}
    assert [task.pk for task, _why in result.refused] == [unclear.pk]
    messages = OutboxMessage.objects.filter(topic="work.task_assigned")
    assert sorted(message.payload["count"] for message in messages) == [1, 2]
    assert Entry.objects.filter(stream_id=town.plan.pk, verb="tasks_assigned").count() == 1
    assert Entry.objects.filter(verb="assigned").count() == 3


def test_unnamed_work_has_a_clock_of_one_working_day(town: Town) -> None:
    town.assigned(person_post=None)
    assert not unnamed_too_long(later(hours=20)).exists()
    assert unnamed_too_long(later(2)).count() == 1
    assert queries.unassigned_too_long(town.actor("tracker"), later(2)).count() == 1
    # Over a weekend no working day passes.
    friday = later(4, 2)
    assert not unnamed_too_long(friday + timedelta(days=2)).filter(held_since__gte=friday).exists()


def test_a_handover_within_the_unit_keeps_the_state_and_names_its_kind(town: Town) -> None:
    task = working(town)
    task = actions.hand_over(
        task,
        post=town.posts["colleague"],
        kind="absence",
        reason="Đồng chí đi công tác",
        by=town.actor("culture_head"),
        at=later(1),
    )
    assert task.state == TaskState.IN_PROGRESS
    assert Hold.objects.get(clock=task.clock, until=None).how == "absence"


def test_only_who_gave_it_moves_it_to_another_unit_which_has_to_accept_it(town: Town) -> None:
    task = working(town)
    arguments = {"unit": town.units["economy"], "kind": "wrongly_given", "reason": "Thuộc lĩnh vực kinh tế"}
    with pytest.raises(Denied):
        actions.hand_over(task, by=town.actor("culture_head"), at=later(1), **arguments)
    task = actions.hand_over(task, by=town.actor("chairman"), at=later(1), **arguments)
    assert task.state == TaskState.ASSIGNED
    assert task.clock.unit == town.units["economy"]
    assert task.clock.hold_kind == HoldKind.UNNAMED


def test_an_opinion_asked_does_not_move_the_hold(town: Town) -> None:
    task = working(town)
    asked = actions.ask_opinion(
        task, unit=town.units["economy"], question="Góp ý dự thảo", by=town.actor("officer"), at=later(1)
    )
    assert Clock.objects.get(pk=task.pk).holder_post == town.posts["officer"]
    assert [one.pk for one in queries.my_day(town.actor("economy_head"), later(1)).opinions] == [asked.pk]
    actions.answer_opinion(asked, answer="Thống nhất", by=town.actor("economy_head"), at=later(2))
    with pytest.raises(Invalid):
        actions.withdraw_opinion(asked, by=town.actor("officer"), at=later(3))


def test_work_outside_the_functions_of_a_unit_is_flagged_not_refused(town: Town) -> None:
    unit = town.units["culture"]
    assert not town.assigned().outside_function, "nothing on record, nothing to flag"
    text = "Tham mưu UBND phường quản lý nhà nước về văn hóa, lễ hội, y tế, giáo dục"
    UnitFunction.objects.create(unit=unit, text=text, folded=fold(text), valid_from=DAY)
    assert not town.assigned().outside_function
    assert town.assigned(title="Cấp giấy phép xây dựng nhà ở riêng lẻ", deliverable="Giấy phép").outside_function


def test_a_given_task_keeps_lead_and_date_when_it_is_edited(town: Town) -> None:
    task = town.assigned()
    fields = town.fields(due=date(2026, 1, 5), lead_unit=town.units["economy"], person_post=town.posts["officer"])
    with pytest.raises(Invalid) as caught:
        actions.edit_task(task, fields, by=town.actor("chairman"), at=NOW)
    assert {name for name, _reason in caught.value.problems} == {"lead_unit", "due"}
    fields = town.fields(detail="Kèm phụ lục 2", person_post=town.posts["officer"])
    task = actions.edit_task(task, fields, by=town.actor("chairman"), at=NOW)
    assert task.detail == "Kèm phụ lục 2"


def test_a_comment_tells_whom_it_mentions(town: Town) -> None:
    task = town.assigned()
    officer = town.actor("officer")
    actions.comment_task(
        task, text="Nhờ anh xem giúp", mentions=[officer.officer_id], by=town.actor("colleague"), at=NOW
    )
    message = OutboxMessage.objects.get(topic="work.commented")
    assert message.payload["mentions"] == [str(officer.officer_id)]

"""A calendar changes: what is derived moves, what was decided stays, and everybody can see why."""

from datetime import date, timedelta

import pytest

from roviec.alerts.actions import take_outbox
from roviec.alerts.models import Notice
from roviec.core.calendar_layers import CalendarEdit
from roviec.core.calendars import OFFICE_HOURS, SpecialDay, WorkingDays, end_of_day
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.working_table import WeekFrom
from roviec.custody.actions.calendars import (
    change_calendar,
    check_again,
    foresee_change,
    foresee_hours,
    set_opening_hours,
)
from roviec.custody.actions.lateness import note_lateness
from roviec.custody.calendars import calendar_named, calendar_of
from roviec.custody.models import CalendarChange, Clock, DueMove, LateSpell
from roviec.ledger.models import Entry
from roviec.ledger.verify import verify_ledger
from roviec.organisation import actions as organisation
from roviec.organisation.models import CalendarVersion, Unit
from roviec.organisation.queries.actors import worker_actor
from roviec.work import actions
from roviec.work.models import Task
from tests.work.town import NOW, Town, later

WEDNESDAY = date(2025, 12, 3)
FRIDAY = date(2025, 12, 5)
DAY_OFF = CalendarEdit(days=(SpecialDay(WEDNESDAY, "holiday", "Nghỉ bão số 9", (), "Công điện 12/CĐ-UBND"),))
TAKEN_BACK = CalendarEdit(withdrawn=(WEDNESDAY,))
SATURDAY_MORNINGS = (*(OFFICE_HOURS,) * 5, OFFICE_HOURS[:1], ())


@pytest.fixture
def term(town: Town) -> Task:
    """Four working days from Monday 1 December: due on Friday the fifth."""
    task = town.assigned(due=None, budget=WorkingDays(4))
    assert task.clock.due == end_of_day(FRIDAY)
    return task


def due(task: Task) -> date:
    return calendar_named("vn").local_day(Clock.objects.get(pk=task.pk).due)


def test_a_day_off_moves_a_term_and_not_an_order(town: Town, term: Task) -> None:
    order = town.assigned(title="Báo cáo kết quả hội thi", due=FRIDAY)
    change = change_calendar("vn", DAY_OFF, by=town.actor("admin"), at=NOW)
    assert (due(term), due(order)) == (date(2025, 12, 8), FRIDAY)
    assert change.moved == 1
    clock = Clock.objects.get(pk=term.pk)
    assert clock.due_calendar == change.new_label == calendar_named("vn").label
    assert clock.due_original == end_of_day(FRIDAY)


def test_what_comes_near_is_derived_again_for_orders_too(town: Town) -> None:
    order = town.assigned(due=FRIDAY)
    before = Clock.objects.get(pk=order.pk).soon_from
    change_calendar("vn", DAY_OFF, by=town.actor("admin"), at=NOW)
    assert Clock.objects.get(pk=order.pk).soon_from < before


def test_foreseen_is_what_then_happens_and_foreseeing_writes_nothing(town: Town, term: Task) -> None:
    seen = foresee_change("vn", DAY_OFF, by=town.actor("admin"), at=NOW)
    assert [(move.clock, move.new) for move in seen.moved.moves] == [(term.pk, end_of_day(date(2025, 12, 8)))]
    assert seen.moved.by_unit == [(town.units["culture"].pk, 1)]
    assert due(term) == FRIDAY
    assert not CalendarChange.objects.exists()
    change = change_calendar("vn", DAY_OFF, by=town.actor("admin"), at=NOW)
    assert (change.old_label, change.new_label) == (seen.old_label, seen.new_label)
    assert DueMove.objects.values_list("clock", "old", "new").get() == (term.pk, end_of_day(FRIDAY), due_of(term))


def due_of(task: Task):
    return Clock.objects.get(pk=task.pk).due


def test_a_day_off_taken_back_puts_everything_where_it_was(town: Town, term: Task) -> None:
    before = Clock.objects.filter(pk=term.pk).values().get()
    change_calendar("vn", DAY_OFF, by=town.actor("admin"), at=NOW)
    change_calendar("vn", TAKEN_BACK, by=town.actor("admin"), at=later(hours=1))
    assert Clock.objects.filter(pk=term.pk).values().get() == before
    assert CalendarChange.objects.count() == 2


def test_each_version_is_kept_and_each_change_stands_in_the_ledger(town: Town, term: Task) -> None:
    shipped = calendar_named("vn").label
    change = change_calendar("vn", DAY_OFF, by=town.actor("admin"), at=NOW)
    assert set(CalendarVersion.objects.values_list("label", flat=True)) == {shipped, change.new_label}
    assert Entry.objects.filter(verb="calendar_changed").count() == 2
    assert verify_ledger().sound


def test_a_term_from_before_anchors_were_kept_moves_as_well(town: Town, term: Task) -> None:
    Clock.objects.filter(pk=term.pk).update(due_rule="", due_anchor=None, due_amount=None, due_said_at=None)
    change_calendar("vn", DAY_OFF, by=town.actor("admin"), at=NOW)
    assert due(term) == date(2025, 12, 8)
    assert Clock.objects.get(pk=term.pk).due_amount == 4


def test_a_date_granted_by_decision_stays_and_still_keeps_what_a_suspension_takes(town: Town, term: Task) -> None:
    chairman = town.actor("chairman")
    actions.move_due(term, due=date(2025, 12, 10), reason="Chờ ý kiến Sở", by=chairman, at=later(1))
    change_calendar("vn", DAY_OFF, by=town.actor("admin"), at=later(1))
    assert due(term) == date(2025, 12, 10)
    actions.suspend_task(term, reason="Chờ trung ương", by=chairman, at=later(3))
    actions.resume_task(term, by=chairman, at=later(4))
    assert due(term) == date(2025, 12, 11)


def test_a_suspension_is_counted_by_the_calendar_as_it_now_is(town: Town, term: Task) -> None:
    chairman = town.actor("chairman")
    actions.suspend_task(term, reason="Chờ trung ương", by=chairman, at=NOW)
    actions.resume_task(term, by=chairman, at=later(3))
    assert due(term) == date(2025, 12, 10)
    change_calendar("vn", DAY_OFF, by=town.actor("admin"), at=later(3))
    assert due(term) == date(2025, 12, 10)  # one day of the term and one day lost less: the same end


def test_lateness_that_a_late_holiday_takes_back_is_annulled_and_stays_readable(town: Town, term: Task) -> None:
    worker = worker_actor()
    saturday = later(5)
    note_lateness(saturday, worker)
    assert LateSpell.objects.count() == 1
    change = change_calendar("vn", DAY_OFF, by=town.actor("admin"), at=saturday)
    assert change.no_longer_late == 1
    assert not LateSpell.objects.exists()
    spell = LateSpell.with_annulled.get()
    assert (spell.annulled_at, spell.annulled_by) == (saturday, change)
    assert Clock.objects.get(pk=term.pk).late_since is None
    note_lateness(saturday + timedelta(minutes=1), worker)
    assert not LateSpell.objects.exists()
    note_lateness(later(8), worker)
    assert LateSpell.objects.get().since == end_of_day(date(2025, 12, 8))


def test_who_is_late_all_the_same_is_late_from_the_right_instant(town: Town, term: Task) -> None:
    worker = worker_actor()
    note_lateness(later(9), worker)
    change_calendar("vn", DAY_OFF, by=town.actor("admin"), at=later(9))
    assert LateSpell.objects.get().since == end_of_day(date(2025, 12, 8))
    assert Clock.objects.get(pk=term.pk).late_since == end_of_day(date(2025, 12, 8))
    assert LateSpell.with_annulled.count() == 2


def test_each_person_is_told_once_however_many_dates_move(town: Town) -> None:
    for number in range(3):
        town.assigned(title=f"Báo cáo số {number}", due=None, budget=WorkingDays(4))
    take_outbox(NOW, worker_actor())
    Notice.objects.all().delete()
    change_calendar("vn", DAY_OFF, by=town.actor("admin"), at=NOW)
    take_outbox(NOW, worker_actor())
    told = Notice.objects.filter(kind="calendar_changed")
    assert sorted(told.values_list("officer__code", flat=True)) == ["culture_head", "officer"]
    assert set(told.values_list("params__count", flat=True)) == {3}


def test_a_unit_with_hours_of_its_own_gets_a_calendar_that_inherits(town: Town, term: Task) -> None:
    ward, by = town.units["ward"], town.actor("admin")
    week = WeekFrom(date(2025, 12, 1), SATURDAY_MORNINGS)
    five = town.assigned(title="Báo cáo năm ngày", due=None, budget=WorkingDays(5))
    seen = foresee_hours(ward.pk, week, by=by, at=NOW)
    assert [move.clock for move in seen.moved.moves] == [five.pk]
    assert Unit.objects.get(pk=ward.pk).calendar == "vn"
    set_opening_hours(ward.pk, week, by=by, at=NOW)
    assert (due(five), due(term)) == (date(2025, 12, 6), FRIDAY)
    code = Unit.objects.get(pk=town.units["culture"].pk).calendar
    assert code == Unit.objects.get(pk=ward.pk).calendar != "vn"
    assert Unit.objects.get(pk=town.units["city"].pk).calendar == "vn"
    assert calendar_of([ward.pk])[ward.pk].is_working_day(date(2025, 12, 6))
    # What the city says of a day holds below, unless the ward says otherwise.
    change_calendar("vn", DAY_OFF, by=by, at=NOW)
    assert (due(five), due(term)) == (date(2025, 12, 8), date(2025, 12, 6))
    new = organisation.create_unit(
        organisation.NewUnit("quay", "Quầy số 1", date(2025, 12, 1), parent=ward.pk), by=by, at=NOW
    )
    assert new.calendar == code


def test_clerks_keep_the_calendars_of_their_bodies_and_nobody_elses(town: Town) -> None:
    week = WeekFrom(date(2025, 12, 1), SATURDAY_MORNINGS)
    with pytest.raises(Denied):
        change_calendar("vn", DAY_OFF, by=town.actor("chairman"), at=NOW)
    with pytest.raises(Denied):
        set_opening_hours(town.units["culture"].pk, week, by=town.actor("culture_head"), at=NOW)
    assert not CalendarChange.objects.exists()


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (TAKEN_BACK, "organisation.nothing_changed"),
        (CalendarEdit(days=(SpecialDay(WEDNESDAY, "weekend_workday", "Bù"),)), "calendar.works_anyway"),
        (CalendarEdit(days=(SpecialDay(WEDNESDAY, "half_day", "", ((600, 500),)),)), "calendar.bad_hours"),
        (CalendarEdit(days=(SpecialDay(date(1890, 1, 1), "holiday", "Xưa"),)), "calendar.day_outside"),
        (CalendarEdit(week=WeekFrom(WEDNESDAY, ((),) * 7)), "calendar.never_open"),
    ],
)
def test_what_cannot_be_is_refused(town: Town, edit: CalendarEdit, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        change_calendar("vn", edit, by=town.actor("admin"), at=NOW)
    assert refused.value.reason.code == code


def test_what_an_older_version_made_is_found_and_derived_again(town: Town, term: Task) -> None:
    change_calendar("vn", DAY_OFF, by=town.actor("admin"), at=NOW)
    shipped = CalendarChange.objects.get().old_label
    Clock.objects.filter(pk=term.pk).update(due=end_of_day(FRIDAY), due_calendar=shipped)
    assert check_again("vn", by=town.actor("admin"), at=NOW).moved == 1
    assert due(term) == date(2025, 12, 8)

"""Late spells: when they begin and end, whose they are, and that they say what the standing says."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from roviec.core.actor import Actor
from roviec.core.calendars import end_of_day
from roviec.core.permission import Denied
from roviec.custody.actions import lateness, note_lateness
from roviec.custody.actions.lateness import Noted
from roviec.custody.models import Clock, LatePass, LateSpell
from roviec.ledger.models import Entry, OutboxMessage
from roviec.organisation.models import Mandate
from roviec.organisation.models.mandate import MandateKind
from roviec.work.actions import (
    accept_deliverable,
    accept_task,
    cancel_task,
    hand_over,
    resume_task,
    return_deliverable,
    submit_deliverable,
    suspend_task,
)
from tests.work.town import NOW, Town

DUE = end_of_day(date(2025, 12, 12))
SECOND = timedelta(seconds=1)
MONDAY = datetime(2025, 12, 15, 1, 0, tzinfo=UTC)


def days(n: float) -> timedelta:
    return timedelta(days=n)


def accepted(town: Town) -> UUID:
    task = town.assigned()
    return accept_task(task, by=town.actor("officer"), at=NOW).pk


def spells(task: UUID) -> list[tuple[datetime, datetime | None]]:
    return list(LateSpell.objects.filter(clock=task).order_by("since").values_list("since", "until"))


def test_the_due_instant_itself_is_in_time_and_the_next_second_is_late(town: Town, worker: Actor) -> None:
    task = town.assigned()
    assert note_lateness(DUE, worker) == Noted(0, 0)
    assert note_lateness(DUE + SECOND, worker) == Noted(1, 0)
    spell = LateSpell.objects.get(clock=task.pk)
    assert (spell.due, spell.since, spell.until) == (DUE, DUE, None)
    assert spell.unit == town.units["culture"]
    assert spell.head_mandate == town.mandates["culture_head"]
    assert spell.holder_post == town.posts["officer"]
    assert Clock.objects.get(pk=task.pk).late_since == DUE


def test_what_became_late_last_does_not_wait_for_the_backlog(
    town: Town, worker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lateness, "BATCH", 1)
    old, new = town.assigned(), town.assigned(due=date(2025, 12, 15))
    now = MONDAY + days(1)
    assert note_lateness(now, worker, most=1) == Noted(1, 0)
    assert LateSpell.objects.get().clock_id == new.pk
    assert note_lateness(now, worker) == Noted(1, 0)
    assert spells(old.pk) == [(DUE, None)]


def test_a_second_pass_finds_nothing_new(town: Town, worker: Actor) -> None:
    town.assigned()
    note_lateness(MONDAY, worker)
    assert note_lateness(MONDAY, worker) == Noted(0, 0)
    assert LateSpell.objects.count() == LatePass.objects.count() == 1


def test_a_pass_is_one_ledger_entry_that_lists_every_clock_and_one_announcement(town: Town, worker: Actor) -> None:
    tasks = [town.assigned(), town.assigned()]
    before = Entry.objects.count()
    note_lateness(MONDAY, worker)
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.latest("number")
    assert (entry.stream_kind, entry.verb, entry.at) == ("custody.latepass", "note_lateness", MONDAY)
    assert all(str(task.pk) in entry.data for task in tasks)
    assert OutboxMessage.objects.get(topic="custody.became_late").payload == {"count": 2}


def test_only_the_system_itself_may_note_lateness(town: Town) -> None:
    with pytest.raises(Denied):
        note_lateness(MONDAY, town.actor("chairman"))


def test_who_answers_is_who_headed_the_unit_on_the_day_it_became_late(town: Town, worker: Actor) -> None:
    task = town.assigned()
    Mandate.objects.filter(pk=town.mandates["culture_head"].pk).update(valid_to=date(2025, 12, 10))
    acting = Mandate.objects.create(
        officer=town.accounts["culture_deputy"].officer,
        post=town.posts["culture_deputy"],
        kind=MandateKind.IN_CHARGE,
        valid_from=date(2025, 12, 10),
        valid_to=date(2025, 12, 14),
    )
    note_lateness(MONDAY, worker)
    assert LateSpell.objects.get(clock=task.pk).head_mandate == acting


def test_a_vacant_post_answers_for_nothing(town: Town, worker: Actor) -> None:
    task = town.assigned()
    Mandate.objects.filter(pk=town.mandates["culture_head"].pk).update(valid_to=date(2025, 12, 1))
    note_lateness(MONDAY, worker)
    assert LateSpell.objects.get(clock=task.pk).head_mandate is None


def test_accepting_what_was_handed_in_late_ends_the_spell_when_it_was_handed_in(town: Town, worker: Actor) -> None:
    task = accepted(town)
    note_lateness(MONDAY, worker)
    submit_deliverable(task, link="https://vanban.example/1", by=town.actor("officer"), at=MONDAY + days(1))
    note_lateness(MONDAY + days(2), worker)
    assert spells(task) == [(DUE, None)]
    accept_deliverable(task, by=town.actor("chairman"), at=MONDAY + days(3))
    assert spells(task) == [(DUE, MONDAY + days(1))]
    assert Clock.objects.get(pk=task).late_since is None


def test_handed_in_on_time_and_accepted_late_was_never_late(town: Town, worker: Actor) -> None:
    task = accepted(town)
    submit_deliverable(task, link="https://vanban.example/1", by=town.actor("officer"), at=DUE - days(1))
    note_lateness(MONDAY, worker)
    accept_deliverable(task, by=town.actor("chairman"), at=MONDAY)
    assert spells(task) == []


def test_returned_after_the_due_date_is_late_from_the_return(town: Town, worker: Actor) -> None:
    task = accepted(town)
    submit_deliverable(task, link="https://vanban.example/1", by=town.actor("officer"), at=DUE - days(1))
    return_deliverable(task, reason="thiếu phụ lục", by=town.actor("chairman"), at=MONDAY)
    note_lateness(MONDAY + days(1), worker)
    assert spells(task) == [(MONDAY, None)]


def test_suspension_ends_the_spell_and_going_on_with_the_same_date_begins_another(town: Town, worker: Actor) -> None:
    task = accepted(town)
    note_lateness(MONDAY, worker)
    suspend_task(task, reason="chờ Trung ương", by=town.actor("chairman"), at=MONDAY + days(1))
    assert note_lateness(MONDAY + days(2), worker) == Noted(0, 0)
    resume_task(task, by=town.actor("chairman"), at=MONDAY + days(3))
    note_lateness(MONDAY + days(4), worker)
    assert spells(task) == [(DUE, MONDAY + days(1)), (MONDAY + days(3), None)]


def test_cancelling_ends_it(town: Town, worker: Actor) -> None:
    task = accepted(town)
    note_lateness(MONDAY, worker)
    cancel_task(task, reason="không còn cần", by=town.actor("chairman"), at=MONDAY + days(1))
    assert spells(task) == [(DUE, MONDAY + days(1))]


def test_a_due_date_that_a_changed_calendar_moved_takes_the_lateness_back(town: Town, worker: Actor) -> None:
    """Nobody reports it: the pass itself sees that the clock is not late."""
    task = accepted(town)
    note_lateness(MONDAY, worker)
    Clock.objects.filter(pk=task).update(due=DUE + days(7))
    assert note_lateness(MONDAY + days(1), worker) == Noted(0, 1)
    assert spells(task) == [(DUE, MONDAY + days(1))]
    assert note_lateness(DUE + days(8), worker) == Noted(1, 0)
    assert spells(task)[1] == (DUE + days(7), None)


def test_an_end_that_nobody_reported_is_found(town: Town, worker: Actor) -> None:
    task = accepted(town)
    note_lateness(MONDAY, worker)
    Clock.objects.filter(pk=task).update(suspended_since=MONDAY + days(1))
    assert note_lateness(MONDAY + days(2), worker) == Noted(0, 1)
    assert spells(task) == [(DUE, MONDAY + days(1))]


def test_late_work_that_goes_to_another_unit_leaves_its_lateness_with_who_held_it(town: Town, worker: Actor) -> None:
    task = accepted(town)
    note_lateness(MONDAY, worker)
    hand_over(
        task,
        kind="wrongly_given",
        reason="giao nhầm",
        unit=town.units["economy"],
        by=town.actor("chairman"),
        at=MONDAY + days(1),
    )
    first, second = LateSpell.objects.filter(clock=task).order_by("since")
    assert (first.unit, first.until, first.before_takeover) == (town.units["culture"], MONDAY + days(1), False)
    assert (second.unit, second.until, second.before_takeover) == (town.units["economy"], None, True)
    assert second.head_mandate == town.mandates["economy_head"]
    assert note_lateness(MONDAY + days(2), worker) == Noted(0, 0)


def test_a_whole_with_parts_and_a_draft_are_never_late(town: Town, worker: Actor) -> None:
    town.draft()
    whole = town.assigned()
    Clock.objects.filter(pk=whole.pk).update(counts=False)
    assert note_lateness(MONDAY, worker) == Noted(0, 0)

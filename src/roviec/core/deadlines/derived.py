"""A due date as it was derived: rule, anchor, amount, the suspensions since. A changed calendar derives it again from the same facts.

What a superior fixed by date is an order and moves by decision only. What moves with the calendar: a term of working days or minutes,
and a day that rolls over to the next working day (Civil Code 2015 art. 148.5). A suspension keeps the remaining budget: the term goes
on by as much working time as was lost, whatever the order in which one learns of suspensions and holidays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from roviec.core.calendars import VIETNAM, WorkingCalendar, WorkingDays, WorkingMinutes, end_of_day, roll_over
from roviec.core.reasons import Reason

FIRST_DAY = "BLDS 2015, Điều 147.2"
ROLL_OVER = "BLDS 2015, Điều 148.5"


class DueRule(StrEnum):
    DATE = "date"
    WORKING_DAYS = "working_days"
    WORKING_MINUTES = "working_minutes"
    CALENDAR_DAYS = "calendar_days"


@dataclass(frozen=True)
class Stood:
    """The clock stood still in [since, until)."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Derivation:
    """`amount` days or minutes (by `rule`) from `anchor`; 0 is the anchor itself, a date by decision. `said_at`: suspensions that
    began earlier are in the anchor already. `rolls`: a day off at the end gives way to the next working day."""

    rule: DueRule
    anchor: datetime
    amount: int = 0
    rolls: bool = False
    said_at: datetime | None = None

    @property
    def is_budget(self) -> bool:
        """It moves with suspension; a date does not."""
        return self.rule is not DueRule.DATE

    @property
    def moves(self) -> bool:
        """It may move with the calendar even when the clock never stood still."""
        return self.rolls or (self.is_budget and self.amount != 0 and self.rule is not DueRule.CALENDAR_DAYS)


@dataclass(frozen=True)
class Derived:
    """The due instant and why: each step a reason, in order."""

    due: datetime
    steps: tuple[Reason, ...]


def due_of(derivation: Derivation, calendar: WorkingCalendar, stood: Sequence[Stood] = ()) -> datetime:
    """The due instant alone; what a bulk asks a hundred thousand times."""
    due = _base(derivation, calendar)
    for one in _relevant(derivation, stood):
        # Nothing is added for days that passed after the term had already run out.
        if one.since <= _rolled(derivation, due, calendar):
            due = _go_on(derivation, due, one, calendar)
    return _rolled(derivation, due, calendar)


def explain_due(derivation: Derivation, calendar: WorkingCalendar, stood: Sequence[Stood] = ()) -> Derived:
    """The same with its reasons: where counting began, how much, each suspension, the roll-over."""
    d, steps = derivation, []
    due = _base(d, calendar)
    first = _said(calendar.local_day(d.anchor))
    if d.amount == 0:
        steps.append(Reason("due.by_decision", {"day": _said(calendar.local_day(due))}))
    elif d.rule is DueRule.WORKING_MINUTES:
        steps.append(Reason("due.working_minutes", {"minutes": d.amount, "day": first}))
    else:
        steps.append(Reason(f"due.{d.rule}", {"days": d.amount, "day": first}, FIRST_DAY))
    for one in _relevant(d, stood):
        says: dict[str, str | int] = {
            "since": _said(calendar.local_day(one.since)),
            "until": _said(calendar.local_day(one.until)),
        }
        if one.since > _rolled(d, due, calendar):
            steps.append(Reason("due.suspended_after", says))
            continue
        before = due
        due = _go_on(d, due, one, calendar)
        if due == before:
            steps.append(Reason("due.suspended_nothing_lost" if d.is_budget else "due.suspended_date", says))
        else:
            steps.append(Reason("due.suspended", {**says, "day": _said(calendar.local_day(due))}))
    rolled = _rolled(d, due, calendar)
    if rolled != due:
        off, on = calendar.local_day(due), calendar.local_day(rolled)
        steps.append(Reason("due.rolled_over", {"from": _said(off), "to": _said(on)}, ROLL_OVER))
    return Derived(rolled, tuple(steps))


def inferred_term(
    due: datetime, days: int, calendar: WorkingCalendar, stood: Sequence[Stood], started_at: datetime
) -> Derivation:
    """A term whose beginning nobody wrote down, found backwards from its due date with the calendar that made it."""
    lost = sum(max(calendar.working_days_between(one.since, one.until).n, 0) for one in stood if one.since <= due)
    day = calendar.table.add_days(calendar.local_day(due), -(days + lost))
    return Derivation(DueRule.WORKING_DAYS, end_of_day(day), days, False, started_at)


def _base(d: Derivation, calendar: WorkingCalendar) -> datetime:
    if d.amount == 0 or d.rule is DueRule.DATE:
        return d.anchor
    if d.rule is DueRule.WORKING_DAYS:
        return end_of_day(calendar.due_day(calendar.local_day(d.anchor), WorkingDays(d.amount)))
    if d.rule is DueRule.CALENDAR_DAYS:
        return end_of_day(calendar.local_day(d.anchor) + timedelta(days=d.amount))
    return calendar.add_working_minutes(d.anchor, WorkingMinutes(d.amount))


def _relevant(d: Derivation, stood: Sequence[Stood]) -> list[Stood]:
    return sorted((s for s in stood if d.said_at is None or s.since >= d.said_at), key=lambda s: s.since)


def _go_on(d: Derivation, due: datetime, one: Stood, calendar: WorkingCalendar) -> datetime:
    if d.rule is DueRule.WORKING_MINUTES:
        return calendar.add_working_minutes(due, calendar.working_minutes_between(one.since, one.until))
    if d.rule is DueRule.WORKING_DAYS:
        lost = calendar.working_days_between(one.since, one.until)
        return end_of_day(calendar.due_day(calendar.local_day(due), lost)) if lost.n > 0 else due
    if d.rule is DueRule.CALENDAR_DAYS:
        days = (calendar.local_day(one.until) - calendar.local_day(one.since)).days
        return end_of_day(calendar.local_day(due) + timedelta(days=days)) if days > 0 else due
    return due


def _rolled(d: Derivation, due: datetime, calendar: WorkingCalendar) -> datetime:
    if not d.rolls:
        return due
    day = calendar.local_day(due)
    to = roll_over(day, calendar)
    return due if to == day else datetime.combine(to, due.astimezone(VIETNAM).time(), VIETNAM).astimezone(UTC)


def _said(day: date) -> str:
    return day.isoformat()

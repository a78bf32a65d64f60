"""Why a thing is due when it is: rule, reading, calendar, the days that did not count, and what moved it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from roviec.core.calendars import SkippedDay
from roviec.core.deadlines import DueRule, explain_due
from roviec.core.reasons import Reason
from roviec.custody.calendars import version_of_label
from roviec.custody.derivations import derivation_of, stood_of
from roviec.custody.models import Clock, DueMove, Extension
from roviec.custody.queries.changes import moves_of_clock

# Over a longer term only weekdays off in so many days are listed one by one.
LISTED = 120


@dataclass(frozen=True, slots=True)
class ExplainedDue:
    """`steps` and `readings` are reasons; `skipped` the days between `counted_from` and the due date that did not count."""

    clock: Clock
    label: str
    steps: tuple[Reason, ...]
    readings: tuple[Reason, ...]
    counted_from: date | None
    skipped: tuple[SkippedDay, ...]
    unknown: Reason | None
    moves: list[DueMove]
    extensions: list[Extension]
    is_current: bool


def clock_of(pk: UUID) -> Clock:
    """DoesNotExist for an unknown id."""
    return Clock.objects.get(pk=pk)


def explain(clock: Clock) -> ExplainedDue:
    """Explained with the calendar that made the date, not with that of today."""
    calendar = version_of_label(clock.due_calendar)
    stood = stood_of(clock)
    derivation = derivation_of(clock, calendar, stood)
    moves = list(moves_of_clock(clock.pk))
    extensions = list(clock.extensions.filter(state=Extension.State.APPROVED).order_by("decided_at"))
    if derivation is None or clock.due is None:
        return ExplainedDue(clock, "", (), (), None, (), None, moves, extensions, True)
    derived = explain_due(derivation, calendar, stood)
    steps = list(derived.steps)
    if not clock.due_rule and clock.budget_days is not None:
        steps.append(Reason("due.inferred"))
    due_day = calendar.local_day(clock.due)
    begin = calendar.local_day(derivation.anchor)
    counts_days = derivation.rule in (DueRule.WORKING_DAYS, DueRule.WORKING_MINUTES) and derivation.amount != 0
    skipped: tuple[SkippedDay, ...] = ()
    if counts_days:
        skipped = calendar.skipped(begin, due_day)
    elif derivation.rolls:
        rolled_from = calendar.local_day(derivation.anchor) if derivation.rule is DueRule.DATE else begin
        skipped = tuple(one for one in calendar.skipped(rolled_from, due_day) if derivation.rule is DueRule.DATE)
    return ExplainedDue(
        clock,
        calendar.label,
        tuple(steps),
        _readings(derivation.rule, derivation.rolls, calendar.why_not(due_day), clock.due),
        begin if counts_days else None,
        skipped[:LISTED],
        calendar.unknown_years(begin, due_day),
        moves,
        extensions,
        derived.due == clock.due,
    )


def _readings(rule: DueRule, rolls: bool, off: Reason | None, due: datetime) -> tuple[Reason, ...]:
    """What was settled by a setting rather than by a rule of law."""
    readings = []
    if due.second == 59:
        readings.append(Reason("due.end_of_day", {}, "BLDS 2015, Điều 148.6"))
    if rule is DueRule.DATE:
        readings.append(Reason("reading.dates_roll_over" if rolls else "reading.dates_stay"))
    elif rule is DueRule.CALENDAR_DAYS:
        readings.append(
            Reason("reading.terms_roll_over", {}, "BLDS 2015, Điều 148.5") if rolls else Reason("reading.terms_stay")
        )
    if off is not None:
        readings.append(off)
    return tuple(readings)

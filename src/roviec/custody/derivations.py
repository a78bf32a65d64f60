"""What a clock's due date was derived from, as its columns hold it."""

from collections.abc import Sequence

from roviec.core.calendars import WorkingCalendar
from roviec.core.deadlines import Derivation, DueRule, Stood, due_of, inferred_term
from roviec.core.holding import soon_from
from roviec.custody.calendars import soon_window
from roviec.custody.models import Clock


def derivation_of(clock: Clock, made_by: WorkingCalendar, stood: Sequence[Stood]) -> Derivation | None:
    """Rule and anchor of the due date; None without one. From before they were kept, a term is found backwards with the calendar
    that made it, and anything else is a date by decision."""
    if clock.due is None:
        return None
    if clock.due_rule and clock.due_anchor is not None:
        rule = DueRule(clock.due_rule)
        return Derivation(rule, clock.due_anchor, clock.due_amount or 0, clock.due_rolls, clock.due_said_at)
    if clock.budget_days is not None:
        return inferred_term(clock.due, clock.budget_days, made_by, stood, clock.started_at)
    return Derivation(DueRule.DATE, clock.due)


def put_due(
    clock: Clock, derivation: Derivation | None, calendar: WorkingCalendar, stood: Sequence[Stood] = ()
) -> None:
    """Writes due date, what it was derived from, calendar and `soon_from` on the clock; not saved."""
    clock.due = due_of(derivation, calendar, stood) if derivation else None
    clock.due_rule = derivation.rule if derivation else ""
    clock.due_anchor = derivation.anchor if derivation else None
    clock.due_amount = derivation.amount if derivation else None
    clock.due_rolls = derivation.rolls if derivation else False
    clock.due_said_at = derivation.said_at if derivation else None
    clock.soon_from = soon_from(clock.due, calendar, soon_window())
    clock.due_calendar = calendar.label if clock.due else ""


def stood_of(clock: Clock) -> list[Stood]:
    """The closed suspensions of one clock."""
    return [
        Stood(since, until) for since, until in clock.suspensions.values_list("since", "until") if until is not None
    ]

"""Calendars that inherit: the shipped one, what the city added to it, what a ward added, what one counter does otherwise.

A layer holds only what differs. The nearest layer that says something of a day decides it; the nearest that has opening hours
decides those from the day on which they begin.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from roviec.core.calendars import FIXED, OFFICE_HOURS, SpecialDay, WorkingCalendar
from roviec.core.packaged import MORNING
from roviec.core.working_table import DayHours, WeekFrom


@dataclass(frozen=True)
class Layer:
    """What one calendar says otherwise than the one above it. `known_to`: the last year whose official list is complete."""

    days: tuple[SpecialDay, ...] = ()
    weeks: tuple[WeekFrom, ...] = ()
    known_to: int | None = None


def layered(name: str, base: WorkingCalendar, layers: Sequence[Layer]) -> WorkingCalendar:
    """The calendar that results, outermost layer first. Make-up and half days take the hours of an ordinary day of the week then valid."""
    days = dict(base.exceptions)
    weeks: list[WeekFrom] = list(base.later)
    known = base.known
    for layer in layers:
        days.update({one.day: one for one in layer.days})
        if layer.weeks:
            # From the first week of its own on, the layer's hours hold, whatever the calendar above does later.
            begin = min(one.since for one in layer.weeks)
            weeks = [one for one in weeks if one.since < begin] + list(layer.weeks)
        if layer.known_to:
            known = (known[0], max(known[1], layer.known_to))
    weeks.sort(key=lambda one: one.since)
    return WorkingCalendar(
        name, [_with_hours(one, base.week, weeks) for one in days.values()], week=base.week, known=known, later=weeks
    )


def _with_hours(one: SpecialDay, week: Sequence[DayHours], later: Sequence[WeekFrom]) -> SpecialDay:
    if one.kind not in ("weekend_workday", "half_day") or one.hours not in ((), OFFICE_HOURS, MORNING):
        return one
    own = [w.hours for w in later if w.since <= one.day]
    ordinary = max((own[-1] if own else week)[:5], key=lambda hours: sum(end - start for start, end in hours))
    ordinary = ordinary or OFFICE_HOURS
    return replace(one, hours=ordinary if one.kind == "weekend_workday" else ordinary[:1])


def as_facts(calendar: WorkingCalendar) -> dict[str, Any]:
    """Everything that decides an answer, as JSON-able values, so that a version can be asked again years later."""
    return {
        "week": [_plain(hours) for hours in calendar.week],
        "later": [[w.since.isoformat(), [_plain(h) for h in w.hours], sorted(w.uncounted)] for w in calendar.later],
        "known": list(calendar.known),
        "days": [
            [one.day.isoformat(), one.kind, _plain(one.hours), one.name, one.source]
            for one in calendar.exceptions.values()
            if not _supplied(one, calendar.known)
        ],
    }


def from_facts(name: str, facts: dict[str, Any]) -> WorkingCalendar:
    """The inverse of `as_facts`: the same version."""
    return WorkingCalendar(
        name,
        [
            SpecialDay(date.fromisoformat(day), kind, label, _hours(hours), source)
            for day, kind, hours, label, source in facts["days"]
        ],
        week=tuple(_hours(one) for one in facts["week"]),
        known=tuple(facts["known"]),
        later=tuple(
            WeekFrom(date.fromisoformat(since), tuple(_hours(one) for one in hours), frozenset(uncounted))
            for since, hours, uncounted in facts["later"]
        ),
    )


def _supplied(one: SpecialDay, known: tuple[int, int]) -> bool:
    """A fixed-date holiday that every calendar fills in by itself for years without an official list."""
    fixed = {(month, day, label) for month, day, label, _since in FIXED}
    return (
        not known[0] <= one.day.year <= known[1] and (one.day.month, one.day.day, one.name) in fixed and not one.source
    )


def _plain(hours: DayHours) -> list[list[int]]:
    return [list(shift) for shift in hours]


def _hours(raw: Sequence[Sequence[int]]) -> DayHours:
    return tuple((int(start), int(end)) for start, end in raw)


@dataclass(frozen=True)
class CalendarEdit:
    """One change of one calendar: days set or changed, days and weeks whose own record no longer holds, a week from a day on."""

    days: tuple[SpecialDay, ...] = ()
    withdrawn: tuple[date, ...] = ()
    week: WeekFrom | None = None
    withdrawn_weeks: tuple[date, ...] = ()
    known_to: int | None = None


def edited(layer: Layer, edit: CalendarEdit) -> Layer:
    """The layer after the change."""
    days = {one.day: one for one in layer.days if one.day not in edit.withdrawn}
    days.update({one.day: one for one in edit.days})
    weeks = {one.since: one for one in layer.weeks if one.since not in edit.withdrawn_weeks}
    if edit.week is not None:
        weeks[edit.week.since] = edit.week
    return Layer(
        tuple(days[day] for day in sorted(days)),
        tuple(weeks[day] for day in sorted(weeks)),
        max(filter(None, (layer.known_to, edit.known_to)), default=None),
    )


def edit_facts(edit: CalendarEdit) -> dict[str, Any]:
    """The change as JSON-able values, for the ledger."""
    facts: dict[str, Any] = {}
    if edit.days:
        facts["days"] = [[d.day.isoformat(), d.kind, _plain(d.hours), d.name, d.source] for d in edit.days]
    if edit.withdrawn:
        facts["withdrawn"] = [day.isoformat() for day in edit.withdrawn]
    if edit.week:
        week = edit.week
        facts["week"] = [week.since.isoformat(), [_plain(h) for h in week.hours], sorted(week.uncounted)]
    if edit.withdrawn_weeks:
        facts["withdrawn_weeks"] = [day.isoformat() for day in edit.withdrawn_weeks]
    if edit.known_to:
        facts["known_to"] = edit.known_to
    return facts

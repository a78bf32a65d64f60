"""Lengths of time as types: five working days are not five days, and neither is a bare number.

An instant is an aware `datetime`; a business date is a `date`. What depends on a calendar says so: days and minutes that are added
to an instant (`WorkingDays`, `WorkingMinutes`) are counted by the calendar they are handed to; a place in opening hours and the length
between two places (`WorkingInstant`, `WorkingDuration`) carry the label of their calendar and refuse another one's.
"""

from dataclasses import dataclass


class MixedCalendarsError(ValueError):
    """Two values were counted by different calendars, or by different versions of one: their difference means nothing."""


@dataclass(frozen=True, order=True)
class WorkingDays:
    """Whole working days of a calendar; negative counts backwards."""

    n: int


@dataclass(frozen=True, order=True)
class WorkingMinutes:
    """Minutes within opening hours of a calendar; negative counts backwards."""

    n: int


@dataclass(frozen=True, order=True)
class CalendarDays:
    """Days of the almanac, weekends and holidays included."""

    n: int


@dataclass(frozen=True)
class WorkingDuration:
    """Minutes of opening hours of the named calendar ("vn@3f2a…")."""

    minutes: int
    calendar: str

    def __add__(self, other: "WorkingDuration") -> "WorkingDuration":
        return WorkingDuration(self.minutes + other.minutes, _same(self.calendar, other.calendar))

    def __sub__(self, other: "WorkingDuration") -> "WorkingDuration":
        return WorkingDuration(self.minutes - other.minutes, _same(self.calendar, other.calendar))

    def __lt__(self, other: "WorkingDuration") -> bool:
        _same(self.calendar, other.calendar)
        return self.minutes < other.minutes


@dataclass(frozen=True)
class WorkingInstant:
    """A place in the opening hours of the named calendar: `position` minutes have been worked since it began."""

    position: int
    calendar: str

    def __add__(self, length: WorkingDuration) -> "WorkingInstant":
        return WorkingInstant(self.position + length.minutes, _same(self.calendar, length.calendar))

    def __sub__(self, other: "WorkingInstant") -> WorkingDuration:
        return WorkingDuration(self.position - other.position, _same(self.calendar, other.calendar))

    def __lt__(self, other: "WorkingInstant") -> bool:
        _same(self.calendar, other.calendar)
        return self.position < other.position


def _same(one: str, other: str) -> str:
    if one != other:
        raise MixedCalendarsError(f"{one} and {other}")
    return one

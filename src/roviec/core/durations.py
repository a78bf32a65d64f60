"""Lengths of time as types: five working days are not five days, and neither is a bare number."""

from dataclasses import dataclass


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

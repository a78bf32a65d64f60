"""Periods that are reported on: a month, a quarter, half a year, nine months, a year, and on which day each is closed.

Names: "2025-12", "2025-Q4", "2025-H1", "2025-9M", "2025". With closing day 0 a period ends with its last month. With closing day c
it ends on day c of its last month and begins on the day after day c of the month before its first, so that the figures are there
before the month is over; periods of one kind then still follow each other without a gap.
"""

import calendar
import re
from datetime import date, timedelta
from enum import StrEnum

LAST_CLOSING_DAY = 28


class Span(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE = "nine"
    YEAR = "year"


MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.HALF: 6, Span.NINE: 9, Span.YEAR: 12}
_NAME = re.compile(r"^(\d{4})(?:-(?:(\d{2})|Q([1-4])|H([12])|(9M)))?$")


def span_of(name: str) -> Span:
    """Raises ValueError for what is no name of a period."""
    return _read(name)[0]


def named(day: date, span: Span | str) -> str:
    """The period of calendar months that the day lies in; of nine months, those of its year."""
    match Span(span):
        case Span.MONTH:
            return f"{day.year}-{day.month:02}"
        case Span.QUARTER:
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case Span.HALF:
            return f"{day.year}-H{1 if day.month <= 6 else 2}"
        case Span.NINE:
            return f"{day.year}-9M"
    return str(day.year)


def bounds(name: str, closing_day: int = 0) -> tuple[date, date]:
    """First and last day, both within the period. Raises ValueError for a name or a closing day that is none."""
    if not 0 <= closing_day <= LAST_CLOSING_DAY:
        raise ValueError(f"closing day {closing_day}")
    span, first = _read(name)
    last = first + MONTHS[span] - 1
    if not closing_day:
        year, month = last // 12, last % 12 + 1
        return _day(first, 1), date(year, month, calendar.monthrange(year, month)[1])
    return _day(first - 1, closing_day) + timedelta(days=1), _day(last, closing_day)


def open_on(day: date, span: Span | str, closing_day: int = 0) -> str:
    """The period that the day is in, by the closing day; of nine months, those that end next."""
    name = named(day, span)
    return name if day <= bounds(name, closing_day)[1] else following(name)


def previous(name: str) -> str:
    """The period of the same kind before it; of nine months, those of the year before."""
    return _beside(name, -1)


def following(name: str) -> str:
    return _beside(name, 1)


def _beside(name: str, step: int) -> str:
    span, first = _read(name)
    months = 12 if span is Span.NINE else MONTHS[span]
    return named(_day(first + step * months, 1), span)


def _read(name: str) -> tuple[Span, int]:
    """The kind, and its first month counted from year 0."""
    found = _NAME.match(name)
    if not found:
        raise ValueError(f"no period {name!r}")
    year, month, quarter, half, nine = found.groups()
    start = int(year) * 12
    if month:
        if not 1 <= int(month) <= 12:
            raise ValueError(f"no period {name!r}")
        return Span.MONTH, start + int(month) - 1
    if quarter:
        return Span.QUARTER, start + int(quarter) * 3 - 3
    if half:
        return Span.HALF, start + int(half) * 6 - 6
    return (Span.NINE if nine else Span.YEAR), start


def _day(month: int, day: int) -> date:
    return date(month // 12, month % 12 + 1, day)

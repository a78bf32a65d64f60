"""Months, quarters and years by name ("2025-12", "2025-Q4", "2025"): which one a day lies in, which follows, when its work is due."""

import calendar
from datetime import date
from enum import StrEnum


class Period(StrEnum):
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


_MONTHS = {Period.MONTHLY: 1, Period.QUARTERLY: 3, Period.YEARLY: 12}


def period_of(day: date, kind: Period | str) -> str:
    """The name of the period that the day lies in."""
    match Period(kind):
        case Period.MONTHLY:
            return f"{day.year}-{day.month:02}"
        case Period.QUARTERLY:
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case Period.YEARLY:
            return str(day.year)


def first_day(name: str) -> date:
    year, _, rest = name.partition("-")
    month = int(rest[1:]) * 3 - 2 if rest.startswith("Q") else int(rest or 1)
    return date(int(year), month, 1)


def length_in_months(name: str) -> int:
    return 12 if "-" not in name else 3 if "Q" in name else 1


def periods_from(day: date, kind: Period | str, count: int) -> list[str]:
    """The period of the day and those after it, `count` in all."""
    months = _MONTHS[Period(kind)]
    begin = first_day(period_of(day, kind))
    starts = [begin.year * 12 + begin.month - 1 + months * i for i in range(count)]
    return [period_of(date(m // 12, m % 12 + 1, 1), kind) for m in starts]


def due_day(name: str, day: int) -> date:
    """Day `day` of the period's last month; 0, or a day that the month does not have, is its last one."""
    begin = first_day(name)
    months = begin.year * 12 + begin.month - 1 + length_in_months(name) - 1
    year, month = months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day, last) if day else last)

"""When a meeting that repeats comes again: the same weekday and hour a week later, the same day of the month or quarter."""

import calendar
from datetime import datetime, timedelta

from roviec.core.calendars import VIETNAM

MONTHS = {"monthly": 1, "quarterly": 3}


def next_session(last: datetime, rhythm: str) -> datetime | None:
    """In UTC, at the same hour in Ho Chi Minh City; None for meetings without a rhythm. A day that the month lacks becomes its last."""
    local = last.astimezone(VIETNAM)
    if rhythm == "weekly":
        return last + timedelta(days=7)
    if rhythm not in MONTHS:
        return None
    months = local.year * 12 + local.month - 1 + MONTHS[rhythm]
    year, month = months // 12, months % 12 + 1
    day = min(local.day, calendar.monthrange(year, month)[1])
    return local.replace(year=year, month=month, day=day).astimezone(last.tzinfo)

"""The working calendars that clocks run on, by the name that a unit carries."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from roviec.core.calendars import WorkingCalendar, WorkingDays
from roviec.core.packaged import vietnam_calendar

CALENDARS: dict[str, Callable[[], WorkingCalendar]] = {"vn": vietnam_calendar}


def calendar_named(name: str) -> WorkingCalendar:
    """The calendar of a unit. KeyError for a name that no calendar has."""
    return CALENDARS[name or "vn"]()


def soon_window() -> WorkingDays:
    """How long before its due date work is "sắp đến hạn"."""
    return WorkingDays(settings.SOON_WORKING_DAYS)


def working_days_ago(now: datetime, n: WorkingDays, calendar: str = "vn") -> datetime:
    """What began before this instant has lasted over `n` working days at `now`.

    Before opening and on days off nothing has been added since the last closing time: a Friday's work is not a day old on Sunday.
    """
    days = calendar_named(calendar)
    today = days.local_day(now)
    hours = days.opening(today)
    if hours is None or now < hours[0]:
        last = days.opening(days.table.add_days(today, -1))
        now = last[1] if last else now
    return days.add_working_days(now, WorkingDays(-n.n))

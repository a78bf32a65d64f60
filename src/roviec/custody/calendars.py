"""The working calendars that clocks run on, by the name that a unit carries."""

from collections.abc import Callable

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

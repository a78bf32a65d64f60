"""Small plans for tests: Monday 5 January 2026, 08:00-12:00 and 13:00-17:00, Monday to Friday, durations in days."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from roviec.core.schedule import Link, LinkType, Plan, PlanCalendar, PlannedTask, Row, schedule

MONDAY = datetime(2026, 1, 5, 8)
DAY = 480
_HOURS = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
STANDARD = PlanCalendar("standard", (_HOURS,) * 5 + ((),) * 2)
ALWAYS = PlanCalendar("24h", (((0, 1440),),) * 7)


def at(text: str) -> datetime:
    """ "9 17" is 9 January 2026, 17:00; "8" alone is 08:00."""
    day, _, hour = text.partition(" ")
    return datetime(2026, 1, 1, int(hour or 8)) + timedelta(days=int(day) - 1)


def task(uid: int, days: float = 1, **facts: Any) -> PlannedTask:
    return PlannedTask(uid, f"task {uid}", round(days * DAY), **facts)


def link(before: int, after: int, type_: str = "FS", lag: float = 0, **facts: Any) -> Link:
    """Lag in days of 8 hours, or as it is for elapsed and percent lags."""
    raw = round(lag) if facts else round(lag * DAY)
    return Link(before, after, LinkType(type_), raw, **facts)


def plan(tasks: Sequence[PlannedTask], links: Sequence[Link] = (), **facts: Any) -> Plan:
    calendars = {"standard": STANDARD, "24h": ALWAYS}
    return Plan(
        **({"start": MONDAY, "tasks": tasks, "links": links, "calendars": calendars, "calendar": "standard"} | facts)
    )


def rows(tasks: Sequence[PlannedTask], links: Sequence[Link] = (), **facts: Any) -> dict[int, Row]:
    return {row.uid: row for row in schedule(plan(tasks, links, **facts)).rows}


def early(row: Row) -> tuple[datetime, datetime]:
    return row.early_start, row.early_finish


def late(row: Row) -> tuple[datetime, datetime]:
    return row.late_start, row.late_finish

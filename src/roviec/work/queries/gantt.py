"""Tasks as rows of the chart, fast enough for ten thousand: values only, no objects."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from roviec.core.calendars import VIETNAM, WorkingCalendar
from roviec.core.standing import Standing, lateness_days
from roviec.custody.calendars import calendar_named
from roviec.custody.queries import standing_expression
from roviec.web.gantt_rows import gantt_plan, gantt_row
from roviec.work.models import Task

LATE = (Standing.OPEN_LATE.value, Standing.DONE_LATE.value)


def gantt_rows(tasks: QuerySet[Task], now: datetime) -> dict[str, Any]:
    """The answer that gantt.js reads (see `web.gantt_rows`), in one query. A bar runs from the planned start to the due day.

    A part whose whole is not among the tasks stands on its own.
    """
    calendar = calendar_named("vn")
    rows = list(
        tasks.order_by("order", "pk")
        .annotate(standing=standing_expression(now, "clock__"))
        .values_list(
            "pk",
            "parent",
            "number",
            "title",
            "planned_start",
            "planned_end",
            "progress",
            "standing",
            "clock__due",
            "clock__started_at",
            Coalesce(F("clock__finished_at"), F("clock__closed_at")),
            "lead_unit__short_name",
            "lead_unit__name",
            "lead_text",
        )
    )
    shown = {row[0] for row in rows}
    made = []
    first = last = calendar.local_day(now)
    for pk, parent, number, title, planned, end, progress, standing, due, started, finished, short, name, text in rows:
        due_on = _day(due) or end
        start = planned or _day(started)
        if start and due_on and start > due_on:
            start = due_on
        first, last = min(first, start or first), max(last, due_on or last)
        late = lateness_days(calendar, due, finished or now).n if standing in LATE else None
        made.append(
            gantt_row(
                id=pk,
                text=f"{number}. {title}" if number else title,
                start=start,
                due=due_on,
                lead=short or name or text or "",
                standing=standing,
                parent=parent if parent in shown else None,
                progress=progress / 100,
                days_late=late,
            )
        )
    off, exchanged = _special_days(calendar, first - timedelta(days=31), last + timedelta(days=62))
    return gantt_plan(made, today=calendar.local_day(now), off_days=off, working_saturdays=exchanged)


def _day(instant: datetime | None) -> date | None:
    return instant.astimezone(VIETNAM).date() if instant else None


def _special_days(calendar: WorkingCalendar, first: date, last: date) -> tuple[list[date], list[date]]:
    """Days off on weekdays, and weekend days worked in exchange, within the span."""
    within = [day for day in calendar.exceptions if first <= day <= last]
    off = [day for day in within if not calendar.is_working_day(day) and day.isoweekday() <= 5]
    return off, [day for day in within if calendar.is_working_day(day) and day.isoweekday() > 5]

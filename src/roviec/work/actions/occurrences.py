"""Occurrences of recurring work, two periods ahead."""

from datetime import date, datetime

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.periods import due_day, first_day, periods_from
from roviec.ledger.actions import lock
from roviec.work.actions.assigning import give
from roviec.work.actions.drafting import draft
from roviec.work.actions.fields import TaskFields
from roviec.work.models import Series, Task
from roviec.work.permissions import PERMISSIONS

AHEAD = 2
UNCLEAR = "Việc định kỳ, giao theo chuỗi"


def make_occurrences(now: datetime, by: Actor) -> int:
    """Makes and assigns what is missing of the current period and the two after it, for every series in force; how many were made.

    Unique per period: each series is locked while its occurrences are looked at, so a second run makes nothing.
    """
    PERMISSIONS.require(by, "make_occurrences")
    today = now.astimezone(VIETNAM).date()
    running = Series.objects.filter(plan__closed_at__isnull=True).exclude(ends_on__lt=today)
    have: dict[object, set[str]] = {}
    for series_id, period in Task.objects.filter(series__in=running).values_list("series", "period"):
        have.setdefault(series_id, set()).add(period)
    made = 0
    for series in running.select_related("lead_unit"):
        if _missing(series, have.get(series.pk, set()), today):
            made += _make(series, now, by)
    return made


def _missing(series: Series, have: set[str], today: date) -> list[str]:
    begin = max(series.starts_on, today)
    wanted = periods_from(begin, series.period, AHEAD + 1)
    return [p for p in wanted if p not in have and (series.ends_on is None or first_day(p) <= series.ends_on)]


def _make(series: Series, now: datetime, by: Actor) -> int:
    today = now.astimezone(VIETNAM).date()
    with transaction.atomic():
        locked = lock(Series, series.pk, related=("plan", "lead_unit"))
        have = set(Task.objects.filter(series=locked).values_list("period", flat=True))
        missing = _missing(locked, have, today)
        for period in missing:
            fields = TaskFields(
                title=locked.title,
                deliverable=locked.deliverable,
                lead_unit=locked.lead_unit,
                accountable_post=locked.accountable_post,
                authority=locked.authority,
                recurrence=locked.period,
                due=due_day(period, locked.due_day),
                planned_start=first_day(period),
            )
            task = draft(locked.plan, fields, by=by, at=now, series=locked, period=period)
            give(task, has_parts=False, by=by, at=now, unclear_reason=UNCLEAR)
    return len(missing)

"""Recurring work: a series and its first occurrence."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM, end_of_day
from roviec.core.periods import Period, due_day, period_of
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody import actions as custody
from roviec.ledger.actions import record
from roviec.ledger.bulk import record_each
from roviec.organisation.models import Unit
from roviec.work.actions.fields import TaskFields, check_fields, id_of
from roviec.work.actions.steps import calendar_of
from roviec.work.models import Plan, Series, Task
from roviec.work.permissions import PERMISSIONS


def create_series(
    plan: Plan | UUID,
    fields: TaskFields,
    *,
    by: Actor,
    at: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
    day: int = 0,
) -> Series:
    """Work that comes back every month, quarter or year (`fields.recurrence`), due on `day` of the period's last month, 0 the last.

    Its occurrences are made by `make_occurrences`.
    """
    check_fields(fields)
    if fields.recurrence not in set(Period):
        raise Invalid("recurrence", Reason("task.bad_recurrence"))
    if fields.lead_unit is None:
        raise Invalid("lead_unit", Reason("clarity.person_missing"))
    if not 0 <= day <= 31:
        raise Invalid("day", Reason("series.bad_day"))
    begins = starts_on or at.astimezone(VIETNAM).date()
    if ends_on is not None and ends_on < begins:
        raise Invalid("ends_on", Reason("task.planned_backwards"))
    with transaction.atomic():
        home = Plan.objects.get(pk=id_of(plan))
        PERMISSIONS.require(by, "create_series", home)
        series = Series(
            plan=home,
            title=fields.title.strip()[:2000],
            deliverable=fields.deliverable[:500],
            lead_unit_id=id_of(fields.lead_unit),
            accountable_post_id=id_of(fields.accountable_post),
            authority=fields.authority,
            period=fields.recurrence,
            due_day=day,
            starts_on=begins,
            ends_on=ends_on,
        )
        record(series, "created", by=by, at=at, data={"title": series.title, "period": series.period})
    return series


def begin_series(task: Task, lead: Unit, *, at: datetime) -> Series:
    """A recurring task that is being assigned becomes the first occurrence of its own series. Saves neither: see `record_series`."""
    clock = task.clock
    day = (clock.due or at).astimezone(VIETNAM).date()
    series = Series(
        plan=task.plan,
        title=task.title[:2000],
        deliverable=task.deliverable[:500],
        lead_unit=lead,
        accountable_post_id=task.accountable_post_id,
        authority=task.authority,
        period=task.recurrence,
        due_day=day.day if clock.due else 0,
        starts_on=day,
    )
    task.series, task.period = series, period_of(day, task.recurrence)
    if clock.due is None:
        due = end_of_day(due_day(task.period, 0))
        custody.set_due(clock, due, original=True, at=at, calendar=calendar_of(task), save=False)
    return series


def record_series(begun: Mapping[UUID, Series], *, by: Actor, at: datetime) -> None:
    """Saves the series that tasks began, by the id of their first task."""
    first = {series.pk: task_id for task_id, series in begun.items()}
    record_each(
        list(begun.values()),
        "created",
        by=by,
        at=at,
        data=lambda series: {"title": series.title, "period": series.period, "task": first[series.pk]},
    )

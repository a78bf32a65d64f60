"""What will probably end late, among what a board shows ("nguy cơ quá hạn")."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from roviec.alerts.models import Forecast
from roviec.alerts.queries.forecasts import probably_late
from roviec.custody.models import Clock


def risks_of(tasks: Iterable[Any], now: datetime) -> dict[UUID, int]:
    """Task -> its chance to end late in percent, of those over the threshold. One query, none for none."""
    ids = [task.pk for task in tasks]
    if not ids:
        return {}
    rows = probably_late(now).filter(pk__in=ids).values_list("pk", "late")
    return {pk: round(100 * late) for pk, late in rows if late is not None}


def is_risky() -> Exists:
    """On Clock: that it was found likely to end late. Of running work that is in time and not handed in this is `probably_late`."""
    return Exists(Forecast.objects.filter(pk=OuterRef("pk"), likely_since__isnull=False))


def at_risk(clocks: QuerySet[Clock], now: datetime) -> int:
    """How many leaves among the clocks will probably end late. One query."""
    risky = probably_late(now).filter(clock__counts=True)
    return risky.filter(clock__in=clocks.order_by().values("pk")).count()

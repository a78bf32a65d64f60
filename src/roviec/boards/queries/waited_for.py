"""Whom others wait for, and what nobody has moved for weeks."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from roviec.boards.queries.kept import kept
from roviec.boards.queries.sight import large
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM, WorkingDays
from roviec.custody.calendars import working_days_ago
from roviec.custody.models import Clock, Consultation, HoldKind
from roviec.organisation.models import Unit
from roviec.work.models import Task

# Working days; the same as the rung "silent" of the usual ladder (alerts/ladders/default.toml).
SILENT_FOR = WorkingDays(20)


@dataclass(frozen=True)
class WaitedFor:
    """How many opinions the unit still owes on open work, how many of them are overdue, and since when the oldest is asked."""

    unit: Unit
    n: int
    late: int
    oldest: datetime


def opinions_owed() -> QuerySet[Consultation]:
    return Consultation.objects.filter(answered_at=None, withdrawn_at=None, clock__closed_at=None)


def most_waited_for(
    condition: Q, actor: Actor, now: datetime, most: int, *, named: Hashable
) -> tuple[int, list[WaitedFor]]:
    """How many units owe opinions on work of the condition (on Clock), and those that keep most waiting. Two queries; kept as `trend` is."""

    def count() -> list[Any]:
        owed = opinions_owed().filter(clock__in=Clock.objects.filter(condition, counts=True).values("pk"))
        late = Count("pk", filter=Q(due__lt=now))
        by_unit = owed.order_by().values("unit").annotate(n=Count("pk"), late=late, oldest=Min("asked_at"))
        return sorted(by_unit, key=lambda row: (-row["late"], -row["n"], row["oldest"]))

    rows = kept(("waited for", actor.body_id, named), now, count, lambda _: large(actor.body_id))
    units = Unit.objects.only("name", "short_name").in_bulk([row["unit"] for row in rows[:most]])
    first = [WaitedFor(units[row["unit"]], row["n"], row["late"], row["oldest"]) for row in rows[:most]]
    return len(rows), first


def silent(now: datetime, prefix: str = "") -> Q:
    """On Clock, or on a model that reaches it by `prefix`: work that somebody should be doing, without a sign of life for four working weeks."""
    later = Task.objects.filter(clock=OuterRef(f"{prefix}pk"), planned_start__gt=now.astimezone(VIETNAM).date())
    fields = {
        "closed_at": None,
        "finished_at": None,
        "suspended_since": None,
        "hold_kind": HoldKind.WORKING,
        "last_sign_at__lt": working_days_ago(now, SILENT_FOR),
    }
    return Q(**{f"{prefix}{name}": value for name, value in fields.items()}) & ~Q(Exists(later))


def silent_n(condition: Q, actor: Actor, now: datetime, *, named: Hashable) -> int:
    """One query; kept as `trend` is."""
    asked = Clock.objects.filter(condition, silent(now), counts=True)
    return kept(("silent", actor.body_id, named), now, asked.count, lambda _: large(actor.body_id))

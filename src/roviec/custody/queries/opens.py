"""Open clocks by who holds them or answers for them, each served by a partial index."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from roviec.core.calendars import WorkingDays
from roviec.custody.calendars import working_days_ago
from roviec.custody.models import Clock, Consultation, HoldKind


def open_clocks() -> QuerySet[Clock]:
    """Everything that runs and has been given out; drafts are not work yet."""
    return Clock.objects.filter(closed_at__isnull=True).exclude(hold_kind=HoldKind.DRAFTING)


def open_clocks_of_post(post_ids: Iterable[UUID]) -> QuerySet[Clock]:
    """What lies with these posts now, by due date."""
    return Clock.objects.filter(closed_at__isnull=True, holder_post__in=list(post_ids)).order_by("due")


def open_clocks_of_unit(unit_ids: Iterable[UUID]) -> QuerySet[Clock]:
    """What these units lead and answer for, whoever holds it now, by due date."""
    return open_clocks().filter(unit__in=list(unit_ids)).order_by("due")


def unnamed_too_long(now: datetime, unit_ids: Iterable[UUID] | None = None, days: int = 1) -> QuerySet[Clock]:
    """Units that have had work for over `days` working days without naming anybody: "chờ phân công" has a clock of its own."""
    limit = working_days_ago(now, WorkingDays(days))
    waiting = Clock.objects.filter(
        closed_at__isnull=True, hold_kind=HoldKind.UNNAMED, suspended_since__isnull=True, held_since__lt=limit
    )
    return waiting.filter(holder_unit__in=list(unit_ids)) if unit_ids is not None else waiting


def opinions_owed_by(unit_ids: Iterable[UUID], post_ids: Iterable[UUID] = ()) -> QuerySet[Consultation]:
    """Opinions that the units (or the posts by name) still owe on work that is still open."""
    asked_of = Q(unit__in=list(unit_ids)) | Q(post__in=list(post_ids))
    return Consultation.objects.filter(
        asked_of, answered_at__isnull=True, withdrawn_at__isnull=True, clock__closed_at__isnull=True
    ).order_by("due")

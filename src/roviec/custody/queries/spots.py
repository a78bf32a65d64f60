"""Draws of closed work and what was found in it."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from roviec.custody.models import SpotCheck, SpotDraw


def draws_of(body_id: UUID) -> QuerySet[SpotDraw]:
    """Newest month first, with `waiting`, `sound`, `unsound`."""
    counts = {name: Count("checks", filter=Q(checks__result=name)) for name in SpotCheck.Result.values}
    return SpotDraw.objects.filter(body=body_id).annotate(**counts).order_by("-month")


def checks_of(body_id: UUID, limit: int = 200) -> list[SpotCheck]:
    """What was found unsound and is closed still, then what waits for its check, then the newest; those with their `reopenings`."""
    rows = SpotCheck.objects.filter(draw__body=body_id).select_related("draw", "clock", "clock__unit")
    waiting = list(rows.filter(result=SpotCheck.Result.WAITING).order_by("draw__month", "pk")[:limit])
    done = rows.exclude(result=SpotCheck.Result.WAITING).order_by("-checked_at", "pk").prefetch_related("reopenings")
    checked = list(done[: max(limit - len(waiting), 0)])
    to_decide = [one for one in checked if one.result == SpotCheck.Result.UNSOUND and not one.reopenings.all()]
    return [*to_decide, *waiting, *(one for one in checked if one not in to_decide)]

"""Which closed work was opened again, for what shows it and what scores by it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from roviec.custody.models import Reopening


def reopenings_of(
    clock_ids: Iterable[UUID], since: datetime | None = None, until: datetime | None = None
) -> QuerySet[Reopening]:
    """Of these pieces of work, opened again in [since, until), oldest first: each is one failure of quality."""
    rows = Reopening.objects.filter(clock__in=list(clock_ids)).select_related("check_of").order_by("at")
    if since is not None:
        rows = rows.filter(at__gte=since)
    return rows if until is None else rows.filter(at__lt=until)

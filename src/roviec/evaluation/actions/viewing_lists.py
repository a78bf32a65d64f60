"""Whoever looks at a list of other people's scores leaves a trace in the period's ledger, once a day and list."""

from collections.abc import Collection
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import F

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.evaluation.models import ScoringPeriod
from roviec.ledger.actions import lock, record
from roviec.ledger.models import Entry


def note_list_view(periods: Collection[UUID], unit: UUID, *, by: Actor, at: datetime) -> None:
    """`unit`: whose list it was. The entry says who, when and which list; it holds no score."""
    start = datetime.combine(at.astimezone(VIETNAM).date(), time(), VIETNAM)
    seen = Entry.objects.filter(stream_id__in=periods, verb="list_viewed", account_id=by.account_id, at__gte=start)
    known = {stream for stream, data in seen.values_list("stream_id", "data") if str(unit) in data}
    for pk in sorted(set(periods) - known):
        with transaction.atomic():
            record(lock(ScoringPeriod, pk), "list_viewed", by=by, at=at, data={"unit": unit})
            # Looking changes nothing: a form that somebody has open is still good.
            ScoringPeriod.objects.filter(pk=pk).update(version=F("version") - 1)

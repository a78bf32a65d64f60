"""Looking at another person's score leaves an entry in the stream of what was looked at: at most one for each viewer and day."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F

from roviec.core.actor import Actor, ActorKind
from roviec.core.calendars import VIETNAM
from roviec.ledger.actions import lock, record
from roviec.ledger.models import Entry, Ledgered

VIEWED = "viewed"


def note_view(thing: Ledgered, *, by: Actor, at: datetime) -> bool:
    """Whether an entry was written. Nothing for one's own (`thing.officer_id`) and for the worker.

    Looking changes nothing: the version stays, so that a form somebody has open is still good.
    """
    if by.kind is ActorKind.WORKER or getattr(thing, "officer_id", None) in (None, by.officer_id):
        return False
    day = datetime.combine(at.astimezone(VIETNAM).date(), time(), VIETNAM)
    noted = Entry.objects.filter(
        stream_id=thing.pk, verb=VIEWED, account_id=by.account_id, at__gte=day, at__lt=day + timedelta(days=1)
    )
    if noted.exists():
        return False
    with transaction.atomic():
        locked = lock(type(thing), thing.pk)
        if noted.exists():
            return False
        record(locked, VIEWED, by=by, at=at)
        type(thing)._default_manager.filter(pk=thing.pk).update(version=F("version") - 1)
    return True

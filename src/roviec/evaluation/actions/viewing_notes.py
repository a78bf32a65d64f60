"""Looking at a list or file with results of others, and taking it away, leaves an entry in its own stream."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F

from roviec.core.actor import Actor, ActorKind
from roviec.core.calendars import VIETNAM
from roviec.ledger.actions import lock, record
from roviec.ledger.models import Entry, Ledgered

VIEWED, TAKEN_AWAY = "viewed", "taken_away"


def note_viewed(thing: Ledgered, *, by: Actor, at: datetime) -> None:
    """At most once for each viewer and day. Looking changes nothing: a form that somebody has open is still good."""
    if by.kind is ActorKind.WORKER:
        return
    day = datetime.combine(at.astimezone(VIETNAM).date(), time(), VIETNAM)
    noted = Entry.objects.filter(
        stream_id=thing.pk, verb=VIEWED, account_id=by.account_id, at__gte=day, at__lt=day + timedelta(days=1)
    )
    if not noted.exists():
        with transaction.atomic():
            _note(thing, VIEWED, {}, by, at)


def note_taken_away(thing: Ledgered, kind: str, *, by: Actor, at: datetime) -> None:
    """Every time. `kind`: docx, xlsx."""
    with transaction.atomic():
        _note(thing, TAKEN_AWAY, {"kind": kind}, by, at)


def _note(thing: Ledgered, verb: str, data: dict[str, str], by: Actor, at: datetime) -> None:
    record(lock(type(thing), thing.pk), verb, by=by, at=at, data=data)
    type(thing)._default_manager.filter(pk=thing.pk).update(version=F("version") - 1)

"""The demo clock: business time runs ahead of or behind the machine's by an offset that only moves forward, through the ledger."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction

from roviec.core.actor import Actor
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.demo.models import DemoClock
from roviec.ledger.actions import record
from roviec.ledger.system_time import system_now

# A page asks for the time many times; the row is read at most this often.
FRESH = timedelta(seconds=2)
_seen: tuple[datetime, timedelta] | None = None


def offset() -> timedelta:
    """How far business time is from system time; zero where there is no demo clock (every database that is not a demo)."""
    global _seen
    if not settings.DEMO:
        return timedelta(0)
    now = system_now()
    if _seen is None or now - _seen[0] > FRESH:
        try:
            seconds = DemoClock.objects.values_list("offset_seconds", flat=True).first()
        except DatabaseError:  # before the first migration there is no table, and no demo either
            seconds = 0
        _seen = (now, timedelta(seconds=seconds or 0))
    return _seen[1]


def set_clock(to: datetime, *, by: Actor) -> DemoClock:
    """Move business time to `to`, forward only. Denied on a database that is not a demo."""
    global _seen
    if not settings.DEMO:
        raise Denied("demo.set_clock")
    with transaction.atomic():
        clock = DemoClock.objects.select_for_update().first()
        now = system_now()
        if clock is None:
            clock = DemoClock(offset_seconds=int((to - now).total_seconds()))
            record(clock, "started", by=by, at=to, data={"to": to})
        else:
            at = now + timedelta(seconds=clock.offset_seconds)
            if to <= at:
                raise Invalid("to", Reason("demo.backwards", {"now": at.isoformat(timespec="minutes")}))
            clock.offset_seconds = int((to - now).total_seconds())
            record(clock, "moved", by=by, at=to, data={"from": at, "to": to}, changed=["offset_seconds"])
    _seen = None
    return clock

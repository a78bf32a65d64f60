"""Taking messages out of the outbox: leased by a conditional update, done in the commit of what they led to.

A worker that dies leaves a lease that runs out; the message is then taken by whoever comes next. Instants are system time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Q

from roviec.ledger.models import OutboxMessage
from roviec.ledger.system_time import system_now

# A batch takes a second or two; what a killed worker held is free again after this.
LEASE = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)


class LostLease(Exception):
    """Somebody else took the message over: what this worker did with it must not be committed."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Messages that nobody has dealt with yet; `failing` have been tried and gave an error. `oldest` is system time."""

    count: int
    failing: int
    oldest: datetime | None


def claim(topics: Collection[str], *, limit: int = 200) -> list[OutboxMessage]:
    """Up to `limit` messages on these topics, oldest first, leased to the caller alone."""
    now = system_now()
    free = Q(done_at=None) & (Q(leased_until=None) | Q(leased_until__lt=now))
    open_ones = OutboxMessage.objects.filter(free, topic__in=topics).order_by("created_at")
    ids = list(open_ones.values_list("pk", flat=True)[:limit])
    until = now + LEASE
    # Rows that another worker leased since then no longer match. The lease is the mark of whose they are; should two workers
    # read the same microsecond, `finish` still lets only one of them commit.
    taken = OutboxMessage.objects.filter(free, pk__in=ids).update(leased_until=until, attempts=F("attempts") + 1)
    if not taken:
        return []
    return list(OutboxMessage.objects.filter(pk__in=ids, leased_until=until, done_at=None).order_by("created_at"))


def finish(message: OutboxMessage) -> None:
    """Mark the message done, inside the transaction of what it led to. Raises LostLease when it is no longer the caller's."""
    mine = OutboxMessage.objects.filter(pk=message.pk, done_at=None, leased_until=message.leased_until)
    if mine.update(done_at=system_now(), error="") != 1:
        raise LostLease(message.pk)


def put_back(message: OutboxMessage, error: str) -> None:
    """It could not be dealt with: keep why, and try again after 2, 4, 8… seconds, at most an hour."""
    wait = min(timedelta(seconds=2 ** min(message.attempts, 12)), LONGEST_WAIT)
    mine = OutboxMessage.objects.filter(pk=message.pk, done_at=None, leased_until=message.leased_until)
    mine.update(leased_until=system_now() + wait, error=error[:500])


def waiting() -> Waiting:
    numbers = OutboxMessage.objects.filter(done_at=None).aggregate(
        count=Count("pk"), failing=Count("pk", filter=~Q(error="")), oldest=Min("created_at")
    )
    return Waiting(**numbers)


def forget_done(before: datetime) -> int:
    """Remove messages dealt with before the instant: the ledger keeps what happened, the outbox only carries it."""
    return OutboxMessage.objects.filter(done_at__lt=before).delete()[0]

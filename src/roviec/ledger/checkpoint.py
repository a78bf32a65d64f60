"""Signed sums over all entries up to a number, each chained to the one before: a cut-off tail becomes visible.

The signature is an HMAC-SHA256 under a key derived from the installation's secret: who can only write to the database cannot
forge one. It does not stop who holds the server as well; for that, keep the last line of `roviec ledger verify` elsewhere.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min

from roviec.ledger.models import Checkpoint, Entry
from roviec.ledger.stream_sql import rows
from roviec.ledger.system_time import system_now

# A number is given when an entry is written and seen when its transaction commits. No transaction lasts so long, so below the
# oldest entry younger than this nothing can appear any more.
SETTLED_AFTER = timedelta(minutes=10)


def make_checkpoint(now: datetime | None = None) -> Checkpoint | None:
    """Covers what has settled since the last one; None when nothing has. `now` is system time."""
    now = now or system_now()
    with transaction.atomic():
        last = Checkpoint.objects.order_by("-upto").first()
        since = last.upto if last else 0
        upto = settled_number(since, now)
        if upto is None:
            return None
        count, digest = sum_of(since, upto, last.digest if last else "")
        made, created = Checkpoint.objects.get_or_create(
            upto=upto,
            defaults={
                "entries": count + (last.entries if last else 0),
                "digest": digest,
                "at": now,
                "signature": signature(upto, count + (last.entries if last else 0), digest, now),
            },
        )
    return made if created else None


@dataclass(frozen=True, slots=True)
class LedgerState:
    """`last` is the newest checkpoint, `sound` whether its signature is ours, `since` how many entries came after it."""

    entries: int
    last: Checkpoint | None
    sound: bool
    since: int


def ledger_state() -> LedgerState:
    """What can be told at a glance; whether every entry is as it was written, `roviec ledger verify` tells."""
    last = Checkpoint.objects.order_by("-upto").first()
    since = Entry.objects.filter(number__gt=last.upto if last else 0).count()
    return LedgerState((last.entries if last else 0) + since, last, last is None or is_signed(last), since)


def settled_number(since: int, now: datetime) -> int | None:
    """The highest number below which every entry has settled; None when there is none beyond `since`."""
    beyond = Entry.objects.filter(number__gt=since)
    first_young = beyond.filter(recorded_at__gt=now - SETTLED_AFTER).aggregate(first=Min("number"))["first"]
    settled = beyond.filter(number__lt=first_young) if first_young else beyond
    return settled.aggregate(last=Max("number"))["last"]


def sum_of(since: int, upto: int, previous: str) -> tuple[int, str]:
    """Number and digest of the entries with since < number <= upto: SHA-256 over the previous digest and "number:hash" lines."""
    query = "SELECT number, hash FROM ledger_entry WHERE number > %s AND number <= %s ORDER BY number"
    return digest_of(rows(query, (since, upto)), previous)


def digest_of(numbered: Iterable[tuple[int, str]], previous: str) -> tuple[int, str]:
    digest, count = hashlib.sha256(previous.encode()), 0
    for number, entry_hash in numbered:
        digest.update(f"\n{number}:{entry_hash}".encode())
        count += 1
    return count, digest.hexdigest()


def signature(upto: int, entries: int, digest: str, at: datetime, key: str | None = None) -> str:
    secret = hashlib.sha256(b"roviec.ledger.checkpoint\x1f" + (key or settings.SECRET_KEY).encode()).digest()
    text = f"{upto}\x1f{entries}\x1f{digest}\x1f{at.isoformat(timespec='microseconds')}"
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


def is_signed(checkpoint: Checkpoint) -> bool:
    """True when the signature is by the installation's key or one of its earlier keys."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    facts = (checkpoint.upto, checkpoint.entries, checkpoint.digest, checkpoint.at)
    return any(hmac.compare_digest(signature(*facts, key=key), checkpoint.signature) for key in keys)

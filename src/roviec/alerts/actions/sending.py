"""Messages on their way: taken under a lease, marked sent, put off, or given up. Machinery, not work: no ledger entries.

What is sent outside a transaction can be lost or doubled by whoever dies at it. So a message is leased before and confirmed after; a
lease that ran out is taken over and marked: its reader is told that it may have come before.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Case, F, Q, QuerySet, When

from roviec.alerts.models import Address, Message
from roviec.alerts.permissions import PERMISSIONS
from roviec.alerts.queries.messages import WAITING, waiting_messages
from roviec.core.actor import Actor
from roviec.core.delivery import FIRST_WAIT, Outcome, Verdict, judge

# Longer than a batch may take; what a killed sender held is free again after this.
LEASE = timedelta(minutes=3)


@dataclass
class Attempt:
    """What came of one message: outcome per address, and the words of what went wrong (no address, no secret in them)."""

    outcomes: dict[UUID, Outcome] = field(default_factory=dict)
    why: str = ""
    faults: dict[UUID, str] = field(default_factory=dict)  # of addresses that ended
    after: timedelta = timedelta(0)
    doubtful: bool = False


def lease_messages(channel: str, *, by: Actor, system_now: datetime, limit: int) -> list[Message]:
    """Up to `limit` messages, longest due first, the caller's alone for LEASE."""
    PERMISSIONS.require(by, "send")
    with transaction.atomic():
        # PostgreSQL passes over what another sender is just taking; SQLite has one writer at a time.
        free = waiting_messages(system_now, [channel]).order_by("send_from").values_list("pk", flat=True)
        skip = connection.features.has_select_for_update_skip_locked
        ids = list(free.select_for_update(skip_locked=skip, of=("self",))[:limit])
        Message.objects.filter(pk__in=ids).update(
            maybe_sent=Case(When(leased_until__isnull=False, then=True), default=F("maybe_sent")),
            leased_until=system_now + LEASE,
            attempts=F("attempts") + 1,
        )
    taken = Message.objects.filter(pk__in=ids).select_related("officer__account")
    return list(taken.order_by("send_from"))


def confirm(message: Message, attempt: Attempt, *, by: Actor, system_now: datetime) -> Verdict | None:
    """Writes down what came of it. None when the lease was lost: then it is somebody else's, who marks the repeat."""
    PERMISSIONS.require(by, "send")
    reached = [pk for pk, outcome in attempt.outcomes.items() if outcome is Outcome.REACHED]
    verdict = judge(
        list(attempt.outcomes.values()),
        reached_before=bool(message.reached),
        attempts=message.attempts,
        created_at=message.created_at,
        now=system_now,
        after=attempt.after,
    )
    changes = {
        "reached": message.reached + [str(pk) for pk in reached],
        "error": attempt.why[:500],
        "leased_until": None,
    }
    if verdict.sent:
        changes["sent_at"] = system_now
    elif verdict.fault:
        changes |= {"failed_at": system_now, "fault_kind": verdict.fault.value}
    else:
        changes |= {"send_from": verdict.again, "maybe_sent": message.maybe_sent or attempt.doubtful}
    if not attempt.faults:
        return verdict if _mine(message).update(**changes) else None
    with transaction.atomic():
        for pk, fault in attempt.faults.items():
            end_faulty(pk, fault, system_now)
        return verdict if _mine(message).update(**changes) else None


def answered(address_id: UUID, *, by: Actor, system_now: datetime) -> None:
    """It took its first message, which shows that somebody is there."""
    PERMISSIONS.require(by, "send")
    Address.objects.filter(pk=address_id, verified_at=None, ended_at=None).update(verified_at=system_now)


def end_faulty(address_id: UUID, fault: str, system_now: datetime) -> None:
    Address.objects.filter(pk=address_id, ended_at=None).update(ended_at=system_now, fault=fault[:300])


def put_back(messages: Collection[Message], *, by: Actor, system_now: datetime, way_down: bool = False) -> None:
    """Nobody tried them: they are free at once, or, when their way is down, after a short wait. Counts as no attempt."""
    PERMISSIONS.require(by, "send")
    for message in messages:
        mine = _mine(message)
        wait = {"send_from": system_now + FIRST_WAIT} if way_down else {}
        mine.update(leased_until=None, attempts=F("attempts") - 1, **wait)


def try_again(channel: str = "", *, by: Actor, system_now: datetime) -> int:
    """What failed or waits for its next attempt is due now: the cause was mended. Gives their number. An administrator's."""
    PERMISSIONS.require(by, "try_again")
    chosen = Message.objects.filter(channel=channel) if channel else Message.objects.all()
    waiting = chosen.filter(WAITING & ~Q(error=""), leased_until=None).update(send_from=system_now, attempts=0)
    # Counted from now on, or it would be given up at its next failure; a message about a lost address stays given up.
    gone = chosen.filter(failed_at__gte=system_now - timedelta(days=30), fault_kind="gave_up")
    return waiting + gone.update(
        failed_at=None, fault_kind="", created_at=system_now, send_from=system_now, attempts=0, leased_until=None
    )


def _mine(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(WAITING, pk=message.pk, leased_until=message.leased_until)

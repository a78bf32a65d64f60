"""What waits to be sent, to whom and where; and how the sending goes."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from roviec.alerts.models import Address, Enclosure, Message, Notice
from roviec.core.actor import Actor

WAITING = Q(sent_at=None, failed_at=None)


def live_addresses() -> QuerySet[Address]:
    """Where people are reached now: confirmed, not ended, of a person whose account is open."""
    return Address.objects.filter(verified_at__isnull=False, ended_at=None, officer__account__is_active=True)


def addresses_visible_to(actor: Actor) -> QuerySet[Address]:
    """One's own, those in use first. Nobody else's: they are personal data."""
    return Address.objects.filter(officer=actor.officer_id).order_by("ended_at", "-created_at")


def waiting_messages(system_now: datetime, channels: Collection[str]) -> QuerySet[Message]:
    """What may be sent now: its time has come, and nobody is at it. Served by the index of what waits."""
    free = Q(leased_until=None) | Q(leased_until__lt=system_now)
    return Message.objects.filter(WAITING & free, channel__in=channels, send_from__lte=system_now)


def destinations_of(messages: Iterable[Message]) -> dict[UUID, list[Address]]:
    """Message -> the addresses that have not taken it yet. Two queries."""
    listed = list(messages)
    named = {one.address_id for one in listed if one.address_id}
    officers = {one.officer_id for one in listed if not one.address_id}
    by_place: dict[tuple[UUID, str], list[Address]] = defaultdict(list)
    for address in live_addresses().filter(officer__in=officers).order_by("pk"):
        by_place[address.officer_id, address.channel].append(address)
    alone = Address.objects.filter(ended_at=None).in_bulk(named)
    found = {}
    for one in listed:
        places = by_place[one.officer_id, one.channel]
        if one.address_id:
            places = [alone[one.address_id]] if one.address_id in alone else []
        found[one.pk] = [place for place in places if str(place.pk) not in one.reached]
    return found


def notices_of(messages: Iterable[Message]) -> dict[UUID, list[Notice]]:
    """Message -> its notices, oldest first. One query."""
    found: dict[UUID, list[Notice]] = defaultdict(list)
    rows = Enclosure.objects.filter(message__in=[one.pk for one in messages]).select_related("notice")
    for row in rows.order_by("notice__at", "notice"):
        found[row.message_id].append(row.notice)
    return found


@dataclass(frozen=True, slots=True)
class Queue:
    """Of one channel: how many messages wait, how many of these failed before, how many are on their way, since when the oldest of what
    is due waits, and what was sent and given up lately. Instants are system time."""

    channel: str
    waiting: int
    failing: int
    leased: int
    oldest: datetime | None
    sent: int
    failed: dict[str, int]


LATELY = timedelta(days=1)


def queues(system_now: datetime, channels: Iterable[str]) -> list[Queue]:
    """Three queries, over small indexes; of the last day what was sent and given up."""
    due = Q(send_from__lte=system_now)
    rows: dict[str, dict[str, Any]] = {
        one["channel"]: dict(one)
        for one in Message.objects.filter(WAITING)
        .values("channel")
        .annotate(
            waiting=Count("pk"),
            failing=Count("pk", filter=~Q(error="")),
            leased=Count("pk", filter=Q(leased_until__gte=system_now)),
            oldest=Min("created_at", filter=due | ~Q(error="")),
        )
        .order_by()
    }
    since = system_now - LATELY
    sent = dict(Message.objects.filter(sent_at__gte=since).values_list("channel").annotate(Count("pk")).order_by())
    failed: dict[str, dict[str, int]] = defaultdict(dict)
    given_up = Message.objects.filter(failed_at__gte=since).values_list("channel", "fault_kind")
    for channel, kind, n in given_up.annotate(Count("pk")).order_by():
        failed[channel][kind] = n
    found = []
    for channel in dict.fromkeys([*channels, *rows, *sent, *failed]):
        row: dict[str, Any] = rows.get(channel, {})
        found.append(
            Queue(
                channel,
                row.get("waiting", 0),
                row.get("failing", 0),
                row.get("leased", 0),
                row.get("oldest"),
                sent.get(channel, 0),
                failed.get(channel, {}),
            )
        )
    return found


def troubles(limit: int = 20) -> list[dict[str, object]]:
    """[{"channel", "error", "count", "oldest"}] of what waits because it failed; errors name no address. One query."""
    rows = Message.objects.filter(WAITING & ~Q(error="")).values("channel", "error")
    return [dict(row) for row in rows.annotate(count=Count("pk"), oldest=Min("created_at")).order_by("-count")[:limit]]

"""Notices that have not been put into a message yet, of people who can be reached outside the application."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q

from roviec.alerts.models import Enclosure, Message, Notice, Preference
from roviec.alerts.queries.messages import live_addresses
from roviec.core.bundling import Wish
from roviec.ledger.ids import first_id_at

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """One notice that waits. `at` is business time."""

    id: UUID
    kind: str
    top: bool
    at: datetime


def reachable() -> dict[str, dict[UUID, UUID]]:
    """Channel -> officer -> the lowest id of notices that the address is for: nobody is sent what came before they gave it."""
    found: dict[str, dict[UUID, UUID]] = defaultdict(dict)
    rows = live_addresses().values_list("channel", "officer").annotate(since=Min("verified_at")).order_by("officer")
    for channel, officer, since in rows:
        found[channel][officer] = first_id_at(since)
    return found


def chunks(officers: Collection[UUID]) -> Iterator[list[UUID]]:
    listed = list(officers)
    for begin in range(0, len(listed), CHUNK):
        yield listed[begin : begin + CHUNK]


def waiting_for(
    channel: str, officers: Collection[UUID], floors: dict[UUID, UUID], now: datetime, wanted: Q
) -> dict[UUID, list[Waiting]]:
    """Officer -> unread notices, not snoozed, that no message of the channel carries, oldest first: those that are `wanted`.

    One query, none for no officers.
    """
    if not officers:
        return {}
    enclosed = Enclosure.objects.filter(notice=OuterRef("pk"), message__channel=channel)
    rows = Notice.objects.filter(
        wanted,
        Q(snoozed_until=None) | Q(snoozed_until__lte=now),
        ~Exists(enclosed),
        officer__in=officers,
        read_at=None,
        pk__gte=min(floors[officer] for officer in officers),
    )
    found: dict[UUID, list[Waiting]] = defaultdict(list)
    for officer, pk, kind, top, at in rows.order_by("pk").values_list("officer", "pk", "kind", "top", "at"):
        if pk >= floors[officer]:
            found[officer].append(Waiting(pk, kind, top, at))
    return found


def wishes_of(channel: str, officers: Collection[UUID]) -> dict[UUID, Wish]:
    """Officer -> what they chose; those who chose nothing are left out."""
    return {row.officer_id: wish_from(row) for row in Preference.objects.filter(channel=channel, officer__in=officers)}


def wish_from(row: Preference) -> Wish:
    return Wish(row.digest_at, row.quiet_from, row.quiet_until, row.days_off, frozenset(row.at_once))


def has_messages(channel: str, keys: Collection[str], officers: Collection[UUID]) -> set[tuple[UUID, str]]:
    """(officer, key) of the messages that are there already."""
    rows = Message.objects.filter(channel=channel, key__in=keys, officer__in=officers)
    return set(rows.values_list("officer", "key"))

"""What was sent to whom, when and why: a person's own, and for whoever tracks a body's work its counts and what did not arrive."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from roviec.alerts.models import Enclosure, Message, Notice
from roviec.core.actor import Actor, Duty
from roviec.organisation.models import Mandate

TO_PEOPLE = (Message.Kind.DIGEST, Message.Kind.IMMEDIATE)


def messages_visible_to(actor: Actor) -> QuerySet[Message]:
    """One's own, newest first, without those that only confirm or try an address."""
    return Message.objects.filter(officer=actor.officer_id, kind__in=TO_PEOPLE).order_by("-created_at", "pk")


def enclosed_in(message_ids: Collection[UUID]) -> dict[UUID, list[Notice]]:
    """Message -> its notices, newest first. One query."""
    found: dict[UUID, list[Notice]] = defaultdict(list)
    rows = Enclosure.objects.filter(message__in=message_ids).select_related("notice").order_by("-notice__at")
    for row in rows:
        found[row.message_id].append(row.notice)
    return found


def oversees_telling(actor: Actor) -> bool:
    """Heads, leaders, trackers and administrators see whether people of their units were reached; no contents, no addresses."""
    return actor.has(Duty.HEAD, Duty.LEADER, Duty.TRACKER, Duty.ADMIN)


def officers_overseen(actor: Actor, day: date) -> QuerySet[Mandate]:
    """Mandates of the day: of the whole body for leader, tracker and administrator, else of the units that one leads."""
    mandates = Mandate.objects.on(day)
    if actor.has(Duty.LEADER, Duty.TRACKER, Duty.ADMIN):
        return mandates.filter(post__unit__body=actor.body_id)
    if actor.has(Duty.HEAD):
        return mandates.filter(post__unit__in=actor.units_led)
    return mandates.none()


@dataclass(frozen=True, slots=True)
class Telling:
    """Counts since `since` (business time for notices, system time for messages): told, of these read and snoozed; messages by state."""

    told: int
    read: int
    read_all: int
    snoozed: int
    messages: int
    sent: int
    waiting: int
    failed: int
    enclosed: int

    @property
    def ratio(self) -> float | None:
        """Notices per message; None before anything was sent."""
        return self.enclosed / self.messages if self.messages else None


def telling_of(actor: Actor, day: date, since: datetime, system_since: datetime, now: datetime) -> Telling:
    """Three queries over the notices and messages of the people overseen."""
    officers = officers_overseen(actor, day).values("officer")
    notices = Notice.objects.filter(officer__in=officers, at__gte=since).aggregate(
        told=Count("pk"),
        read=Count("pk", filter=Q(read_at__isnull=False)),
        read_all=Count("pk", filter=Q(read_how="all")),
        snoozed=Count("pk", filter=Q(read_at=None, snoozed_until__gt=now)),
    )
    recent = Message.objects.filter(officer__in=officers, kind__in=TO_PEOPLE, created_at__gte=system_since)
    messages = recent.aggregate(
        messages=Count("pk"),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        failed=Count("pk", filter=Q(failed_at__isnull=False)),
        waiting=Count("pk", filter=Q(sent_at=None, failed_at=None)),
    )
    enclosed = Enclosure.objects.filter(message__in=recent).count()
    return Telling(**notices, **messages, enclosed=enclosed)


def snoozed_by(actor: Actor, day: date, now: datetime, limit: int) -> list[Notice]:
    """What people of the units put off, and why; the soonest to come back first."""
    rows = Notice.objects.filter(
        officer__in=officers_overseen(actor, day).values("officer"), read_at=None, snoozed_until__gt=now
    )
    return list(rows.select_related("officer").order_by("snoozed_until", "pk")[:limit])


@dataclass(frozen=True, slots=True)
class Unreached:
    """`name` of the officer; the address itself stays with its owner."""

    name: str
    channel: str
    since: datetime
    notices: int


def unreached(actor: Actor, day: date, system_since: datetime, limit: int) -> list[Unreached]:
    """People whose messages were given up, with how many notices those carried, the latest first."""
    failed = (
        Message.objects.filter(
            officer__in=officers_overseen(actor, day).values("officer"),
            kind__in=TO_PEOPLE,
            failed_at__gte=system_since,
        )
        .annotate(n=Count("enclosures"))
        .select_related("officer")
        .order_by("-failed_at")[:limit]
    )
    return [Unreached(one.officer.full_name, one.channel, one.failed_at, one.n) for one in failed if one.failed_at]

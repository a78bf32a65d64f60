"""From notices to messages: what somebody was told of, put together so that forty warnings are one letter.

Nothing is remembered but the messages themselves: what waits is a notice without an enclosure, asked anew each time. A worker that
dies leaves either a message with its notices or neither. Two workers do not bundle the same person at once: the person's row is
locked, and whoever comes second passes by and finds the enclosures the next time.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from roviec.alerts.models import Enclosure, Message
from roviec.alerts.permissions import PERMISSIONS
from roviec.alerts.queries.waiting import Waiting, chunks, has_messages, reachable, waiting_for, wishes_of
from roviec.core.actor import Actor
from roviec.core.bundling import Wish, last_slot, not_before
from roviec.core.calendars import VIETNAM, WorkingCalendar
from roviec.custody.calendars import NATIONAL, calendar_named
from roviec.organisation.models import Officer

INSERT = 2_000
Planned = tuple[Message, Sequence[Waiting]]


def never() -> bool:
    return False


def bundle(now: datetime, system_now: datetime, by: Actor, *, stop: Callable[[], bool] = never) -> int:
    """Messages for everybody who can be reached and has something waiting; gives their number. `stop` is asked between commits.

    At once: notices of high rungs and of the kinds that the person asked for; everything else in the digest of their hour.
    """
    PERMISSIONS.require(by, "tell")
    calendar = calendar_named(NATIONAL)
    made = 0
    for channel, floors in reachable().items():
        for officers in chunks(floors):
            if stop():
                return made
            if _plan(channel, officers, floors, calendar, now, system_now):
                made += _bundle(channel, officers, floors, calendar, now, system_now)
    return made


@transaction.atomic
def _bundle(
    channel: str,
    officers: Collection[UUID],
    floors: dict[UUID, UUID],
    calendar: WorkingCalendar,
    now: datetime,
    system_now: datetime,
) -> int:
    mine = Officer.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=officers).order_by("pk")
    locked = list(mine.values_list("pk", flat=True))
    planned = _plan(channel, locked, floors, calendar, now, system_now) if locked else []
    Message.objects.bulk_create([message for message, _ in planned], batch_size=INSERT)
    Enclosure.objects.bulk_create(
        [Enclosure(message=message, notice_id=one.id) for message, notices in planned for one in notices],
        batch_size=INSERT,
    )
    return len(planned)


def _plan(
    channel: str,
    officers: Collection[UUID],
    floors: dict[UUID, UUID],
    calendar: WorkingCalendar,
    now: datetime,
    system_now: datetime,
) -> list[Planned]:
    """The messages that these people should have by now and have not; not saved."""
    wishes = wishes_of(channel, officers)
    usual = last_slot(Wish(), calendar, now)
    slots = {officer: last_slot(wishes[officer], calendar, now) if officer in wishes else usual for officer in officers}
    there = has_messages(channel, {digest_key(slot) for slot in slots.values()}, officers)
    # Who had the digest of this hour waits for the next one, and is asked only for what cannot wait.
    had = {officer for officer, slot in slots.items() if (officer, digest_key(slot)) in there}
    cannot_wait = Q(top=True) | Q(kind__in=frozenset().union(*(wish.at_once for wish in wishes.values())))
    by_now = cannot_wait | Q(at__lte=max(slots.values()))
    waiting = waiting_for(channel, had, floors, now, cannot_wait)
    waiting |= waiting_for(channel, slots.keys() - had, floors, now, by_now)
    planned: list[Planned] = []
    for officer, notices in waiting.items():
        wish, slot = wishes.get(officer, Wish()), slots[officer]
        at_once = [one for one in notices if one.top or one.kind in wish.at_once]
        if at_once:
            # Sending runs on system time, which the demo clock leaves behind.
            send_from = system_now + (not_before(wish, calendar, now) - now)
            planned.append(
                (_message(officer, channel, "immediate", f"now:{at_once[0].id}", system_now, send_from), at_once)
            )
        rest = [one for one in notices if one.at <= slot and one not in at_once]
        if rest and officer not in had:
            planned.append((_message(officer, channel, "digest", digest_key(slot), system_now, system_now), rest))
    return planned


def digest_key(slot: datetime) -> str:
    return f"digest:{slot.astimezone(VIETNAM):%Y-%m-%d %H:%M}"


def _message(officer: UUID, channel: str, kind: str, key: str, created_at: datetime, send_from: datetime) -> Message:
    return Message(officer_id=officer, channel=channel, kind=kind, key=key, created_at=created_at, send_from=send_from)

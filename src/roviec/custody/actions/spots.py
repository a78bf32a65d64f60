"""Closed work is looked at again by lot: drawn once a month per body, checked by somebody who had no part in it.

The seed follows from the last entry of the ledger before the draw: nobody who closed work knew it, anybody can work the draw out again.
"""

import hashlib
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.custody.spot import drawn, seed_of
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody.models import Clock, Hold, HoldKind, SpotCheck, SpotDraw
from roviec.custody.permissions import PERMISSIONS
from roviec.ledger.actions import lock, record
from roviec.ledger.bulk import record_each
from roviec.ledger.models import Entry


def month_before(day: date) -> date:
    """The first day of the calendar month before that of the day."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def draw_spot_checks(now: datetime, by: Actor) -> int:
    """Draws for every body that closed work last month and has no draw of it yet; gives the number of draws."""
    PERMISSIONS.require(by, "draw_spot_checks")
    percent = settings.SPOT_CHECK_PERCENT
    if percent <= 0:
        return 0
    month = month_before(now.astimezone(VIETNAM).date())
    first, end = (
        datetime.combine(day, time(), VIETNAM) for day in (month, now.astimezone(VIETNAM).date().replace(day=1))
    )
    closed = Clock.objects.filter(closing=Clock.Closing.DONE, closed_at__gte=first, closed_at__lt=end, counts=True)
    had = SpotDraw.objects.filter(month=month).values_list("body", flat=True)
    bodies = list(closed.exclude(body__in=had).order_by("body").values_list("body", flat=True).distinct())
    for body in bodies:
        if body is not None:  # clocks always have one
            _draw(body, month, sorted(closed.filter(body=body).values_list("pk", flat=True)), percent, by, now)
    return len(bodies)


@transaction.atomic
def _draw(body: UUID, month: date, population: list[UUID], percent: int, by: Actor, at: datetime) -> None:
    last = Entry.objects.order_by("-number").values_list("number", "hash").first()
    number, digest = last or (0, "")
    seed = seed_of(str(body), month.isoformat(), digest)
    chosen = drawn(seed, population, percent)
    lot = SpotDraw(body_id=body, month=month, at=at, percent=percent, population=len(population), seed=seed)
    data = {
        "body": body,
        "month": month,
        "percent": percent,
        "after_entry": number,
        "seed": seed,
        "population": len(population),
        "population_digest": hashlib.sha256("\n".join(map(str, population)).encode()).hexdigest(),
        "drawn": [str(pk) for pk in chosen],
    }
    record(lot, "spot_checks_drawn", by=by, at=at, data=data)
    checks = [SpotCheck(draw=lot, clock_id=pk) for pk in chosen]
    record_each(checks, "drawn_for_check", by=by, at=at, data=lambda check: {"clock": check.clock_id, "draw": lot.pk})


def record_spot_check(
    check: SpotCheck | UUID, *, sound: bool, note: str, by: Actor, at: datetime, version: int | None = None
) -> SpotCheck:
    """What was found. Never by who closed it or worked on it; once recorded it stays. What is unsound needs words."""
    with transaction.atomic():
        pk = check.pk if isinstance(check, SpotCheck) else check
        locked = lock(SpotCheck, pk, version=version, related=("draw", "clock"))
        PERMISSIONS.require(by, "record_spot_check", locked)
        if had_a_part(by, locked.clock):
            raise Denied("custody.record_spot_check", Reason("spot.had_a_part"))
        if locked.result != SpotCheck.Result.WAITING:
            raise Invalid(None, Reason("spot.already_checked"))
        if not sound and not note.strip():
            raise Invalid("note", Reason("spot.note_missing"))
        locked.result = SpotCheck.Result.SOUND if sound else SpotCheck.Result.UNSOUND
        locked.note, locked.checked_at, locked.checked_by_id = note.strip()[:1000], at, by.officer_id
        label = f"{by.account_label} ({by.mandate_label})" if by.mandate_label else by.account_label
        locked.by_label = label[:300]
        changed = ("result", "note", "checked_at", "checked_by", "by_label")
        data = {"clock": locked.clock_id, "result": locked.result, "note": locked.note}
        record(locked, "spot_checked", by=by, at=at, data=data, changed=changed)
    return locked


def had_a_part(actor: Actor, clock: Clock) -> bool:
    """Whether the actor closed it, or worked on it on a post that is still theirs."""
    entries = Entry.objects.filter(stream_id=clock.pk, account_id=actor.account_id)
    closed = clock.closed_at is not None and entries.filter(at=clock.closed_at).exists()
    posts = {actor.post_id, *actor.stands_in_for} - {None}
    return closed or Hold.objects.filter(clock=clock, kind=HoldKind.WORKING, post__in=posts).exists()

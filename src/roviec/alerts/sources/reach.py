"""What keeps warnings from arriving: an address that refuses, a worker that has fallen silent. Told to people who can mend it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import Count, Exists, OuterRef

from roviec.alerts.models import Message, Transition
from roviec.alerts.sources.news import News
from roviec.core.calendars import VIETNAM
from roviec.core.notices import Place, Seat, Touched
from roviec.organisation.models import Mandate

BATCH = 5_000
ADDRESS, REACHING, WORKER = "alerts.address", "alerts.reaching", "jobs.worker"


def unreachable(now: datetime, skip: Collection[UUID]) -> list[News]:
    """Messages that were given up. The person learns it in the application, the office that tracks the body's work once a day."""
    told = Transition.objects.filter(thing_id=OuterRef("pk"), kind="unreachable", mark=OuterRef("failed_at"))
    failed = Message.objects.filter(~Exists(told), failed_at__isnull=False, enclosures__isnull=False)
    failed = failed.exclude(pk__in=skip) if skip else failed
    rows = list(
        failed.annotate(n=Count("enclosures"))
        .order_by("pk")
        .values_list("pk", "officer", "channel", "failed_at", "n")[:BATCH]
    )
    day = now.astimezone(VIETNAM).date()
    holding = Mandate.objects.on(day).filter(officer__in={officer for _, officer, *_ in rows}).order_by("is_scoring")
    bodies = dict(holding.values_list("officer", "post__unit__body"))
    news = []
    for pk, officer, channel, failed_at, count in rows:
        key = f"unreachable:{channel}:{day.isoformat()}"
        own = News(
            kind="unreachable",
            thing_kind=ADDRESS,
            thing_id=officer,
            key=key,
            at=now,
            touched=Touched({}, {Seat.HOLDER: (officer,)}),
            params={"channel": channel, "notices": count},
            mark=failed_at,
            subject=("alerts.message", pk),
        )
        news.append(own)
        if body := bodies.get(officer):
            office = Touched({Seat.TRACKERS: (Place(body, tracks=True),)}, {})
            news.append(
                replace(own, thing_kind=REACHING, thing_id=body, key=f"{key}:{body}", touched=office, params={})
            )
    return news


def worker_silent(since: datetime, now: datetime) -> News:
    """No worker has given a sign of life since that system time: administrators and whoever tracks work, in every body."""
    day = now.astimezone(VIETNAM).date()
    mandates = Mandate.objects.on(day)
    seated = mandates.filter(post__administers=True) | mandates.filter(post__tracks_work=True)
    officers = tuple(seated.order_by("officer").values_list("officer", flat=True).distinct())
    stamp = since.isoformat(timespec="seconds")
    return News(
        kind="worker_silent",
        thing_kind=WORKER,
        thing_id=uuid5(NAMESPACE_OID, stamp),
        key=f"worker_silent:{stamp}",
        at=now,
        touched=Touched({}, {Seat.TRACKERS: officers}),
        params={"since": stamp},
        mark=since,
    )

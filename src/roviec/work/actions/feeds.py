"""Calendars to subscribe to: an address is made, shown once, and taken back. Made and revoked stand in the ledger of the account."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import lock, record
from roviec.ledger.system_time import system_now
from roviec.organisation.accounts import TOKEN_MARK
from roviec.organisation.models import Account
from roviec.work.models import CalendarFeed
from roviec.work.queries.feeds import digest_of, name_of_target

PREFIX_LENGTH = 10
MOST_FEEDS = 20
LONGEST_ALARM = 30
# For people to read; once in ten minutes spares a write per fetch.
USE_NOTED_EVERY = timedelta(minutes=10)


def make_feed(
    kind: str, target: UUID | None = None, *, by: Actor, at: datetime, alarm_days: int = 0
) -> tuple[CalendarFeed, str]:
    """The calendar and its secret, which begins as all our tokens do, so that logs hide it. Kept is only a digest."""
    if by.account_id is None:
        raise Denied("work.make_feed")
    if kind not in CalendarFeed.Kind.values or not 0 <= alarm_days <= LONGEST_ALARM:
        raise Invalid("alarm_days", Reason("feed.bad_alarm", {"most": LONGEST_ALARM}))
    name = name_of_target(kind, target, by)
    secret = TOKEN_MARK + secrets.token_urlsafe(32)
    with transaction.atomic():
        account = lock(Account, by.account_id)
        if CalendarFeed.objects.filter(account=account, revoked_at=None).count() >= MOST_FEEDS:
            raise Invalid(None, Reason("feed.too_many", {"most": MOST_FEEDS}))
        feed = CalendarFeed.objects.create(
            account=account,
            mandate_id=by.mandate_id,
            kind=kind,
            target=target if kind != CalendarFeed.Kind.MINE else None,
            name=name,
            digest=digest_of(secret),
            prefix=secret[:PREFIX_LENGTH],
            alarm_days=alarm_days,
            created_at=at,
        )
        record(account, "feed_made", by=by, at=at, data={"name": name, "kind": kind, "prefix": feed.prefix})
    return feed, secret


def revoke_feed(feed_id: UUID, *, by: Actor, at: datetime) -> CalendarFeed:
    """From the next fetch on its address answers that it is gone. One's own only."""
    with transaction.atomic():
        feed = CalendarFeed.objects.select_for_update().get(pk=feed_id, account_id=by.account_id)
        if feed.revoked_at is None:
            feed.revoked_at = at
            feed.save(update_fields=["revoked_at"])
            account = lock(Account, feed.account_id)
            record(account, "feed_revoked", by=by, at=at, data={"name": feed.name, "prefix": feed.prefix})
    return feed


def note_use(feed: CalendarFeed) -> None:
    """That it was fetched: system time, no event."""
    now = system_now()
    if feed.last_used_at is None or now - feed.last_used_at > USE_NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_at=now)

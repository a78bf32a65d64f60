"""Subscribed calendars: whose they are, and what their owner may see in them now."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.standing import Standing
from roviec.organisation.models import Unit
from roviec.organisation.queries import descendants
from roviec.organisation.queries.actors import actor_for, mandates_of
from roviec.paper.calendar import Event
from roviec.work.models import CalendarFeed, Task
from roviec.work.queries.listed import tasks_of_officer, tasks_of_unit
from roviec.work.queries.taken import Taken, taken_rows
from roviec.work.queries.visible import plans_visible_to, tasks_visible_to

# Programs that subscribe choke on more; the nearest due dates come first.
MOST_EVENTS = 2000
LONGEST_TITLE = 160


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_of(secret: str) -> CalendarFeed | None:
    """The calendar with this address, revoked ones too; None for an address that never was."""
    feeds = CalendarFeed.objects.select_related("account", "account__officer", "mandate")
    return feeds.filter(digest=digest_of(secret)).first()


def feeds_of(account_id: UUID) -> list[CalendarFeed]:
    """All of an account, those in use first."""
    return list(
        CalendarFeed.objects.filter(account=account_id).order_by(F("revoked_at").asc(nulls_first=True), "-created_at")
    )


def owner_of(feed: CalendarFeed, day: date) -> Actor | None:
    """The owner as of the day, under the mandate that the calendar was made with, else another one; None who may see nothing."""
    if feed.revoked_at is not None or not feed.account.is_active:
        return None
    mandates = list(mandates_of(feed.account, day))
    chosen = next((one for one in mandates if one.pk == feed.mandate_id), mandates[0] if mandates else None)
    return actor_for(feed.account, chosen, day) if chosen else None


def name_of_target(kind: str, target: UUID | None, actor: Actor) -> str:
    """What a calendar of this kind would be called. Raises DoesNotExist for a unit or plan that is not there or not seen."""
    if kind == CalendarFeed.Kind.PLAN:
        plan = plans_visible_to(actor).get(pk=target or UUID(int=0))
        return (plan.code or plan.title)[:200]
    if kind == CalendarFeed.Kind.UNIT:
        return Unit.objects.get(pk=target or UUID(int=0)).name[:200]
    return _("Việc của tôi")


# (whose it is, now, address of a page by its name and the id of a thing) -> what else stands in one's own calendar.
Address = Callable[[str, UUID], str]
Source = Callable[[Actor, datetime, Address], list[Event]]
_sources: list[Source] = []


def register_events(source: Source) -> None:
    """A higher app adds what it has to one's own calendar, in its `AppConfig.ready`; twice changes nothing."""
    if source not in _sources:
        _sources.append(source)


def events_of(feed: CalendarFeed, actor: Actor, now: datetime, address: Address) -> list[Event]:
    """Due dates of open work, nearest first, as far as the owner sees it now; in one's own calendar what other apps add.

    `address` gives the page of a thing by the page's name and the thing's id.
    """
    own = [event for source in _sources for event in source(actor, now, address)] if feed.kind == feed.Kind.MINE else []
    tasks = _tasks(feed, actor, now).filter(clock__closed_at=None, clock__due__isnull=False, clock__counts=True)
    made = dict(tasks.order_by("clock__due").values_list("pk", "created_at")[:MOST_EVENTS])
    rows = [row for row in taken_rows(tasks, now) if row.id in made]
    rows.sort(key=lambda row: (row.due or now, str(row.id)))
    return own + [_event(row, feed, made[row.id], address("work:task", row.id)) for row in rows]


def _event(row: Taken, feed: CalendarFeed, made: datetime, url: str) -> Event:
    local = row.due.astimezone(VIETNAM) if row.due else made
    # A due date without an hour ends with its day.
    at = local.date() if (local.hour, local.minute) == (23, 59) else local
    title = f"{row.number}. {row.title}" if row.number else row.title
    title = title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE].rstrip()}…"
    late = row.state == Standing.OPEN_LATE.value
    said = [(_("Chủ trì"), row.lead), (_("Người thực hiện"), row.person), (_("Sản phẩm"), row.deliverable)]
    return Event(
        uid=f"{row.id}@ro-viec",
        at=at,
        title=_("Quá hạn: %(title)s") % {"title": title} if late else _("Hạn: %(title)s") % {"title": title},
        description="\n".join(f"{label}: {value}" for label, value in said if value),
        url=url,
        made=made,
        sequence=row.version,
        categories=(row.plan[:60],),
        alarm_days=feed.alarm_days,
    )


def _tasks(feed: CalendarFeed, actor: Actor, now: datetime) -> QuerySet[Task]:
    day = now.astimezone(VIETNAM).date()
    if feed.kind == CalendarFeed.Kind.PLAN:
        return tasks_visible_to(actor).filter(plan__in=plans_visible_to(actor).filter(pk__in=[feed.target]))
    if feed.kind == CalendarFeed.Kind.UNIT and feed.target:
        below = descendants(feed.target, day, include_self=True).values_list("pk", flat=True)
        return tasks_of_unit(below, actor)
    return tasks_of_officer(actor.officer_id, actor, day) if actor.officer_id else Task.objects.none()

"""What lies with one actor today, and who waits for it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Window

from roviec.core.actor import Actor, Duty
from roviec.core.calendars import VIETNAM, end_of_day
from roviec.core.standing import Standing
from roviec.custody.models import Clock, Consultation, Explanation, Extension, HandoverKind, Hold, HoldKind
from roviec.custody.queries import standing_expression
from roviec.work.models import Task, TaskState
from roviec.work.queries.listed import listed

# More open work than this lies with nobody; the page then says that there is more.
MOST = 500
# In the whole installation; beyond it the first ones are looked at.
MOST_EXPLAINED = 5_000


@dataclass(frozen=True)
class MyDay:
    """Tasks carry `.standing`; each is in one of the first lists only: late, returned, new, this_week, later. Sorted by due date.
    Lists have the first so many; `numbers` says how many there are of each.

    `to_sign`, `to_accept`, `opinions`, `extensions`, `explained` and `unnamed` are what others wait for; `handed_on` is what the actor
    has handed up or in and others have now.
    """

    late: list[Task] = field(default_factory=list)
    this_week: list[Task] = field(default_factory=list)
    new: list[Task] = field(default_factory=list)
    returned: list[Task] = field(default_factory=list)
    later: list[Task] = field(default_factory=list)
    suspended: list[Task] = field(default_factory=list)
    to_sign: list[Task] = field(default_factory=list)
    to_accept: list[Task] = field(default_factory=list)
    refused: list[Task] = field(default_factory=list)
    drafts: list[Task] = field(default_factory=list)
    unnamed: list[Task] = field(default_factory=list)
    explained: list[Task] = field(default_factory=list)
    handed_on: list[Task] = field(default_factory=list)
    opinions: list[Consultation] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    more: bool = False
    numbers: Counter[str] = field(default_factory=Counter)

    @property
    def with_me(self) -> int:
        """How much the actor has to do itself."""
        return sum(self.numbers[kind] for kind in ("late", "returned", "new", "this_week", "later"))

    @property
    def waiting_for_me(self) -> int:
        """How many others wait for the actor."""
        kinds = ("to_sign", "to_accept", "refused", "unnamed", "opinions", "extensions", "explained")
        return sum(self.numbers[kind] for kind in kinds)


def my_day(actor: Actor, now: datetime, shown: int = MOST) -> MyDay:
    """Seven queries at most, whatever there is; of each kind the first `shown`."""
    posts = posts_of(actor)
    if not posts:
        return MyDay()
    headed = units_headed(actor)
    kinds, more = _held(posts, now)
    if headed:
        waiting = Clock.objects.filter(
            holder_unit__in=headed, holder_post=None, hold_kind=HoldKind.UNNAMED, closed_at=None
        )
        kinds["unnamed"] = _keys(waiting.order_by("held_since", "pk"))
    kinds["explained"] = _keys(explanations_for(posts, headed).order_by("clock__due", "pk"))
    doing = Task.objects.filter(person_post__in=posts, clock__closed_at=None)
    passed_on = doing.filter(clock__hold_kind__in=(HoldKind.SIGNATURE, HoldKind.ACCEPTANCE))
    kinds["handed_on"] = _keys(passed_on.order_by("clock__held_since", "pk"))
    first = [pk for keys in kinds.values() for pk in keys[:shown]]
    tasks = {task.pk: task for task in listed(Task.objects.filter(pk__in=first), now)} if first else {}
    day = MyDay(more=more, numbers=Counter({kind: len(keys) for kind, keys in kinds.items()}))
    for kind, keys in kinds.items():
        getattr(day, kind).extend(tasks[pk] for pk in keys[:shown] if pk in tasks)
    for kind, asked in (("opinions", opinions_for(posts, headed)), ("extensions", extensions_for(posts))):
        rows = list(asked.annotate(among=Window(Count("pk")))[:shown])
        getattr(day, kind).extend(rows)
        day.numbers[kind] = rows[0].among if rows else 0
    return day


def _held(posts: list[UUID], now: datetime) -> tuple[dict[str, list[UUID]], bool]:
    """What lies with the posts, by the list of the day that it stands in; whether there is more than MOST."""
    how = Hold.objects.filter(clock=OuterRef("clock"), until=None).values("how")[:1]
    held = Task.objects.filter(clock__holder_post__in=posts, clock__closed_at=None)
    facts = held.annotate(standing=standing_expression(now, "clock__"), how=Subquery(how))
    names = ("pk", "state", "clock__hold_kind", "clock__due", "standing", "how")
    rows = list(facts.order_by("clock__due", "pk").values_list(*names)[: MOST + 1])
    kinds: dict[str, list[UUID]] = {}
    week_ends = _end_of_week(now)
    for pk, state, hold, due, standing, how_held in rows[:MOST]:
        kinds.setdefault(_list_of(state, hold, due, standing, how_held, week_ends), []).append(pk)
    return kinds, len(rows) > MOST


def _keys(rows: QuerySet[Any]) -> list[UUID]:
    return list(rows.values_list("pk", flat=True)[:MOST])


def posts_of(actor: Actor) -> list[UUID]:
    """The actor's own post and those it stands in for."""
    return [*([actor.post_id] if actor.post_id else []), *actor.stands_in_for]


def units_headed(actor: Actor) -> list[UUID]:
    """The unit whose unnamed work lies with the actor: the own one for heads and leaders, the body for its tracking office."""
    headed = [actor.unit_id] if actor.unit_id and actor.has(Duty.HEAD, Duty.DEPUTY, Duty.LEADER) else []
    if actor.has(Duty.TRACKER) and actor.body_id and actor.body_id not in headed:
        headed.append(actor.body_id)
    return headed


def _list_of(state: str, hold: str, due: datetime | None, standing: str, how: str | None, week_ends: datetime) -> str:
    """The list of the day in which work stands that lies with the actor."""
    if hold == HoldKind.SIGNATURE:
        return "to_sign"
    if hold == HoldKind.ACCEPTANCE:
        return "to_accept"
    if hold == HoldKind.DRAFTING:
        return "refused" if state == TaskState.REFUSED else "drafts"
    if standing == Standing.SUSPENDED:
        return "suspended"
    if standing == Standing.OPEN_LATE:
        return "late"
    if how in (HandoverKind.RETURNED, HandoverKind.REOPENED):
        return "returned"
    if state == TaskState.ASSIGNED:
        return "new"
    if due is not None and due <= week_ends:
        return "this_week"
    return "later"


def opinions_for(posts: list[UUID], headed: list[UUID]) -> QuerySet[Consultation]:
    """Owed by these posts by name, or by the heads of these units."""
    asked_of = Q(post__in=posts) | Q(unit__in=headed, post=None)
    return (
        Consultation.objects.filter(asked_of, answered_at=None, withdrawn_at=None, clock__closed_at=None)
        .select_related("unit", "clock")
        .order_by("due", "asked_at")
    )


def extensions_for(posts: list[UUID]) -> QuerySet[Extension]:
    """Asked on tasks that these posts gave."""
    given = Task.objects.filter(assigned_by_post__in=posts)
    return (
        Extension.objects.filter(state=Extension.State.ASKED, clock__closed_at=None, clock__in=given.values("clock"))
        .select_related("clock")
        .order_by("asked_at")
    )


def explanations_for(posts: list[UUID], headed: list[UUID]) -> QuerySet[Task]:
    """Explained late tasks that these posts gave, or that these units lead; never those that the posts explained themselves."""
    # First the few that wait at all: the database would otherwise look through everything that a leader ever gave.
    waiting = Explanation.objects.filter(given_at__isnull=False, decided_at__isnull=True)
    clocks = list(waiting.exclude(given_by_post__in=posts).values_list("clock", flat=True)[:MOST_EXPLAINED])
    if not clocks:
        return Task.objects.none()
    mine = Q(assigned_by_post__in=posts) | Q(lead_unit__in=headed)
    return Task.objects.filter(mine, clock__in=clocks).exclude(person_post__in=posts)


def _end_of_week(now: datetime) -> datetime:
    today = now.astimezone(VIETNAM).date()
    return end_of_day(today + timedelta(days=7 - today.isoweekday()))

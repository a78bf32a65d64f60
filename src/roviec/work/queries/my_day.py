"""What lies with one actor today, and who waits for it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from roviec.core.actor import Actor, Duty
from roviec.core.calendars import VIETNAM, end_of_day
from roviec.core.standing import Standing
from roviec.custody.models import Consultation, Extension, HandoverKind, Hold, HoldKind
from roviec.work.models import Task, TaskState
from roviec.work.queries.listed import listed

# More open work than this lies with nobody; the page then says that there is more.
MOST = 500


@dataclass(frozen=True)
class MyDay:
    """Tasks carry `.standing`; each is in one of the first lists only: late, returned, new, this_week, later. Sorted by due date.

    `to_sign`, `to_accept`, `opinions`, `extensions` and `unnamed` are what others wait for; `handed_on` is what the actor
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
    handed_on: list[Task] = field(default_factory=list)
    opinions: list[Consultation] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    more: bool = False

    @property
    def waiting_for_me(self) -> int:
        """How many others wait for the actor."""
        kinds = (self.to_sign, self.to_accept, self.refused, self.unnamed, self.opinions, self.extensions)
        return sum(len(one) for one in kinds)


def my_day(actor: Actor, now: datetime) -> MyDay:
    """Five queries at most, whatever there is."""
    posts = posts_of(actor)
    if not posts:
        return MyDay()
    how = Hold.objects.filter(clock=OuterRef("clock"), until=None).values("how")[:1]
    held = Q(clock__holder_post__in=posts)
    mine = listed(Task.objects.filter(held, clock__closed_at=None), now).annotate(how=Subquery(how))
    rows = list(mine.order_by("clock__due", "pk")[: MOST + 1])
    day = MyDay(more=len(rows) > MOST)
    week_ends = _end_of_week(now)
    for task in rows[:MOST]:
        _list_of(day, task, week_ends).append(task)
    if headed := units_headed(actor):
        waiting = Task.objects.filter(
            clock__holder_unit__in=headed,
            clock__holder_post=None,
            clock__hold_kind=HoldKind.UNNAMED,
            clock__closed_at=None,
        )
        day.unnamed.extend(listed(waiting, now).order_by("clock__held_since")[:MOST])
    day.handed_on.extend(
        listed(Task.objects.filter(person_post__in=posts, clock__closed_at=None), now)
        .filter(clock__hold_kind__in=(HoldKind.SIGNATURE, HoldKind.ACCEPTANCE))
        .order_by("clock__held_since")[:MOST]
    )
    day.opinions.extend(opinions_for(posts, headed)[:MOST])
    day.extensions.extend(extensions_for(posts)[:MOST])
    return day


def posts_of(actor: Actor) -> list[UUID]:
    """The actor's own post and those it stands in for."""
    return [*([actor.post_id] if actor.post_id else []), *actor.stands_in_for]


def units_headed(actor: Actor) -> list[UUID]:
    """The unit whose unnamed work lies with the actor: the own one for heads and leaders, the body for its tracking office."""
    headed = [actor.unit_id] if actor.unit_id and actor.has(Duty.HEAD, Duty.DEPUTY, Duty.LEADER) else []
    if actor.has(Duty.TRACKER) and actor.body_id and actor.body_id not in headed:
        headed.append(actor.body_id)
    return headed


def _list_of(day: MyDay, task: Task, week_ends: datetime) -> list[Task]:
    clock = task.clock
    if clock.hold_kind == HoldKind.SIGNATURE:
        return day.to_sign
    if clock.hold_kind == HoldKind.ACCEPTANCE:
        return day.to_accept
    if clock.hold_kind == HoldKind.DRAFTING:
        return day.refused if task.state == TaskState.REFUSED else day.drafts
    if task.standing == Standing.SUSPENDED:
        return day.suspended
    if task.standing == Standing.OPEN_LATE:
        return day.late
    if task.how == HandoverKind.RETURNED:
        return day.returned
    if task.state == TaskState.ASSIGNED:
        return day.new
    if clock.due is not None and clock.due <= week_ends:
        return day.this_week
    return day.later


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


def _end_of_week(now: datetime) -> datetime:
    today = now.astimezone(VIETNAM).date()
    return end_of_day(today + timedelta(days=7 - today.isoweekday()))

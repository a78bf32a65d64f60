"""Lists of tasks: with standing and names, by unit, by officer, by what they wait for."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from roviec.core.actor import Actor
from roviec.core.calendars import WorkingDays
from roviec.core.standing import Standing
from roviec.custody.calendars import calendar_named
from roviec.custody.models import HoldKind
from roviec.custody.queries import standing_expression, standing_q, unnamed_too_long
from roviec.organisation.models import Mandate
from roviec.work.models import Task, TaskState
from roviec.work.queries.visible import tasks_visible_to

NAMES = ("clock", "clock__holder_unit", "clock__holder_post", "lead_unit", "person_post", "plan")
# What lists never show and is long.
HEAVY = ("detail", "folded", "lead_unit__folded", "clock__holder_unit__folded", "plan__folded", "plan__note")


def listed(tasks: QuerySet[Task], now: datetime) -> QuerySet[Task]:
    """With `.standing` and the names that a list shows, in one query."""
    return tasks.select_related(*NAMES).defer(*HEAVY).annotate(standing=standing_expression(now, "clock__"))


# What a row of a table shows (queries.plan_rows and templates/work/_rows.html): a fifth of the columns, and half of the time.
ROW = (
    *("number", "title", "deliverable", "state", "progress", "recurrence", "lead_text", "order"),
    *("plan", "parent", "person_post", "lead_unit__name", "lead_unit__short_name"),
    *(f"clock__{name}" for name in ("hold_kind", "due", "due_original", "budget_days", "finished_at", "closed_at")),
)


def in_rows(tasks: QuerySet[Task], now: datetime) -> QuerySet[Task]:
    """As `listed`, with nothing but what a row of a plan's table shows."""
    rows = tasks.select_related("clock", "lead_unit").only(*ROW)
    return rows.annotate(standing=standing_expression(now, "clock__"))


def tasks_of_unit(unit_ids: Iterable[UUID], actor: Actor) -> QuerySet[Task]:
    """Tasks given out that these units lead, as far as the actor sees them."""
    return tasks_visible_to(actor).filter(lead_unit__in=list(unit_ids)).exclude(state=TaskState.DRAFT)


def tasks_of_officer(officer_id: UUID, actor: Actor, day: date) -> QuerySet[Task]:
    """Tasks that the officer does or holds on the posts held that day, as far as the actor sees them."""
    posts = list(Mandate.objects.on(day).filter(officer=officer_id).values_list("post", flat=True))
    return (
        tasks_visible_to(actor)
        .filter(Q(person_post__in=posts) | Q(clock__holder_post__in=posts, clock__closed_at=None))
        .exclude(state=TaskState.DRAFT)
    )


def with_standing(tasks: QuerySet[Task], one: Standing, now: datetime) -> QuerySet[Task]:
    """Only the leaves that stand so, through the indexes of the clocks."""
    return tasks.filter(standing_q(one, now, "clock__"), clock__counts=True)


def unassigned_too_long(actor: Actor, now: datetime) -> QuerySet[Task]:
    """Over one working day in a unit that has named nobody."""
    return tasks_visible_to(actor).filter(clock__in=unnamed_too_long(now)).order_by("clock__held_since")


def incomplete_orders(actor: Actor, now: datetime) -> QuerySet[Task]:
    """Spoken orders that should have been completed by now: the working day after the one they were given on is over."""
    limit = calendar_named("vn").add_working_days(now, WorkingDays(-1))
    return (
        tasks_visible_to(actor)
        .filter(is_spoken=True, created_at__lt=limit, clock__closed_at=None)
        .order_by("created_at")
    )


def waiting_for_signature(actor: Actor) -> QuerySet[Task]:
    """Handed up within what the actor sees, longest waiting first."""
    return (
        tasks_visible_to(actor)
        .filter(clock__hold_kind=HoldKind.SIGNATURE, clock__closed_at=None)
        .order_by("clock__held_since")
    )


# Of words that stand in more tasks than this, the nearest are those among the first so many found: who searches has to say more.
CANDIDATES = 2_000


def search_tasks(folded: str, actor: Actor) -> QuerySet[Task]:
    """Tasks whose folded text has all the words, nearest due first. One query more than the one returned, three for common words.

    First those that have the words, then of these what the actor sees: the other way round a rare word is looked for in a million rows.
    """
    having = Task.objects.order_by()
    for word in folded.split():
        having = having.filter(folded__contains=word)
    keys = _keys(having, CANDIDATES + 1)
    if len(keys) > CANDIDATES:
        given, led = having.filter(plan__body__in=actor.bodies_seen), having.filter(lead_unit__body=actor.body_id)
        keys = list({*_keys(given, CANDIDATES), *_keys(led, CANDIDATES)})
    seen = tasks_visible_to(actor).filter(pk__in=keys)
    return seen.order_by(F("clock__closed_at").asc(nulls_first=True), F("clock__due").asc(nulls_last=True), "pk")


def _keys(tasks: QuerySet[Task], most: int) -> list[UUID]:
    return list(tasks.values_list("pk", flat=True)[:most])

"""A programme: plans under plans, where their work stands, what moved since a day, and how it went over the months.

Quick for ten thousand tasks: every figure is one grouped query; nothing is read row by row but what is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, QuerySet, Value, When

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.standing import Standing, lateness_days
from roviec.custody.calendars import calendar_named
from roviec.custody.models import Extension, LateSpell
from roviec.custody.queries import Counts, counts_from, standing_expression, standing_q
from roviec.organisation.models import Mandate, Officer
from roviec.work.models import ChangedTask, Plan, Task, TaskState
from roviec.work.permissions import PERMISSIONS, is_system
from roviec.work.queries.listed import ROW, in_rows
from roviec.work.queries.visible import plans_visible_to, tasks_visible_to

DONE = (Standing.DONE_ON_TIME.value, Standing.DONE_LATE.value)
DEEPEST = 8  # plans under plans under plans; a circle in the data ends here
MONTHS = 12
LATE_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Branch:
    """A plan of the programme: how deep it stands, its counts and those of all under it."""

    plan: Plan
    depth: int
    counts: Counts
    leader: Officer | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What happened from a day until now, as numbers of tasks."""

    given: int
    done_on_time: int
    done_late: int
    became_late: int
    extended: int
    put_later: int


@dataclass(frozen=True, slots=True)
class Month:
    """Finished within the month, on time or late, and late when it ended (or now, for the last)."""

    first: date
    done_on_time: int
    done_late: int
    late: int


@dataclass(frozen=True)
class Programme:
    """`tasks` are those seen of all its plans, not fetched. `late` are the first LATE_SHOWN, longest late first."""

    plan: Plan
    branches: Sequence[Branch]
    counts: Counts
    tasks: QuerySet[Task]
    late: Sequence[Task]
    answering: dict[UUID, tuple[Officer, str]]
    milestones: Sequence[Task]
    moved: Moved
    late_days: dict[UUID, int]
    months: Sequence[Month] = field(default_factory=list)


def plans_under(plan: Plan, seen: QuerySet[Plan]) -> list[tuple[Plan, int]]:
    """The plan and all plans under it that are seen, each before those under it, with its depth. One query per level."""
    below: dict[UUID, list[Plan]] = {}
    level = [plan.pk]
    for _depth in range(DEEPEST):
        rows = list(seen.filter(parent__in=level).select_related("body").order_by("starts_on", "folded", "pk"))
        if not rows:
            break
        for row in rows:
            below.setdefault(row.parent_id, []).append(row)  # type: ignore[arg-type]  # it has one
        level = [row.pk for row in rows]
    found: list[tuple[Plan, int]] = []
    waiting = [(plan, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth <= DEEPEST:
            found.append((one, depth))
            waiting += [(child, depth + 1) for child in reversed(below.get(one.pk, []))]
    return found


def programme_of(plan_id: UUID, actor: Actor, now: datetime, since: date) -> Programme:
    """Raises Plan.DoesNotExist for a plan that is not there or not seen."""
    seen = plans_visible_to(actor)
    plan = seen.select_related("body", "parent", "leader_post").get(pk=plan_id)
    placed = plans_under(plan, seen)
    ids = [one.pk for one, _depth in placed]
    tasks = seen_tasks(placed, ids, actor)
    found = figures(tasks, ids, since, now)
    by_plan = found.by_plan
    sums: dict[UUID, Counts] = {}
    for one, _depth in reversed(placed):
        sums[one.pk] = sums.get(one.pk, Counts()) + by_plan.get(one.pk, Counts())
        if one.pk != plan.pk and one.parent_id:
            sums[one.parent_id] = sums.get(one.parent_id, Counts()) + sums[one.pk]
    late = list(
        in_rows(tasks.filter(standing_q(Standing.OPEN_LATE, now, "clock__"), clock__counts=True), now)
        .only(*ROW, "accountable_post")
        .order_by("clock__due", "pk")[:LATE_SHOWN]
    )
    milestones = list(in_rows(tasks.filter(is_milestone=True), now).order_by("planned_end", "clock__due", "pk")[:100])
    day = now.astimezone(VIETNAM).date()
    calendar = calendar_named("vn")
    posts = {task.accountable_post_id for task in late} | {one.leader_post_id for one, _depth in placed}
    people = answering_at({pk for pk in posts if pk}, day)
    leaders = {pk: officer for pk, (officer, _title) in people.items()}
    return Programme(
        plan=plan,
        branches=[
            Branch(one, depth, sums[one.pk], leaders.get(one.leader_post_id) if one.leader_post_id else None)
            for one, depth in placed
        ],
        counts=sums[plan.pk],
        tasks=in_rows(tasks, now),
        late=late,
        answering=people,
        milestones=milestones,
        moved=found.moved,
        late_days={one.pk: lateness_days(calendar, one.clock.due, now).n for one in late if one.clock.due},
        months=found.months,
    )


def answering_at(posts: set[UUID], day: date) -> dict[UUID, tuple[Officer, str]]:
    """Post -> who sits there that day, and the title of the post."""
    rows = Mandate.objects.on(day).filter(post__in=posts).select_related("officer", "post").order_by("valid_from")
    return {row.post_id: (row.officer, row.post.title) for row in rows}


def seen_tasks(placed: Sequence[tuple[Plan, int]], ids: Sequence[UUID], actor: Actor) -> QuerySet[Task]:
    """As `tasks_visible_to`; of plans whose bodies the actor sees, all that was given, without looking at each task."""
    if is_system(actor) or all(plan.body_id in actor.bodies_seen for plan, _depth in placed):
        return Task.objects.filter(plan__in=list(ids)).exclude(state=TaskState.DRAFT)
    return tasks_visible_to(actor).filter(plan__in=list(ids))


@dataclass(frozen=True)
class Figures:
    by_plan: dict[UUID, Counts]
    moved: Moved
    months: list[Month]


def figures(tasks: QuerySet[Task], plan_ids: Sequence[UUID], since: date, now: datetime) -> Figures:
    """From facts, in four grouped queries: clocks of the leaves, late spells, extensions granted, changes of plans.

    `since` is a day, from its beginning. Months are the last MONTHS, oldest first.
    """
    begin = datetime.combine(since, time(), VIETNAM)
    day = now.astimezone(VIETNAM).date()
    firsts = [_months_before(day, n) for n in range(MONTHS - 1, -2, -1)]
    edges = [datetime.combine(first, time(), VIETNAM) for first in firsts]
    leaves = tasks.filter(clock__counts=True).order_by()
    grouped = leaves.annotate(
        stands=standing_expression(now, "clock__"),
        month=_bucket("clock__closed_at", edges),
        given=_after("assigned_at", begin),
        lately=_after("clock__closed_at", begin),
    ).values_list("plan", "stands", "month", "given", "lately")
    by_plan: dict[UUID, dict[str, int]] = {}
    done: dict[int, list[int]] = {}
    given, lately = 0, [0, 0]
    for plan, stands, month, is_given, is_lately, n in grouped.annotate(n=Count("pk")):
        of_plan = by_plan.setdefault(plan, {})
        of_plan[stands] = of_plan.get(stands, 0) + n
        given += n if is_given else 0
        if stands in DONE:
            late = int(stands == Standing.DONE_LATE.value)
            lately[late] += n if is_lately else 0
            if month is not None:
                done.setdefault(month, [0, 0])[late] += n
    own = Exists(Task.objects.filter(pk=OuterRef("clock"), plan__in=list(plan_ids)))  # a task shares its clock's id
    spells = LateSpell.objects.filter(own).order_by()
    rows = spells.annotate(
        begun=_bucket("since", edges), ended=_bucket("until", edges), lately=_after("since", begin)
    ).values_list("begun", "ended", "lately")
    change, became_late = [0] * (MONTHS + 2), 0
    for begun, ended, is_lately, n in rows.annotate(n=Count("clock", distinct=True)):
        became_late += n if is_lately else 0
        change[begun + 1] += n
        if ended is not None:
            change[ended + 1] -= n
    granted = Extension.objects.filter(state=Extension.State.APPROVED, decided_at__gte=begin)
    later = ChangedTask.objects.filter(change__plan__in=list(plan_ids), change__at__gte=begin, new_end__gt=F("old_end"))
    moved = Moved(
        given=given,
        done_on_time=lately[0],
        done_late=lately[1],
        became_late=became_late,
        extended=granted.filter(own).order_by().values("clock").distinct().count(),
        put_later=later.order_by().values("task").distinct().count(),
    )
    months, late = [], change[0]
    for n, first in enumerate(firsts[:-1]):
        late += change[n + 1]
        on_time, too_late = done.get(n, [0, 0])
        months.append(Month(first, on_time, too_late, late))
    return Figures({plan: counts_from(stands) for plan, stands in by_plan.items()}, moved, months)


def _after(column: str, begin: datetime) -> Case:
    return Case(When(**{f"{column}__gte": begin}, then=Value(1)), default=Value(0), output_field=IntegerField())


def _bucket(column: str, edges: Sequence[datetime]) -> Case:
    """In which month an instant lies: 0 is the first, -1 before it, None for none."""
    whens = [When(**{f"{column}__isnull": True}, then=Value(None, output_field=IntegerField()))]
    for n, edge in enumerate(edges[1:]):
        whens.append(When(**{f"{column}__lt": edge}, then=Value(n)))
    whens.insert(1, When(**{f"{column}__lt": edges[0]}, then=Value(-1)))
    return Case(*whens, default=Value(len(edges) - 1), output_field=IntegerField())


def _months_before(day: date, n: int) -> date:
    """The first of the month so many months before; negative: after."""
    place = day.year * 12 + day.month - 1 - n
    return date(place // 12, place % 12 + 1, 1)


def programmes_for(plan: Plan, actor: Actor) -> list[tuple[str, str]]:
    """Plans that the actor keeps and that this one may stand under, by name: (id, title). Two queries."""
    seen = plans_visible_to(actor)
    own = {one.pk for one, _depth in plans_under(plan, seen)}
    rows = seen.filter(closed_at=None, body=actor.body_id).select_related("leader_post").order_by("folded")[:500]
    return [
        (str(one.pk), f"{one.code}: {one.title}" if one.code else one.title)
        for one in rows
        if one.pk not in own and PERMISSIONS.allows(actor, "edit_plan", one)
    ]

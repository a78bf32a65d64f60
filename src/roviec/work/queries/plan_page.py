"""Everything that the page of one plan shows, whatever its size."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.custody.models import Clock
from roviec.custody.queries import Counts, four_counts, four_counts_by
from roviec.organisation.models import Mandate, Officer, Unit
from roviec.work.models import Plan, Task, TaskState
from roviec.work.permissions import PERMISSIONS
from roviec.work.queries.listed import in_rows
from roviec.work.queries.visible import plans_visible_to, tasks_of_plan_visible_to


@dataclass(frozen=True)
class PlanPage:
    """`tasks` is not fetched yet: in order, with `.standing`, wholes and parts, to be filtered and paged. Counts are of leaves."""

    plan: Plan
    leader: Officer | None
    counts: Counts
    by_unit: list[tuple[Unit, Counts]]
    drafts: int
    tasks: QuerySet[Task]
    may_edit: bool
    may_add: bool


def plan_page(plan_id: UUID, actor: Actor, now: datetime) -> PlanPage:
    """Raises Plan.DoesNotExist for a plan that is not there or not seen. A body below sees only its own tasks of it."""
    plan = with_place(plans_visible_to(actor)).select_related("leader_post__unit").get(pk=plan_id)
    tasks = tasks_of_plan_visible_to(plan, actor)
    by_unit = four_counts_by(tasks, now, "clock__unit", prefix="clock__")
    units = Unit.objects.only("name", "short_name").in_bulk(by_unit)
    total = Counts()
    for counts in by_unit.values():
        total += counts
    leader = None
    if plan.leader_post_id:
        day = now.astimezone(VIETNAM).date()
        holding = Mandate.objects.on(day).filter(post=plan.leader_post_id).select_related("officer").first()
        leader = holding.officer if holding else None
    return PlanPage(
        plan=plan,
        leader=leader,
        counts=total,
        by_unit=sorted(((units[pk], counts) for pk, counts in by_unit.items()), key=lambda pair: -pair[1].open_late),
        drafts=tasks.filter(state=TaskState.DRAFT).count(),
        tasks=in_rows(tasks, now).order_by("order", "pk"),
        may_edit=PERMISSIONS.allows(actor, "edit_plan", plan),
        may_add=plan.closed_at is None and PERMISSIONS.allows(actor, "create_task", plan),
    )


def with_place(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """With the names that its head shows, and `.is_programme`: whether plans stand under it."""
    below = Exists(Plan.objects.filter(parent=OuterRef("pk")))
    return plans.select_related("body", "leader_post", "parent").annotate(is_programme=below)


def plan_counts(plan_id: UUID, now: datetime) -> Counts:
    """The four counts of a plan, in one query."""
    return four_counts(Clock.objects.filter(pk__in=Task.objects.filter(plan=plan_id).values("clock")), now)


def plans_listed(actor: Actor) -> QuerySet[Plan]:
    """Plans seen, running ones first, newest first."""
    return plans_visible_to(actor).select_related("body").order_by("closed_at", "-created_at")


def bodies_of(plans: QuerySet[Plan]) -> list[tuple[UUID, str]]:
    """The bodies that the plans belong to, by name."""
    rows = plans.order_by("body__folded").values_list("body_id", "body__name").distinct()
    return [(pk, name) for pk, name in rows if pk is not None]


def counts_of(tasks: QuerySet[Task], now: datetime) -> Counts:
    """The four counts of the leaves among the tasks, in one query."""
    return four_counts(tasks, now, prefix="clock__")


def counts_of_plans(plan_ids: list[UUID], now: datetime) -> dict[UUID, Counts]:
    """Plan -> its four counts, in one query; a plan without given-out tasks has zeros."""
    rows = Task.objects.filter(plan__in=plan_ids)
    found = _by_plan(rows, now)
    return {pk: found.get(pk, Counts()) for pk in plan_ids}


def _by_plan(tasks: QuerySet[Task], now: datetime) -> dict[UUID, Counts]:
    return four_counts_by(tasks, now, "plan", prefix="clock__")

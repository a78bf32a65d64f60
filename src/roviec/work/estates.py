"""What of plans and tasks a unit holds, and how it goes to its successor."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Model, Q
from django.utils.translation import gettext_lazy as _

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.custody.estates import target
from roviec.ledger.actions import record
from roviec.organisation.estates import Estate, Mapping_, register
from roviec.organisation.models import Unit
from roviec.organisation.queries import head_of, posts_continuing
from roviec.work.models import Plan, Series, Task, TaskState, TaskSupport

OPEN_TASK = ~Q(state__in=(TaskState.DONE, TaskState.CANCELLED))
POSTS = ("person_post", "accountable_post", "assigned_by_post")


def counted(model: type[Model], field: str, condition: Q) -> Callable[[Iterable[UUID]], Mapping[UUID, int]]:
    def holds(unit_ids: Iterable[UUID]) -> Mapping[UUID, int]:
        rows = model._default_manager.filter(condition, **{f"{field}__in": list(unit_ids)}).order_by()
        return dict(rows.values_list(field).annotate(n=Count("pk")))

    return holds


def move_tasks(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """Open tasks that the old units lead, each with an entry of its own. Runs after the clocks, whose holders are set already.

    Posts go on as the posts that continue them; a post that ends leaves the task to the head of the successor.
    """
    tasks = Task.objects.select_for_update(of=("self",)).filter(OPEN_TASK, lead_unit__in=list(mapping)).order_by("pk")
    led = list(tasks.select_related("lead_unit"))
    if not led:
        return 0
    units = Unit.objects.in_bulk({target(mapping, task.lead_unit_id) for task in led})
    ended = {getattr(task, f"{name}_id") for task in led for name in POSTS} - {None}
    continuing = posts_continuing(ended)
    heads = head_of(units, at.astimezone(VIETNAM).date(), substitutes=False)
    for task in led:
        before = {"unit": task.lead_unit_id, "unit_name": task.lead_unit.name}
        task.lead_unit = units[target(mapping, task.lead_unit_id)]
        head = heads.get(task.lead_unit_id)
        task.person_post_id = continuing.get(task.person_post_id)
        task.assigned_by_post_id = continuing.get(task.assigned_by_post_id, task.assigned_by_post_id)
        task.accountable_post_id = continuing.get(
            task.accountable_post_id, head.post_id if head and task.accountable_post_id else task.accountable_post_id
        )
        facts = {"unit": task.lead_unit_id, "unit_name": task.lead_unit.name, "before": before}
        record(task, "moved", by=by, at=at, data=facts, changed=["lead_unit", *POSTS], tell="work.handed_over")
    return len(led)


def move_supports(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """Two units that merged and both support a task support it once."""
    rows = list(TaskSupport.objects.filter(unit__in=list(mapping)).exclude(task__state__in=("done", "cancelled")))
    tasks = {row.task_id for row in rows}
    kept = set(TaskSupport.objects.filter(task__in=tasks).exclude(unit__in=list(mapping)).values_list("task", "unit"))
    moved, double = [], []
    for row in rows:
        row.unit_id = target(mapping, row.unit_id)
        (double if (row.task_id, row.unit_id) in kept else moved).append(row)
        kept.add((row.task_id, row.unit_id))
    TaskSupport.objects.filter(pk__in=[row.pk for row in double]).delete()
    TaskSupport.objects.bulk_update(moved, ["unit"], batch_size=500)
    return len(rows)


def move_plans(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """Plans that still run go to the body that succeeds."""
    plans = list(Plan.objects.select_for_update().filter(body__in=list(mapping), closed_at=None).order_by("pk"))
    continuing = posts_continuing({plan.leader_post_id for plan in plans if plan.leader_post_id})
    for plan in plans:
        before = plan.body_id
        plan.body_id = target(mapping, before)
        plan.leader_post_id = continuing.get(plan.leader_post_id, plan.leader_post_id)
        data = {"unit": plan.body_id, "before": {"unit": before}}
        record(plan, "moved", by=by, at=at, data=data, changed=["body", "leader_post"])
    return len(plans)


def move_series(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """Recurring work goes on at the successor."""
    running = Series.objects.select_for_update().filter(lead_unit__in=list(mapping)).exclude(ends_on__lt=at.date())
    moved = list(running.order_by("pk"))
    continuing = posts_continuing({series.accountable_post_id for series in moved if series.accountable_post_id})
    for series in moved:
        before = series.lead_unit_id
        series.lead_unit_id = target(mapping, before)
        series.accountable_post_id = continuing.get(series.accountable_post_id, series.accountable_post_id)
        data = {"unit": series.lead_unit_id, "before": {"unit": before}}
        record(series, "moved", by=by, at=at, data=data, changed=["lead_unit", "accountable_post"])
    return len(moved)


def register_estates() -> None:
    open_plan = Q(closed_at=None)
    open_of_task = ~Q(task__state__in=(TaskState.DONE, TaskState.CANCELLED))
    for name, relation, holds, move, label in (
        ("work.tasks", "work.Task.lead_unit", counted(Task, "lead_unit", OPEN_TASK), move_tasks, _("Nhiệm vụ chủ trì")),
        (
            "work.supports",
            "work.TaskSupport.unit",
            counted(TaskSupport, "unit", open_of_task),
            move_supports,
            _("Nhiệm vụ phối hợp"),
        ),
        ("work.plans", "work.Plan.body", counted(Plan, "body", open_plan), move_plans, _("Kế hoạch đang chạy")),
        (
            "work.series",
            "work.Series.lead_unit",
            counted(Series, "lead_unit", Q(plan__closed_at=None)),
            move_series,
            _("Việc định kỳ"),
        ),
    ):
        register(Estate(name, relation, holds=holds, move=move, label=label, order=60))

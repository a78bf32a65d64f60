"""What of plans and tasks a unit holds, and how it goes to its successor."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Model, Q
from django.utils.translation import gettext_lazy as _

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.custody.estates import clocks_of, give_body, move_clocks, record_moved, target
from roviec.custody.models import Clock
from roviec.ledger.bulk import record_each
from roviec.organisation.estates import Estate, Mapping_, register
from roviec.organisation.models import Post, Unit
from roviec.organisation.queries import head_of, posts_continuing
from roviec.work.models import Plan, Series, Task, TaskState, TaskSupport

OPEN_SUPPORT = ~Q(task__state__in=(TaskState.DONE, TaskState.CANCELLED))
RUNNING_SERIES = Q(plan__closed_at=None)
OPEN_PLAN = Q(closed_at=None)
POSTS = ("person_post", "accountable_post", "assigned_by_post")
CHUNK = 2_000


def move_tasks(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """Open tasks that the old units lead or hold, with their clocks, each with an entry of its own.

    Posts go on as the posts that continue them; where none does, the head of the successor answers for the task and its unit
    has to name somebody.
    """
    pks = move_clocks(Clock.Kind.TASK, mapping, at)
    for start in range(0, len(pks), CHUNK):
        _follow(pks[start : start + CHUNK], mapping, by, at)
    return len(pks)


def _follow(pks: list[UUID], mapping: Mapping_, by: Actor, at: datetime) -> None:
    rows = Task.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    tasks = list(rows.select_related("lead_unit"))
    led = [(task, task.lead_unit_id) for task in tasks if task.lead_unit_id in mapping]
    units = Unit.objects.in_bulk({target(mapping, unit_id) for _task, unit_id in led if unit_id})
    continuing = posts_continuing({pk for task in tasks for name in POSTS if (pk := getattr(task, f"{name}_id"))})
    places = dict(Post.objects.filter(pk__in=set(continuing.values())).values_list("pk", "unit"))
    heads = head_of(units, at.astimezone(VIETNAM).date(), substitutes=False)
    before = {task.pk: task.lead_unit for task in tasks}
    for task in tasks:
        task.assigned_by_post_id = going_on(continuing, task.assigned_by_post_id, task.assigned_by_post_id)
        if task.lead_unit_id is None or task.lead_unit_id not in mapping:
            continue
        successor = units[target(mapping, task.lead_unit_id)]
        task.lead_unit = successor
        person = going_on(continuing, task.person_post_id, None)
        # Whose post went on elsewhere than the work does not take it along: the unit names somebody else.
        task.person_post_id = person if person and places[person] == successor.pk else None
        head = heads.get(successor.pk)
        task.accountable_post_id = going_on(
            continuing, task.accountable_post_id, head.post_id if head else task.accountable_post_id
        )

    def facts(task: Task) -> Mapping[str, object]:
        old = before[task.pk]
        return {
            "unit": task.lead_unit_id,
            "unit_name": task.lead_unit.name if task.lead_unit else None,
            "before": {"unit": old.pk, "unit_name": old.name} if old else None,
        }

    record_each(tasks, "moved", by=by, at=at, data=facts, changed=["lead_unit", *POSTS])


def move_supports(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """Two units that merged and both support a task support it once."""
    rows = list(TaskSupport.objects.filter(OPEN_SUPPORT, unit__in=list(mapping)))
    tasks = {row.task_id for row in rows}
    kept = set(TaskSupport.objects.filter(task__in=tasks).exclude(unit__in=list(mapping)).values_list("task", "unit"))
    moved: list[TaskSupport] = []
    double: list[TaskSupport] = []
    for row in rows:
        row.unit_id = target(mapping, row.unit_id)
        (double if (row.task_id, row.unit_id) in kept else moved).append(row)
        kept.add((row.task_id, row.unit_id))
    TaskSupport.objects.filter(pk__in=[row.pk for row in double]).delete()
    TaskSupport.objects.bulk_update(moved, ["unit"], batch_size=500)
    return len(rows)


def move_plans(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """Plans that still run go to the body that succeeds, which from then on is the one that gave their open work."""
    plans = list(Plan.objects.select_for_update().filter(OPEN_PLAN, body__in=list(mapping)).order_by("pk"))
    continuing = posts_continuing({plan.leader_post_id for plan in plans if plan.leader_post_id})
    before = {plan.pk: plan.body_id for plan in plans}
    for plan in plans:
        plan.body_id = target(mapping, plan.body_id)
        plan.leader_post_id = going_on(continuing, plan.leader_post_id, plan.leader_post_id)
    record_moved(plans, "body", before, by=by, at=at, also=["leader_post"])
    for old in mapping:
        given = Task.objects.filter(plan__in=[plan for plan in plans if before[plan.pk] == old])
        give_body(given.values("clock"), target(mapping, old))
    return len(plans)


def move_series(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """Recurring work goes on at the successor."""
    rows = Series.objects.select_for_update(of=("self",)).filter(RUNNING_SERIES, lead_unit__in=list(mapping))
    series = list(rows.order_by("pk"))
    continuing = posts_continuing({one.accountable_post_id for one in series if one.accountable_post_id})
    before = {one.pk: one.lead_unit_id for one in series}
    for one in series:
        one.lead_unit_id = target(mapping, one.lead_unit_id)
        one.accountable_post_id = going_on(continuing, one.accountable_post_id, one.accountable_post_id)
    record_moved(series, "lead_unit", before, by=by, at=at, also=["accountable_post"])
    return len(series)


def going_on(continuing: Mapping[UUID, UUID], post_id: UUID | None, otherwise: UUID | None) -> UUID | None:
    """The post that continues this one; where none does, the other."""
    if post_id is None:
        return None
    return continuing.get(post_id, otherwise)  # type: ignore[arg-type]


def counted(model: type[Model], field: str, condition: Q) -> Callable[[Iterable[UUID]], Mapping[UUID, int]]:
    """A function that counts the rows per unit, as estates ask."""

    def holds(unit_ids: Iterable[UUID]) -> Mapping[UUID, int]:
        rows = model._default_manager.filter(condition, **{f"{field}__in": list(unit_ids)}).order_by()
        return dict(rows.values_list(field).annotate(n=Count("pk")))

    return holds


def register_estates() -> None:
    register(
        Estate(
            "work.tasks",
            ("work.Task.lead_unit", "custody.Clock.unit", "custody.Clock.holder_unit", "custody.Clock.doer_unit"),
            holds=lambda units: clocks_of(Clock.Kind.TASK, units),
            move=move_tasks,
            label=_("Nhiệm vụ chủ trì hoặc đang giữ"),
        )
    )
    register(
        Estate(
            "work.supports",
            "work.TaskSupport.unit",
            holds=counted(TaskSupport, "unit", OPEN_SUPPORT),
            move=move_supports,
            label=_("Nhiệm vụ phối hợp"),
        )
    )
    register(
        Estate(
            "work.plans",
            ("work.Plan.body", "custody.Clock.body"),
            holds=counted(Plan, "body", OPEN_PLAN),
            move=move_plans,
            label=_("Kế hoạch đang chạy"),
        )
    )
    register(
        Estate(
            "work.series",
            "work.Series.lead_unit",
            holds=counted(Series, "lead_unit", RUNNING_SERIES),
            move=move_series,
            label=_("Việc định kỳ"),
        )
    )

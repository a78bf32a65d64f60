"""Giving work out, and taking it on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM, WorkingDays
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody import actions as custody
from roviec.custody.models import HandoverKind, HoldKind
from roviec.ledger.actions import announce, lock_all, record, record_bulk
from roviec.organisation.models import Post, Unit, UnitClosure
from roviec.work.actions.fields import id_of
from roviec.work.actions.series import begin_series
from roviec.work.actions.steps import RELATED, begin, calendar_of, doer, giver, named, require_step
from roviec.work.clarity import gaps_of
from roviec.work.models import Plan, Recurrence, Task, TaskState
from roviec.work.permissions import PERMISSIONS
from roviec.work.queries.functions import functions_of, outside_functions


@dataclass(frozen=True)
class Bulk:
    """What a bulk action did, and what it refused with the reasons, task by task."""

    done: list[Task]
    refused: list[tuple[Task, Invalid | Denied]]


def assign_task(
    task: Task | UUID, *, by: Actor, at: datetime, unclear_reason: str = "", version: int | None = None
) -> Task:
    """Gives the task (and the parts of it that are drafts) to its lead. With things missing, only with a stated reason, which is kept."""
    with transaction.atomic():
        locked = begin(task, "assign_task", by=by, version=version)
        parts = dict(locked.parts.values_list("pk", "state"))
        give(locked, has_parts=bool(parts), by=by, at=at, unclear_reason=unclear_reason)
        for part in _locked(pk for pk, state in parts.items() if state == TaskState.DRAFT):
            PERMISSIONS.require(by, "assign_task", part)
            give(part, has_parts=part.parts.exists(), by=by, at=at, unclear_reason=unclear_reason)
    return locked


def assign_tasks(tasks: Iterable[Task | UUID], *, by: Actor, at: datetime, unclear_reason: str = "") -> Bulk:
    """Gives many out at once: an entry per task, one over all of them per plan, and one announcement per unit that receives some."""
    done: list[Task] = []
    refused: list[tuple[Task, Invalid | Denied]] = []
    with transaction.atomic():
        wanted = _locked({id_of(task) for task in tasks})
        wholes = set(Task.objects.filter(parent__in=wanted).values_list("parent", flat=True))
        for task in wanted:
            try:
                PERMISSIONS.require(by, "assign_task", task)
                require_step(task, "assign_task")
                is_whole = task.pk in wholes
                give(task, has_parts=is_whole, by=by, at=at, unclear_reason=unclear_reason, tell=None)
            except (Invalid, Denied) as why:
                refused.append((task, why))
            else:
                done.append(task)
        _tell_units(done, by=by, at=at)
    return Bulk(done, refused)


def accept_task(task: Task | UUID, *, by: Actor, at: datetime, note: str = "", version: int | None = None) -> Task:
    """The one who got it takes it on. A head may take it on for the unit and name somebody later."""
    with transaction.atomic():
        locked = begin(task, "accept_task", by=by, version=version)
        locked.state = TaskState.IN_PROGRESS
        custody.sign_of_life(locked.clock, at)
        record(
            locked,
            "accepted",
            by=by,
            at=at,
            data=named(locked.lead_unit, note=note),
            changed=["state"],
            tell="work.task_accepted",
        )
    return locked


def refuse_task(task: Task | UUID, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Task:
    """Back to who gave it, with a reason. The due date goes on running: refusing is no way out of lateness."""
    if not reason.strip():
        raise Invalid("reason", Reason("task.reason_missing"))
    with transaction.atomic():
        locked = begin(task, "refuse_task", by=by, version=version)
        locked.state = TaskState.REFUSED
        custody.hand(locked.clock, **giver(locked), how=HandoverKind.RETURNED, at=at, reason=reason[:500])
        record(
            locked,
            "refused",
            by=by,
            at=at,
            data=named(locked.lead_unit, reason=reason),
            changed=["state"],
            tell="work.task_refused",
        )
    return locked


def name_person(
    task: Task | UUID,
    *,
    by: Actor,
    at: datetime,
    post: Post | UUID | None = None,
    unit: Unit | UUID | None = None,
    note: str = "",
    version: int | None = None,
) -> Task:
    """Names who does it: a post within the lead unit; or passes it down to a unit below, which then names somebody."""
    with transaction.atomic():
        locked = begin(task, "name_person", by=by, version=version)
        chosen = post_of(post)
        below = unit if isinstance(unit, Unit) or unit is None else Unit.objects.get(pk=unit)
        if chosen is None and below is None:
            raise Invalid("post", Reason("task.nobody_named"))
        target = chosen.unit_id if chosen else below.pk
        if not within(target, locked.lead_unit_id, at):
            raise Invalid("post" if chosen else "unit", Reason("task.outside_lead"))
        locked.person_post = chosen
        place = doer(locked) if chosen else {"unit_id": target, "post_id": None, "kind": HoldKind.UNNAMED}
        if not custody.hand(locked.clock, **place, how=HandoverKind.NAMED, at=at, reason=note[:500]):
            raise Invalid("post", Reason("handover.same"))
        record(
            locked,
            "person_named",
            by=by,
            at=at,
            data=named(None if chosen else below, chosen, note=note),
            changed=["person_post"],
            tell="work.person_named",
        )
    return locked


def post_of(post: Post | UUID | None) -> Post | None:
    return post if isinstance(post, Post) or post is None else Post.objects.get(pk=post)


def within(unit_id: UUID, above_id: UUID | None, at: datetime) -> bool:
    """Whether the unit is the other one or stands below it on that day."""
    if above_id is None or unit_id == above_id:
        return unit_id == above_id
    day = at.astimezone(VIETNAM).date()
    return UnitClosure.objects.on(day).filter(ancestor=above_id, descendant=unit_id).exists()


def give(
    task: Task,
    *,
    has_parts: bool,
    by: Actor,
    at: datetime,
    unclear_reason: str = "",
    tell: str | None = "work.task_assigned",
) -> None:
    """Assigns a locked task within the caller's transaction, who has asked who may."""
    lead = task.lead_unit
    if lead is None:
        raise Invalid("lead_unit", Reason("clarity.person_missing"))
    missing = [gap for gap in gaps_of(task) if gap.severity == "missing"]
    if missing:
        if not unclear_reason.strip():
            raise Invalid.many([(gap.slot, gap.reason) for gap in missing])
        PERMISSIONS.require(by, "assign_unclear", task)
        task.unclear_reason = unclear_reason.strip()[:500]
    again = task.state == TaskState.REFUSED
    clock = task.clock
    if not again:
        clock.counts = not has_parts
        if task.recurrence not in ("", Recurrence.CONTINUOUS) and task.series_id is None:
            begin_series(task, lead, by=by, at=at)
        if clock.budget_days is not None:
            term = WorkingDays(clock.budget_days)
            custody.set_due(clock, None, original=True, at=at, budget=term, calendar=calendar_of(task), save=False)
    clock.unit_id = lead.pk
    task.outside_function = outside_functions(functions_of(lead.pk, at), task.title, task.deliverable)
    task.state = TaskState.ASSIGNED
    task.assigned_by_post_id = by.post_id or task.plan.leader_post_id
    task.assigned_at = at
    custody.hand(clock, **doer(task), how=HandoverKind.ASSIGNED, at=at, reason=task.unclear_reason)
    facts: dict[str, Any] = named(task.lead_unit, task.person_post, due=clock.due, plan=task.plan_id)
    if missing:
        facts |= {"unclear": [gap.reason.code for gap in missing], "unclear_reason": task.unclear_reason}
    if task.outside_function:
        facts["outside_function"] = True
    record(task, "assigned", by=by, at=at, data=facts, changed=ASSIGNED_FIELDS, tell=tell)


ASSIGNED_FIELDS = (
    "state",
    "unclear_reason",
    "outside_function",
    "assigned_by_post",
    "assigned_at",
    "series",
    "period",
)


def _locked(pks: Iterable[UUID | None]) -> list[Task]:
    """The tasks locked in id order, each with what permissions ask for."""
    wanted = [pk for pk in pks if pk is not None]
    if not wanted:
        return []
    locked = lock_all(Task, wanted)
    full = Task.objects.select_related(*RELATED).in_bulk([task.pk for task in locked])
    return [full[task.pk] for task in locked]


def _tell_units(tasks: Sequence[Task], *, by: Actor, at: datetime) -> None:
    by_plan: dict[UUID, list[Task]] = defaultdict(list)
    by_unit: dict[UUID, list[Task]] = defaultdict(list)
    for task in tasks:
        by_plan[task.plan_id].append(task)
        by_unit[task.clock.holder_unit_id].append(task)
    for plan in lock_all(Plan, by_plan):
        lines = [{"task": task.pk, "unit": task.lead_unit_id} for task in by_plan[plan.pk]]
        record_bulk(plan, "tasks_assigned", by=by, at=at, lines=lines)
    for unit_id, given in by_unit.items():
        first = given[0]
        posts = sorted({str(task.clock.holder_post_id) for task in given if task.clock.holder_post_id})
        payload = {
            "unit": str(unit_id),
            "posts": posts,
            "count": len(given),
            "plan": str(first.plan_id),
            "tasks": [str(task.pk) for task in given[:200]],
        }
        if len(given) == 1:
            payload["post"] = posts[0] if posts else None
        announce("work.task_assigned", first, at=at, payload=payload)

"""Giving work out, and taking it on."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
from roviec.custody.models import Clock, HandoverKind
from roviec.ledger.actions import canonical, lock_all, record, record_bulk
from roviec.ledger.bulk import BATCH, announce_each, record_each
from roviec.organisation.models import Post, Unit, UnitClosure
from roviec.work.actions.fields import id_of
from roviec.work.actions.series import begin_series, record_series
from roviec.work.actions.steps import RELATED, awaiting, begin, calendar_of, doer, giver, named, require_step
from roviec.work.clarity import gaps_of
from roviec.work.models import Plan, Recurrence, Series, Task, TaskState
from roviec.work.permissions import PERMISSIONS
from roviec.work.queries.functions import functions_by_unit, outside_functions


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
        states = dict(locked.parts.values_list("pk", "state"))
        give(locked, has_parts=bool(states), by=by, at=at, unclear_reason=unclear_reason)
        parts = _locked(pk for pk, state in states.items() if state == TaskState.DRAFT)
        given = _give_all(parts, by=by, at=at, unclear_reason=unclear_reason)
        for _part, why in given.refused:  # the whole and its parts go out together or not at all
            raise why
        _tell_units(given, by=by, at=at)
    return locked


def assign_tasks(
    tasks: Iterable[Task | UUID], *, by: Actor, at: datetime, unclear_reason: str = "", told: bool = True
) -> Bulk:
    """Gives many out at once: an entry per task, one over all of them per plan, and one announcement per unit that receives some.

    `told` False: the caller announces it, with more than these.
    """
    with transaction.atomic():
        given = _give_all(_locked({id_of(task) for task in tasks}), by=by, at=at, unclear_reason=unclear_reason)
        by_plan: dict[UUID, list[Task]] = defaultdict(list)
        for task in given.done:
            by_plan[task.plan_id].append(task)
        for plan in lock_all(Plan, by_plan):
            lines = [{"task": task.pk, "unit": task.lead_unit_id} for task in by_plan[plan.pk]]
            record_bulk(plan, "tasks_assigned", by=by, at=at, lines=lines)
        if told:
            _tell_units(given, by=by, at=at)
    return Bulk(given.done, given.refused)


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
        place = doer(locked) if chosen else {"unit_id": target, "post_id": None, "kind": awaiting(below)}
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


def give(task: Task, *, has_parts: bool, by: Actor, at: datetime, unclear_reason: str = "") -> None:
    """Assigns a locked task within the caller's transaction, who has asked who may."""
    functions = functions_by_unit([task.lead_unit_id] if task.lead_unit_id else [], at)
    given = Given()
    given.settle(task, functions, has_parts=has_parts, by=by, at=at, unclear_reason=unclear_reason)
    given.save(by=by, at=at)
    record(
        task,
        "assigned",
        by=by,
        at=at,
        data=given.facts[task.pk],
        changed=ASSIGNED_FIELDS,
        tell="work.task_assigned",
    )


@dataclass
class Given:
    """Tasks being assigned: first each is settled in memory or refused, then all are written together."""

    done: list[Task] = field(default_factory=list)
    refused: list[tuple[Task, Invalid | Denied]] = field(default_factory=list)
    facts: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    series: dict[UUID, Series] = field(default_factory=dict)
    moved: list[Clock] = field(default_factory=list)

    def settle(
        self,
        task: Task,
        functions: Mapping[UUID, Sequence[str]],
        *,
        has_parts: bool,
        by: Actor,
        at: datetime,
        unclear_reason: str,
    ) -> None:
        """Everything about one task but the writing. Raises before it has changed anything."""
        lead = task.lead_unit
        if lead is None:
            raise Invalid("lead_unit", Reason("clarity.person_missing"))
        missing = [gap for gap in gaps_of(task) if gap.severity == "missing"]
        if missing:
            if not unclear_reason.strip():
                raise Invalid.many([(gap.slot, gap.reason) for gap in missing])
            PERMISSIONS.require(by, "assign_unclear", task)
        clock = task.clock
        if custody.take(clock, **doer(task), at=at):
            self.moved.append(clock)
        if missing:
            task.unclear_reason = unclear_reason.strip()[:500]
        if task.state != TaskState.REFUSED:
            clock.counts = not has_parts
            if task.recurrence not in ("", Recurrence.CONTINUOUS) and task.series_id is None:
                self.series[task.pk] = begin_series(task, lead, at=at)
            if clock.budget_days is not None:
                term = WorkingDays(clock.budget_days)
                custody.set_due(clock, None, original=True, at=at, budget=term, calendar=calendar_of(task), save=False)
        clock.unit_id = lead.pk
        task.outside_function = outside_functions(functions.get(lead.pk, ()), task.title, task.deliverable)
        task.state = TaskState.ASSIGNED
        task.assigned_by_post_id = by.post_id or task.plan.leader_post_id
        task.assigned_at = at
        facts = named(lead, task.person_post, due=clock.due, plan=task.plan_id)
        if missing:
            facts |= {"unclear": [gap.reason.code for gap in missing], "unclear_reason": task.unclear_reason}
        if task.outside_function:
            facts["outside_function"] = True
        self.facts[task.pk] = facts
        self.done.append(task)

    def save(self, *, by: Actor, at: datetime) -> None:
        """Series and clocks; the tasks are saved with their entries."""
        record_series(self.series, by=by, at=at)
        reasons = {task.clock_id: task.unclear_reason for task in self.done}
        custody.save_taken(self.moved, how=HandoverKind.ASSIGNED, at=at, reasons=reasons)


ASSIGNED_FIELDS = (
    "state",
    "unclear_reason",
    "outside_function",
    "assigned_by_post",
    "assigned_at",
    "series",
    "period",
)


def _give_all(tasks: Sequence[Task], *, by: Actor, at: datetime, unclear_reason: str) -> Given:
    """Assigns locked tasks within the caller's transaction: who may and whether it can follow is asked of each. Nobody is told yet."""
    given = Given()
    functions = functions_by_unit({task.lead_unit_id for task in tasks if task.lead_unit_id}, at)
    wholes = _with_parts(tasks)
    for task in tasks:
        try:
            PERMISSIONS.require(by, "assign_task", task)
            require_step(task, "assign_task")
            has_parts = task.pk in wholes
            given.settle(task, functions, has_parts=has_parts, by=by, at=at, unclear_reason=unclear_reason)
        except (Invalid, Denied) as why:
            given.refused.append((task, why))
    given.save(by=by, at=at)
    record_each(given.done, "assigned", by=by, at=at, data=lambda task: given.facts[task.pk], changed=ASSIGNED_FIELDS)
    return given


def _locked(pks: Iterable[UUID | None]) -> list[Task]:
    """The tasks locked in id order, each with what permissions ask for."""
    wanted = sorted(pk for pk in pks if pk is not None)
    found: list[Task] = []
    for start in range(0, len(wanted), BATCH):
        locked = [task.pk for task in lock_all(Task, wanted[start : start + BATCH])]
        full = Task.objects.select_related(*RELATED).in_bulk(locked)
        found += [full[pk] for pk in locked]
    return found


def _with_parts(tasks: Sequence[Task]) -> set[UUID]:
    found: set[UUID] = set()
    for start in range(0, len(tasks), BATCH):
        batch = tasks[start : start + BATCH]
        found |= set(Task.objects.filter(parent__in=batch).values_list("parent_id", flat=True).distinct())
    return found


def _tell_units(given: Given, *, by: Actor, at: datetime) -> None:
    """One announcement per unit that received some; of a single task it says as much as when it is given alone."""
    by_unit: dict[UUID, list[Task]] = defaultdict(list)
    for task in given.done:
        by_unit[task.clock.holder_unit_id].append(task)
    who = {"account": str(by.account_id), "officer": str(by.officer_id or ""), "label": by.account_label}
    messages: list[tuple[Task, dict[str, Any]]] = []
    for unit_id, tasks in by_unit.items():
        first = tasks[0]
        posts = sorted({str(task.clock.holder_post_id) for task in tasks if task.clock.holder_post_id})
        payload = {
            "unit": str(unit_id),
            "posts": posts,
            "count": len(tasks),
            "plan": str(first.plan_id),
            "tasks": [str(task.pk) for task in tasks[:200]],
            "by": who,
        }
        if len(tasks) == 1:
            payload = {**json.loads(canonical(given.facts[first.pk])), **payload, "post": posts[0] if posts else None}
        messages.append((first, payload))
    announce_each("work.task_assigned", messages, at=at)

"""Drafts of tasks, their parts, and what may still be changed later. Many are drafted with as many statements as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from roviec.core.actor import Actor
from roviec.core.calendars import WorkingDays
from roviec.core.holding import due_instant_of
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody import actions as custody
from roviec.custody.models import Clock, HandoverKind, HoldKind
from roviec.ledger.actions import record
from roviec.ledger.bulk import BATCH, record_each
from roviec.organisation.models import Unit
from roviec.work.actions.fields import TaskFields, check_fields, fill, id_of
from roviec.work.actions.steps import begin, calendar_of, named, require_step
from roviec.work.models import Plan, Series, Task, TaskState, TaskSupport
from roviec.work.permissions import PERMISSIONS

FIXED_ONCE_GIVEN = ("lead_unit", "person_post", "recurrence")


def create_task(
    plan: Plan | UUID, fields: TaskFields, *, by: Actor, at: datetime, parent: Task | UUID | None = None
) -> Task:
    """A draft in the plan, held by who drafts it; with `parent`, a part of that task. Gaps are allowed until it is assigned."""
    check_fields(fields)
    with transaction.atomic():
        whole = begin(parent, "split_into_parts", by=by) if parent is not None else None
        home = whole.plan if whole else plan if isinstance(plan, Plan) else Plan.objects.get(pk=plan)
        if whole is None:
            PERMISSIONS.require(by, "create_task", home)
        task = draft(home, fields, by=by, at=at, whole=whole)
        if whole is not None:
            took_part(whole, [task], by=by, at=at)
    return task


@dataclass(frozen=True, slots=True)
class Drafting:
    """A task to draft; with `parts` it is a whole."""

    fields: TaskFields
    parts: Sequence[TaskFields] = ()


def create_tasks(plan: Plan | UUID, wanted: Sequence[Drafting], *, by: Actor, at: datetime) -> list[Task]:
    """Many drafts in one plan, wholes with their parts: all or none. The answer has the tasks wanted, without the parts."""
    for one in wanted:
        for fields in (one.fields, *one.parts):
            check_fields(fields)
    with transaction.atomic():
        home = plan if isinstance(plan, Plan) else Plan.objects.get(pk=plan)
        PERMISSIONS.require(by, "create_task", home)
        tasks = draft_all(home, [(one.fields, None) for one in wanted], by=by, at=at)
        wholes = [(task, one.parts) for task, one in zip(tasks, wanted, strict=True) if one.parts]
        for whole, _parts in wholes:
            PERMISSIONS.require(by, "split_into_parts", whole)
            require_step(whole, "split_into_parts")
        rows = [(part, whole) for whole, parts in wholes for part in parts]
        of_whole: dict[UUID, list[UUID]] = {whole.pk: [] for whole, _parts in wholes}
        for (_fields, whole), part in zip(rows, draft_all(home, rows, by=by, at=at), strict=True):
            of_whole[whole.pk].append(part.pk)
        record_each(
            [whole for whole, _parts in wholes], "split", by=by, at=at, data=lambda whole: _split(of_whole[whole.pk])
        )
    return tasks


def split_into_parts(
    task: Task | UUID, parts: Sequence[TaskFields], *, by: Actor, at: datetime, version: int | None = None
) -> list[Task]:
    """Makes the task a whole: each part has one lead, its own due date and holder, and is counted instead of the whole."""
    for part in parts:
        check_fields(part)
    if not parts:
        raise Invalid("parts", Reason("task.no_parts"))
    with transaction.atomic():
        whole = begin(task, "split_into_parts", by=by, version=version)
        made = draft_all(whole.plan, [(part, whole) for part in parts], by=by, at=at)
        took_part(whole, made, by=by, at=at)
    return made


def edit_task(task: Task | UUID, fields: TaskFields, *, by: Actor, at: datetime, version: int | None = None) -> Task:
    """Replaces the fields. Once given out, lead, person and due date move by their own actions and are refused here."""
    check_fields(fields)
    with transaction.atomic():
        locked = begin(task, "edit_task", by=by, version=version)
        is_draft = locked.state in (TaskState.DRAFT, TaskState.REFUSED)
        due = due_instant_of(fields.due)
        budget = fields.budget.n if fields.budget else None
        new_dates = (due, None) != (locked.clock.due, budget) if budget is None else budget != locked.clock.budget_days
        if locked.clock.budget_days is not None and budget is None and due == locked.clock.due:
            new_dates = False
        changed = fill(locked, fields)
        if not is_draft:
            refused = [name for name in FIXED_ONCE_GIVEN if name in changed] + (["due"] if new_dates else [])
            if refused:
                raise Invalid.many([(name, Reason("task.fixed_once_given")) for name in refused])
        elif new_dates:
            _date(locked, due, fields.budget, at=at)
            changed.append("due")
        if is_draft and "lead_unit" in changed:
            locked.clock.unit_id = locked.lead_unit_id or locked.plan.body_id
            locked.clock.save(update_fields=["unit"])
        if set_supports(locked, fields):
            changed.append("supports")
        if changed:
            columns = [name for name in changed if name not in ("due", "supports")]
            shown = [name for name in changed if name != "folded"]
            record(locked, "edited", by=by, at=at, data={"fields": shown}, changed=columns)
    return locked


def draft(
    plan: Plan,
    fields: TaskFields,
    *,
    by: Actor,
    at: datetime,
    whole: Task | None = None,
    series: Series | None = None,
    period: str = "",
    spoken: bool = False,
    task_id: UUID | None = None,
) -> Task:
    """One of `draft_all`; `series` and `period` of an occurrence, `task_id` where the caller knows it beforehand."""
    ids = [task_id] if task_id else None
    return draft_all(plan, [(fields, whole)], by=by, at=at, ids=ids, series=series, period=period, is_spoken=spoken)[0]


def draft_all(
    plan: Plan,
    wanted: Sequence[tuple[TaskFields, Task | None]],
    *,
    by: Actor,
    at: datetime,
    ids: Sequence[UUID] | None = None,
    **more: Any,
) -> list[Task]:
    """The rows, each with its clock and first hold, within the caller's transaction; (fields, the whole it is a part of) each.

    The fields have been checked. `more` are values of every row. The number of statements does not depend on how many there are.
    """
    if plan.closed_at is not None:
        raise Invalid("plan", Reason("plan.closed"))
    if not wanted:
        return []
    leads = _leads([fields for fields, _whole in wanted])
    order = _last_order(plan) if any(fields.order is None for fields, _whole in wanted) else 0
    tasks: list[Task] = []
    for place, (fields, whole) in enumerate(wanted):
        lead = leads.get(id_of(fields.lead_unit))
        clock = custody.new_clock(
            kind=Clock.Kind.TASK,
            body_id=plan.body_id,
            unit_id=lead.pk if lead else plan.body_id,
            holder_unit_id=by.unit_id or plan.body_id,
            holder_post_id=by.post_id,
            hold_kind=HoldKind.DRAFTING,
            due=due_instant_of(fields.due),
            budget=fields.budget,
            term=fields.term,
            counts=False,
            calendar=lead.calendar if lead else "vn",
            at=at,
            clock_id=ids[place] if ids else None,
        )
        task = Task(id=clock.pk, clock=clock, plan=plan, parent=whole, created_at=at, **more)
        fill(task, fields)
        if lead is not None:
            task.lead_unit = lead
        if fields.order is None:
            order += 1
            task.order = order
        tasks.append(task)
    custody.open_clocks([task.clock for task in tasks], how=HandoverKind.ASSIGNED)
    record_each(tasks, "created", by=by, at=at, data=_created)
    TaskSupport.objects.bulk_create(
        [
            TaskSupport(task=task, unit_id=pk, text=text)
            for task, (fields, _whole) in zip(tasks, wanted, strict=True)
            for pk, text in _supports(task, fields).items()
        ],
        batch_size=BATCH,
    )
    return tasks


def took_part(whole: Task, parts: Sequence[Task], *, by: Actor, at: datetime) -> None:
    """The whole is no longer counted: its parts are."""
    custody.recount(whole.clock, counts=False)
    record(whole, "split", by=by, at=at, data=_split([part.pk for part in parts]))


def set_supports(task: Task, fields: TaskFields) -> bool:
    """The supporting units as listed, without the lead and without repeats; true when that changed anything."""
    wanted = _supports(task, fields)
    before = dict(task.supports.values_list("unit", "text"))
    if before == wanted:
        return False
    if before:
        task.supports.all().delete()
    TaskSupport.objects.bulk_create(TaskSupport(task=task, unit_id=pk, text=text) for pk, text in wanted.items())
    return True


def _supports(task: Task, fields: TaskFields) -> dict[UUID, str]:
    return {
        pk: fields.support_texts.get(pk, "") for unit in fields.supports if (pk := id_of(unit)) != task.lead_unit_id
    }


def _created(task: Task) -> dict[str, Any]:
    return named(task.lead_unit, plan=task.plan_id, title=task.title, due=task.clock.due, parent=task.parent_id)


def _split(parts: Sequence[UUID]) -> dict[str, Any]:
    return {"parts": list(parts), "count": len(parts)}


def _leads(wanted: Sequence[TaskFields]) -> dict[UUID | None, Unit]:
    """The leads by id; those given by id alone are read in one query. Unit.DoesNotExist when there is none of that id."""
    given = {fields.lead_unit for fields in wanted if fields.lead_unit is not None}
    units: dict[UUID | None, Unit] = {unit.pk: unit for unit in given if isinstance(unit, Unit)}
    missing = {unit for unit in given if isinstance(unit, UUID)} - set(units)
    if missing:
        units |= Unit.objects.in_bulk(missing)
    if unknown := missing - set(units):
        raise Unit.DoesNotExist(f"no unit {min(unknown)}")
    return units


def _last_order(plan: Plan) -> int:
    last = Task.objects.filter(plan=plan).aggregate(last=Max("order"))["last"]
    return last if last is not None else 0


def _date(task: Task, due: datetime | None, budget: WorkingDays | None, *, at: datetime) -> None:
    custody.set_due(task.clock, due, original=True, at=at, budget=budget, calendar=calendar_of(task))

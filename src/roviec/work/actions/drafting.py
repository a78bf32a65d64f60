"""Drafts of tasks, their parts, and what may still be changed later."""

from collections.abc import Sequence
from datetime import datetime
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
from roviec.organisation.models import Unit
from roviec.work.actions.fields import TaskFields, check_fields, fill, id_of
from roviec.work.actions.steps import begin, calendar_of, named
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
        made = [draft(whole.plan, part, by=by, at=at, whole=whole) for part in parts]
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
) -> Task:
    """The row, its clock and first hold, within the caller's transaction. The fields have been checked."""
    if plan.closed_at is not None:
        raise Invalid("plan", Reason("plan.closed"))
    lead = fields.lead_unit
    if isinstance(lead, UUID):
        lead = Unit.objects.get(pk=lead)
    clock = custody.open_clock(
        kind=Clock.Kind.TASK,
        body_id=plan.body_id,
        unit_id=lead.pk if lead else plan.body_id,
        holder_unit_id=by.unit_id or plan.body_id,
        holder_post_id=by.post_id,
        hold_kind=HoldKind.DRAFTING,
        how=HandoverKind.ASSIGNED,
        due=due_instant_of(fields.due),
        budget=fields.budget,
        counts=False,
        calendar=lead.calendar if lead else "vn",
        at=at,
    )
    task = Task(
        id=clock.pk,
        clock=clock,
        plan=plan,
        parent=whole,
        series=series,
        period=period,
        is_spoken=spoken,
        created_at=at,
    )
    fill(task, fields)
    if lead is not None:
        task.lead_unit = lead
    if fields.order is None:
        last = Task.objects.filter(plan=plan).aggregate(last=Max("order"))["last"]
        task.order = 1 if last is None else last + 1
    facts = named(lead, plan=plan.pk, title=task.title, due=clock.due, parent=whole.pk if whole else None)
    record(task, "created", by=by, at=at, data=facts)
    set_supports(task, fields, new=True)
    return task


def took_part(whole: Task, parts: Sequence[Task], *, by: Actor, at: datetime) -> None:
    """The whole is no longer counted: its parts are."""
    custody.recount(whole.clock, counts=False)
    record(whole, "split", by=by, at=at, data={"parts": [part.pk for part in parts], "count": len(parts)})


def set_supports(task: Task, fields: TaskFields, *, new: bool = False) -> bool:
    """The supporting units as listed, without the lead and without repeats; true when that changed anything."""
    wanted = {
        pk: fields.support_texts.get(pk, "") for unit in fields.supports if (pk := id_of(unit)) != task.lead_unit_id
    }
    before = {} if new else dict(task.supports.values_list("unit", "text"))
    if before == wanted:
        return False
    if before:
        task.supports.all().delete()
    TaskSupport.objects.bulk_create(TaskSupport(task=task, unit_id=pk, text=text) for pk, text in wanted.items())
    return True


def _date(task: Task, due: datetime | None, budget: WorkingDays | None, *, at: datetime) -> None:
    custody.set_due(task.clock, due, original=True, at=at, budget=budget, calendar=calendar_of(task))

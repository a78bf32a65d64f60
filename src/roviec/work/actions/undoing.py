"""Taking a change of a plan back, as long as nobody has built upon it."""

import copy
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.ledger.actions import lock, lock_all
from roviec.ledger.bulk import record_each
from roviec.ledger.models import Entry
from roviec.work.actions.changing import Changed, begin_trial
from roviec.work.actions.dates import label
from roviec.work.actions.doing import report_progress
from roviec.work.actions.passing import cancel_task
from roviec.work.actions.placing import put_behind
from roviec.work.actions.writing import (
    COLUMNS,
    DATES,
    Dates,
    Line,
    as_json,
    keep,
    plain,
    tell,
    write_dates,
    write_links,
)
from roviec.work.collecting import collecting_later
from roviec.work.models import ChangedTask, Dependency, Plan, PlanChange, Task
from roviec.work.permissions import PERMISSIONS
from roviec.work.queries.board import Linked

# Columns that are put back as they were.
WRITTEN = tuple(COLUMNS.values())
MANY = 1_000  # beyond so many the whole plan is locked rather than each by name


def undo_change(change: PlanChange | UUID, *, by: Actor, at: datetime, reason: str) -> Changed:
    """Everything as it was before the change, in one transaction; refused as soon as one of its tasks was changed since.

    Decisions about due dates stay: only another decision takes them back. Undoing an undo does the change again, but for tasks
    that it had added. `reason` is what the entries say.
    """
    pk = change.pk if isinstance(change, PlanChange) else change
    with collecting_later(), transaction.atomic():
        old = PlanChange.objects.select_related("plan", "plan__leader_post").get(pk=pk)
        plan = lock(Plan, old.plan_id)
        PERMISSIONS.require(by, "undo_change", old)
        if PlanChange.objects.filter(undoes=old).exists():
            raise Invalid(None, Reason("plan_change.undone_already"))
        if old.undoes_id and old.undoes.added:
            raise Invalid(None, Reason("plan_change.cannot_redo"))
        lines = {line.task_id: line for line in old.tasks.all()}
        _nothing_built_upon(old, lines)
        new = PlanChange(
            plan=plan, at=at, account_id=by.account_id, by_label=label(by), reason=reason[:1000], undoes=old
        )
        new.links = _links_back(old, plan, at)
        new.save()
        for added in old.added:
            cancel_task(UUID(added), reason=reason, by=by, at=at)
        _progress_back(lines, by=by, at=at, reason=reason)
        _places_back(plan, lines, by=by, at=at)
        rows = _rows_back(new, lines, by=by, at=at)
        keep(new, rows)
        tell(plan, new, rows, "plan_undone", by=by, at=at)
    return Changed(list(lines), [], new)


def _nothing_built_upon(old: PlanChange, lines: Mapping[UUID, ChangedTask]) -> None:
    """Locks the tasks and looks whether each still is of the version that the change left."""
    for pk, version in _locked_versions(old.plan, lines):
        if version == lines[pk].version:
            continue
        later = ChangedTask.objects.filter(task=pk, version__gt=lines[pk].version).order_by("version")
        who = later.values_list("change__by_label", flat=True).first()
        if who is None:
            entry = Entry.objects.filter(stream_id=pk).order_by("-seq").values_list("account_label", flat=True).first()
            who = entry or ""
        number, title = Task.objects.values_list("number", "title").get(pk=pk)
        raise Invalid(None, Reason("plan_change.built_upon", {"task": number or title[:60], "who": who}))


def _locked_versions(plan: Plan, pks: Collection[UUID]) -> Iterator[tuple[UUID, int]]:
    rows = Task.objects.select_for_update().filter(plan=plan).order_by("pk")
    if len(pks) < MANY:
        rows = rows.filter(pk__in=list(pks))
    return ((pk, version) for pk, version in rows.values_list("pk", "version") if pk in pks)


def _links_back(old: PlanChange, plan: Plan, at: datetime) -> dict[str, Any]:
    """The links as before; what that did, in the form of `PlanChange.links`."""
    made = [_linked(row) for row in Dependency.objects.filter(pk__in=old.links["made"])]
    before = [_stored(one) for one in old.links["changed"]]
    changed = [_linked(row) for row in Dependency.objects.filter(pk__in=[link.id for link in before])]
    again = [_stored(one) for one in old.links["cut"]]
    write_links(plan, again, made, before, at)
    return {
        "made": [str(link.id) for link in again],
        "cut": [as_json(link) for link in made],
        "changed": [as_json(link) for link in changed],
    }


def _linked(row: Dependency) -> Linked:
    return Linked(row.pk, row.before_id, row.after_id, row.type, row.lag, row.unit)


def _stored(one: Mapping[str, Any]) -> Linked:
    return Linked(UUID(one["id"]), UUID(one["before"]), UUID(one["after"]), one["type"], one["lag"], one["unit"])


def _progress_back(lines: Mapping[UUID, ChangedTask], *, by: Actor, at: datetime, reason: str) -> None:
    for pk, line in lines.items():
        if "progress" in line.former:
            line.former["progress_again"] = Task.objects.values_list("progress", flat=True).get(pk=pk)
            report_progress(pk, progress=line.former["progress"], text=reason, by=by, at=at)


def _places_back(plan: Plan, lines: Mapping[UUID, ChangedTask], *, by: Actor, at: datetime) -> None:
    placed = {pk: line.former for pk, line in lines.items() if "behind" in line.former}
    if not placed:
        return
    trial = begin_trial(plan, [], by=by, at=at)
    for pk, former in placed.items():
        task = trial.board.tasks[pk]
        trial.was[pk] = copy.copy(task)
        now_behind = trial.board.sibling_before(task)
        parent = UUID(former["parent_id"]) if former.get("parent_id") else None
        if "parent_id" not in former:
            parent = task.parent
        trial.board.place(task, parent)
        put_behind(trial, pk, parent, UUID(former["behind"]) if former["behind"] else None)
        former["order"], former["behind_again"] = task.order, plain(now_behind)


def _rows_back(new: PlanChange, lines: Mapping[UUID, ChangedTask], *, by: Actor, at: datetime) -> list[Line]:
    """The columns as they were; each task is a version newer, those changed by name with an entry."""
    named = {pk: line for pk, line in lines.items() if line.by_name}
    followed = {pk: line for pk, line in lines.items() if not line.by_name}
    rows, tasks = [], lock_all(Task, named)
    added = set(map(str, new.undoes.added))  # type: ignore[union-attr]  # it undoes one
    for task in tasks:
        line, again = named[task.pk], {}
        before = (task.planned_start, task.planned_end)
        for column, value in line.former.items():
            if column in WRITTEN:
                again[column] = plain(getattr(task, column))
                setattr(task, column, Task._meta.get_field(column).to_python(value))
            elif column.endswith("_again"):
                again[column.removesuffix("_again")] = value
        if str(task.pk) not in added:
            task.planned_start, task.planned_end = line.old_start, line.old_end
        if "title" in line.former:
            task.folded = fold(f"{task.number} {task.title} {task.deliverable}")
        rows.append((task, before, again))
    columns = [column.removesuffix("_id") for column in WRITTEN] + ["folded"]
    record_each(tasks, "plan_change_undone", by=by, at=at, data=lambda task: _facts(new, task), changed=columns)
    kept = [
        Line(task.pk, True, task.version, *before, task.planned_start, task.planned_end, again)
        for task, before, again in rows
    ]
    return [*kept, *_followed_back(new.plan, followed)]


def _followed_back(plan: Plan, lines: Mapping[UUID, ChangedTask]) -> list[Line]:
    """Those that only followed, as they were, in one statement."""
    if not lines:
        return []
    now = Task.objects.filter(plan=plan).values_list("pk", *DATES)
    before = {pk: values for pk, *values in now if pk in lines}
    dates: list[Dates] = []
    for pk, line in lines.items():
        _start, _end, *others = before[pk]
        for place, column in enumerate(DATES[2:]):
            if column in line.former:
                others[place] = Task._meta.get_field(column).to_python(line.former[column])
        dates.append((pk, line.old_start, line.old_end, *others))
    versions = write_dates(dates)
    rows = []
    for pk, line in lines.items():
        start, end, *others = before[pk]
        again = {column: plain(value) for column, value in zip(DATES[2:], others, strict=True) if column in line.former}
        rows.append(Line(pk, False, versions[pk], start, end, line.old_start, line.old_end, again))
    return rows


def _facts(change: PlanChange, task: Task) -> dict[str, Any]:
    return {"change": change.pk, "start": task.planned_start, "end": task.planned_end, "reason": change.reason}

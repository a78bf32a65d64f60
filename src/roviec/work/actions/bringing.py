"""A plan's table comes back: kept when it is sent, applied as far as its sender ticked, all of that or nothing."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import Conflict, lock, record_bulk
from roviec.work.actions.dates import ask_extension, move_due
from roviec.work.actions.doing import report_progress
from roviec.work.actions.drafting import Drafting, create_tasks, edit_task
from roviec.work.actions.fields import TaskFields, fields_of
from roviec.work.models import Plan, PlanImport, Task
from roviec.work.permissions import PERMISSIONS
from roviec.work.queries.brought import CellChange, LineChange, compare_tracking, moment_of
from roviec.work.readers.tracking import Tracking

MOST_TICKED = 1000


@dataclass(frozen=True)
class Refused:
    """One place of the file that could not be applied."""

    sheet: str
    row: int
    field: str
    reason: Reason


class NothingApplied(Invalid):
    """Somewhere it could not be done: nothing was. `places` says where and why."""

    def __init__(self, places: list[Refused]) -> None:
        super().__init__(None, Reason("bringing.nothing_applied", {"count": len(places)}))
        self.places = places


def receive_tracking(
    plan: Plan, tracking: Tracking, data: bytes, file_name: str, *, by: Actor, at: datetime
) -> PlanImport:
    """Keeps the lines for the preview; nothing of the plan changes. Who sees the plan may compare a file with it."""
    PERMISSIONS.require(by, "view_plan", plan)
    return PlanImport.objects.create(
        plan=plan,
        kind=PlanImport.Kind.TRACKING,
        file_name=file_name[:200],
        digest=hashlib.sha256(data).hexdigest(),
        account_id=by.account_id,
        created_at=at,
        lines=[asdict(line) for line in tracking.lines],
        remarks=[reason.as_dict() for reason in tracking.remarks],
    )


def apply_tracking(
    brought: PlanImport | UUID, ticked: Collection[str], *, by: Actor, at: datetime, reason: str = ""
) -> PlanImport:
    """What was ticked, each by the action that is for it and whose rules hold; `NothingApplied` when any of it cannot be done.

    A tick that no longer fits what the task says is refused: somebody was faster. `reason` goes with due dates and progress.
    """
    if not ticked:
        raise Invalid(None, Reason("bringing.nothing_ticked"))
    if len(ticked) > MOST_TICKED:
        raise Invalid(None, Reason("bringing.too_many_ticked", {"most": MOST_TICKED}))
    with transaction.atomic():
        pk = brought.pk if isinstance(brought, PlanImport) else brought
        held = PlanImport.objects.select_for_update().get(pk=pk, account_id=by.account_id)
        plan = lock(Plan, held.plan_id or held.pk)
        PERMISSIONS.require(by, "view_plan", plan)
        found = compare_tracking(held.lines, plan, by, at)
        if any(cell.way in ("decide", "ask") and cell.tick in ticked for line in found.lines for cell in line.cells):
            _needs(reason)
        doing = _Doing(plan, set(ticked), by, at, reason)
        for line in found.lines:
            doing.line(line)
        doing.refuse_what_is_gone()
        if doing.refused:
            raise NothingApplied(doing.refused)
        record_bulk(plan, "brought_in", by=by, at=at, lines=doing.told)
        held.applied_at = at
        held.outcome = dict(Counter(held.outcome) + doing.counts)
        held.save(update_fields=["applied_at", "outcome"])
    return held


def _needs(reason: str) -> None:
    if not reason.strip():
        raise Invalid("reason", Reason("task.reason_missing"))


class _Doing:
    """Applies line by line within the caller's transaction, each in a savepoint of its own so that all refusals are told at once."""

    def __init__(self, plan: Plan, ticked: set[str], by: Actor, at: datetime, reason: str) -> None:
        self.plan, self.ticked, self.by, self.at, self.reason = plan, ticked, by, at, reason
        self.left = set(ticked)
        self.refused: list[Refused] = []
        self.told: list[dict[str, Any]] = []
        self.counts: Counter[str] = Counter()

    def line(self, line: LineChange) -> None:
        if line.verdict == "added" and line.tick in self.ticked:
            self.left.discard(line.tick)
            self._try(line, "", lambda: self._add(line))
            return
        cells = [cell for cell in line.cells if cell.tick and cell.tick in self.ticked]
        self.left -= {cell.tick for cell in cells}
        if not cells or line.task is None:
            return
        edits = [cell for cell in cells if cell.way == "edit"]
        task = line.task
        if edits:
            self._try(line, edits[0].field, lambda: self._edit(task, edits))
        for cell in cells:
            if cell.way != "edit":
                self._try(line, cell.field, partial(self._one, task, cell))

    def refuse_what_is_gone(self) -> None:
        """Ticks that fit nothing any more: the task was changed, or the line done, after the preview was shown."""
        if self.left:
            self.refused.append(Refused("", 0, "", Reason("bringing.overtaken", {"count": len(self.left)})))

    def _try(self, line: LineChange, field: str, do: Callable[[], None]) -> None:
        try:
            with transaction.atomic():
                do()
        except Invalid as invalid:
            problems = [(name or field, why) for name, why in invalid.problems]
        except Denied as denied:
            problems = [(field, denied.reason)]
        except Conflict:
            problems = [(field, Reason("bringing.overtaken", {"count": 1}))]
        else:
            return
        self.refused += [Refused(line.sheet, line.row, name, why) for name, why in problems]

    def _add(self, line: LineChange) -> None:
        task = create_tasks(self.plan, [Drafting(TaskFields(**line.fields))], by=self.by, at=self.at)[0]
        self.counts["added"] += 1
        self.told.append({"task": task.pk, "row": line.row, "fields": ["created"]})

    def _edit(self, task: Task, cells: list[CellChange]) -> None:
        fields = fields_of(task)
        for cell in cells:
            fields = replace(fields, **_values(cell))
        edit_task(task, fields, by=self.by, at=self.at, version=task.version)
        self._tell(task, cells)

    def _one(self, task: Task, cell: CellChange) -> None:
        if cell.way == "report":
            text = self.reason or f"{cell.now}% → {cell.value}%"
            report_progress(task, progress=cell.value, text=text, by=self.by, at=self.at)
        else:
            due = moment_of(cell.value)
            if due is None:
                raise Invalid("due", Reason("bringing.due_needed"))
            if cell.way == "decide":
                move_due(task, due=due, reason=self.reason, by=self.by, at=self.at)
            else:
                ask_extension(task, new_due=due, reason=self.reason, by=self.by, at=self.at)
        self._tell(task, [cell])

    def _tell(self, task: Task, cells: list[CellChange]) -> None:
        for cell in cells:
            self.counts[cell.way] += 1
        facts = [{"field": cell.field, "was": cell.now[:200], "is": cell.new[:200], "way": cell.way} for cell in cells]
        self.told.append({"task": task.pk, "changes": facts})


def _values(cell: CellChange) -> dict[str, Any]:
    """A cell as arguments of TaskFields."""
    match cell.field:
        case "lead":
            return {"lead_unit": cell.value, "lead_text": ""}
        case "supports":
            return {"supports": tuple(cell.value), "support_texts": cell.value}
        case "due":
            return {"due": moment_of(cell.value), "recurrence": cell.value.recurrence, "budget": cell.value.budget}
    return {cell.field: cell.value}

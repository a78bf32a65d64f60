"""Work of before this system comes in with what became of it, as an old register says: given, reported, done or standing still on its
own days, by whoever brings it in and marked as brought in. Those with open work are told once; of what is over, nobody.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody import actions as custody
from roviec.custody.models import Clock
from roviec.ledger.actions import announce, lock
from roviec.ledger.bulk import record_each
from roviec.work.actions.assigning import assign_tasks
from roviec.work.actions.drafting import Drafting, create_tasks
from roviec.work.actions.fields import TaskFields
from roviec.work.models import Plan, ProgressReport, Submission, Task, TaskState
from roviec.work.permissions import PERMISSIONS

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Past:
    """One row of a register: the task, the instant it was given, and what became of it.

    `finished_at` closes it; `suspended` makes its clock stand still from now. `result` says by what it was finished, `note` what the
    register adds, `row` where it stands there.
    """

    fields: TaskFields
    given_at: datetime
    finished_at: datetime | None = None
    suspended: bool = False
    progress: int = 0
    result: str = ""
    note: str = ""
    row: str = ""


def bring_in_history(plan: Plan | UUID, rows: Sequence[Past], *, source: str, by: Actor, at: datetime) -> list[Task]:
    """The tasks in the order of the rows, all or none; `source` names the register, in every entry of the ledger.

    Gaps in the six clear things are kept with the source as their reason: they were never asked for when the work was given.
    """
    for past in rows:
        _check(past, at)
    with transaction.atomic():
        home = lock(Plan, plan.pk if isinstance(plan, Plan) else plan)
        PERMISSIONS.require(by, "bring_in_history", home)
        made: dict[int, Task] = {}
        together: dict[datetime, list[int]] = defaultdict(list)
        for place, past in enumerate(rows):
            # Open work is in somebody's hands here from now on: nobody is asked why it lay with them before it came.
            together[past.given_at if past.finished_at else at].append(place)
        for when, places in sorted(together.items()):
            wanted = [Drafting(replace(rows[place].fields, progress=0)) for place in places]
            drafts = create_tasks(home, wanted, by=by, at=when)
            given = assign_tasks(drafts, by=by, at=when, unclear_reason=source[:LONGEST], told=False)
            for _task, why in given.refused:
                raise why
            current = {task.pk: task for task in given.done}
            made |= {place: current[draft.pk] for place, draft in zip(places, drafts, strict=True)}
        tasks = [made[place] for place in range(len(rows))]
        for task, past in zip(tasks, rows, strict=True):
            _become(task, past, source=source, by=by, at=at)
        custody.note_past_lateness([task.clock for task in tasks if task.state == TaskState.DONE], at=at)
        said = {task.pk: past for task, past in zip(tasks, rows, strict=True)}
        record_each(
            tasks,
            "history_brought_in",
            by=by,
            at=at,
            data=lambda task: _facts(task, said[task.pk], source),
            changed=["state", "progress", "done_at", "assigned_at"],
        )
        _tell(home, [task for task in tasks if task.state != TaskState.DONE], by=by, at=at)
    return tasks


def _check(past: Past, at: datetime) -> None:
    if past.given_at > at or (past.finished_at is not None and not past.given_at <= past.finished_at <= at):
        raise Invalid("rows", Reason("history.days_backwards", {"row": past.row}))


def _become(task: Task, past: Past, *, source: str, by: Actor, at: datetime) -> None:
    """The row's state, as the steps of a task would have left it; the ledger entry follows for all together."""
    task.state, task.progress = TaskState.IN_PROGRESS, past.progress
    text = "\n".join(filter(None, (past.result, past.note)))
    if past.finished_at is not None:
        handed_in = Submission(task=task, at=past.finished_at, text=text or source)
        handed_in.decided_at, handed_in.accepted, handed_in.decision_note = past.finished_at, True, source[:LONGEST]
        handed_in.save()
        task.state, task.progress, task.done_at = TaskState.DONE, 100, past.finished_at
        task.clock.finished_at = past.finished_at
        custody.close(task.clock, Clock.Closing.DONE, past.finished_at)
        return
    task.assigned_at = past.given_at
    custody.began_earlier(task.clock, past.given_at)
    if past.progress or text:
        ProgressReport.objects.create(
            task=task, at=at, progress=past.progress, text=text or source, author_id=by.officer_id
        )
    if past.suspended:
        custody.suspend(task.clock, reason=past.note or source, by_label=by.account_label, at=at)


def _facts(task: Task, past: Past, source: str) -> dict[str, object]:
    facts = {"source": source, "row": past.row, "state": task.state, "progress": task.progress}
    if past.finished_at:
        facts |= {"done_at": past.finished_at, "result": past.result[:LONGEST]}
    return (
        facts | ({"note": past.note[:LONGEST]} if past.note else {}) | ({"suspended": True} if past.suspended else {})
    )


def _tell(plan: Plan, tasks: Sequence[Task], *, by: Actor, at: datetime) -> None:
    if not tasks:
        return
    who = {"account": str(by.account_id), "officer": str(by.officer_id or ""), "label": by.account_label}
    listed = [str(task.pk) for task in tasks]
    # One message over all units, so that nobody is told twice; more than one even for a single task: it says how many.
    payload = {"count": max(len(listed), 2), "plan": str(plan.pk), "tasks": listed, "by": who}
    announce("work.task_assigned", tasks[0], at=at, payload=payload)

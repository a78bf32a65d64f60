"""Changing a plan: one list of changes, previewed, applied whole or not at all, and kept so that it can be told and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import Conflict, lock
from roviec.work import changes as c
from roviec.work.actions.dates import ask_extension, move_due
from roviec.work.actions.doing import report_progress
from roviec.work.actions.drafting import edit_task
from roviec.work.actions.fields import fields_of, id_of
from roviec.work.actions.placing import make_task, put_behind
from roviec.work.actions.trying import Ask, Trial, around, do, named_tasks, reschedule, said, try_out
from roviec.work.actions.writing import store
from roviec.work.collecting import collecting_later
from roviec.work.models import Plan, PlanChange, TaskState
from roviec.work.queries.board import load_board
from roviec.work.queries.scheduled import Scheduler, first_and_last

MOST = 500  # changes in one list


@dataclass(frozen=True)
class Preview:
    """What a list of changes would do. `moved` are (task, first day, last day) of all whose dates become others; nothing is written.

    `problems` keep it from being applied; `notes` say where the schedule did not follow a wish.
    """

    moved: list[tuple[UUID, date, date]]
    late_more: list[UUID]
    other_units: int
    asks: list[Ask]
    problems: list[Reason]
    notes: list[Reason]


@dataclass(frozen=True)
class Changed:
    """What a change did: `touched` are all tasks whose rows are others now; `change` is None when nothing is left to take back."""

    touched: list[UUID]
    asked: list[UUID]
    change: PlanChange | None


def preview_change(plan: Plan, wanted: Sequence[c.Change], *, by: Actor, at: datetime) -> Preview:
    """Nothing is written. What may not or cannot be done is among the problems; the rest is tried out together."""
    _few_enough(wanted)
    with collecting_later():
        trial = try_out(plan, wanted, by=by, at=at)
    late = trial.late_more
    moved = [(pk, *first_and_last(trial.after.rows[pk])) for pk in trial.moved]
    return Preview(
        moved=moved,
        late_more=late,
        other_units=trial.other_units(late),
        asks=[ask for ask in trial.dues if not ask.decided],
        problems=trial.problems,
        notes=_notes(trial, wanted),
    )


def change_plan(plan: Plan | UUID, wanted: Sequence[c.Change], *, by: Actor, at: datetime, reason: str = "") -> Changed:
    """Applies the changes in their order, all or none: dates, links, order, new tasks; what follows them is rescheduled.

    Planned dates of everything that moves because of them are stored; due dates move only by a decision of who may, and become
    requests for extension of anybody else. Conflict when a row has another version than the change builds upon.
    """
    _few_enough(wanted)
    with collecting_later(), transaction.atomic():
        home = lock(Plan, id_of(plan))
        if home.closed_at is not None:
            raise Invalid("plan", Reason("plan.closed"))
        trial = begin_trial(home, wanted, by=by, at=at)
        for change in wanted:
            do(trial, change)
        reschedule(trial)
        if trial.problems:
            raise Invalid.many([(None, problem) for problem in trial.problems])
        _decide(trial, reason)
        _place(trial, wanted)
        kept = store(trial, reason=reason)
    asked = [ask.task for ask in trial.dues if not ask.decided]
    followed = [pk for pk in trial.moved if pk not in trial.was]
    touched = [*trial.was, *followed, *(pk for pk, _one in trial.added), *asked, *around(trial)]
    return Changed(list(dict.fromkeys(touched)), asked, kept)


def begin_trial(plan: Plan, wanted: Sequence[c.Change], *, by: Actor, at: datetime) -> Trial:
    """The board as it stands, the tasks named locked and of the versions that the changes build upon."""
    known = named_tasks(plan, wanted, lock=True)
    for change in wanted:
        version, task = getattr(change, "version", None), known.get(getattr(change, "task", None))  # type: ignore[arg-type]
        if task is not None and version is not None and task.version != version:
            raise Conflict(task, version)
    board, scheduler = load_board(plan), Scheduler(at)
    before = scheduler.run(board)
    return Trial(plan, by, at, board, scheduler, before, before, known)


def _decide(trial: Trial, reason: str) -> None:
    """Due dates and progress by the actions that are for them."""
    for ask in trial.dues:
        task = trial.known[ask.task]
        if task.state == TaskState.DRAFT:
            dated = replace(fields_of(task), due=ask.new_due, budget=None, recurrence="")
            edit_task(task, dated, by=trial.by, at=trial.at)
        elif ask.decided:
            move_due(task, due=ask.new_due, reason=reason, by=trial.by, at=trial.at)
        else:
            ask_extension(task, new_due=ask.new_due, reason=reason, by=trial.by, at=trial.at)
    for change in trial.progress:
        text = change.text or reason
        report_progress(change.task, progress=change.progress, text=text, by=trial.by, at=trial.at)


def _place(trial: Trial, wanted: Sequence[c.Change]) -> None:
    ids = {id(change): pk for pk, change in trial.added}
    for change in wanted:
        if isinstance(change, c.AddTask):
            make_task(trial, ids[id(change)], change)
        elif isinstance(change, c.Place):
            put_behind(trial, change.task, change.parent, change.after)


def _notes(trial: Trial, wanted: Sequence[c.Change]) -> list[Reason]:
    """Where a task does not begin on the day that was asked for, and what keeps it from there."""
    notes = []
    for change in wanted:
        if not isinstance(change, c.Move) or change.task not in trial.after.rows:
            continue
        start, _end = first_and_last(trial.after.rows[change.task])
        asked = change.start.date() if isinstance(change.start, datetime) else change.start
        if start > asked and change.task in trial.was:
            driver = trial.after.rows[change.task].driven_by
            if driver.rule == "link" and driver.uid is not None:
                before = trial.board.tasks[trial.after.task_of(driver.uid)]
                notes.append(Reason("plan_change.waits", {"day": f"{start:%d/%m/%Y}", "before": said(before)}))
            else:
                notes.append(Reason("plan_change.next_day", {"day": f"{start:%d/%m/%Y}"}))
    return notes


def _few_enough(wanted: Sequence[c.Change]) -> None:
    if not wanted:
        raise Invalid("changes", Reason("plan_change.nothing"))
    if len(wanted) > MOST:
        raise Invalid("changes", Reason("plan_change.too_many", {"most": MOST}))

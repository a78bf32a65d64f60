"""Changes of a plan tried out on its board: who may, whether each can be, and what follows from them all."""

import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from roviec.core.actor import Actor
from roviec.core.calendars import FIRST, LAST, VIETNAM, OutsideTableError
from roviec.core.holding import instant_of
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.schedule import CycleError, TooLongError
from roviec.core.working_table import to_minutes
from roviec.custody.calendars import calendar_named
from roviec.ledger.ids import new_id
from roviec.work import changes as c
from roviec.work.actions.steps import RELATED, require_step
from roviec.work.models import Dependency, Plan, Task, TaskState
from roviec.work.permissions import PERMISSIONS
from roviec.work.queries.board import Board, Linked, Planned, day_of, load_board
from roviec.work.queries.scheduled import Scheduled, Scheduler, circles_of, first_and_last, midnight

SHOWN = 60  # letters of a title within a sentence


@dataclass(frozen=True)
class Ask:
    """A due date that the actor does not decide: `decided` False makes it a request."""

    task: UUID
    old_due: date | None
    new_due: date
    decided: bool


@dataclass
class Trial:
    """A board before and after some changes. `was` holds each task touched by name as it stood, `behind` what a task that was placed
    elsewhere stood behind; `moved` are those whose scheduled dates differ, in the plan's order."""

    plan: Plan
    by: Actor
    at: datetime
    board: Board
    scheduler: Scheduler
    before: Scheduled
    after: Scheduled
    known: dict[UUID, Task]
    was: dict[UUID, Planned] = field(default_factory=dict)
    made: list[Linked] = field(default_factory=list)
    cut: list[Linked] = field(default_factory=list)
    relinked: list[tuple[Linked, Linked]] = field(default_factory=list)
    dues: list[Ask] = field(default_factory=list)
    progress: list[c.SetProgress] = field(default_factory=list)
    added: list[tuple[UUID, c.AddTask]] = field(default_factory=list)
    behind: dict[UUID, UUID | None] = field(default_factory=dict)
    moved: list[UUID] = field(default_factory=list)
    problems: list[Reason] = field(default_factory=list)

    @property
    def late_more(self) -> list[UUID]:
        """Tasks that end after their due day now and did not before."""
        return [pk for pk in self.moved if self._late(pk, self.after) and not self._late(pk, self.before)]

    def _late(self, pk: UUID, scheduled: Scheduled) -> bool:
        task, row = self.board.tasks[pk], scheduled.rows.get(pk)
        if row is None or task.due is None or not task.counts:
            return False
        return first_and_last(row)[1] > day_of(task.due)

    def other_units(self, pks: Iterable[UUID]) -> int:
        """How many of these are led by another unit than those that were changed by name."""
        own = {self.board.tasks[pk].unit for pk in self.was if pk in self.board.tasks}
        return sum(1 for pk in pks if self.board.tasks[pk].unit not in own)


def try_out(
    plan: Plan, wanted: Iterable[c.Change], *, by: Actor, at: datetime, known: Mapping[UUID, Task] | None = None
) -> Trial:
    """The changes on a board of their own; nothing is written. What cannot be stands in `problems`, the rest goes on.

    `known` are the tasks named, with what permissions ask for; without, they are read here.
    """
    wanted = list(wanted)
    board, scheduler = load_board(plan), Scheduler(at)
    before = scheduler.run(board)
    known = dict(known) if known is not None else named_tasks(plan, wanted)
    trial = Trial(plan, by, at, board, scheduler, before, before, known)
    for change in wanted:
        try:
            do(trial, change)
        except Invalid as refused:
            trial.problems += [reason for _field, reason in refused.problems]
        except Denied as denied:
            trial.problems.append(denied.reason)
    reschedule(trial)
    return trial


def do(trial: Trial, change: c.Change) -> None:
    """One change on the board. Raises Invalid and Denied."""
    days = [one.year for name in ("start", "end", "due", "at") if (one := getattr(change, name, None)) is not None]
    if any(not FIRST.year < year < LAST.year for year in days):
        raise Invalid(None, Reason("plan_change.far_day", {"first": FIRST.year + 1, "last": LAST.year - 1}))
    try:
        DOING[type(change)](trial, change)
    except OutsideTableError:  # a day that was stored before
        raise Invalid(None, Reason("plan_change.far_day", {"first": FIRST.year + 1, "last": LAST.year - 1})) from None


def named_tasks(plan: Plan, wanted: Iterable[c.Change], *, lock: bool = False) -> dict[UUID, Task]:
    """The tasks that the changes name, and those at the end of a link that they name, with what permissions ask for."""
    wanted = list(wanted)
    pks = {pk for change in wanted for pk in c.tasks_named(change)}
    links = [change.link for change in wanted if isinstance(change, c.ChangeLink | c.CutLink)]
    pks.update(Dependency.objects.filter(pk__in=links, plan=plan).values_list("after", flat=True) if links else ())
    rows = Task.objects.select_for_update(of=("self",)) if lock else Task.objects.all()
    found = rows.select_related(*RELATED).filter(pk__in=pks, plan=plan).order_by("pk")
    return {task.pk: task for task in found}


def reschedule(trial: Trial) -> None:
    """What follows from the changes: the schedule anew, and who moved. Circles stand in the problems, with the tasks in them."""
    links = bool(trial.made or trial.cut or trial.relinked)
    changed = [*trial.was, *(pk for pk, _change in trial.added), *around(trial)]
    try:
        trial.after = trial.scheduler.again(trial.board, dict.fromkeys(changed), links=links)
    except CycleError as error:
        trial.problems += [
            Reason("plan_change.circle", {"tasks": " → ".join(said(task) for task in [*circle, circle[0]])})
            for circle in circles_of(trial.board, error)
        ]
    except TooLongError:
        trial.problems.append(Reason("plan_change.too_long"))
    rows, tasks = trial.before.rows, trial.board.tasks
    trial.moved = [
        pk
        for pk, row in trial.after.rows.items()
        if pk in rows
        and (row.start, row.finish) != (rows[pk].start, rows[pk].finish)
        and not (row.summary or tasks[pk].closed)
    ]


def around(trial: Trial) -> list[UUID]:
    """Wholes that gained or lost a part: such a one may be a summary now, or none any more."""
    parents = {trial.board.tasks[pk].parent for pk, _change in trial.added}
    for pk, was in trial.was.items():
        if was.parent != trial.board.tasks[pk].parent:
            parents |= {was.parent, trial.board.tasks[pk].parent}
    return [pk for pk in parents if pk is not None]


def said(task: Planned) -> str:
    """A task within a sentence: its number, else the beginning of its title."""
    if task.number:
        return task.number
    return task.title if len(task.title) <= SHOWN else f"{task.title[:SHOWN].rstrip()}…"


def task_at(trial: Trial, pk: UUID, action: str, *, leaf: bool = False) -> Planned:
    """The task on the board, after asking who may, about to be changed. `leaf`: one whose dates are its own."""
    task, row = trial.board.tasks.get(pk), trial.known.get(pk)
    if task is None or (row is None and pk not in {one for one, _change in trial.added}):
        raise Invalid("task", Reason("plan_change.unknown_task"))
    if row is not None:
        PERMISSIONS.require(trial.by, action, row)
    if task.closed:
        raise Invalid("task", Reason("plan_change.closed_task", {"task": said(task)}))
    if leaf and trial.board.is_whole(pk):
        raise Invalid("task", Reason("plan_change.whole", {"task": said(task)}))
    return task


def touch(trial: Trial, task: Planned) -> Planned:
    trial.was.setdefault(task.id, copy.copy(task))
    return task


def move(trial: Trial, change: c.Move) -> None:
    task = touch(trial, task_at(trial, change.task, "plan_task", leaf=True))
    put(task, change.start, change.start if task.milestone else change.end)
    if task.constraint or trial.board.linked_to.get(task.id):
        task.constraint, task.constraint_at = "SNET", as_instant(change.start)


def put(task: Planned, start: date, end: date) -> None:
    """Days or local moments into the task; its duration is what is worked between them."""
    table = calendar_named(task.calendar or "vn").table
    first, last = as_moment(start), as_moment(end, ends=True)
    if last < first:
        raise Invalid("end", Reason("task.planned_backwards"))
    days = table.count_days(first.date() - timedelta(days=1), day(end))
    old_start, old_end = task.bar()
    same_length = days == table.count_days(old_start - timedelta(days=1), old_end)
    task.start, task.end = day(start), day(end)
    if isinstance(start, datetime) and isinstance(end, datetime):
        task.from_, task.until = as_instant(start), as_instant(end)
        task.minutes = int(table.position(to_minutes(end)) - table.position(to_minutes(start)))
        return
    task.from_ = task.until = None
    if task.minutes is None or not same_length:
        task.minutes = int(table.position(to_minutes(last)) - table.position(to_minutes(first))) or 480
    if task.milestone:
        task.minutes = 0


def set_due(trial: Trial, change: c.SetDue) -> None:
    task = trial.board.tasks.get(change.task)
    row = trial.known.get(change.task)
    if task is None or row is None:
        raise Invalid("task", Reason("plan_change.unknown_task"))
    if task.state == TaskState.DRAFT:
        verb, decided = "edit_task", True
    else:
        decided = PERMISSIONS.allows(trial.by, "move_due", row)
        verb = "move_due" if decided else "ask_extension"
    PERMISSIONS.require(trial.by, verb, row)
    require_step(row, verb)
    old = day_of(task.due) if task.due else None
    if not decided and old is not None and change.due <= old:
        raise Invalid("due", Reason("plan_change.ask_later_only"))
    trial.dues.append(Ask(task.id, old, change.due, decided))
    if decided:
        touch(trial, task).due = instant_of(change.due)


def set_progress(trial: Trial, change: c.SetProgress) -> None:
    task = task_at(trial, change.task, "report_progress")
    require_step(trial.known[change.task], "report_progress")
    touch(trial, task).progress = change.progress
    trial.progress.append(change)


def make_link(trial: Trial, change: c.MakeLink) -> None:
    board = trial.board
    before, after = board.tasks.get(change.before), task_at(trial, change.after, "plan_task")
    if before is None:
        raise Invalid("before", Reason("plan_change.unknown_task"))
    names: dict[str, str | int] = {"before": said(before), "after": said(after)}
    if before.id == after.id:
        raise Invalid("after", Reason("plan_change.circle", {"tasks": f"{said(before)} → {said(before)}"}))
    if after.id in board.above(before.id) or before.id in board.above(after.id):
        raise Invalid("after", Reason("plan_change.own_whole", names))
    if any((one.before, one.after) == (before.id, after.id) for one in board.links.values()):
        raise Invalid("after", Reason("plan_change.linked_twice", names))
    touch(trial, after)
    if not board.is_whole(after.id) and not board.linked_to.get(after.id):
        _hold(trial, before, after, change)
    link = Linked(new_id(), before.id, after.id, change.type, change.lag, change.unit)
    board.link(link)
    trial.made.append(link)


def _hold(trial: Trial, before: Planned, after: Planned, change: c.MakeLink) -> None:
    """The first link of a task: what somebody placed is not pulled earlier; what nobody planned fills the time until it is due."""
    if after.start is not None:
        if not after.constraint:
            after.constraint, after.constraint_at = "SNET", after.from_ or as_instant(after.start)
        return
    if after.minutes is not None or after.milestone or after.progress:
        return
    table = calendar_named(after.calendar or "vn").table
    row = trial.before.rows.get(before.id)
    due = day_of(after.due) if after.due else None
    if row is not None and due is not None and change.type == "FS":
        ends = first_and_last(row)[1]
        left = int(table.position(to_minutes(midnight(due)) + 1440) - table.position(to_minutes(midnight(ends)) + 1440))
        after.minutes = left if left > 0 else None


def change_link(trial: Trial, change: c.ChangeLink) -> None:
    link = _link_of(trial, change.link)
    task = task_at(trial, link.after, "plan_task")
    touch(trial, task)
    new = Linked(link.id, link.before, link.after, change.type, change.lag, change.unit)
    trial.board.links[link.id] = new
    trial.relinked.append((link, new))


def cut_link(trial: Trial, change: c.CutLink) -> None:
    link = _link_of(trial, change.link)
    after = touch(trial, task_at(trial, link.after, "plan_task"))
    trial.board.cut(link.id)
    trial.cut.append(link)
    if not trial.board.is_whole(after.id) and not trial.board.linked_to.get(after.id) and after.start is None:
        after.start, after.end = first_and_last(trial.before.rows[after.id])  # it stays where the links had put it


def _link_of(trial: Trial, pk: UUID) -> Linked:
    link = trial.board.links.get(pk)
    if link is None:
        raise Invalid("link", Reason("plan_change.unknown_link"))
    return link


def add_task(trial: Trial, change: c.AddTask) -> None:
    if not change.title.strip():
        raise Invalid("title", Reason("clarity.work_missing"))
    if change.parent is None:
        PERMISSIONS.require(trial.by, "create_task", trial.plan)
    else:
        task_at(trial, change.parent, "split_into_parts")
        if change.parent in trial.known:
            require_step(trial.known[change.parent], "split_into_parts")
    task = new_planned(trial, change)
    trial.board.add(task)
    trial.added.append((task.id, change))


def new_planned(trial: Trial, change: c.AddTask) -> Planned:
    return Planned(
        id=new_id(), version=1, parent=change.parent, order=0, number="", title=change.title.strip(),
        state=TaskState.DRAFT.value, unit=None, calendar="vn", start=None, end=None, from_=None, until=None, minutes=None,
        milestone=False, constraint="", constraint_at=None, progress=0, due=None, began=trial.at, finished=None, counts=False,
    )  # fmt: skip


def rename(trial: Trial, change: c.Rename) -> None:
    task = task_at(trial, change.task, "edit_task")
    if not change.title.strip():
        raise Invalid("title", Reason("clarity.work_missing"))
    touch(trial, task).title = change.title.strip()


def place(trial: Trial, change: c.Place) -> None:
    task = task_at(trial, change.task, "place_task")
    board = trial.board
    if change.parent is not None and change.parent != task.parent:
        whole = task_at(trial, change.parent, "split_into_parts")
        require_step(trial.known[change.parent], "split_into_parts")
        if task.id in board.above(change.parent):
            raise Invalid("parent", Reason("plan_change.own_whole", {"before": said(task), "after": said(whole)}))
    if change.after is not None and change.after not in board.tasks:
        raise Invalid("after", Reason("plan_change.unknown_task"))
    touch(trial, task)
    trial.behind.setdefault(task.id, board.sibling_before(task))
    if change.parent != task.parent:
        board.place(task, change.parent)


def set_milestone(trial: Trial, change: c.SetMilestone) -> None:
    task = touch(trial, task_at(trial, change.task, "plan_task", leaf=True))
    start, end = task.bar()
    task.milestone = change.on
    task.minutes = 0 if change.on else None
    if change.on:  # it stands where the work would have ended
        task.start = task.end = end
        task.from_ = task.until = None
    else:
        task.start, task.end = start, end


def constrain(trial: Trial, change: c.Constrain) -> None:
    task = touch(trial, task_at(trial, change.task, "plan_task", leaf=True))
    if change.type in ("", "ALAP"):
        task.constraint, task.constraint_at = change.type, None
        return
    if change.at is None:
        raise Invalid("at", Reason("plan_change.no_moment"))
    ends = change.type in ("FNET", "FNLT", "MFO")
    task.constraint = change.type
    task.constraint_at = as_moment(change.at, ends=ends).replace(tzinfo=VIETNAM)


DOING: dict[type, Callable[[Trial, Any], None]] = {
    c.Move: move,
    c.SetDue: set_due,
    c.SetProgress: set_progress,
    c.MakeLink: make_link,
    c.ChangeLink: change_link,
    c.CutLink: cut_link,
    c.AddTask: add_task,
    c.Rename: rename,
    c.Place: place,
    c.SetMilestone: set_milestone,
    c.Constrain: constrain,
}


def day(one: date) -> date:
    return one.date() if isinstance(one, datetime) else one


def as_moment(one: date, *, ends: bool = False) -> datetime:
    """Local wall-clock time; a day begins at midnight and ends at the next one."""
    if isinstance(one, datetime):
        return one.replace(tzinfo=None) if one.tzinfo is None else one.astimezone(VIETNAM).replace(tzinfo=None)
    return midnight(one) + timedelta(days=1 if ends else 0)


def as_instant(one: date) -> datetime:
    return as_moment(one).replace(tzinfo=VIETNAM)

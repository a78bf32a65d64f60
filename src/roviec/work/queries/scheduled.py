"""A board as a plan of `core.schedule`, and what the schedule says about each task.

Rules that the core does not know: a task that waits for nobody stays where it was put; one that was put somewhere and then linked
begins no earlier than there; what is done stays. Work under way began when it was planned to (or, unplanned, when it was given) and
ends when it is planned to, as long as that day is ahead; when it has passed, what is left begins now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from functools import lru_cache
from uuid import UUID

import numpy as np

from roviec.core import schedule as core
from roviec.core.calendars import VIETNAM, WorkingCalendar
from roviec.core.working_table import to_minutes
from roviec.custody.calendars import calendar_named
from roviec.work.models import TaskState
from roviec.work.queries.board import Board, Linked, Planned

ONE_DAY = 480  # working minutes of a task that lies on days off only
LINK_TYPES = {type_.value: type_ for type_ in core.LinkType}
HANDED_IN = (TaskState.SUBMITTED.value, TaskState.DONE.value)


@dataclass(frozen=True)
class Scheduled:
    """`rows` by task, in the plan's order: the core's dates, slack and driver. `names` turns the core's numbers back into tasks."""

    rows: dict[UUID, core.Row]
    names: list[UUID]

    def task_of(self, uid: int) -> UUID:
        return self.names[uid]


class Scheduler:
    """Schedules a board, and again after some of it was changed: then only what follows from the change is worked out."""

    def __init__(self, now: datetime) -> None:
        self.now = midnight(local(now).date())  # the status date: what was planned for today can still begin today
        self._tasks: dict[UUID, core.PlannedTask] = {}
        self._links: dict[UUID, tuple[Linked, core.Link]] = {}
        self._number: dict[UUID, int] = {}
        self._live: core.Rescheduler | None = None

    def run(self, board: Board) -> Scheduled:
        """Raises CycleError, whose circles `circles_of` names, and TooLongError."""
        self._number = {pk: i for i, pk in enumerate(board.tasks)}
        self._translate(board, board.tasks)
        tasks = list(self._tasks.values())
        plan = core.Plan(
            start=self._first(board, tasks),
            tasks=tasks,
            links=self._translated_links(board),
            calendars={name: plan_calendar(name) for name in {task.calendar or "vn" for task in tasks} | {"vn"}},
            calendar="vn",
            name=board.plan.title,
            data_date=self.now,
        )
        self._live = core.Rescheduler(plan)
        return self._answer()

    @property
    def plan(self) -> core.Plan:
        """What the last run was given; its numbers are turned back by `Scheduled.task_of`."""
        assert self._live is not None
        return self._live.plan

    def again(self, board: Board, ids: Iterable[UUID], *, links: bool) -> Scheduled:
        """After these tasks were changed or added on the board, and, if `links`, links made, changed or cut."""
        if self._live is None:
            return self.run(board)
        ids = [pk for pk in ids if pk in board.tasks]
        for pk in ids:
            self._number.setdefault(pk, len(self._number))
        self._translate(board, ids)
        changed = [self._tasks[pk] for pk in ids]
        begin = self._first(board, changed)
        if begin < self._live.plan.start or any(
            task.calendar and task.calendar not in self._live.plan.calendars for task in changed
        ):
            return self.run(board)
        self._live.change(changed, links=self._translated_links(board) if links else None)
        return self._answer()

    def _answer(self) -> Scheduled:
        assert self._live is not None
        names = list(self._number)
        return Scheduled({names[row.uid]: row for row in self._live.schedule.rows}, names)

    def _translate(self, board: Board, ids: Iterable[UUID]) -> None:
        some = [board.tasks[pk] for pk in ids]
        self._measure(some)
        for task in some:
            self._tasks[task.id] = self._planned(board, task)

    def _translated_links(self, board: Board) -> list[core.Link]:
        for pk, link in board.links.items():
            known = self._links.get(pk)
            if known is None or known[0] is not link:
                self._links[pk] = (link, self._link(link))
        return [self._links[pk][1] for pk in board.links]

    def _link(self, link: Linked) -> core.Link:
        return core.Link(
            self._number[link.before],
            self._number[link.after],
            LINK_TYPES[link.type],
            link.lag,
            elapsed=link.unit == "elapsed",
            percent=link.unit == "percent",
        )

    def _first(self, board: Board, tasks: Iterable[core.PlannedTask]) -> datetime:
        """Nothing begins before the first of what is planned; a plan that says nothing begins today."""
        starts = [one.actual_start or (one.constraint.at if one.constraint else None) for one in tasks]
        known = [at for at in starts if at is not None]
        if board.plan.starts_on:
            known.append(midnight(board.plan.starts_on))
        return min(known, default=self.now)

    def _measure(self, tasks: list[Planned]) -> None:
        """What is worked on the days of each task, and of that what lies ahead of now; calendar by calendar."""
        self._spans: dict[UUID, tuple[int, int]] = {}
        by_calendar: dict[str, list[Planned]] = {}
        for task in tasks:
            if (task.minutes is None or task.progress > 0) and not task.milestone:
                by_calendar.setdefault(task.calendar or "vn", []).append(task)
        for name, some in by_calendar.items():
            table = calendar_named(name).table
            bars = [_moments(task) for task in some]
            first, last = (
                table.position(np.array([bar[0] for bar in bars])),
                table.position(np.array([bar[1] for bar in bars])),
            )
            ahead = last - table.position(to_minutes(self.now))
            lengths = zip(some, (last - first).tolist(), ahead.tolist(), strict=True)
            self._spans.update({task.id: (minutes or ONE_DAY, left) for task, minutes, left in lengths})

    def duration(self, task: Planned) -> int:
        """Working minutes; 0 of a milestone."""
        if task.milestone:
            return 0
        return task.minutes if task.minutes is not None else self._spans[task.id][0]

    def minutes_of(self, task_id: UUID) -> int:
        """The working minutes that the last run counted with."""
        return self._tasks[task_id].duration

    def _planned(self, board: Board, task: Planned) -> core.PlannedTask:
        uid, parent = self._number[task.id], self._number.get(task.parent) if task.parent else None
        calendar = task.calendar if task.calendar and task.calendar != "vn" else None
        deadline = local(task.due) if task.due else None
        if board.is_whole(task.id):
            return core.PlannedTask(uid, task.title, 0, parent, True, calendar, deadline=deadline)
        minutes = self.duration(task)
        start = local(task.from_) if task.from_ else midnight(task.bar()[0])
        if task.finished is not None:
            end = local(task.finished)
            return core.PlannedTask(
                uid, task.title, minutes, parent, calendar=calendar,
                actual_start=min(start, end), actual_finish=end, deadline=deadline,
            )  # fmt: skip
        if task.progress > 0 or task.state in HANDED_IN:
            span, ahead = self._spans.get(task.id, (minutes, 0))
            left = ahead if 0 < ahead < span else round(minutes * (100 - task.progress) / 100)
            return core.PlannedTask(
                uid, task.title, span if 0 < ahead < span else minutes, parent, calendar=calendar, deadline=deadline,
                actual_start=min(start, self.now), remaining=left,
            )  # fmt: skip
        constraint = None
        if task.constraint:
            at = local(task.constraint_at) if task.constraint_at else None
            constraint = core.Constraint(core.ConstraintType(task.constraint), at)
        elif not board.linked_to.get(task.id):
            constraint = core.Constraint(core.ConstraintType.START_NO_EARLIER, start)
        return core.PlannedTask(
            uid, task.title, minutes, parent, calendar=calendar, constraint=constraint, deadline=deadline
        )


def _moments(task: Planned) -> tuple[int, int]:
    """Where the bar begins and ends, in minutes."""
    if task.from_ and task.until:
        return to_minutes(local(task.from_)), to_minutes(local(task.until))
    start, end = task.bar()
    return to_minutes(midnight(start)), to_minutes(midnight(end)) + 1440


@lru_cache(64)
def _plan_calendar(label: str, calendar: WorkingCalendar) -> core.PlanCalendar:
    return core.PlanCalendar.of(calendar)


def plan_calendar(name: str) -> core.PlanCalendar:
    calendar = calendar_named(name)
    return _plan_calendar(calendar.label, calendar)


def circles_of(board: Board, error: core.CycleError) -> list[list[Planned]]:
    """The tasks that wait for each other, each circle once."""
    tasks = list(board.tasks.values())
    return [[tasks[uid] for uid in circle] for circle in error.cycles]


def local(instant: datetime) -> datetime:
    """Wall-clock time in Ho Chi Minh City, as the schedule counts."""
    return instant.astimezone(VIETNAM).replace(tzinfo=None)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time_of_day())


def first_and_last(row: core.Row) -> tuple[date, date]:
    """The days of a scheduled task. What ends at midnight ended the day before."""
    end = row.finish
    if end > row.start and end.time() == time_of_day():
        end -= timedelta(days=1)
    return row.start.date(), end.date()

"""`schedule`: lays out the calendars, runs both passes, rolls summaries up, and turns positions into dates."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import numpy as np

from roviec.core.calendars import OutsideTableError
from roviec.core.reasons import Reason
from roviec.core.schedule.clock import Clock, ElapsedClock
from roviec.core.schedule.model import (
    ConstraintType,
    Driver,
    LinkType,
    Plan,
    PlanCalendar,
    PlannedTask,
    Problem,
    Row,
    Schedule,
    TooLongError,
)
from roviec.core.schedule.network import Network
from roviec.core.schedule.passes import Passes
from roviec.core.schedule.summaries import earliest_children, roll_up
from roviec.core.working_table import EPOCH, Minutes, to_minutes

_MARGIN = timedelta(days=731)


def schedule(plan: Plan) -> Schedule:
    """Dates for every task of the plan. Raises `CycleError` and `TooLongError`; an empty plan starts and ends at its start."""
    network = Network(plan)
    if not network.real:
        return Schedule(plan.start, plan.start, (), tuple(network.problems))
    span = 4 * 366
    while True:
        try:
            return _laid_out(network, span)
        except (OutsideTableError, TooLongError):
            if _last_day(plan, span).year >= 9999:
                raise TooLongError("the plan does not end before the year 9999") from None
            span *= 8


def _moments(plan: Plan) -> Iterable[datetime]:
    yield plan.start
    for task in plan.tasks:
        for at in (task.deadline, task.actual_start, task.actual_finish, task.resume, *(task.fixed or ())):
            if at is not None:
                yield at
        if task.constraint is not None and task.constraint.at is not None:
            yield task.constraint.at


def _last_day(plan: Plan, span: int) -> date:
    ordinal = max(_moments(plan)).toordinal() + span
    return date.fromordinal(min(ordinal, date.max.toordinal()))


def _first_day(plan: Plan) -> date:
    earliest = min(_moments(plan)).date()
    return earliest - _MARGIN if earliest > date.min + _MARGIN else date.min


def _laid_out(network: Network, span: int) -> Schedule:
    plan = network.plan
    first, last = _first_day(plan), _last_day(plan, span)
    used = {plan.calendar, *(task.calendar for task in network.tasks if task.calendar)}
    calendars = {name: plan.calendars[name] for name in used if name in plan.calendars}
    problems = [
        Problem(
            Reason("schedule.unknown_calendar", {"calendar": name}),
            tuple(t.uid for t in network.tasks if t.calendar == name),
        )
        for name in sorted(used - calendars.keys())
        if name
    ]
    calendars.setdefault(plan.calendar, PlanCalendar(plan.calendar or "office"))
    clocks = {name: Clock(calendar, first, last) for name, calendar in calendars.items()}
    passes = Passes(network, clocks, ElapsedClock())
    passes.forward()
    if earliest_children(network, passes):
        passes = Passes(network, clocks, ElapsedClock())
        passes.forward()
    dates = _Dates(network, passes)
    finish = dates.last_finish()
    passes.backward(finish)
    rows = roll_up(network, dates.rows(), clocks)
    unique = dict.fromkeys([*network.problems, *problems, *passes.problems])
    start = min((row.start for row in rows), default=plan.start)
    return Schedule(min(start, plan.start), _moment(finish), rows, tuple(unique))


def _moment(minutes: int) -> datetime:
    return EPOCH + timedelta(minutes=int(minutes))


class _Dates:
    """Positions of all nodes as moments and slack, computed calendar by calendar on whole arrays."""

    def __init__(self, network: Network, passes: Passes) -> None:
        self.network, self.passes = network, passes
        self.domains = self._groups(passes.domain)
        self.calendars = self._groups(passes.work)
        self.duration = np.array([t.duration for t in network.tasks], dtype=np.int64)

    @staticmethod
    def _groups(clocks: list[Clock]) -> list[tuple[Clock, Minutes]]:
        members: dict[int, tuple[Clock, list[int]]] = {}
        for node, clock in enumerate(clocks):
            members.setdefault(id(clock), (clock, []))[1].append(node)
        return [(clock, np.array(nodes, dtype=np.int64)) for clock, nodes in members.values()]

    def _moments(self, positions: list[int], at_start: bool) -> Minutes:
        values = np.array(positions, dtype=np.int64)
        for clock, nodes in self.domains:
            values[nodes] = clock.starts_at(values[nodes]) if at_start else clock.finishes_at(values[nodes])
        return values

    def _work(self, moments: Minutes) -> Minutes:
        values = moments.copy()
        for clock, nodes in self.calendars:
            values[nodes] = clock.positions(values[nodes])
        return values

    def last_finish(self) -> int:
        """The moment when the last active task ends."""
        moments = self._moments(self.passes.nodes.early_finish, at_start=False)
        active = np.array([t.active for t in self.network.tasks[: self.network.real]])
        if not active.any():
            return to_minutes(self.network.plan.start)
        return int(moments[: self.network.real][active].max())

    def rows(self) -> dict[int, Row]:
        """One row per task without children, by uid."""
        nodes, tasks = self.passes.nodes, self.network.tasks
        early_start = self._moments(nodes.early_start, at_start=True)
        early_finish = self._moments(nodes.early_finish, at_start=False)
        late_start = self._moments(nodes.late_start, at_start=True)
        late_finish = self._moments(nodes.late_finish, at_start=False)
        for node, task in enumerate(tasks):
            self._keep_actual(node, task, early_start, early_finish, late_start, late_finish)
        work_early_start, work_early_finish = self._work(early_start), self._work(early_finish)
        start_slack = self._work(late_start) - work_early_start
        finish_slack = self._work(late_finish) - work_early_finish
        total = np.minimum(start_slack, finish_slack)
        started = np.array([t.actual_start is not None for t in tasks])
        done = np.array([t.actual_finish is not None for t in tasks])
        inactive = np.array([not t.active for t in tasks])
        total = np.where(started, finish_slack, total)
        total[done | inactive] = 0
        free = self._free(total, early_start, early_finish)
        critical = (total <= self.network.plan.critical_slack) & ~done & ~inactive
        # NumPy makes datetimes of whole columns several times faster than adding to the epoch one by one.
        columns = [c.astype("datetime64[m]").tolist() for c in (early_start, early_finish, late_start, late_finish)]
        rows = {}
        for node in range(self.network.real):
            task = tasks[node]
            es, ef, ls, lf = (column[node] for column in columns)
            late = (
                task.constraint is not None
                and task.constraint.type is ConstraintType.ALAP
                and task.actual_start is None
            )
            driver = Driver("constraint", None, ConstraintType.ALAP.value) if late else self.passes.driver(node)
            dates = (ls, lf) if late else (es, ef)
            rows[task.uid] = Row(
                task.uid,
                task.name,
                es,
                ef,
                ls,
                lf,
                int(total[node]),
                int(free[node]),
                bool(critical[node]),
                driver,
                *dates,
            )
        return rows

    @staticmethod
    def _keep_actual(node: int, task: PlannedTask, *columns: Minutes) -> None:
        """What happened is shown as it happened, also outside opening hours."""
        early_start, early_finish, late_start, late_finish = columns
        if task.fixed is not None and task.actual_start is None:
            early_start[node], early_finish[node] = (to_minutes(at) for at in task.fixed)
        if task.actual_start is not None:
            early_start[node] = late_start[node] = to_minutes(task.actual_start)
        if task.actual_finish is not None:
            early_finish[node] = late_finish[node] = to_minutes(task.actual_finish)
        if not task.active:
            late_start[node], late_finish[node] = early_start[node], early_finish[node]

    def _free(self, total: Minutes, early_start: Minutes, early_finish: Minutes) -> Minutes:
        """How much later a task may end without moving a successor; never more than its total slack, never below zero."""
        nodes = self.passes.nodes
        free = total.copy()
        for node, pairs in enumerate(self.passes.near_out):
            mine, least = nodes.early_start[node], int(free[node])
            for after, distance in pairs:
                gap = nodes.early_start[after] - distance - mine
                if gap < least:
                    least = gap
            free[node] = least
        for node, edges in enumerate(self.passes.far_out):
            for edge in edges:
                if self.network.tasks[edge.after].actual_start is None:
                    free[node] = min(
                        int(free[node]),
                        self._far_gap(
                            edge.before, edge.after, edge.type, edge.lag, edge.elapsed, early_start, early_finish
                        ),
                    )
        return np.maximum(free, 0)

    def _far_gap(
        self,
        before: int,
        after: int,
        type_: LinkType,
        lag: int,
        elapsed: bool,
        early_start: Minutes,
        early_finish: Minutes,
    ) -> int:
        to_start = type_ in (LinkType.FS, LinkType.SS)
        target = int(early_start[after] if to_start else early_finish[after])
        moment = self.passes.shift(target, -lag, elapsed, self.passes.work[after])
        mine = int(early_finish[before] if type_ in (LinkType.FS, LinkType.FF) else early_start[before])
        clock = self.passes.work[before]
        return clock.position(moment) - clock.position(mine)

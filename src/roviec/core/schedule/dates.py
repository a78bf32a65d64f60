"""Positions of nodes as dates and slack, computed calendar by calendar on whole arrays."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from roviec.core.schedule.clock import Clock
from roviec.core.schedule.model import ConstraintType, Driver, PlannedTask, Row
from roviec.core.schedule.network import Edge
from roviec.core.schedule.passes import FINISH_SIDE, Passes
from roviec.core.working_table import Minutes, to_minutes


def last_finish(passes: Passes) -> int:
    """The moment when the last active task ends; the plan's start when there is none."""
    last: dict[int, tuple[Clock, int]] = {}
    for node, position in enumerate(passes.nodes.early_finish[: passes.network.real]):
        clock = passes.domain[node]
        if passes.network.tasks[node].active and last.get(id(clock), (clock, position - 1))[1] < position:
            last[id(clock)] = clock, position
    moments = (clock.finish_at(position) for clock, position in last.values())
    return max(moments, default=to_minutes(passes.network.plan.start))


def first_late_start(passes: Passes) -> int:
    """The moment when the first task must begin; what a plan that is counted back starts with."""
    positions = enumerate(passes.nodes.late_start[: passes.network.real])
    moments = (passes.domain[node].start_at(at) for node, at in positions if passes.network.tasks[node].active)
    return min(moments, default=to_minutes(passes.network.plan.start))


def is_late(task: PlannedTask) -> bool:
    """True for a task that is planned as late as possible and has not begun."""
    return (
        task.constraint is not None
        and task.constraint.type is ConstraintType.ALAP
        and task.actual_start is None
        and task.fixed is None
    )


class Dates:
    """Rows for some of the nodes."""

    def __init__(self, passes: Passes, chosen: Sequence[int]) -> None:
        self.passes, self.chosen = passes, np.array(chosen, dtype=np.int64)
        self.tasks = [passes.network.tasks[node] for node in chosen]
        self._domains = self._groups([passes.domain[node] for node in chosen])
        self._calendars = self._groups([passes.work[node] for node in chosen])

    @staticmethod
    def _groups(clocks: list[Clock]) -> list[tuple[Clock, Minutes]]:
        members: dict[int, tuple[Clock, list[int]]] = {}
        for place, clock in enumerate(clocks):
            members.setdefault(id(clock), (clock, []))[1].append(place)
        return [(clock, np.array(places, dtype=np.int64)) for clock, places in members.values()]

    def moments(self, positions: list[int], at_start: bool) -> Minutes:
        """Positions of the chosen nodes as minutes since the epoch."""
        values = np.array(positions, dtype=np.int64)[self.chosen]
        for clock, places in self._domains:
            values[places] = clock.starts_at(values[places]) if at_start else clock.finishes_at(values[places])
        return values

    def _work(self, moments: Minutes) -> Minutes:
        values = moments.copy()
        for clock, places in self._calendars:
            values[places] = clock.positions(values[places])
        return values

    def rows(self) -> dict[int, Row]:
        """One row per chosen task, by uid."""
        passes, tasks, nodes = self.passes, self.tasks, self.passes.nodes
        early_start = self.moments(nodes.early_start, at_start=True)
        early_finish = self.moments(nodes.early_finish, at_start=False)
        late_start = self.moments(nodes.late_start, at_start=True)
        late_finish = self.moments(nodes.late_finish, at_start=False)
        late = np.array([is_late(task) for task in tasks], dtype=bool)
        for place in np.flatnonzero(late).tolist():
            node = int(self.chosen[place])
            soonest = passes.soonest.get(node, nodes.early_start[node])
            early_start[place] = passes.domain[node].start_at(soonest)
            early_finish[place] = passes.domain[node].finish_at(passes.lengths.finish_of(node, soonest))
        for place, task in enumerate(tasks):
            self._keep_actual(place, task, early_start, early_finish, late_start, late_finish)
        start_slack = self._work(late_start) - self._work(early_start)
        finish_slack = self._work(late_finish) - self._work(early_finish)
        started = np.array([t.actual_start is not None for t in tasks], dtype=bool)
        done = np.array([t.actual_finish is not None for t in tasks], dtype=bool)
        inactive = np.array([not t.active for t in tasks], dtype=bool)
        total = np.where(started, finish_slack, np.minimum(start_slack, finish_slack))
        total[late] = np.minimum(total[late], 0)
        if passes.broken:
            broken = np.array([passes.broken.get(node, 0) for node in self.chosen.tolist()], dtype=np.int64)
            total = np.where(broken < 0, np.minimum(total, broken), total)
        total[done | inactive] = 0
        free = self._free(total)
        critical = (total <= passes.plan.critical_slack) & ~done & ~inactive
        # NumPy makes datetimes of whole columns several times faster than adding to the epoch one by one.
        columns = [c.astype("datetime64[m]").tolist() for c in (early_start, early_finish, late_start, late_finish)]
        facts = zip(tasks, self.chosen.tolist(), *columns, total.tolist(), free, critical.tolist(), strict=True)
        return {task.uid: self._row(task, node, *rest) for task, node, *rest in facts}

    def _row(
        self,
        task: PlannedTask,
        node: int,
        early_start: datetime,
        early_finish: datetime,
        late_start: datetime,
        late_finish: datetime,
        total: int,
        free: int,
        critical: bool,
    ) -> Row:
        start, finish, driver = early_start, early_finish, None
        if is_late(task):
            driver = Driver("constraint", None, ConstraintType.ALAP.value)
            start, finish = max(early_start, late_start), max(early_finish, late_finish)
        return Row(
            task.uid,
            task.name,
            early_start,
            early_finish,
            late_start,
            late_finish,
            total,
            free,
            critical,
            driver or self.passes.driver(node),
            start,
            finish,
        )

    @staticmethod
    def _keep_actual(place: int, task: PlannedTask, *columns: Minutes) -> None:
        """What happened is shown as it happened, also outside opening hours."""
        early_start, early_finish, late_start, late_finish = columns
        if task.fixed is not None and task.actual_start is None:
            early_start[place], early_finish[place] = (to_minutes(at) for at in task.fixed)
        if task.actual_start is not None:
            early_start[place] = late_start[place] = to_minutes(task.actual_start)
        if task.actual_finish is not None:
            early_finish[place] = late_finish[place] = to_minutes(task.actual_finish)
        if not task.active:
            late_start[place], late_finish[place] = early_start[place], early_finish[place]

    def _free(self, total: Minutes) -> list[int]:
        """How much later a task may end without moving a follower; never more than its total slack, never below zero."""
        early_start = self.passes.nodes.early_start
        near_out, far_out, tasks = self.passes.near_out, self.passes.far_out, self.passes.network.tasks
        free: list[int] = total.tolist()
        for place, node in enumerate(self.chosen.tolist()):
            least, mine = free[place], early_start[node]
            for after, distance in near_out[node]:
                gap = early_start[after] - distance - mine
                if gap < least:
                    least = gap
            for edge in far_out[node]:
                if tasks[edge.after].actual_start is None:
                    least = min(least, self._far_gap(edge))
            free[place] = max(least, 0)
        return free

    def _far_gap(self, edge: Edge) -> int:
        passes, nodes = self.passes, self.passes.nodes
        before, after = edge.before, edge.after
        if edge.type.value.endswith("S"):
            target = passes.domain[after].start_at(nodes.early_start[after])
        else:
            target = passes.domain[after].finish_at(nodes.early_finish[after])
        if edge.type in FINISH_SIDE:
            mine = passes.domain[before].finish_at(nodes.early_finish[before])
        else:
            mine = passes.domain[before].start_at(nodes.early_start[before])
        moment = passes.shift(target, -edge.lag, edge.elapsed, passes.work[after])
        return passes.work[before].position(moment) - passes.work[before].position(mine)

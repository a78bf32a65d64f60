"""How long each node takes, wherever it stands, and the dates of those that are more than a start and a duration.

Most tasks last their duration. A task whose people work by calendars of their own lasts until the last of them has done its part.
Work under way has a start that happened and a rest that is still to come.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from roviec.core.reasons import Reason
from roviec.core.schedule.clock import Clock
from roviec.core.schedule.model import ConstraintType as C
from roviec.core.schedule.model import Driver, PlannedTask, Problem
from roviec.core.working_table import to_minutes

if TYPE_CHECKING:
    from roviec.core.schedule.passes import Passes

_TO_FINISH = (C.MUST_FINISH_ON, C.FINISH_NO_EARLIER, C.FINISH_NO_LATER)
_MUST = (C.MUST_START_ON, C.MUST_FINISH_ON)


class Lengths:
    """From start to finish and back, in the domain of each node (for tasks with crews: plain moments)."""

    def __init__(self, tasks: Sequence[PlannedTask], clocks: dict[str, Clock]) -> None:
        self.tasks, self._clocks = tasks, clocks
        self._crews: dict[int, list[tuple[Clock, int]]] = {}

    def take(self, node: int, task: PlannedTask) -> bool:
        """Notes who works on the task; True when its people have calendars of their own."""
        crews = [(self._clocks[crew.calendar], crew.minutes) for crew in task.crews if crew.calendar in self._clocks]
        if crews and task.duration and not task.elapsed:
            self._crews[node] = crews
            return True
        self._crews.pop(node, None)
        return False

    def finish_of(self, node: int, start: int, minutes: int | None = None) -> int:
        """The end of a task, or of its last `minutes`, when it begins at `start`."""
        task = self.tasks[node]
        if node not in self._crews:
            return start + (task.duration if minutes is None else minutes)
        return max(clock.finish_at(clock.position(start) + part) for clock, part in self._parts(node, minutes))

    def start_of(self, node: int, finish: int, minutes: int | None = None) -> int:
        """The latest start of a task, or of its last `minutes`, that ends it by `finish`."""
        task = self.tasks[node]
        if node not in self._crews:
            return finish - (task.duration if minutes is None else minutes)
        return min(clock.start_at(max(clock.position(finish) - part, 0)) for clock, part in self._parts(node, minutes))

    def _parts(self, node: int, minutes: int | None) -> list[tuple[Clock, int]]:
        crews = self._crews[node]
        if minutes is None:
            return crews
        whole = self.tasks[node].duration
        return [(clock, part * minutes // whole) for clock, part in crews]

    def first_work(self, node: int, bound: int) -> int:
        """The first moment, not before `bound`, at which anybody on the task works."""
        crews = self._crews.get(node)
        return bound if crews is None else min(clock.start_at(clock.position(bound)) for clock, _ in crews)

    def remaining(self, node: int) -> int:
        """Minutes still to be worked."""
        task = self.tasks[node]
        if task.actual_finish is not None:
            return 0
        if task.actual_start is None or task.remaining is None:
            return task.duration
        return max(0, min(task.remaining, task.duration))

    def late_work(self, passes: "Passes", node: int) -> int:
        """The latest moment at which what is left of a task must begin."""
        if self.tasks[node].actual_start is None:
            return passes.nodes.late_start[node]
        return self.start_of(node, passes.nodes.late_finish[node], self.remaining(node))

    def constrained(self, passes: "Passes", node: int, bound: int) -> int:
        """The start that the task's constraint makes of the earliest one its links allow."""
        task, honour = self.tasks[node], passes.plan.honour_constraints
        constraint = task.constraint
        if constraint is None or constraint.at is None:
            return bound
        at = passes.domain[node].position(to_minutes(constraint.at))
        wanted = self.start_of(node, at) if constraint.type in _TO_FINISH else self.first_work(node, at)
        if constraint.type in (C.START_NO_EARLIER, C.FINISH_NO_EARLIER):
            return max(bound, wanted)
        if not honour:
            return max(bound, wanted) if constraint.type in _MUST else bound
        return wanted if constraint.type in _MUST else min(bound, wanted)

    def break_links(self, passes: "Passes", node: int, start: int, bound: int) -> None:
        """The constraint wins over the links: said, and kept as negative slack, as Microsoft Project does."""
        task, domain, work = self.tasks[node], passes.domain[node], passes.work[node]
        kind = task.constraint.type.value if task.constraint is not None else ""
        passes.broken[node] = work.position(domain.start_at(start)) - work.position(domain.start_at(bound))
        passes.problems[node] = Problem(Reason("schedule.constraint_breaks_link", {"constraint": kind}), (task.uid,))

    def under_way(self, passes: "Passes", node: int, bound: int) -> None:
        """Early dates of a task that has started: the rest goes on where it stopped, but not before it may."""
        task, nodes, domain = self.tasks[node], passes.nodes, passes.domain[node]
        nodes.driver[node] = Driver("actual")
        finish = domain.position(to_minutes(task.actual_finish)) if task.actual_finish else None
        if task.actual_start is not None:
            start = domain.position(to_minutes(task.actual_start))
        else:
            start = self.start_of(node, bound if finish is None else finish)
        nodes.early_start[node] = start
        if finish is not None:
            nodes.early_finish[node] = finish
            return
        remaining = self.remaining(node)
        goes_on = self.finish_of(node, start, task.duration - remaining)
        for at, rule in ((task.resume, "actual"), (passes.plan.data_date, "data_date")):
            if at is not None and remaining and domain.position(to_minutes(at)) > goes_on:
                goes_on, nodes.driver[node] = domain.position(to_minutes(at)), Driver(rule)
        nodes.early_finish[node] = self.finish_of(node, goes_on, remaining)
        constraint = task.constraint
        if constraint is not None and constraint.at is not None and constraint.type is C.FINISH_NO_EARLIER:
            nodes.early_finish[node] = max(nodes.early_finish[node], domain.position(to_minutes(constraint.at)))

    def late_dates(self, passes: "Passes", node: int, end: int) -> None:
        """Late dates of a task that links alone do not decide; `end` is the latest finish that they allow."""
        task, domain, nodes = self.tasks[node], passes.domain[node], passes.nodes
        if task.actual_finish is not None:
            nodes.late_start[node], nodes.late_finish[node] = nodes.early_start[node], nodes.early_finish[node]
            return
        constraint = task.constraint
        if constraint is not None and constraint.at is not None:
            at = domain.position(to_minutes(constraint.at))
            if constraint.type in (C.MUST_START_ON, C.START_NO_LATER):
                at = self.finish_of(node, at)
            if constraint.type in _MUST and passes.plan.honour_constraints:
                end = at
            elif constraint.type not in (C.START_NO_EARLIER, C.FINISH_NO_EARLIER):
                end = min(end, at)
        if task.deadline is not None:
            end = min(end, domain.position(to_minutes(task.deadline)))
        if node in self._crews:
            end = max(clock.finish_at(clock.position(end)) for clock, _ in self._crews[node])
        nodes.late_finish[node] = end
        if task.actual_start is not None:
            nodes.late_start[node] = nodes.early_start[node]
        elif task.fixed is not None:
            nodes.late_start[node] = end - (nodes.early_finish[node] - nodes.early_start[node])
        else:
            nodes.late_start[node] = self.start_of(node, end)

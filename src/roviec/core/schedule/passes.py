"""Forward and backward pass over the nodes of a network.

Every node lives in a domain: working positions of its calendar, or plain moments when it is a milestone (a milestone stands at
the very moment that its predecessors give, even outside opening hours, as in Microsoft Project). A link between two tasks of one
calendar is then one number, the least distance between their starts; that is the fast path. Anything else (milestones, other
calendars, elapsed lags, work under way) goes through moments.

Rules, all as Microsoft Project's: lag runs on the successor's calendar; nothing is planned before the plan's start; late dates
never exceed the plan's finish; deadlines pull late dates, not early ones; finished work keeps its dates.
"""

from dataclasses import dataclass

from roviec.core.reasons import Reason
from roviec.core.schedule.clock import Clock, ElapsedClock
from roviec.core.schedule.model import ConstraintType as C
from roviec.core.schedule.model import Driver, LinkType, PlannedTask, Problem
from roviec.core.schedule.network import Edge, Network
from roviec.core.working_table import to_minutes

_FINISH_SIDE = (LinkType.FS, LinkType.FF)
_AT_START = Driver("start")


@dataclass(slots=True)
class Nodes:
    """The four dates of each node, in the node's domain."""

    early_start: list[int]
    early_finish: list[int]
    late_start: list[int]
    late_finish: list[int]
    driver: list[Driver | Edge]


class Passes:
    """Holds what both passes share: domains, lengths, and which links are plain distances."""

    def __init__(self, network: Network, clocks: dict[str, Clock], elapsed: ElapsedClock) -> None:
        self.network, self.plan = network, network.plan
        tasks = network.tasks
        self.start = to_minutes(self.plan.start)
        main = clocks[self.plan.calendar]
        self.work: list[Clock] = [
            elapsed if t.elapsed else clocks.get(t.calendar, main) if t.calendar else main for t in tasks
        ]
        self.domain: list[Clock] = [
            elapsed if t.duration == 0 else work for t, work in zip(tasks, self.work, strict=True)
        ]
        # A task is plain when its finish is its start plus its duration and no date but the links' decides about it.
        self.plain = [
            t.constraint is None
            and t.actual_start is None
            and t.actual_finish is None
            and t.fixed is None
            and t.deadline is None
            for t in tasks
        ]
        self.rigid = [t.actual_start is None and t.actual_finish is None and t.fixed is None for t in tasks]
        self.at_start = self._everywhere(self.start)
        self.problems: list[Problem] = []
        self._split_edges()
        n = len(tasks)
        self.nodes = Nodes([0] * n, [0] * n, [0] * n, [0] * n, [_AT_START] * n)

    def _everywhere(self, moment: int) -> list[int]:
        """One moment in the domain of each node."""
        at = {id(clock): clock.position(moment) for clock in {id(c): c for c in self.domain}.values()}
        return [at[id(clock)] for clock in self.domain]

    def driver(self, node: int) -> Driver:
        """What decided the early start of a node."""
        by = self.nodes.driver[node]
        return by if isinstance(by, Driver) else Driver("link", by.link.before, by.type.value)

    def _split_edges(self) -> None:
        """Distances between starts where two plain tasks share a calendar; the rest stay edges."""
        tasks, domain, rigid = self.network.tasks, self.domain, self.rigid
        n = len(tasks)
        self.near_in: list[list[tuple[int, int, Edge]]] = [[] for _ in range(n)]
        self.near_out: list[list[tuple[int, int]]] = [[] for _ in range(n)]
        self.far_in: list[list[Edge]] = [[] for _ in range(n)]
        self.far_out: list[list[Edge]] = [[] for _ in range(n)]
        for node, edges in enumerate(self.network.edges_in):
            length = tasks[node].duration
            for edge in edges:
                before = edge.before
                near = domain[before] is domain[node] and rigid[before] and rigid[node] and not edge.elapsed
                if near and (edge.lag == 0 or length) and (length or edge.type is LinkType.FS):
                    distance = edge.lag
                    if edge.type in _FINISH_SIDE:
                        distance += tasks[before].duration
                    if edge.type in (LinkType.FF, LinkType.SF):
                        distance -= length
                    self.near_in[node].append((before, distance, edge))
                    self.near_out[before].append((node, distance))
                else:
                    self.far_in[node].append(edge)
                    self.far_out[before].append(edge)

    # Forward

    def forward(self) -> None:
        early_start, early_finish = self.nodes.early_start, self.nodes.early_finish
        at_start, plain, driver = self.at_start, self.plain, self.nodes.driver
        lengths = [task.duration for task in self.network.tasks]
        near_in, far_in = self.near_in, self.far_in
        for node in self.network.order:
            bound = at_start[node]
            by: Edge | None = None
            for before, distance, edge in near_in[node]:
                candidate = early_start[before] + distance
                if candidate > bound or (by is None and candidate == bound):
                    bound, by = candidate, edge
            if far_in[node]:
                for edge in far_in[node]:
                    candidate = self._forward(edge)
                    if candidate > bound or (by is None and candidate == bound):
                        bound, by = candidate, edge
            if by is not None:
                driver[node] = by
            if plain[node]:
                early_start[node] = bound
                early_finish[node] = bound + lengths[node]
            else:
                self._dated(node, bound)

    def _forward(self, edge: Edge) -> int:
        """The least start of the successor, in its own domain."""
        before, after, nodes = edge.before, edge.after, self.nodes
        if edge.type in _FINISH_SIDE:
            moment = self.domain[before].finish_at(nodes.early_finish[before])
        else:
            moment = self.domain[before].start_at(nodes.early_start[before])
        moment = self.shift(moment, edge.lag, edge.elapsed, self.work[after])
        length = self._length(after) if edge.type in (LinkType.FF, LinkType.SF) else 0
        return self.domain[after].position(moment) - length

    def _length(self, node: int) -> int:
        return self.network.tasks[node].duration

    @staticmethod
    def shift(moment: int, lag: int, elapsed: bool, clock: Clock) -> int:
        """A moment plus (or, negative, minus) a lag: forwards to the end of the last minute, backwards to the start of the first."""
        if lag == 0:
            return moment
        if elapsed:
            return moment + lag
        position = clock.position(moment) + lag
        return clock.finish_at(position) if lag > 0 else clock.start_at(max(position, 0))

    @staticmethod
    def _unshift(moment: int, lag: int, elapsed: bool, clock: Clock) -> int:
        """The latest moment that `shift` does not bring past this one."""
        if lag == 0:
            return moment
        if elapsed:
            return moment - lag
        return clock.start_at(max(clock.position(moment) - lag, 0))

    def _dated(self, node: int, bound: int) -> None:
        """A task with a constraint, actual dates, or dates given by hand."""
        task, domain, nodes = self.network.tasks[node], self.domain[node], self.nodes
        if task.actual_start is not None or task.actual_finish is not None:
            self._under_way(node, task, bound)
            return
        if task.fixed is not None:
            nodes.early_start[node], nodes.early_finish[node] = (domain.position(to_minutes(at)) for at in task.fixed)
            nodes.driver[node] = Driver("manual")
            return
        start = self._constrained(task, domain, bound)
        if start != bound:
            nodes.driver[node] = Driver("constraint", None, task.constraint.type.value if task.constraint else None)
            if start < bound:
                late = Reason(
                    "schedule.constraint_breaks_link",
                    {"constraint": task.constraint.type.value if task.constraint else ""},
                )
                self.problems.append(Problem(late, (task.uid,)))
        nodes.early_start[node] = start
        nodes.early_finish[node] = start + task.duration

    def _constrained(self, task: PlannedTask, domain: Clock, bound: int) -> int:
        constraint = task.constraint
        if constraint is None or constraint.at is None:
            return bound
        at = domain.position(to_minutes(constraint.at))
        to_finish = constraint.type in (C.MUST_FINISH_ON, C.FINISH_NO_EARLIER, C.FINISH_NO_LATER)
        wanted = at - task.duration if to_finish else at
        if constraint.type in (C.START_NO_EARLIER, C.FINISH_NO_EARLIER):
            return max(bound, wanted)
        if not self.plan.honour_constraints:
            return max(bound, wanted) if constraint.type in (C.MUST_START_ON, C.MUST_FINISH_ON) else bound
        if constraint.type in (C.MUST_START_ON, C.MUST_FINISH_ON):
            return wanted
        return min(bound, wanted)

    def _under_way(self, node: int, task: PlannedTask, bound: int) -> None:
        nodes, domain = self.nodes, self.domain[node]
        nodes.driver[node] = Driver("actual")
        finish = domain.position(to_minutes(task.actual_finish)) if task.actual_finish else None
        start = (
            domain.position(to_minutes(task.actual_start)) if task.actual_start else (finish or bound) - task.duration
        )
        nodes.early_start[node] = start
        if finish is not None:
            nodes.early_finish[node] = finish
            return
        remaining = self._remaining(node)
        goes_on = start + task.duration - remaining
        for at, rule in ((task.resume, "actual"), (self.plan.data_date, "data_date")):
            if at is not None and remaining and domain.position(to_minutes(at)) > goes_on:
                goes_on, nodes.driver[node] = domain.position(to_minutes(at)), Driver(rule)
        nodes.early_finish[node] = goes_on + remaining

    def _remaining(self, node: int) -> int:
        """Minutes still to be worked."""
        task = self.network.tasks[node]
        if task.actual_finish is not None:
            return 0
        if task.actual_start is None or task.remaining is None:
            return task.duration
        return max(0, min(task.remaining, task.duration))

    # Backward

    def backward(self, finish: int) -> None:
        """Late dates, counted back from the moment when the plan ends."""
        nodes = self.nodes
        late_start, late_finish = nodes.late_start, nodes.late_finish
        ends = self._everywhere(finish)
        lengths = [task.duration for task in self.network.tasks]
        near_out, far_out, plain = self.near_out, self.far_out, self.plain
        for node in reversed(self.network.order):
            length = lengths[node]
            start = ends[node] - length
            for after, distance in near_out[node]:
                candidate = late_start[after] - distance
                if candidate < start:
                    start = candidate
            end = start + length
            for edge in far_out[node]:
                end = min(end, self._backward(edge))
            if plain[node]:
                late_finish[node] = end
                late_start[node] = end - length
            else:
                self._dated_late(node, end)

    def _backward(self, edge: Edge) -> int:
        """The greatest finish of the predecessor, in its own domain."""
        before, after, nodes = edge.before, edge.after, self.nodes
        domain = self.domain[before]
        if self.network.tasks[after].actual_finish is not None:
            return 1 << 60
        if edge.type in (LinkType.FS, LinkType.SS):
            # Of a task under way only the rest must still come after its predecessor.
            start = (
                nodes.late_finish[after] - self._remaining(after)
                if self.rigid[after] is False
                else nodes.late_start[after]
            )
            moment = self.domain[after].start_at(start)
        elif self.network.tasks[before].duration == 0 and not edge.lag:
            moment = self.domain[after].finish_at(nodes.late_finish[after])  # a milestone is shown in the evening
        else:
            moment = self.domain[after].start_at(nodes.late_finish[after])
        moment = self._unshift(moment, edge.lag, edge.elapsed, self.work[after])
        if edge.type in _FINISH_SIDE:
            return domain.position(moment)
        if self.network.tasks[before].actual_start is not None:
            return 1 << 60
        return domain.position(moment) + self._length(before)

    def _dated_late(self, node: int, end: int) -> None:
        task, domain, nodes = self.network.tasks[node], self.domain[node], self.nodes
        if task.actual_finish is not None:
            nodes.late_start[node], nodes.late_finish[node] = nodes.early_start[node], nodes.early_finish[node]
            return
        constraint = task.constraint
        if constraint is not None and constraint.at is not None:
            at = domain.position(to_minutes(constraint.at))
            if constraint.type in (C.MUST_START_ON, C.START_NO_LATER):
                at += task.duration
            if constraint.type in (C.MUST_START_ON, C.MUST_FINISH_ON) and self.plan.honour_constraints:
                end = at
            elif constraint.type not in (C.START_NO_EARLIER, C.FINISH_NO_EARLIER):
                end = min(end, at)
        if task.deadline is not None:
            end = min(end, domain.position(to_minutes(task.deadline)))
        nodes.late_finish[node] = end
        length = task.duration if task.fixed is None else nodes.early_finish[node] - nodes.early_start[node]
        nodes.late_start[node] = nodes.early_start[node] if task.actual_start is not None else end - length

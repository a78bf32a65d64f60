"""Forward and backward pass over the nodes of a network.

Every node lives in a domain: working positions of its calendar, or plain moments when it is a milestone (a milestone stands at
the very moment that its predecessors give, even outside opening hours, as in Microsoft Project) or its people work by calendars
of their own. A link between two tasks of one calendar is then one number, the least distance between their starts; that is the
fast path. Anything else (milestones, other calendars, elapsed lags, work under way) goes through moments.

Rules, all as Microsoft Project's: lag runs on the successor's calendar; nothing is planned before the plan's start; late dates
never exceed the plan's finish; deadlines pull late dates, not early ones; finished work keeps its dates.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from roviec.core.schedule.clock import Clock, ElapsedClock
from roviec.core.schedule.lengths import Lengths
from roviec.core.schedule.model import ConstraintType, Driver, LinkType, Problem
from roviec.core.schedule.network import Edge, Network
from roviec.core.working_table import to_minutes

FINISH_SIDE = (LinkType.FS, LinkType.FF)
_TO_FINISH = (LinkType.FF, LinkType.SF)
_NEVER = 1 << 60
_NAMES = {kind: kind.value for kind in LinkType}  # reading an enum's value is slow, a dictionary is not


@dataclass(slots=True)
class Nodes:
    """The four dates of each node, in the node's domain, and what decided its start."""

    early_start: list[int]
    early_finish: list[int]
    late_start: list[int]
    late_finish: list[int]
    driver: list[Driver | Edge]


class Passes:
    """Holds what both passes share: domains, lengths, and which links are plain distances."""

    def __init__(self, network: Network, clocks: dict[str, Clock], elapsed: ElapsedClock) -> None:
        self.network, self.plan = network, network.plan
        self.clocks, self.elapsed = clocks, elapsed
        n = len(network.tasks)
        self.work: list[Clock] = [elapsed] * n
        self.domain: list[Clock] = [elapsed] * n
        self.plain, self.rigid = [True] * n, [True] * n
        self.problems: dict[int, Problem] = {}
        self.broken: dict[int, int] = {}
        """Nodes whose constraint puts them before their links allow, and by how many working minutes (negative)."""
        self.second = False
        """True in the pass in which tasks as late as possible stand at their late dates and push their followers."""
        self.soonest: dict[int, int] = {}
        """In the second pass: where the tasks as late as possible could have started."""
        self.lengths = Lengths(network.tasks, clocks)
        for node in range(n):
            self.look_at(node)
        start, since = to_minutes(self.plan.start), self.plan.data_date
        self.default = Driver("start")
        if since is not None and to_minutes(since) > start:
            start, self.default = to_minutes(since), Driver("data_date")
        self.start = start
        self.at_start = self.everywhere(start)
        self.near_in: list[list[tuple[int, int, Edge]]] = [[] for _ in range(n)]
        self.near_out: list[list[tuple[int, int]]] = [[] for _ in range(n)]
        self.far_in: list[list[Edge]] = [[] for _ in range(n)]
        self.far_out: list[list[Edge]] = [[] for _ in range(n)]
        self._split_all()
        self.nodes = Nodes([0] * n, [0] * n, [0] * n, [0] * n, [self.default] * n)

    def look_at(self, node: int) -> None:
        """Takes a task's facts as they are now: its calendars, and which of the short ways are open to it.

        A task is plain when its finish is its start plus its duration and no date but the links' decides about it; rigid when
        its length is its duration, wherever it stands.
        """
        task, main = self.network.tasks[node], self.clocks[self.plan.calendar]
        work = self.elapsed if task.elapsed else self.clocks.get(task.calendar, main) if task.calendar else main
        crewed = self.lengths.take(node, task)
        for noted in (self.problems, self.broken, self.soonest):
            noted.pop(node, None)
        self.work[node] = work
        self.domain[node] = self.elapsed if task.duration == 0 or crewed else work
        self.rigid[node] = (
            not crewed and task.actual_start is None and task.actual_finish is None and task.fixed is None
        )
        self.plain[node] = self.rigid[node] and task.constraint is None and task.deadline is None and not task.delay

    def everywhere(self, moment: int) -> list[int]:
        """One moment in the domain of each node."""
        at = {id(clock): clock.position(moment) for clock in {id(c): c for c in self.domain}.values()}
        return [at[id(clock)] for clock in self.domain]

    def driver(self, node: int) -> Driver:
        """What decided the start of a node. Of tasks that wait for the gate of a summary: what decided about the gate."""
        by = self.nodes.driver[node]
        while isinstance(by, Edge) and by.before in self.network.gates:
            by = self.nodes.driver[by.before]
        if isinstance(by, Driver):
            return by
        link = by.link
        unit = "percent" if link.percent else "elapsed" if link.elapsed else "working"
        return Driver("link", link.before, _NAMES[by.type], link.lag, unit)

    # Links

    def _distance(self, edge: Edge) -> int | None:
        """The least distance between the starts of two plain tasks that share a calendar; None for every other pair."""
        before, after = edge.before, edge.after
        if self.domain[before] is not self.domain[after] or edge.elapsed:
            return None
        if not (self.rigid[before] and self.rigid[after]):
            return None
        length = self.network.tasks[after].duration
        if not length and (edge.lag or edge.type is not LinkType.FS):
            return None
        distance = edge.lag
        if edge.type in FINISH_SIDE:
            distance += self.network.tasks[before].duration
        return distance - length if edge.type in _TO_FINISH else distance

    def _split_all(self) -> None:
        near_in, near_out, far_in, far_out = self.near_in, self.near_out, self.far_in, self.far_out
        for node, edges in enumerate(self.network.edges_in):
            for edge in edges:
                distance = self._distance(edge)
                if distance is None:
                    far_in[node].append(edge)
                    far_out[edge.before].append(edge)
                else:
                    near_in[node].append((edge.before, distance, edge))
                    near_out[edge.before].append((node, distance))

    def split_in(self, node: int) -> None:
        """Sorts the links into a node anew."""
        sorted_ = [(edge.before, self._distance(edge), edge) for edge in self.network.edges_in[node]]
        self.near_in[node] = [(before, d, edge) for before, d, edge in sorted_ if d is not None]
        self.far_in[node] = [edge for _, d, edge in sorted_ if d is None]

    def split_out(self, node: int) -> None:
        """Sorts the links out of a node anew."""
        sorted_ = [(edge.after, self._distance(edge), edge) for edge in self.network.edges_out[node]]
        self.near_out[node] = [(after, d) for after, d, _ in sorted_ if d is not None]
        self.far_out[node] = [edge for _, d, edge in sorted_ if d is None]

    # Forward

    def forward(self, order: Iterable[int]) -> None:
        """Early dates of the nodes in `order`, every node after those that it waits for."""
        early_start, early_finish = self.nodes.early_start, self.nodes.early_finish
        at_start, plain, driver, default = self.at_start, self.plain, self.nodes.driver, self.default
        tasks, near_in, far_in = self.network.tasks, self.near_in, self.far_in
        for node in order:
            bound = at_start[node]
            by: Edge | None = None
            for before, distance, edge in near_in[node]:
                candidate = early_start[before] + distance
                if candidate > bound:
                    bound, by = candidate, edge
                elif candidate == bound and (by is None or _before(edge, by)):
                    by = edge
            if far_in[node]:
                for edge in far_in[node]:
                    candidate = self._forward(edge)
                    if candidate > bound:
                        bound, by = candidate, edge
                    elif candidate == bound and (by is None or _before(edge, by)):
                        by = edge
            driver[node] = default if by is None else by
            if plain[node]:
                early_start[node] = bound
                early_finish[node] = bound + tasks[node].duration
            else:
                self._dated(node, bound)

    def _forward(self, edge: Edge) -> int:
        """The least start of the successor, in its own domain."""
        before, after, nodes = edge.before, edge.after, self.nodes
        if edge.type in FINISH_SIDE:
            moment = self.domain[before].finish_at(nodes.early_finish[before])
        else:
            moment = self.domain[before].start_at(nodes.early_start[before])
        moment = self.shift(moment, edge.lag, edge.elapsed, self.work[after])
        position = self.domain[after].position(moment)
        return self.lengths.start_of(after, position) if edge.type in _TO_FINISH else position

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
        """The moment that `shift` brings to this one: time added ends with a working minute, time taken away begins with one."""
        if lag == 0:
            return moment
        if elapsed:
            return moment - lag
        position = clock.position(moment) - lag
        return clock.finish_at(position) if lag < 0 else clock.start_at(max(position, 0))

    def _dated(self, node: int, bound: int) -> None:
        """A task with a constraint, actual dates, levelling, people with calendars of their own, or dates given by hand."""
        task, domain, nodes = self.network.tasks[node], self.domain[node], self.nodes
        self.broken.pop(node, None)
        self.problems.pop(node, None)
        if task.actual_start is not None or task.actual_finish is not None:
            self.lengths.under_way(self, node, bound)
            return
        if task.fixed is not None:
            nodes.early_start[node], nodes.early_finish[node] = (domain.position(to_minutes(at)) for at in task.fixed)
            nodes.driver[node] = Driver("manual")
            return
        bound = self.lengths.first_work(node, bound)
        start = self.lengths.constrained(self, node, bound)
        by_link = isinstance(nodes.driver[node], Edge)
        if start != bound and task.constraint is not None:
            nodes.driver[node] = Driver("constraint", None, task.constraint.type.value)
        if start < bound:
            # Before the plan's own start a constraint may put a task without contradicting anything.
            if by_link:
                self.lengths.break_links(self, node, start, bound)
        elif task.delay:
            later = self.lengths.first_work(node, domain.position(domain.start_at(start) + task.delay))
            later = self.lengths.constrained(self, node, later)
            if later > start:
                start, nodes.driver[node] = later, Driver("levelling")
        if self.second and task.constraint is not None and task.constraint.type is ConstraintType.ALAP:
            self.soonest[node] = self._soonest(node)
            start = max(start, nodes.late_start[node])
        nodes.early_start[node] = start
        nodes.early_finish[node] = self.lengths.finish_of(node, start)

    def _soonest(self, node: int) -> int:
        """Where a task as late as possible could start at the earliest: those before it that are as late as possible count as early."""
        nodes, bound = self.nodes, self.at_start[node]
        for edge in self.network.edges_in[node]:
            stands = nodes.early_start[edge.before], nodes.early_finish[edge.before]
            if edge.before in self.soonest:
                soon = self.soonest[edge.before]
                nodes.early_start[edge.before] = soon
                nodes.early_finish[edge.before] = self.lengths.finish_of(edge.before, soon)
            bound = max(bound, self._forward(edge))
            nodes.early_start[edge.before], nodes.early_finish[edge.before] = stands
        return self.lengths.first_work(node, bound)

    # Backward

    def ends(self, finish: int) -> list[int]:
        """The latest finish of each node when nothing follows it, given the moment when the plan ends."""
        ends = self.everywhere(finish)
        if self.plan.several_critical_paths:
            for node in range(self.network.real):
                if not self.network.edges_out[node]:
                    ends[node] = min(ends[node], self.nodes.early_finish[node])
        return ends

    def backward(self, order: Iterable[int], ends: Sequence[int] | Mapping[int, int]) -> None:
        """Late dates of the nodes in `order`, every node after those that wait for it."""
        late_start, late_finish = self.nodes.late_start, self.nodes.late_finish
        tasks, near_out, far_out, plain = self.network.tasks, self.near_out, self.far_out, self.plain
        for node in order:
            length = tasks[node].duration
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
                self.lengths.late_dates(self, node, end)

    def held_by(self, node: int, finish: int) -> Driver:
        """What decided the late finish of a node, after the backward pass; `finish` is the moment when the plan ends."""
        task, end = self.network.tasks[node], self.nodes.late_finish[node]
        if task.actual_finish is not None:
            return Driver("actual")
        for edge in sorted(self.network.edges_out[node], key=lambda one: (one.link.after, one.type.value)):
            if self._backward(edge) == end:
                link = edge.link
                unit = "percent" if link.percent else "elapsed" if link.elapsed else "working"
                return Driver("link", link.after, edge.type.value, link.lag, unit)
        if self.domain[node].position(finish) == end:
            return Driver("finish")
        if task.deadline is not None and self.domain[node].position(to_minutes(task.deadline)) == end:
            return Driver("deadline")
        return Driver("constraint", None, task.constraint.type.value if task.constraint is not None else None)

    def _backward(self, edge: Edge) -> int:
        """The greatest finish of the predecessor, in its own domain."""
        before, after, nodes = edge.before, edge.after, self.nodes
        domain = self.domain[before]
        if self.network.tasks[after].actual_finish is not None:
            return _NEVER
        if edge.type in (LinkType.FS, LinkType.SS):
            moment = self.domain[after].start_at(self.lengths.late_work(self, after))
        elif self.network.tasks[before].duration == 0 and not edge.lag:
            moment = self.domain[after].finish_at(nodes.late_finish[after])  # a milestone is shown in the evening
        else:
            moment = self.domain[after].start_at(nodes.late_finish[after])
        moment = self._unshift(moment, edge.lag, edge.elapsed, self.work[after])
        position = domain.position(moment)
        if edge.type in FINISH_SIDE:
            return position
        if self.network.tasks[before].actual_start is not None:
            return _NEVER
        return self.lengths.finish_of(before, position)


def _before(one: Edge, other: Edge) -> bool:
    """Of two links that allow the same date the one with the lower number is named, whatever the order of the input."""
    a, b = one.link, other.link
    if a.before != b.before:
        return a.before < b.before
    return (_NAMES[a.type], a.lag, a.elapsed) < (_NAMES[b.type], b.lag, b.elapsed)

"""A scheduled plan that is changed: only what follows from the change is computed again, and the result is that of a full pass.

    live = Rescheduler(plan)
    moved = live.change(tasks=[replace(task, duration=960)])   the rows that are not what they were
    live.schedule                                              the whole, as `schedule(live.plan)` gives it

What changes the shape of the plan (tasks added, removed, moved under others, calendars not used before), and plans in which one
change may reach anything (tasks as late as possible, counted back from the finish, links from the start of a summary), get a full
pass. A change that cannot be made raises as `schedule` does, and leaves everything as it was.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from heapq import heapify, heappop, heappush

from roviec.core.calendars import OutsideTableError
from roviec.core.schedule.dates import Dates, is_late, last_finish
from roviec.core.schedule.engine import LaidOut, lay_out, moments_of
from roviec.core.schedule.model import Driver, Link, Plan, PlannedTask, Row, Schedule, TooLongError
from roviec.core.schedule.network import Edge, Network
from roviec.core.schedule.order import in_order
from roviec.core.schedule.summaries import deepest_first, roll_up


class Rescheduler:
    """Keeps one plan scheduled. Not for use from several threads at once."""

    def __init__(self, plan: Plan) -> None:
        self._take(plan)

    @property
    def schedule(self) -> Schedule:
        """The plan's schedule as it is now."""
        if self._laid is None:
            return Schedule(self.plan.start, self.plan.finish or self.plan.start, (), tuple(self._network.problems))
        return self._laid.schedule(self._rows)

    def row(self, uid: int) -> Row:
        """The row of one task; `KeyError` for a task that is not in the plan."""
        return self._rows[uid]

    def held_by(self, uid: int) -> Driver:
        """What a task's late dates hang on: a follower, its own constraint or deadline, or (rule "finish") the end of the plan."""
        if self._laid is None or uid not in self._network.index:
            return Driver("finish")
        return self._laid.passes.held_by(self._network.index[uid], self._laid.finish)

    def change(
        self,
        tasks: Iterable[PlannedTask] = (),
        links: Sequence[Link] | None = None,
        removed: Iterable[int] = (),
    ) -> tuple[Row, ...]:
        """Takes tasks in their new shape (unknown uids are added), all links anew if given, and uids to leave out with their links.

        Returns the rows that are new or not what they were, in the plan's order. Raises `CycleError` and `TooLongError`.
        """
        changed, gone = {task.uid: task for task in tasks}, set(removed)
        known = {task.uid for task in self.plan.tasks}
        kept = [changed.get(task.uid, task) for task in self.plan.tasks if task.uid not in gone]
        kept += [task for uid, task in changed.items() if uid not in known and uid not in gone]
        wanted = self.plan.links if links is None else links
        if gone:
            wanted = [link for link in wanted if link.before not in gone and link.after not in gone]
        plan = replace(self.plan, tasks=kept, links=wanted)
        step = _Step.of(self._laid, self.plan, plan, changed, links is not None or bool(gone))
        if step is None or gone or not changed.keys() <= known:
            return self._whole(plan)
        before = self.plan
        try:
            return self._small(plan, step)
        except (OutsideTableError, TooLongError):
            self._take(before)
            return self._whole(plan)

    def _take(self, plan: Plan) -> None:
        network = Network(plan)
        laid = lay_out(network) if network.real else None
        self.plan, self._network, self._laid = plan, network, laid
        self._rows: dict[int, Row] = laid.rows() if laid is not None else {}
        self.__dict__.pop("_summaries", None)

    @cached_property
    def _summaries(self) -> list[int]:
        return deepest_first(self._network)

    def _whole(self, plan: Plan) -> tuple[Row, ...]:
        old = self._rows
        self._take(plan)
        return tuple(self._rows[uid] for uid in self._network.by_uid if old.get(uid) != self._rows[uid])

    def _small(self, plan: Plan, step: "_Step") -> tuple[Row, ...]:
        laid, network = step.laid, self._network
        nodes = step.run(plan)
        fresh = Dates(laid.passes, sorted(node for node in nodes if node < network.real)).rows()
        moved = {uid: row for uid, row in fresh.items() if self._rows[uid] != row}
        self._rows.update(moved)
        above = self._above(moved)
        if above:
            summaries = {uid: self._rows[uid] for uid in above}
            roll_up(network, self._rows, laid.clocks, [uid for uid in self._summaries if uid in above])
            moved |= {uid: self._rows[uid] for uid, row in summaries.items() if self._rows[uid] != row}
        self.plan = plan
        return tuple(moved[uid] for uid in network.by_uid if uid in moved)

    def _above(self, uids: Iterable[int]) -> set[int]:
        above: set[int] = set()
        for uid in uids:
            at = self._network.by_uid[uid].parent
            while at is not None and at in self._network.by_uid and at not in above:
                above.add(at)
                at = self._network.by_uid[at].parent
        return above


class _Step:
    """One change that keeps the plan's shape: which tasks and links are not what they were, and the order they leave."""

    def __init__(self, laid: LaidOut, tasks: list[PlannedTask], gone: list[Edge], new: list[Edge]) -> None:
        self.laid, self.tasks, self.gone, self.new = laid, tasks, gone, new

    @classmethod
    def of(
        cls, laid: LaidOut | None, old: Plan, plan: Plan, changed: dict[int, PlannedTask], links: bool
    ) -> "_Step | None":
        """The step from one plan to the other, or nothing when it takes a full pass."""
        if laid is None or laid.hung or plan.finish is not None or plan.several_critical_paths:
            return None
        network = laid.network
        tasks = [task for uid, task in changed.items() if network.by_uid.get(uid) != task]
        if laid.passes.second or not all(_same_shape(laid, task) for task in tasks):
            return None
        gone: list[Edge] = []
        new: list[Edge] = []
        if links:
            was, now = Counter(old.links), Counter(plan.links)
            for link in (was - now).elements():
                edges = network.edges_out[network.index[link.before]] if link.before in network.index else []
                found = next((edge for edge in edges if edge.link == link and edge not in gone), None)
                if found is None:
                    return None
                gone.append(found)
            for link in (now - was).elements():
                edge = _edge(network, link)
                if edge is None:
                    return None
                new.append(edge)
        return cls(laid, tasks, gone, new)

    def run(self, plan: Plan) -> set[int]:
        """Makes the change and both passes over what follows from it; the nodes whose rows may be others now."""
        network, passes = self.laid.network, self.laid.passes
        network.order = self._order(plan)
        network.plan = passes.plan = plan
        rank = {node: place for place, node in enumerate(network.order)}
        touched = self._put()
        walked = self._forward(touched, rank)
        finish = last_finish(passes)
        if finish != self.laid.finish:
            self.laid.finish = finish
            late = self._all_late(finish)
        else:
            late = self._backward(touched, walked, rank)
        near = {edge.before for node in (*walked, *touched) for edge in network.edges_in[node]}
        return {*walked, *touched, *late, *near}

    def _order(self, plan: Plan) -> list[int]:
        """A valid order with the new links; raises `CycleError` before anything has been changed."""
        network = self.laid.network
        rank = {node: place for place, node in enumerate(network.order)} if self.new else {}
        if all(rank[edge.before] < rank[edge.after] for edge in self.new):
            return network.order
        after = [[edge.after for edge in edges] for edges in network.edges_out]
        for edge in self.gone:
            after[edge.before].remove(edge.after)
        for edge in self.new:
            after[edge.before].append(edge.after)
        order, left = in_order(after)
        if left:
            Network(plan)  # names the circles
        return order

    def _put(self) -> set[int]:
        """Puts tasks and links in; the nodes that they touch."""
        network, passes = self.laid.network, self.laid.passes
        start = passes.start
        touched: set[int] = set()
        for task in self.tasks:
            node = network.index[task.uid]
            network.by_uid[task.uid] = network.tasks[node] = task
            passes.look_at(node)
            passes.at_start[node] = passes.domain[node].position(start)
            touched.add(node)
        for edge in self.gone:
            network.edges_out[edge.before].remove(edge)
            network.edges_in[edge.after].remove(edge)
            touched |= {edge.before, edge.after}
        for edge in self.new:
            network.edges_out[edge.before].append(edge)
            network.edges_in[edge.after].append(edge)
            touched |= {edge.before, edge.after}
        for node in touched:
            passes.split_in(node)
            passes.split_out(node)
        for node in touched:
            for edge in network.edges_in[node]:
                passes.split_out(edge.before)
            for edge in network.edges_out[node]:
                passes.split_in(edge.after)
        return touched

    def _forward(self, touched: set[int], rank: dict[int, int]) -> set[int]:
        """Early dates of what was touched and of all that follows as long as it moves."""
        network, passes = self.laid.network, self.laid.passes
        nodes, order = passes.nodes, network.order
        waiting = [rank[node] for node in touched]
        waiting += [rank[edge.after] for node in touched for edge in network.edges_out[node]]
        heapify(waiting)
        walked: set[int] = set()
        while waiting:
            node = order[heappop(waiting)]
            if node in walked:
                continue
            walked.add(node)
            old = nodes.early_start[node], nodes.early_finish[node]
            passes.forward((node,))
            # What waits for the gate of a summary names what drove the gate, which may change while the gate stays.
            if (nodes.early_start[node], nodes.early_finish[node]) != old or node in network.gates:
                for edge in network.edges_out[node]:
                    heappush(waiting, rank[edge.after])
        return walked

    def _backward(self, touched: set[int], walked: set[int], rank: dict[int, int]) -> set[int]:
        """Late dates of what was touched or has dates of its own, and of all before it as long as they move."""
        network, passes, finish = self.laid.network, self.laid.passes, self.laid.finish
        nodes, order = passes.nodes, network.order
        begin = touched | {node for node in walked if not passes.rigid[node]}
        waiting = [-rank[node] for node in begin]
        waiting += [-rank[edge.before] for node in begin for edge in network.edges_in[node]]
        heapify(waiting)
        seen: set[int] = set()
        while waiting:
            node = order[-heappop(waiting)]
            if node in seen:
                continue
            seen.add(node)
            old = nodes.late_start[node], nodes.late_finish[node]
            passes.backward((node,), {node: passes.domain[node].position(finish)})
            if (nodes.late_start[node], nodes.late_finish[node]) != old:
                for edge in network.edges_in[node]:
                    heappush(waiting, -rank[edge.before])
        return seen

    def _all_late(self, finish: int) -> set[int]:
        """Late dates of everything, because the plan ends at another moment; the nodes where they are others."""
        passes, order = self.laid.passes, self.laid.network.order
        old = list(zip(passes.nodes.late_start, passes.nodes.late_finish, strict=True))
        passes.backward(reversed(order), passes.ends(finish))
        new = zip(passes.nodes.late_start, passes.nodes.late_finish, strict=True)
        return {node for node, (a, b) in enumerate(zip(old, new, strict=True)) if a != b}


def _same_shape(laid: LaidOut, task: PlannedTask) -> bool:
    """True when the task only changes dates, lengths and names, on calendars that are laid out, far enough."""
    network, (first, last) = laid.network, laid.days
    old = network.by_uid.get(task.uid)
    if old is None or task.uid not in network.index or is_late(task):
        return False
    if (old.parent, old.summary, old.active) != (task.parent, task.summary, task.active):
        return False
    named = [name for one in (old, task) for name in (one.calendar, *(crew.calendar for crew in one.crews))]
    if any(name and name not in laid.clocks for name in named):
        return False
    if any(not first < at.date() < last for at in moments_of(task)):
        return False
    out = network.edges_out[network.index[task.uid]]
    lasts = (old.duration, old.elapsed) != (task.duration, task.elapsed)
    return not (lasts and any(edge.link.percent for edge in out))


def _edge(network: Network, link: Link) -> Edge | None:
    """The edge of a new link between two tasks; nothing when it touches a summary or needs a word about it."""
    before, after = network.index.get(link.before), network.index.get(link.after)
    if before is None or after is None or before == after or not network.tasks[before].active:
        return None
    task = network.tasks[before]
    lag = round(task.duration * link.lag / 100) if link.percent else link.lag
    return Edge(before, after, link.type, lag, link.elapsed or (link.percent and task.elapsed), link)

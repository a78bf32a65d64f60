"""A plan as a graph of nodes: tasks without children, and two marks for each summary that links or constraints touch.

A summary's gate opens when all its predecessors allow, and every task under it waits for the gate; its end comes when the last
of them has ended. So a link to or from a summary costs as many edges as it has tasks, not the product of both sides.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from roviec.core.reasons import Reason
from roviec.core.schedule.model import (
    Constraint,
    ConstraintType,
    CycleError,
    Link,
    LinkType,
    Plan,
    PlannedTask,
    Problem,
)
from roviec.core.schedule.order import circles, in_order

_OPENS_GATE = (ConstraintType.START_NO_EARLIER, ConstraintType.MUST_START_ON)


@dataclass(slots=True)
class Edge:
    """A link between nodes; `link` is what the user drew."""

    before: int
    after: int
    type: LinkType
    lag: int
    elapsed: bool
    link: Link


class Network:
    """`tasks` are the nodes (marks of summaries last), `edges_in` and `edges_out` the links by node, `order` a valid order."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.problems: list[Problem] = []
        self.by_uid = {task.uid: task for task in plan.tasks}
        if len(self.by_uid) < len(plan.tasks):
            self._problem("duplicate_uid", sorted({t.uid for t in plan.tasks if self.by_uid[t.uid] is not t}))
        self.children: dict[int, list[int]] = defaultdict(list)
        for task in self.by_uid.values():
            if task.parent is not None and task.parent in self.by_uid:
                self.children[task.parent].append(task.uid)
        self._check_outline()
        self.tasks = [t for t in self.by_uid.values() if not self.is_summary(t)]
        self.index = {task.uid: i for i, task in enumerate(self.tasks)}
        self.real = len(self.tasks)
        self._marks: dict[tuple[int, str], int] = {}
        self.gates: set[int] = set()
        """Nodes that stand for the start of a summary."""
        self.edges_in: list[list[Edge]] = []
        self.edges_out: list[list[Edge]] = [[] for _ in self.tasks]
        for link in plan.links:
            self._add(link)
        self._summary_dates()
        self.put_in_order()

    def put_in_order(self) -> None:
        """Sets `order`, `edges_in` following `edges_out`; raises `CycleError` with the tasks of each circle."""
        self.edges_in = [[] for _ in self.tasks]
        for edges in self.edges_out:
            for edge in edges:
                self.edges_in[edge.after].append(edge)
        after = [[edge.after for edge in edges] for edges in self.edges_out]
        self.order, left = in_order(after)
        if left:
            found = [[self.tasks[node].uid for node in circle] for circle in circles(after, left)]
            raise CycleError([tuple(dict.fromkeys(circle)) for circle in found])

    def is_summary(self, task: PlannedTask) -> bool:
        return task.uid in self.children or task.summary

    def leaves(self, uid: int) -> Iterator[int]:
        """Nodes of all tasks under a summary, however deep."""
        stack = list(self.children.get(uid, ()))
        while stack:
            child = stack.pop()
            if child in self.children:
                stack.extend(self.children[child])
            elif child in self.index:
                yield self.index[child]

    def _problem(self, code: str, uids: list[int], **params: str | int) -> None:
        self.problems.append(Problem(Reason(f"schedule.{code}", params), tuple(uids)))

    def _check_outline(self) -> None:
        """Parents that are their own descendants would be walked for ever."""
        safe: set[int] = set()
        for task in self.by_uid.values():
            path: dict[int, None] = {}
            at: int | None = task.uid
            while at is not None and at in self.by_uid and at not in safe and at not in path:
                path[at] = None
                at = self.by_uid[at].parent
            if at is not None and at in path:
                raise CycleError([tuple(path)[list(path).index(at) :]])
            safe.update(path)

    def _inside(self, uid: int, summary: int) -> bool:
        at: int | None = uid
        while at is not None and at in self.by_uid:
            if at == summary:
                return True
            at = self.by_uid[at].parent
        return False

    def _add(self, link: Link) -> None:
        before, after = self.by_uid.get(link.before), self.by_uid.get(link.after)
        if before is None or after is None:
            self._problem(
                "link_to_nowhere",
                [u for u in (link.before, link.after) if u in self.by_uid],
                missing=link.before if before is None else link.after,
            )
            return
        if not before.active:  # an inactive task holds nobody back
            return
        held = (after.uid in self.children and self._inside(before.uid, after.uid)) or (
            before.uid in self.children and self._inside(after.uid, before.uid)
        )
        if held and before.uid != after.uid:
            self._problem("link_to_own_summary", [before.uid, after.uid])
            return
        first = self._mark(before, "end" if link.type in (LinkType.FS, LinkType.FF) else "gate")
        second = self._mark(after, "gate")
        lag = round(before.duration * link.lag / 100) if link.percent else link.lag
        self._edge(first, second, link.type, lag, link.elapsed or (link.percent and before.elapsed), link)

    def _edge(self, before: int, after: int, type_: LinkType, lag: int, elapsed: bool, link: Link) -> None:
        edge = Edge(before, after, type_, lag, elapsed, link)
        self.edges_out[before].append(edge)

    def _mark(self, task: PlannedTask, which: str) -> int:
        """The node that stands for one side of a task: its own, or the gate or end of a summary."""
        if not self.is_summary(task):
            return self.index[task.uid]
        key = (task.uid, which)
        if key not in self._marks:
            node = self._marks[key] = len(self.tasks)
            self.tasks.append(PlannedTask(task.uid, task.name, 0, calendar=task.calendar))
            self.edges_out.append([])
            if which == "gate":
                self.gates.add(node)
            for leaf in self.leaves(task.uid):
                pair = (node, leaf) if which == "gate" else (leaf, node)
                self._edge(*pair, LinkType.FS, 0, False, Link(task.uid, self.tasks[leaf].uid))
        return self._marks[key]

    def _summary_dates(self) -> None:
        """Constraints of a summary bind its gate (no earlier) or its end (no later); its deadline binds its end."""
        for task in self.by_uid.values():
            if not self.is_summary(task) or task.uid not in self.children:
                continue
            constraint = task.constraint
            if constraint is not None and constraint.type in _OPENS_GATE:
                self._dress(self._mark(task, "gate"), Constraint(ConstraintType.START_NO_EARLIER, constraint.at), task)
            if (
                constraint is not None and constraint.type is ConstraintType.FINISH_NO_LATER
            ) or task.deadline is not None:
                late = (
                    constraint if constraint is not None and constraint.type is ConstraintType.FINISH_NO_LATER else None
                )
                self._dress(self._mark(task, "end"), late, task)

    def _dress(self, node: int, constraint: Constraint | None, task: PlannedTask) -> None:
        deadline = task.deadline if node == self._marks.get((task.uid, "end")) else None
        self.tasks[node] = PlannedTask(
            task.uid, task.name, 0, calendar=task.calendar, constraint=constraint, deadline=deadline
        )

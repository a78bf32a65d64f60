"""Summary tasks: their dates follow from the tasks under them."""

from collections.abc import Iterable

from roviec.core.schedule.clock import Clock
from roviec.core.schedule.dates import is_late
from roviec.core.schedule.model import Driver, LinkType, PlannedTask, Row
from roviec.core.schedule.network import Network
from roviec.core.schedule.passes import Passes
from roviec.core.working_table import to_minutes


def earliest_children(network: Network, passes: Passes) -> bool:
    """Links from a summary's start (SS, SF) hang on the child that starts first, which is known only after a first pass.

    Moves such links from the summary's gate to that child; True when any moved, so that the pass must be run again.
    """
    moved = False
    nodes = passes.nodes
    for node in range(network.real, len(network.tasks)):
        for edge in [e for e in network.edges_out[node] if e.type in (LinkType.SS, LinkType.SF)]:
            leaves = [leaf for leaf in network.leaves(network.tasks[node].uid) if leaf != edge.after]
            if not leaves:
                continue
            first = min(leaves, key=lambda leaf: passes.domain[leaf].start_at(nodes.early_start[leaf]))
            network.edges_out[node].remove(edge)
            edge.before = first
            network.edges_out[first].append(edge)
            moved = True
    if moved:
        network.put_in_order()
    return moved


def deepest_first(network: Network) -> list[int]:
    """Uids of all summaries, every one after the summaries under it."""
    order = [uid for uid, task in network.by_uid.items() if network.is_summary(task)]
    depth: dict[int, int] = {}
    for uid in order:
        trail, at = [], uid
        while at not in depth:
            trail.append(at)
            parent = network.by_uid[at].parent
            if parent is None or parent not in network.by_uid:
                depth[at] = 0
                break
            at = parent
        for one in reversed(trail):
            parent = network.by_uid[one].parent
            if one not in depth and parent is not None:
                depth[one] = depth[parent] + 1
    return sorted(order, key=lambda uid: -depth[uid])


def roll_up(network: Network, rows: dict[int, Row], clocks: dict[str, Clock], summaries: Iterable[int]) -> None:
    """Adds the rows of the summaries (inner ones first): earliest start, latest finish, critical when a child is."""
    for uid in summaries:
        rows[uid] = _summary(network, network.by_uid[uid], rows, clocks)


def _summary(network: Network, task: PlannedTask, rows: dict[int, Row], clocks: dict[str, Clock]) -> Row:
    under = [network.by_uid[child] for child in network.children.get(task.uid, ())]
    children = [(child, rows[child.uid]) for child in under if child.active and child.uid in rows]
    if not children:
        begin = network.plan.start
        return Row(task.uid, task.name, begin, begin, begin, begin, 0, 0, False, Driver("start"), begin, begin, True)
    # Project takes tasks as late as possible where they are planned, and those set by hand as having no other dates.
    early = [(r.start, r.finish) if is_late(t) else (r.early_start, r.early_finish) for t, r in children]
    late = [
        (r.early_start, r.early_finish) if t.fixed is not None and not r.summary else (r.late_start, r.late_finish)
        for t, r in children
    ]
    early_start, early_finish = min(start for start, _ in early), max(finish for _, finish in early)
    late_start, late_finish = min(start for start, _ in late), max(finish for _, finish in late)
    clock = clocks.get(task.calendar or network.plan.calendar, clocks[network.plan.calendar])
    place = [clock.position(to_minutes(at)) for at in (early_start, late_start, early_finish, late_finish)]
    first = min((r for _, r in children), key=lambda r: r.start)
    return Row(
        task.uid,
        task.name,
        early_start,
        early_finish,
        late_start,
        late_finish,
        min(place[1] - place[0], place[3] - place[2]),
        0,
        any(r.critical for _, r in children),
        first.driven_by,
        min(r.start for _, r in children),
        max(r.finish for _, r in children),
        True,
    )

"""Summary tasks: their dates follow from the tasks under them."""

from dataclasses import replace

from roviec.core.schedule.clock import Clock
from roviec.core.schedule.model import Driver, LinkType, Row
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


def roll_up(network: Network, rows: dict[int, Row], clocks: dict[str, Clock]) -> tuple[Row, ...]:
    """All rows in the plan's order, summaries included: earliest start, latest finish, critical when a child is."""
    depth: dict[int, int] = {}
    for uid in network.by_uid:
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
            depth[one] = (
                depth[parent] + 1 if parent is not None and parent in depth and parent != one else depth.get(one, 0)
            )
    done = dict(rows)
    for uid in sorted(network.by_uid, key=lambda uid: -depth[uid]):
        task = network.by_uid[uid]
        if uid in done:
            continue
        children = [
            done[child] for child in network.children.get(uid, ()) if child in done and network.by_uid[child].active
        ]
        if not children:
            begin = network.plan.start
            done[uid] = Row(
                uid, task.name, begin, begin, begin, begin, 0, 0, False, Driver("start"), begin, begin, True
            )
            continue
        early_start, early_finish = min(c.early_start for c in children), max(c.early_finish for c in children)
        late_start, late_finish = min(c.late_start for c in children), max(c.late_finish for c in children)
        clock = clocks.get(task.calendar or network.plan.calendar, clocks[network.plan.calendar])
        place = [clock.position(to_minutes(at)) for at in (early_start, late_start, early_finish, late_finish)]
        slack = min(place[1] - place[0], place[3] - place[2])
        critical = any(c.critical for c in children)
        first = min(children, key=lambda c: c.early_start)
        done[uid] = Row(
            uid,
            task.name,
            early_start,
            early_finish,
            late_start,
            late_finish,
            slack,
            0,
            critical,
            replace(first.driven_by),
            min(c.start for c in children),
            max(c.finish for c in children),
            True,
        )
    return tuple(done[task.uid] for task in network.by_uid.values())

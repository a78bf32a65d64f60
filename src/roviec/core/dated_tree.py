"""A tree whose edges hold for a time: who stood above whom, at what distance, from when to when.

Days are half-open: `start` is the first day, `end` the first day after; None is open. The same rule serves the bulk rebuild, the move
of one node and the check for cycles.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID


class Edge(NamedTuple):
    """The node stood under `parent` in these days."""

    parent: UUID
    start: date
    end: date | None


class Above(NamedTuple):
    """`ancestor` stood `depth` steps above in these days; at depth 0 a node is its own ancestor."""

    ancestor: UUID
    depth: int
    start: date
    end: date | None


def earlier(one: date | None, other: date | None) -> date | None:
    """The earlier of two ends, None being never."""
    if one is None or other is None:
        return one or other
    return min(one, other)


def overlap(
    start: date, end: date | None, other_start: date, other_end: date | None
) -> tuple[date, date | None] | None:
    """The days common to two spans, None when there are none."""
    first, last = max(start, other_start), earlier(end, other_end)
    return None if last is not None and last <= first else (first, last)


def ancestry(node: UUID, start: date, end: date | None, edges: Mapping[UUID, Sequence[Edge]]) -> Iterator[Above]:
    """Everything above the node between the days, the node itself first. Raises Cycle when it stands above itself."""
    if end is not None and end <= start:
        return
    yield Above(node, 0, start, end)
    pending = [Above(node, 0, start, end)]
    while pending:
        below = pending.pop()
        for edge in edges.get(below.ancestor, ()):
            common = overlap(below.start, below.end, edge.start, edge.end)
            if common is None:
                continue
            if edge.parent == node:
                raise Cycle(node)
            above = Above(edge.parent, below.depth + 1, *common)
            if above.depth > MAX_DEPTH:
                raise Cycle(edge.parent)
            yield above
            pending.append(above)


class Cycle(ValueError):
    """The node stands above itself on some day."""

    def __init__(self, node: UUID) -> None:
        super().__init__(str(node))
        self.node = node


# No administration is twenty levels deep; a walk that goes on longer goes round.
MAX_DEPTH = 20

"""The place of a task on the network: what comes before it may keep it from beginning, whatever it does itself.

Each draw gives every task an end of its own; then, in the order of the links, nobody ends before its predecessors allow:

- finish-to-start: end >= predecessor's end + lag + planned time that remains
- start-to-start:  end >= predecessor's start + lag + planned time that remains
- finish-to-finish, start-to-finish: end >= predecessor's end, or start, + lag

A task that has begun is bound by finish-to-finish and start-to-finish only. Draws of different tasks are independent, so what delays a
whole unit at once is not in them; a task with many predecessors is then said to be somewhat later than it will be.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from roviec.core.forecast.model import Bools, Floats, Ints

# So many draws at a time: ten thousand tasks then take some tens of megabytes.
CHUNK = 250
FS, SS, FF, SF = range(4)


@dataclass(frozen=True)
class Links:
    """`before`, `after` are places of tasks, `kind` one of FS, SS, FF, SF, `lag` in days of the axis."""

    before: Ints
    after: Ints
    kind: Ints
    lag: Floats


@dataclass(frozen=True)
class Nodes:
    """`begun`: bound by no predecessor's beginning any more. `remaining`: planned days of work that are left. `whole`: has no end of
    its own, it ends with the last of its parts (finish-to-finish links from them)."""

    begun: Bools
    remaining: Floats
    whole: Bools


@dataclass(frozen=True)
class Order:
    """Nodes by layer, every node after all before it; `stuck` are on or behind a circle and keep an end of their own."""

    layers: Sequence[Ints]
    stuck: Ints


def in_layers(n: int, links: Links) -> Order:
    """Kahn's order, a layer at a time."""
    waits = np.bincount(links.after, minlength=n)
    by_before = np.argsort(links.before, kind="stable")
    first = np.searchsorted(links.before[by_before], np.arange(n + 1))
    layers, layer = [], np.flatnonzero(waits == 0)
    done = np.zeros(n, dtype=bool)
    while len(layer):
        layers.append(layer)
        done[layer] = True
        counts = first[layer + 1] - first[layer]
        places = np.repeat(first[layer] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        followers = links.after[by_before[places]]
        np.subtract.at(waits, followers, 1)
        followers = np.unique(followers)
        layer = followers[waits[followers] == 0]
    return Order(layers, np.flatnonzero(~done))


class Network:
    """A plan ready to be drawn many times."""

    def __init__(self, nodes: Nodes, links: Links) -> None:
        self.nodes = nodes
        n = len(nodes.begun)
        # A beginning that has happened binds nobody.
        counts = ~(nodes.begun[links.after] & ((links.kind == FS) | (links.kind == SS))) & (links.before != links.after)
        links = Links(links.before[counts], links.after[counts], links.kind[counts], links.lag[counts])
        self.order = in_layers(n, links)
        depth = np.full(n, -1)
        for i, layer in enumerate(self.order.layers):
            depth[layer] = i
        use = (depth[links.after] >= 0) & (depth[links.before] >= 0)
        links = Links(links.before[use], links.after[use], links.kind[use], links.lag[use])
        sort = np.lexsort((links.after, depth[links.after]))
        self.before, self.after, self.kind = links.before[sort], links.after[sort], links.kind[sort]
        from_start = (self.kind == SS) | (self.kind == SF)
        to_start = (self.kind == FS) | (self.kind == SS)
        # What is added to the predecessor's end: a start is taken as the end less the planned time.
        self.gap = (
            links.lag[sort]
            + np.where(to_start, nodes.remaining[self.after], 0.0)
            - np.where(from_start & ~nodes.begun[self.before], nodes.remaining[self.before], 0.0)
        )
        # A start that has happened lies in the past and holds nothing up.
        self.gap[from_start & nodes.begun[self.before]] = -np.inf
        starts = np.flatnonzero(np.diff(self.after, prepend=-1))
        self._groups = [
            (starts[one], int(starts[one[-1] + 1]) if one[-1] + 1 < len(starts) else len(self.after))
            for one in np.split(np.arange(len(starts)), np.flatnonzero(np.diff(depth[self.after[starts]])) + 1)
            if len(one)
        ]

    def settle(self, ends: Floats) -> Floats:
        """`ends[node, draw]` as each task would end alone; changed in place to what the network allows, and given back."""
        ends[self.nodes.whole] = -np.inf
        for starts, stop in self._groups:
            here = slice(int(starts[0]), stop)
            pushed = ends[self.before[here]] + self.gap[here, None]
            latest = np.maximum.reduceat(pushed, starts - starts[0], axis=0)
            nodes = self.after[starts]
            ends[nodes] = np.maximum(ends[nodes], latest)
        return ends

    def drivers(self, typical: Floats) -> Ints:
        """For each node the predecessor that decides when it ends, with these ends; -1 where none does."""
        settled = self.settle(typical[:, None].copy())[:, 0]
        found = np.full(len(typical), -1, dtype=np.int64)
        pushed = settled[self.before] + self.gap
        decides = (pushed >= settled[self.after] - 1e-9) & (pushed > typical[self.after] + 1e-9)
        found[self.after[decides]] = self.before[decides]
        return found

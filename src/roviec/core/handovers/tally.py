"""What a log says about hands: successions, hand-overs, time in each hand, returns and variants, summed over whole cases.

Definitions. Events of a case are put in order of time, those of the same instant in order of the log. A *succession* is two events
that follow each other in a case; it is a *hand-over* when two different people did them (van der Aalst, Reijers, Song: Discovering
social networks from event logs, CSCW 14, 2005: handover of work, direct successions). An event is kept when a step was completed, so
that the working time between two events was spent in the *hand* of who completed the later one. A *loop* is work that comes back to
somebody who had it, after k hand-overs, of whom none in between went to the same person: k = 2 is A→B→A.

Sums of parts of a log may be added, as long as no case is in two parts.
"""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from roviec.core.handovers.log import Events
from roviec.core.working_table import WorkingTable

Int = npt.NDArray[np.int64]
# Loops up to so many hand-overs are kept with the hands they went through; longer ones only by their length.
LONGEST_SHOWN = 5
_WORD = 1 << 32


@dataclass
class Tally:
    """All keys are numbers of the log's vocabularies. `minutes` are working minutes.

    `pairs`, `groups`: (from, to) -> hand-overs between different people, between different groups. `steps`: (from, to) -> (successions,
    minutes) of activities. `variants`: hash of a sequence -> cases, with the sequence itself in `sequences`. `places`: activity ->
    (events, sum of their places in their cases), which puts a map in order. `loops`: hands passed through -> times; `lengths` of all.
    """

    cases: int = 0
    events: int = 0
    successions: int = 0
    pairs: Counter[tuple[int, int]] = field(default_factory=Counter)
    groups: Counter[tuple[int, int]] = field(default_factory=Counter)
    events_of: Counter[int] = field(default_factory=Counter)
    minutes_of: Counter[int] = field(default_factory=Counter)
    step_counts: Counter[tuple[int, int]] = field(default_factory=Counter)
    step_minutes: Counter[tuple[int, int]] = field(default_factory=Counter)
    activities: Counter[int] = field(default_factory=Counter)
    places: Counter[int] = field(default_factory=Counter)
    starts: Counter[int] = field(default_factory=Counter)
    ends: Counter[int] = field(default_factory=Counter)
    loops: Counter[tuple[int, ...]] = field(default_factory=Counter)
    lengths: Counter[int] = field(default_factory=Counter)
    variants: Counter[int] = field(default_factory=Counter)
    sequences: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def add(self, events: Events, table: WorkingTable) -> None:
        """Whole cases, in any order."""
        if not len(events):
            return
        order = np.lexsort((events["at"], events["case"]))
        case = events["case"][order]
        who, what = events["who"][order].astype(np.int64), events["what"][order].astype(np.int64)
        group = events["group"][order].astype(np.int64)
        begins = np.concatenate(([True], case[1:] != case[:-1]))
        same = ~begins[1:]
        first = np.flatnonzero(begins)
        self.events += len(events)
        self.cases += len(first)
        self.successions += int(same.sum())
        done = table.position(events["local"][order].astype(np.int64))
        # On the night when clocks go back an hour passes twice: nobody has worked less than nothing.
        minutes = np.maximum(done[1:] - done[:-1], 0)
        _pairs(self.pairs, who[:-1], who[1:], same & (who[:-1] != who[1:]) & (who[:-1] > 0) & (who[1:] > 0))
        _pairs(
            self.groups, group[:-1], group[1:], same & (group[:-1] != group[1:]) & (group[:-1] > 0) & (group[1:] > 0)
        )
        _sums(self.events_of, who)
        _sums(self.minutes_of, who[1:][same], minutes[same])
        _pairs(self.step_counts, what[:-1], what[1:], same)
        _pairs(self.step_minutes, what[:-1], what[1:], same, minutes)
        place = np.arange(len(case)) - np.repeat(first, np.diff(np.append(first, len(case))))
        _sums(self.activities, what)
        _sums(self.places, what, place)
        _sums(self.starts, what[first])
        _sums(self.ends, what[np.append(first[1:], len(case)) - 1])
        self._variants(what, first, place)
        self._loops(who, begins)

    def _variants(self, what: Int, first: Int, place: Int) -> None:
        mixed = _mixed(what.astype(np.uint64) * np.uint64(_WORD) + place.astype(np.uint64))
        signs = np.add.reduceat(mixed, first)
        found, where, times = np.unique(signs, return_index=True, return_counts=True)
        ends = np.append(first[1:], len(what))
        for sign, i, n in zip(found.tolist(), where.tolist(), times.tolist(), strict=True):
            self.variants[sign] += n
            if sign not in self.sequences:
                self.sequences[sign] = tuple(what[first[i] : ends[i]].tolist())

    def _loops(self, who: Int, begins: npt.NDArray[np.bool_]) -> None:
        """Each return to somebody who had it before, from the last time that they had it."""
        changes = begins | np.concatenate(([True], who[1:] != who[:-1]))
        hands, case = who[changes], np.cumsum(begins)[changes]
        place = np.arange(len(hands))
        order = np.lexsort((place, hands, case))
        again = (hands[order][1:] == hands[order][:-1]) & (case[order][1:] == case[order][:-1])
        again &= hands[order][1:] > 0
        back = order[:-1][again]
        length = order[1:][again] - back
        _sums(self.lengths, length)
        for k in range(2, LONGEST_SHOWN + 1):
            begin = back[length == k]
            if len(begin):
                ways, times = np.unique(hands[begin[:, None] + np.arange(k + 1)], axis=0, return_counts=True)
                for way, n in zip(ways.tolist(), times.tolist(), strict=True):
                    self.loops[tuple(way)] += n


def _sums(into: Counter[int], keys: Int, weights: Int | None = None) -> None:
    if not len(keys):
        return
    sums = np.bincount(keys) if weights is None else np.bincount(keys, weights=weights)
    some = np.flatnonzero(np.bincount(keys)) if weights is not None else np.flatnonzero(sums)
    for key, n in zip(some.tolist(), sums[some].tolist(), strict=True):
        into[key] += int(n)


def _pairs(
    into: Counter[tuple[int, int]], one: Int, other: Int, which: npt.NDArray[np.bool_], weights: Int | None = None
) -> None:
    """Only pairs that occur cost anything: with a hundred thousand people there are ten thousand million that do not."""
    keys, place = np.unique(one[which] * _WORD + other[which], return_inverse=True)
    sums = np.bincount(place, weights=None if weights is None else weights[which])
    for key, n in zip(keys.tolist(), sums.tolist(), strict=True):
        into[key // _WORD, key % _WORD] += int(n)


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Steele, Lea, Flood: SplitMix64 (OOPSLA 2014): numbers that lie near each other end up far apart, so that sums tell them apart."""
    with np.errstate(over="ignore"):
        z = values + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))

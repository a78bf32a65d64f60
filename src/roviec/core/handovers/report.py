"""The sums of a log with the names back in them, most first; what is as many goes by name, so that it always comes out the same."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roviec.core.handovers.log import Reading
from roviec.core.handovers.tally import Tally


@dataclass(frozen=True, slots=True)
class Pair:
    source: str
    target: str
    count: int


@dataclass(frozen=True, slots=True)
class Hand:
    """`events` that this person completed; working minutes from the event before to each of theirs."""

    who: str
    events: int
    working_minutes: int


@dataclass(frozen=True, slots=True)
class Loop:
    """`path` begins and ends with the same person, `length` hand-overs later. Long ones are told by length alone, without path."""

    length: int
    count: int
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One activity after another, so often, with the mean working time between them in minutes."""

    source: str
    target: str
    count: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Activity:
    """`place` is the mean place in its case, 0 for the first; `starts`, `ends` how many cases it begins and ends."""

    name: str
    events: int
    place: float
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Variant:
    steps: tuple[str, ...]
    cases: int


@dataclass(frozen=True, slots=True)
class Handovers:
    """Everything about one log. `upward` are hand-overs to somebody who stands higher; None: nobody said who does."""

    cases: int
    events: int
    successions: int
    pairs: list[Pair]
    groups: list[Pair]
    hands: list[Hand]
    loops: list[Loop]
    steps: list[Step]
    activities: list[Activity]
    variants: list[Variant]
    upward: list[Pair] | None = None

    @property
    def between_people(self) -> int:
        return sum(pair.count for pair in self.pairs)


def report(tally: Tally, reading: Reading, ranks: Mapping[str, float] | None = None) -> Handovers:
    """`ranks`: person -> how high they stand, larger is higher."""
    people, groups, words = reading.who.names, reading.group.names, reading.what.names
    pairs = _pairs(tally.pairs, people)
    upward = None
    if ranks is not None:
        known = [pair for pair in pairs if pair.source in ranks and pair.target in ranks]
        upward = [pair for pair in known if ranks[pair.target] > ranks[pair.source]]
    steps = [Step(words[a], words[b], n, tally.step_minutes[a, b] / n) for (a, b), n in tally.step_counts.items()]
    shown = Counter[int]()
    for path, n in tally.loops.items():
        shown[len(path) - 1] += n
    loops = [Loop(len(path) - 1, n, tuple(people[one] for one in path)) for path, n in tally.loops.items()]
    loops += [Loop(length, n) for length, n in tally.lengths.items() if not shown[length]]
    return Handovers(
        cases=tally.cases,
        events=tally.events,
        successions=tally.successions,
        pairs=pairs,
        groups=_pairs(tally.groups, groups),
        hands=sorted(
            (Hand(people[one], n, tally.minutes_of[one]) for one, n in tally.events_of.items()),
            key=lambda hand: (-hand.events, hand.who),
        ),
        loops=sorted(loops, key=lambda loop: (-loop.count, loop.length, loop.path)),
        steps=sorted(steps, key=lambda step: (-step.count, step.source, step.target)),
        activities=sorted(
            (
                Activity(words[one], n, tally.places[one] / n, tally.starts[one], tally.ends[one])
                for one, n in tally.activities.items()
            ),
            key=lambda activity: (activity.place, activity.name),
        ),
        variants=sorted(
            (Variant(tuple(words[one] for one in tally.sequences[sign]), n) for sign, n in tally.variants.items()),
            key=lambda variant: (-variant.cases, variant.steps),
        ),
        upward=upward,
    )


def _pairs(counted: Mapping[tuple[int, int], int], names: Sequence[str]) -> list[Pair]:
    pairs = [Pair(names[a], names[b], n) for (a, b), n in counted.items()]
    return sorted(pairs, key=lambda pair: (-pair.count, pair.source, pair.target))

"""Who is asked about whom: colleagues who know each other's work, each with few questions, each target with enough raters.

Nobody is asked about a stranger: only people of one unit, people who held the same work, people of units that worked together. Where
everybody answers about `most` others, everybody gets about `most` answers, and one who does not answer leaves the group too small to
show. So each target gets `spare` raters more than are needed, and not everybody is a target in every round: who was left out comes
first in the next one (`first`).

The choice mixes units on purpose (raters of different severity can only be compared where they speak of the same people). Two people are
not asked about each other, because favours are done in pairs, but in one turn of five, where they are: without some such pairs nobody
could see whether favours are done (`favours`).
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """What the two have to do with each other. Values are kept in the request."""

    UNIT = "unit"
    WORK = "work"  # held the same piece of work
    UNITS = "units"  # their units worked together


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    unit: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """`asked`: rater -> targets with why. `out`: who is no target this time. `parts`: groups that no rater connects (1 is right)."""

    asked: Mapping[str, Mapping[str, Why]]
    out: tuple[str, ...]
    parts: int

    def raters_of(self) -> Counter[str]:
        """How many are asked about each."""
        return Counter(target for targets in self.asked.values() for target in targets)


# Of a unit that worked with one's own so many colleagues come into question; more would only cost time.
OF_A_UNIT = 12
# The turn in which one is asked about somebody who was asked about oneself.
RETURNED = 4


def choose(
    people: Sequence[Person],
    *,
    work: Mapping[str, Collection[str]],
    units: Mapping[str, Collection[str]],
    seed: str,
    most: int = 5,
    least: int = 5,
    spare: int = 2,
    first: Collection[str] = (),
) -> Chosen:
    """`work`: person -> people who held the same work; `units`: unit -> units it worked with. The same seed gives the same answer.

    A rater is asked about at most `most`; a target gets at least `least` raters or is none.
    """
    lot = {one.key: _lot(seed, one.key) for one in people}
    order = sorted(people, key=lambda one: lot[one.key])
    may = _candidates(order, work, units)
    knows_me: Counter[str] = Counter(target for mine in may.values() for target in mine)
    able = [one for one in order if knows_me[one.key] >= least]
    able.sort(key=lambda one: one.key not in first)
    targets = {one.key for one in _spread(able, len(order) * most // (least + spare))}
    while True:
        asked = _fill(order, may, targets, lot, most, least + spare)
        _lift(asked, may, targets, lot, most, least)
        short = sorted((n, lot[key], key) for key, n in _received(asked, targets).items() if n < least)
        if not short:
            break
        # Whom too few can be asked about: their raters are free for the others who have too few.
        targets -= {key for _n, _lot, key in short[: max(1, len(short) // 2)]}
    _connect(asked, may, targets, least)
    left_out = tuple(one.key for one in order if one.key not in targets)
    return Chosen(asked, left_out, len(components((r, t) for r, mine in asked.items() for t in mine)))


def components(pairs: Iterable[tuple[str, str]]) -> list[tuple[frozenset[str], frozenset[str]]]:
    """(rater, target) pairs -> groups of raters and targets connected by answers, the largest first."""
    above: dict[tuple[int, str], tuple[int, str]] = {}

    def top(node: tuple[int, str]) -> tuple[int, str]:
        above.setdefault(node, node)
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    for rater, target in pairs:
        above[top((0, rater))] = top((1, target))
    groups: dict[tuple[int, str], tuple[set[str], set[str]]] = {}
    for side, key in above:
        groups.setdefault(top((side, key)), (set(), set()))[side].add(key)
    made = [(frozenset(raters), frozenset(targets)) for raters, targets in groups.values()]
    return sorted(made, key=lambda group: (-len(group[1]), -len(group[0]), min(group[1])))


def _lot(seed: str, *parts: str) -> str:
    return hashlib.sha256("\x1f".join((seed, *parts)).encode()).hexdigest()


def _candidates(
    people: Sequence[Person], work: Mapping[str, Collection[str]], units: Mapping[str, Collection[str]]
) -> dict[str, dict[str, Why]]:
    """Rater -> everybody they may be asked about, with the nearest reason."""
    of_unit: dict[str, list[str]] = {}
    for one in people:
        of_unit.setdefault(one.unit, []).append(one.key)
    known = {one.key for one in people}
    made: dict[str, dict[str, Why]] = {}
    for one in people:
        mine = {key: Why.UNITS for unit in sorted(units.get(one.unit, ())) for key in of_unit.get(unit, [])[:OF_A_UNIT]}
        mine |= {key: Why.WORK for key in sorted(work.get(one.key, ())) if key in known}
        mine |= dict.fromkeys(of_unit[one.unit], Why.UNIT)
        mine.pop(one.key, None)
        made[one.key] = mine
    return made


def _spread(people: Sequence[Person], count: int) -> list[Person]:
    """So many of them, every unit with its share, in the order given."""
    taken: Counter[str] = Counter()
    sizes = Counter(one.unit for one in people)

    def place(one: Person) -> float:
        taken[one.unit] += 1
        return (taken[one.unit] - 0.5) / sizes[one.unit]

    placed = [(place(one), n, one) for n, one in enumerate(people)]
    return [one for _place, _n, one in sorted(placed, key=lambda item: item[:2])[:count]]


Asked = dict[str, dict[str, Why]]


def _received(asked: Asked, targets: Collection[str]) -> Counter[str]:
    received = Counter(dict.fromkeys(targets, 0))
    for mine in asked.values():
        received.update(mine.keys())
    return received


def _fill(
    order: Sequence[Person],
    may: Mapping[str, Mapping[str, Why]],
    targets: Collection[str],
    lot: Mapping[str, str],
    most: int,
    enough: int,
) -> Asked:
    """Turn by turn each rater gets the target that has the fewest; every other turn one from another unit, where there is one."""
    asked: Asked = {one.key: {} for one in order}
    received: Counter[str] = Counter()
    for turn in range(most):
        for one in order:
            open_ = [
                key
                for key in may[one.key]
                if key in targets and key not in asked[one.key] and (received[key] < enough or turn == 0)
            ]
            if not open_:
                continue
            outside, returned = turn % 2 == 1, turn == RETURNED

            def rank(key: str, me: str = one.key, outside: bool = outside, ret: bool = returned) -> tuple[object, ...]:
                why, mutual = may[me][key], me in asked[key]
                wrong_side = (why is Why.UNIT) == outside
                near = (mutual != ret, received[key]) if ret else (received[key], mutual)
                return (*near, wrong_side, why is Why.UNITS, _lot(lot[me], key))

            best = min(open_, key=rank)
            asked[one.key][best] = may[one.key][best]
            received[best] += 1
    return asked


def _lift(
    asked: Asked,
    may: Mapping[str, Mapping[str, Why]],
    targets: Collection[str],
    lot: Mapping[str, str],
    most: int,
    least: int,
) -> None:
    """Targets with too few get a rater who has room, else one who gives up a target that has more than it needs."""
    received = _received(asked, targets)
    knows: dict[str, list[str]] = {key: [] for key in targets}
    for rater, mine in may.items():
        for key in mine:
            if key in knows:
                knows[key].append(rater)
    for key in sorted(targets, key=lambda one: (received[one], lot[one])):
        for rater in sorted(knows[key], key=lambda one: len(asked[one])):
            if received[key] >= least:
                break
            if key in asked[rater]:
                continue
            if len(asked[rater]) >= most:
                spare = [one for one in asked[rater] if received[one] > least]
                if not spare:
                    continue
                gone = max(spare, key=lambda one: (received[one], lot[one]))
                del asked[rater][gone]
                received[gone] -= 1
            asked[rater][key] = may[rater][key]
            received[key] += 1


def _connect(asked: Asked, may: Mapping[str, Mapping[str, Why]], targets: Collection[str], least: int) -> None:
    """Groups that share no rater are joined by moving one question, where somebody knows people of both."""
    for _ in range(len(asked)):
        groups = components((r, t) for r, mine in asked.items() for t in mine)
        if len(groups) < 2:
            return
        received = _received(asked, targets)
        if not any(_bridge(asked, may, received, raters, inside, targets, least) for raters, inside in groups[1:]):
            return


def _bridge(
    asked: Asked,
    may: Mapping[str, Mapping[str, Why]],
    received: Counter[str],
    raters: frozenset[str],
    inside: frozenset[str],
    targets: Collection[str],
    least: int,
) -> bool:
    for rater in sorted(raters):
        beyond = [key for key in may[rater] if key in targets and key not in inside]
        spare = [key for key in asked[rater] if received[key] > least]
        if beyond and spare and len(asked[rater]) > 1:
            gone = max(spare, key=lambda one: received[one])
            del asked[rater][gone]
            joined = min(beyond, key=lambda one: (received[one], one))
            asked[rater][joined] = may[rater][joined]
            return True
    return False

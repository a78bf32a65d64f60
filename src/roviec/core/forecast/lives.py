"""One piece of work from its beginning to its end, and how it stood at any moment of it: what was known then and nothing later."""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from roviec.core.forecast.model import Bools, Chain, Floats, Ints, Lives, Moments

# When in its life a past case is looked at: shares of the time given.
LOOKS = (0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9)


class What(StrEnum):
    """What can happen to work. `value` of REPORTED is the progress, 0..1; of EXTENDED the new due date, 0 when it is not known."""

    BEGUN = "begun"
    SIGN = "sign"
    REPORTED = "reported"
    PASSED = "passed"
    HANDED_UP = "handed_up"
    BACK = "back"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    ASKED = "asked"
    ANSWERED = "answered"


# What only somebody does who has begun.
_BEGUN = frozenset({What.BEGUN, What.SIGN, What.REPORTED, What.HANDED_UP, What.BACK})


@dataclass(frozen=True, slots=True)
class Turn:
    at: float
    what: What
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Life:
    """`turns` in order of time; `end` is when it was handed in, None while it runs. Times as in `model`.

    `due` is the date that decided (or decides) lateness; `first_due` the one it was given out with, None for the same.
    """

    start: float
    due: float
    end: float | None
    chain: Chain
    unit: Hashable
    turns: tuple[Turn, ...] = ()
    first_due: float | None = None

    @property
    def given_due(self) -> float:
        return self.due if self.first_due is None else self.first_due


def lives_of(lives: Sequence[Life]) -> Lives:
    """The same as columns."""
    return Lives(
        np.array([life.start for life in lives], dtype=float),
        np.array([life.due for life in lives], dtype=float),
        np.array([np.nan if life.end is None else life.end for life in lives], dtype=float),
        [life.chain for life in lives],
        [life.unit for life in lives],
    )


@dataclass(frozen=True)
class Remembered:
    """Moments of past work: `life` says whose they are, `late` how it ended, `known_at` from when on that could be known."""

    moments: Moments
    life: Ints
    late: Bools
    known_at: Floats

    def take(self, which: Bools) -> "Remembered":
        return Remembered(self.moments.take(which), self.life[which], self.late[which], self.known_at[which])


def remember(
    lives: Sequence[Life], now: float, looks: Sequence[float] = LOOKS, *, since: float = -math.inf
) -> Remembered:
    """Every life begun after `since` of which it is known at `now` how it ended, at the looks (shares of the time first given) at
    which it was open.

    Only lives whose due date has passed: of the others one would know those that ended early and no others.
    """
    picked: list[tuple[int, float]] = []
    for i, life in enumerate(lives):
        if life.start < since or life.due >= now or life.given_due <= life.start:
            continue
        for share in looks:
            at = life.start + share * (life.given_due - life.start)
            if at < now and (life.end is None or life.end > at):
                picked.append((i, at))
    late = np.array([_was_late(lives[i]) for i, _ in picked], dtype=np.bool_)
    return Remembered(
        as_they_stood(lives, picked),
        np.array([i for i, _ in picked], dtype=np.int64),
        late,
        np.array([lives[i].due for i, _ in picked], dtype=float),
    )


def _was_late(life: Life) -> bool:
    return life.end is None or life.end > life.due


def as_they_stood(lives: Sequence[Life], picked: Sequence[tuple[int, float]], units: "Units | None" = None) -> Moments:
    """Each of the (life, moment) as it stood then. The load of a unit is counted over all of `lives`, or taken from `units`."""
    stood = [_stood(lives[i], at) for i, at in picked]
    table = np.array(stood, dtype=float).reshape(len(stood), 9)
    units = units or Units(lives)
    load = np.array([units.load(lives[i].unit, at) for i, at in picked], dtype=float).reshape(len(picked), 2)
    due, untouched, last_sign, progress, signature, passes, extensions, suspensions, opinions = table.T
    return Moments(
        start=np.array([lives[i].start for i, _ in picked], dtype=float),
        due=due,
        at=np.array([at for _, at in picked], dtype=float),
        chains=[lives[i].chain for i, _ in picked],
        untouched=untouched,
        last_sign=last_sign,
        progress=progress,
        signature=signature,
        passes=passes,
        extensions=extensions,
        suspensions=suspensions,
        opinions=opinions,
        unit_open=load[:, 0],
        unit_late=load[:, 1],
    )


def _stood(life: Life, at: float) -> tuple[float, ...]:
    """Due date, untouched, last sign, progress, signature, passes, extensions, suspensions, opinions."""
    due, begun, sign, progress, signature = life.given_due, False, life.start, float("nan"), 0.0
    count = dict.fromkeys(What, 0)
    for turn in life.turns:
        if turn.at > at:
            break
        count[turn.what] += 1
        begun = begun or turn.what in _BEGUN
        sign = turn.at
        if turn.what is What.REPORTED:
            progress = turn.value
        if turn.what is What.EXTENDED and turn.value:
            due = turn.value
        if turn.what in (What.HANDED_UP, What.BACK):
            signature = float(turn.what is What.HANDED_UP)
    asked = max(0, count[What.ASKED] - count[What.ANSWERED])
    return (
        due, float(not begun), sign, progress, signature,
        count[What.PASSED], count[What.EXTENDED], count[What.SUSPENDED], asked,
    )  # fmt: skip


class Units:
    """How much each unit had open at a moment, and how much of it late, by counting what had begun, ended and passed its date."""

    def __init__(self, lives: Sequence[Life]) -> None:
        began: dict[Hashable, list[float]] = defaultdict(list)
        ended: dict[Hashable, list[float]] = defaultdict(list)
        late: dict[Hashable, list[float]] = defaultdict(list)
        late_no_more: dict[Hashable, list[float]] = defaultdict(list)
        for life in lives:
            began[life.unit].append(life.start)
            if life.end is not None:
                ended[life.unit].append(life.end)
            if life.end is None or life.end > life.due:
                late[life.unit].append(life.due)
                if life.end is not None:
                    late_no_more[life.unit].append(life.end)
        self._times = tuple(
            {unit: sorted(times) for unit, times in one.items()} for one in (began, ended, late, late_no_more)
        )

    def load(self, unit: Hashable, at: float) -> tuple[int, int]:
        began, ended, late, no_more = (one.get(unit, []) for one in self._times)
        return (
            bisect_right(began, at) - bisect_right(ended, at),
            bisect_left(late, at) - bisect_right(no_more, at),
        )

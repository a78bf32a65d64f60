"""What is known of work at a moment and how it went, as columns: one array per fact, so that 100,000 tasks cost a few operations.

Times are days on one axis, chosen by the caller (working days of a calendar, or calendar days). Nothing here knows a person: work is
told apart by unit, kind and size only.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# From the coarse to the fine: (body, unit, unit's kind and size). Work of which nothing finer is known has a shorter one.
Chain = tuple[Hashable, ...]


@dataclass(frozen=True)
class Lives:
    """Work that was given out, whatever became of it. `end` is when it was handed in, nan while it runs; `unit` answers for it."""

    start: Floats
    due: Floats
    end: Floats
    chains: Sequence[Chain]
    unit: Sequence[Hashable]

    def __len__(self) -> int:
        return len(self.start)

    def take(self, which: npt.NDArray[np.generic]) -> "Lives":
        rows = np.arange(len(self))[which]
        return Lives(
            self.start[rows],
            self.due[rows],
            self.end[rows],
            [self.chains[i] for i in rows],
            [self.unit[i] for i in rows],
        )


@dataclass(frozen=True)
class Moments:
    """Open work as it stood at one moment each.

    `untouched`: 1 when nobody had begun. `last_sign`: the last sign of life, the start when there was none. `progress`: what was
    reported, 0..1, nan for nothing. `signature`: 1 when handed up. `passes`, `extensions`, `suspensions`: how often so far;
    `opinions`: asked for and not answered; `unit_open`, `unit_late`: how much its unit had open, and how much of that late.
    """

    start: Floats
    due: Floats
    at: Floats
    chains: Sequence[Chain]
    untouched: Floats
    last_sign: Floats
    progress: Floats
    signature: Floats
    passes: Floats
    extensions: Floats
    suspensions: Floats
    opinions: Floats
    unit_open: Floats
    unit_late: Floats

    def __len__(self) -> int:
        return len(self.start)

    @property
    def used(self) -> Floats:
        """The share of the time that was used; over 1 when late. Work that was due when it began counts as one day long."""
        return (self.at - self.start) / allowed(self.start, self.due)

    def take(self, which: npt.NDArray[np.generic]) -> "Moments":
        rows = np.arange(len(self))[which]
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        chains = [self.chains[i] for i in rows]
        return Moments(
            **({name: value[rows] for name, value in values.items() if name != "chains"} | {"chains": chains})
        )


def allowed(start: Floats, due: Floats) -> Floats:
    """The time given, at least one day."""
    return np.maximum(due - start, 1.0)


def size_of(days: float) -> str:
    """A band of the working days given: work of a week, a month, a quarter, longer."""
    for limit, name in ((5, "week"), (22, "month"), (66, "quarter")):
        if days <= limit:
            return name
    return "longer"

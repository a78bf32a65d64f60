"""Do scores tell people apart, and do they agree with what the work shows? Of one unit or one head, beside the whole body.

Signs, never verdicts: each says which numbers it was made from, and a small group has none.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from roviec.core.custody.comparing import Estimate, Key, shares
from roviec.core.raters.showing import LEAST
from roviec.core.reasons import Reason

# Of ten sheets nine are "good" or better while of the work due more than one in five is late, as estimated beside all others.
HIGH, LATE, RETURNED = Fraction(9, 10), Fraction(1, 5), Fraction(1, 5)
# Everybody within so few points (standard deviation): the scores say nothing of who did more.
ALIKE = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """Totals (0 to 100) and bands (0 the highest) of one group's sheets; (late, due) and (returned, handed in) of its work."""

    totals: Sequence[float]
    bands: Sequence[int]
    late: tuple[int, int] = (0, 0)
    returned: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Level:
    """`mean` and `spread` of totals; shares drawn towards the body's the fewer there are (core.custody.comparing)."""

    n: int
    mean: float
    spread: float
    top: Estimate
    good: Estimate
    late: Estimate | None
    returned: Estimate | None
    signs: tuple[Reason, ...]


def levels(groups: Mapping[Key, Group]) -> dict[Key, Level]:
    """Of every group that has sheets. `top` counts band 0, `good` bands 0 and 1."""
    some = {key: one for key, one in groups.items() if one.totals}
    top, _ = shares({key: (sum(band == 0 for band in one.bands), len(one.bands)) for key, one in some.items()})
    good, _ = shares({key: (sum(band <= 1 for band in one.bands), len(one.bands)) for key, one in some.items()})
    late, _ = shares({key: one.late for key, one in some.items()})
    returned, _ = shares({key: one.returned for key, one in some.items()})
    made = {}
    for key, one in some.items():
        n = len(one.totals)
        mean = math.fsum(one.totals) / n
        spread = math.sqrt(math.fsum((total - mean) ** 2 for total in one.totals) / (n - 1)) if n > 1 else 0.0
        level = Level(n, mean, spread, top[key], good[key], late.get(key), returned.get(key), ())
        made[key] = Level(n, mean, spread, top[key], good[key], late.get(key), returned.get(key), signs_of(level))
    return made


def signs_of(level: Level) -> tuple[Reason, ...]:
    """What stands out of one group; nothing of fewer than LEAST sheets, or of a handful of work (`Estimate.enough`)."""
    if level.n < LEAST:
        return ()
    found = []
    high = level.good.own >= HIGH
    for code, share, bound in (("late", level.late, LATE), ("returned", level.returned, RETURNED)):
        if high and share is not None and share.enough and share.value > bound:
            params = {"good": _percent(level.good.own), "share": _percent(share.own), "n": share.n}
            found.append(Reason(f"levelling.high_and_{code}", params))
    if level.spread < ALIKE:
        found.append(Reason("levelling.all_alike", {"n": level.n, "spread": f"{level.spread:.1f}".replace(".", ",")}))
    return tuple(found)


def _percent(share: float) -> int:
    return round(100 * share)

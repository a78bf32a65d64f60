"""Units of different size side by side: typical times and shares, drawn towards what is usual the less there is to go by.

*Shares* (how many of so many): beta-binomial empirical Bayes, the prior from all units by the method of moments (Casella, An
introduction to empirical Bayes data analysis, American Statistician 39, 1985); the interval is Wilson's (1927) on the counts with the
prior's added. *Times*: working days are skew, so their logarithms are compared; normal-normal empirical Bayes (Efron and Morris, Data
analysis using Stein's estimator, JASA 70, 1975), the variance between units by DerSimonian and Laird (1986). Intervals are 95 %.

Below `FEWEST` nothing is said of a unit by itself: with so few the interval covers everything, and somebody would still read the number.
"""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

FEWEST = 10
_Z = 1.959964
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Estimate:
    """`value` drawn together with all, `low` to `high` its interval, `own` what the unit's own numbers say, `n` how many they are.

    `apart`: -1 or 1 when the interval lies wholly below or above what is usual, else 0. `enough` False: too few to say anything.
    """

    n: int
    own: float
    value: float
    low: float
    high: float
    apart: int = 0

    @property
    def enough(self) -> bool:
        return self.n >= FEWEST


@dataclass(frozen=True, slots=True)
class Times:
    """Of n times in working days d: the sum of ln(1 + d) and the sum of its square."""

    n: int
    logs: float
    squares: float


def shares(counts: Mapping[Key, tuple[int, int]]) -> tuple[dict[Key, Estimate], float]:
    """(how many, of how many) by unit -> estimates of the share, and the share of all. Units with none are left out."""
    some = {key: (k, n) for key, (k, n) in counts.items() if n > 0}
    total = sum(n for _k, n in some.values())
    if not total:
        return {}, 0.0
    usual = sum(k for k, _n in some.values()) / total
    weight = _prior_weight(list(some.values()), usual)
    made = {}
    for key, (k, n) in some.items():
        drawn, size = k + weight * usual, n + weight
        low, high = _wilson(drawn, size)
        low, high = min(low, drawn / size), max(high, drawn / size)  # rounding at 0 and 1
        apart = 0 if low <= usual <= high or n < FEWEST else (1 if low > usual else -1)
        made[key] = Estimate(n, k / n, drawn / size, low, high, apart)
    return made, usual


def times(sums: Mapping[Key, Times]) -> tuple[dict[Key, Estimate], float]:
    """Typical working days (back from the mean of logarithms) by unit, and of all."""
    some = {key: one for key, one in sums.items() if one.n > 0}
    total = sum(one.n for one in some.values())
    if not total:
        return {}, 0.0
    means = {key: one.logs / one.n for key, one in some.items()}
    rest = sum(one.squares - one.n * means[key] ** 2 for key, one in some.items())
    within = max(rest / (total - len(some)), 1e-9) if total > len(some) else max(rest, 1e-9)
    between = _between([(means[key], within / one.n) for key, one in some.items()])
    # What is usual is the mean of units, not of holds: one that gets most of the work does not set the measure alone.
    weights = {key: 1 / (between + within / one.n) for key, one in some.items()}
    grand = sum(weights[key] * means[key] for key in some) / sum(weights.values())
    made = {}
    for key, one in some.items():
        error = within / one.n
        trust = between / (between + error)
        middle = grand + trust * (means[key] - grand)
        half = _Z * math.sqrt(trust * error)
        value, low, high = (max(math.expm1(x), 0.0) for x in (middle, middle - half, middle + half))
        apart = 0
        if one.n >= FEWEST and trust > 0:
            apart = 1 if middle - half > grand else -1 if middle + half < grand else 0
        made[key] = Estimate(one.n, max(math.expm1(means[key]), 0.0), value, low, high, apart)
    return made, max(math.expm1(grand), 0.0)


def _prior_weight(counts: list[tuple[int, int]], usual: float) -> float:
    """How many cases the prior weighs (alpha + beta), by moments; when units do not differ beyond chance, as many as there are."""
    total = sum(n for _k, n in counts)
    spread = usual * (1 - usual)
    if len(counts) < 2 or spread == 0:
        return float(total)
    between = sum(n * (k / n - usual) ** 2 for k, n in counts)
    size = total - sum(n * n for _k, n in counts) / total
    variance = (between - spread * (len(counts) - 1)) / size if size > 0 else 0.0
    if variance <= 0:
        return float(total)
    return min(max(spread / variance - 1, 0.0), float(total))


def _between(means: list[tuple[float, float]]) -> float:
    """DerSimonian and Laird: variance between units beyond that of their own means, from (mean, variance of the mean)."""
    if len(means) < 2:
        return 0.0
    weights = [1 / error for _mean, error in means]
    total = sum(weights)
    middle = sum(w * mean for w, (mean, _error) in zip(weights, means, strict=True)) / total
    heterogeneity = sum(w * (mean - middle) ** 2 for w, (mean, _error) in zip(weights, means, strict=True))
    scale = total - sum(w * w for w in weights) / total
    return max((heterogeneity - (len(means) - 1)) / scale, 0.0) if scale > 0 else 0.0


def _wilson(true: float, n: float) -> tuple[float, float]:
    share, z2 = true / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * math.sqrt(max(share * (1 - share), 0.0) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)

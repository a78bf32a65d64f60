"""How good forecasts were: Brier score, reliability, and whether one is better than another outside noise.

G. Brier, Monthly Weather Review 78, 1950; the interval of a share is Wilson's (JASA 22, 1927).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from roviec.core.forecast.model import Bools, Floats, Ints

DRAWS = 2_000
BANDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_Z = 1.959964  # 95 %


@dataclass(frozen=True, slots=True)
class Band:
    """Of `n` forecasts between `low` and `high`, `said` on average, `came` came true; the true share lies in [at_least, at_most] (95 %)."""

    low: float
    high: float
    n: int
    said: float
    came: float
    at_least: float
    at_most: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean score of the first minus that of the second, with its 95 % interval; below 0 the first is better."""

    mean: float
    low: float
    high: float

    @property
    def is_better(self) -> bool:
        """Better outside noise."""
        return self.high < 0


def brier(said: Floats, came: Bools) -> float:
    """Mean squared error, 0 best; nan for nothing."""
    return float(np.mean((said - came) ** 2)) if len(said) else math.nan


def reliability(said: Floats, came: Bools, bands: Sequence[float] = BANDS) -> list[Band]:
    """Of what was said, how much came true; bands without a forecast are left out."""
    place = np.clip(np.searchsorted(bands, said, side="right") - 1, 0, len(bands) - 2)
    found = []
    for i in range(len(bands) - 1):
        inside = place == i
        n = int(inside.sum())
        if n:
            true = int(came[inside].sum())
            low, high = share_interval(true, n)
            found.append(Band(bands[i], bands[i + 1], n, float(said[inside].mean()), true / n, low, high))
    return found


def share_interval(true: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval for a share of `true` in `n`."""
    share, z2 = true / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def difference(first: Floats, second: Floats, came: Bools, case: Ints, *, seed: int, draws: int = DRAWS) -> Difference:
    """Of the Brier scores; whole cases are drawn, because the forecasts of one case are right or wrong together."""
    cases, at = np.unique(case, return_inverse=True)
    gap = (first - came) ** 2 - (second - came) ** 2
    total = np.bincount(at, weights=gap, minlength=len(cases))
    count = np.bincount(at, minlength=len(cases)).astype(float)
    rng = np.random.default_rng(seed)
    means = np.empty(draws)
    for i in range(draws):
        drawn = rng.integers(0, len(cases), len(cases))
        means[i] = total[drawn].sum() / count[drawn].sum()
    low, high = np.quantile(means, (0.025, 0.975))
    return Difference(float(gap.mean()), float(low), float(high))

"""Do people who speak of each other praise each other more than what else is known of both explains? A sign about the round, never
about a pair.

The sum, over pairs who spoke of each other, of the product of both residuals where both are above zero, beside what chance gives: the
second answers are dealt out anew among the pairs (a permutation test; Good, Permutation Tests, 2000). Reciprocity after taking off
rater and target is the dyadic effect of the social relations model (Warner, Kenny, Stoto, Journal of Personality and Social Psychology 37, 1979).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from roviec.core.raters.estimating import Answer, pairs_of

FEWEST_PAIRS = 10
DEALT = 2000
RARE = 0.05


@dataclass(frozen=True, slots=True)
class Favours:
    """`pairs` who spoke of each other; `both_high` of them both praise by more than the usual rest, where chance gives `by_chance`.

    `p`: how often chance alone gives as much. None with fewer than FEWEST_PAIRS.
    """

    pairs: int
    both_high: int | None = None
    by_chance: float | None = None
    p: float | None = None

    @property
    def sign(self) -> bool:
        return self.p is not None and self.p < RARE


def favours(answers: Sequence[Answer], residuals: Sequence[float], *, seed: int) -> Favours:
    """Signs of favours returned in one round. The same seed gives the same answer."""
    rest = np.asarray(residuals)
    places = np.array([pair for pair in pairs_of(answers) if not np.isnan(rest[list(pair)]).any()]).reshape(-1, 2)
    if len(places) < FEWEST_PAIRS:
        return Favours(len(places))
    spread = math.sqrt(float(np.nanmean(rest**2))) or 1.0
    one, other = (np.maximum(rest[places[:, n]] / spread, 0.0) for n in (0, 1))
    seen = float(one @ other)
    dealt = np.random.default_rng(seed).permuted(np.tile(other, (DEALT, 1)), axis=1)
    sums = dealt @ one
    high = ((one > 1) & (dealt > 1)).sum(axis=1)
    p = (1 + int((sums >= seen - 1e-9).sum())) / (DEALT + 1)
    return Favours(len(places), int(((one > 1) & (other > 1)).sum()), float(high.mean()), p)

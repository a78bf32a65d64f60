"""What is learnt from the past: the reference classes, the weight of each signal, and whether that forecasts better than simple rules.

chance = the class's chance to be late from here on, moved by the signals on the scale of log-odds (a logistic regression with the
class as its offset; the ridge draws every weight to 0, so that what the past does not show weighs nothing).

The proof is by time: the past is cut at three moments, each time learnt from what was known before and tested on what came after.
Where that is not better than the simple rules outside noise, the model is not trusted, and nothing is forecast.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from roviec.core.forecast.curves import WHOLE, Curves, draw_curves
from roviec.core.forecast.judging import Band, Difference, brier, difference, reliability
from roviec.core.forecast.lives import Life, Remembered, lives_of, remember
from roviec.core.forecast.model import Bools, Floats, Ints, Lives, Moments, allowed
from roviec.core.forecast.signals import SIGNALS, signals_of

VERSION = "1"
# Fewer cases whose end is known are no history.
ENOUGH = 60
RIDGE = 5.0
CUTS = (0.4, 0.6, 0.8)
TIME_LIMIT = 0.75  # the rule of thumb: what has used three quarters of its time will be late
P50, P85 = 0.5, 0.85
_NEAR = 0.005  # no chance below this or above its complement


@dataclass(frozen=True)
class Proof:
    """Brier scores on what came after, and the differences to the simple rules. `n` forecasts of `cases` cases."""

    cases: int
    n: int
    late: float
    model: float
    base: float
    by_time: float
    share: float
    threshold: float
    against_base: Difference
    against_by_time: Difference
    bands: tuple[Band, ...]

    @property
    def trusted(self) -> bool:
        """Better than the base rate and than the base rate by time used, outside noise."""
        return self.against_base.is_better and self.against_by_time.is_better


@dataclass(frozen=True)
class Learnt:
    """What forecasts are made from. `cases` is how many pieces of work it is known of how they ended; `base` how many of them late.

    `weights` by SIGNALS, `usual` their mean in the past (what they are measured against), `shift` the constant.
    """

    curves: Curves
    weights: Floats
    usual: Floats
    shift: float
    cases: int
    base: float
    proof: Proof | None

    @property
    def trusted(self) -> bool:
        return self.cases >= ENOUGH and self.proof is not None and self.proof.trusted


def learn(lives: Sequence[Life], now: float, *, seed: int = 0, since: float = -math.inf) -> Learnt:
    """From everything known at `now`. Same lives, same seed, same answer.

    `since`: from then on every life is among them, not only those that ended late enough to be remembered; what began before is not
    learnt from, it only counts in the load of its unit.
    """
    past = remember(lives, now, since=since)
    columns = lives_of(lives)
    columns = columns.take(columns.start >= since)
    return _learn(columns, past, now, _prove(columns, past, now, seed))


def _learn(lives: Lives, past: Remembered, now: float, proof: Proof | None) -> Learnt:
    curves = draw_curves(lives, now)
    signals = signals_of(past.moments)
    usual = signals.mean(axis=0) if len(signals) else np.zeros(len(SIGNALS))
    offset = log_odds(class_chance(curves, past.moments)[0])
    weights = _weigh(np.column_stack((np.ones(len(signals)), signals - usual)), offset, past.late)
    first = np.unique(past.life, return_index=True)[1]
    cases = len(first)
    base = float(past.late[first].mean()) if cases else 0.0
    return Learnt(curves, weights[1:], usual, float(weights[0]), cases, base, proof)


def _weigh(signals: Floats, offset: Floats, late: Bools) -> Floats:
    """Newton's steps; the objective is convex."""
    weights = np.zeros(signals.shape[1])
    if len(signals) < ENOUGH:
        return weights
    ridge = RIDGE * np.eye(len(weights))
    for _ in range(25):
        chance = 1 / (1 + np.exp(-(offset + signals @ weights)))
        slope = signals.T @ (late - chance) - RIDGE * weights
        bend = signals.T @ (signals * (chance * (1 - chance))[:, None]) + ridge
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def class_chance(curves: Curves, moments: Moments) -> tuple[Floats, Ints]:
    """How many of the same class that were open at the same share of their time became late; and the class."""
    rows = curves.rows_of(moments.chains)
    return np.clip(np.exp(-curves.ahead(rows, moments.used)), _NEAR, 1 - _NEAR), rows


def chances(learnt: Learnt, moments: Moments) -> Floats:
    """The chance of each to end late, by its class and its signals alone. Late already is 1."""
    offset = log_odds(class_chance(learnt.curves, moments)[0])
    odds = offset + learnt.shift + (signals_of(moments) - learnt.usual) @ learnt.weights
    chance = np.clip(1 / (1 + np.exp(-odds)), _NEAR, 1 - _NEAR)
    return np.where(moments.at > moments.due, 1.0, chance)


@dataclass(frozen=True)
class Bent:
    """The curve of each task's class, bent so that it says the task's own chance (proportional hazards)."""

    rows: Ints
    reached: Floats  # the cumulated hazard so far
    bend: Floats
    length: Floats

    def ends(self, learnt: Learnt, moments: Moments, share: float) -> Floats:
        """When `share` of such tasks are done; never before the moment."""
        used = learnt.curves.share_at(self.rows, self.reached - np.log1p(-share) / self.bend)
        return np.asarray(np.maximum(moments.start + used * self.length, moments.at))


def bent(learnt: Learnt, moments: Moments, chance: Floats) -> Bent:
    """Late already: how fast it ends now is that of its class, since the due date says no more."""
    rows = learnt.curves.rows_of(moments.chains)
    ahead = learnt.curves.ahead(rows, moments.used)
    likely = np.clip(chance, None, 1 - 1e-9)
    bend = np.where(ahead > 1e-9, -np.log(likely) / np.maximum(ahead, 1e-9), 1.0)
    return Bent(rows, learnt.curves.hazard_at(rows, moments.used), bend, allowed(moments.start, moments.due))


def log_odds(chance: Floats) -> Floats:
    return np.asarray(np.log(chance / (1 - chance)))


def simple_rules(learnt: Learnt, moments: Moments) -> dict[str, Floats]:
    """What one would say without us: the base rate, the base rate of what had used as much time, the share of time, the rule of thumb."""
    used = np.clip(moments.used, 0.0, 1.0)
    whole = np.full(len(moments), learnt.curves.row[WHOLE], dtype=np.int64)
    return {
        "base": np.full(len(moments), learnt.base),
        "by_time": np.exp(-learnt.curves.ahead(whole, moments.used)),
        "share": used,
        "threshold": (used >= TIME_LIMIT).astype(float),
    }


@dataclass(frozen=True)
class Tested:
    """Forecasts on what came after, beside the simple rules."""

    said: Floats
    late: Bools
    case: Ints
    used: Floats
    rules: dict[str, Floats]
    p50: Floats
    p85: Floats


def backtest(lives: Lives, past: Remembered, cuts: Sequence[float], until: float) -> Tested | None:
    """Learnt anew at each cut from what was known then, tested on the moments up to the next. None when there is too little."""
    parts: list[Tested] = []
    for cut, end in zip(cuts, (*cuts[1:], until), strict=True):
        known = past.take(past.known_at < cut)
        after = past.take((past.moments.at >= cut) & (past.moments.at < end))
        if len(np.unique(known.life)) < ENOUGH // 2 or not len(after.life):
            continue
        learnt = _learn(lives, known, cut, None)
        said = chances(learnt, after.moments)
        curve = bent(learnt, after.moments, said)
        parts.append(
            Tested(
                said,
                after.late,
                after.life,
                after.moments.used,
                simple_rules(learnt, after.moments),
                *(curve.ends(learnt, after.moments, share) for share in (P50, P85)),
            )
        )
    if not parts:
        return None
    return Tested(
        np.concatenate([part.said for part in parts]),
        np.concatenate([part.late for part in parts]),
        np.concatenate([part.case for part in parts]),
        np.concatenate([part.used for part in parts]),
        {name: np.concatenate([part.rules[name] for part in parts]) for name in parts[0].rules},
        np.concatenate([part.p50 for part in parts]),
        np.concatenate([part.p85 for part in parts]),
    )


def _prove(lives: Lives, past: Remembered, now: float, seed: int) -> Proof | None:
    if len(np.unique(past.life)) < ENOUGH:
        return None
    tested = backtest(lives, past, np.quantile(past.known_at, CUTS).tolist(), now)
    return None if tested is None else proof_of(tested, seed=seed)


def proof_of(tested: Tested, *, seed: int) -> Proof:
    """The scores of a test."""
    rules = {name: brier(said, tested.late) for name, said in tested.rules.items()}
    against = {
        name: difference(tested.said, tested.rules[name], tested.late, tested.case, seed=seed)
        for name in ("base", "by_time")
    }
    return Proof(
        cases=len(np.unique(tested.case)),
        n=len(tested.case),
        late=float(tested.late.mean()),
        model=brier(tested.said, tested.late),
        base=rules["base"],
        by_time=rules["by_time"],
        share=rules["share"],
        threshold=rules["threshold"],
        against_base=against["base"],
        against_by_time=against["by_time"],
        bands=tuple(reliability(tested.said, tested.late)),
    )

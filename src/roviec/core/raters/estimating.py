"""What the answers say once severity is taken off: an additive model with shrinkage, its variances by REML.

    answer of r about t = mean + own unit + severity of r + standing of t + rest

Severity and standing are random (best linear unbiased prediction: Henderson, Biometrics 31, 1975); their variances and that of the rest
come from the answers themselves by restricted maximum likelihood (Patterson and Thompson, Biometrika 58, 1971), worked out by EM steps on
Henderson's equations (Searle, Casella, McCulloch, Variance Components, 1992, ch. 8). That the mean of those of one's own unit is rated higher is a
fixed effect, taken off where both kinds of raters answered.

Why not a many-facet Rasch model (Linacre, 1989), the other usual choice: with five answers per rater its estimates of single raters are
infinite for who gives everybody the same mark, the very habit in question, and what pulls them back is a prior again. On the mean of three
questions both order people alike; the additive one is a linear system, so an official can be told in one sentence what was taken off.
In a round-robin design it is the social relations model (Kenny and La Voie, 1984) without its dyads; those are in `favours`.

Answers in which two people both praise each other beyond what else is known of them weigh less (Huber's weight on the lesser of the two
residuals), so that a favour returned does not lift both.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from roviec.core.raters.choosing import components
from roviec.core.reasons import Reason

LEAST_RATERS = 5
QUESTIONS = 3
STEPS, CLOSE = 200, 1e-4
REWEIGHTED = 3
_Z = 1.959964
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rater said of one target: the mean of the questions. `own`: they sit in one unit."""

    rater: str
    target: str
    points: float
    own: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one target: raters, plain mean, and where it can be compared the adjusted mean with its 95 % interval."""

    raters: int
    raw: float
    adjusted: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Estimates:
    """`severity`: rater -> points above (lenient) or below (severe) the usual. Spreads are standard deviations in points.

    `own_unit`: what raters of one's own unit give more; None where it cannot be told. `problems`: why there is no adjusted value, of all
    or of some. `residuals`, before any answer weighed less, stand in the order of the answers (nan: not in the group that was compared).
    """

    targets: dict[str, Standing]
    severity: dict[str, float]
    severity_spread: float
    standing_spread: float
    rest_spread: float
    own_unit: float | None
    residuals: tuple[float, ...]
    problems: tuple[Reason, ...]


def estimate(answers: Sequence[Answer], *, questions: int = QUESTIONS, points: int = 5) -> Estimates:
    """Plain means always; adjusted ones for the largest connected group, if there is enough to go by. Values stay within 1 to `points`."""
    plain = _plain(answers)
    nothing = (math.nan,) * len(answers)
    problems: list[Reason] = []
    if questions < QUESTIONS:
        problems.append(Reason("raters.few_questions", {"n": questions, "least": QUESTIONS}))
    if len({one.rater for one in answers}) < LEAST_RATERS:
        problems.append(Reason("raters.few_raters", {"n": len({one.rater for one in answers}), "least": LEAST_RATERS}))
    groups = components((one.rater, one.target) for one in answers)
    inside = groups[0][1] if groups else frozenset()
    places = [n for n, one in enumerate(answers) if one.target in inside]
    if groups and len(groups[0][0]) >= LEAST_RATERS and len(places) <= len(groups[0][0]) + len(inside):
        problems.append(Reason("raters.few_answers", {"n": len(places)}))
    if len(groups) > 1:
        problems.append(Reason("raters.not_connected", {"n": len(plain) - len(inside), "groups": len(groups)}))
    told = {one.code for one in problems} - {"raters.not_connected"}
    if told or not groups or len(groups[0][0]) < LEAST_RATERS:
        return Estimates(plain, {}, 0.0, 0.0, 0.0, None, nothing, tuple(problems))
    fit = _Fit([answers[n] for n in places])
    fit.run()
    targets = dict(plain)
    for key, (value, error) in fit.standings().items():
        bounds = (value, value - _Z * error, value + _Z * error)
        adjusted, low, high = (min(max(one, 1.0), float(points)) for one in bounds)
        targets[key] = Standing(plain[key].raters, plain[key].raw, adjusted, low, high)
    residuals = np.full(len(answers), math.nan)
    residuals[places] = fit.unweighted
    return Estimates(
        targets,
        fit.severity(),
        math.sqrt(fit.of_raters),
        math.sqrt(fit.of_targets),
        math.sqrt(fit.of_rest),
        fit.own_unit(),
        tuple(residuals.tolist()),
        tuple(problems),
    )


def _plain(answers: Sequence[Answer]) -> dict[str, Standing]:
    sums: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for one in answers:
        sums[one.target] += one.points  # type: ignore[assignment]
        counts[one.target] += 1
    return {key: Standing(n, sums[key] / n) for key, n in counts.items()}


def pairs_of(answers: Sequence[Answer]) -> list[tuple[int, int]]:
    """Places of two answers in which two people spoke of each other, each pair once."""
    place = {(one.rater, one.target): n for n, one in enumerate(answers)}
    both = ((n, place.get((one.target, one.rater))) for n, one in enumerate(answers) if one.rater < one.target)
    return [(n, other) for n, other in both if other is not None]


class _Fit:
    """Henderson's equations of one connected group, with the raters eliminated: what is inverted has the size of the targets."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self.rater_keys = sorted({one.rater for one in answers})
        self.target_keys = sorted({one.target for one in answers})
        rater, target = ({key: n for n, key in enumerate(keys)} for keys in (self.rater_keys, self.target_keys))
        self.rater: Places = np.array([rater[one.rater] for one in answers])
        self.target: Places = np.array([target[one.target] for one in answers])
        self.y: Floats = np.array([one.points for one in answers])
        own: Floats = np.array([float(one.own) for one in answers])
        # Told apart from standings only where some targets have raters of both kinds.
        kinds = {(one.target, one.own) for one in answers}
        self.tells_own = len(kinds) > len(self.target_keys) and 0 < own.mean() < 1
        self.x: Floats = np.column_stack([np.ones(len(answers)), own]) if self.tells_own else np.ones((len(answers), 1))
        self.pairs: Places = np.array(pairs_of(answers), dtype=np.intp).reshape(-1, 2)
        self.weights: Floats = np.ones(len(answers))
        spread = max(float(self.y.var()), 1e-6)
        self.of_raters = self.of_targets = self.of_rest = spread / 3

    def run(self) -> None:
        for n in range(REWEIGHTED if len(self.pairs) else 1):
            if n:
                self._weigh()
            self._variances()
            if not n:
                self.unweighted = self.residuals

    def _weigh(self) -> None:
        lesser = self.residuals[self.pairs].min(axis=1) / math.sqrt(max(self.of_rest, 1e-9))
        weight = np.where(lesser > 0.5, 0.5 / np.maximum(lesser, 0.5), 1.0) ** 2
        self.weights = np.ones(len(self.y))
        self.weights[self.pairs[:, 0]] = self.weights[self.pairs[:, 1]] = weight

    def _variances(self) -> None:
        raters, targets, fixed = len(self.rater_keys), len(self.target_keys), self.x.shape[1]
        weights, floor = self.weights, 1e-6 * max(float(self.y.var()), 1e-6)
        columns = np.arange(len(self.y))
        design = np.zeros((len(self.y), fixed + targets))
        design[:, :fixed] = self.x
        design[columns, fixed + self.target] = 1.0
        weighted = design * weights[:, None]
        of_rater = np.bincount(self.rater, weights, raters)
        between = np.zeros((raters, fixed + targets))
        np.add.at(between, self.rater, weighted)
        square, right = design.T @ weighted, weighted.T @ self.y
        by_rater = np.bincount(self.rater, weights * self.y, raters)
        freedom = len(self.y) - fixed
        for _ in range(STEPS):
            before = (self.of_raters, self.of_targets, self.of_rest)
            diagonal = of_rater + self.of_rest / self.of_raters
            matrix = square - between.T @ (between / diagonal[:, None])
            matrix[np.arange(fixed, fixed + targets), np.arange(fixed, fixed + targets)] += (
                self.of_rest / self.of_targets
            )
            self.inverse: Floats = np.linalg.pinv(matrix, hermitian=True) if targets < 3 else np.linalg.inv(matrix)
            self.solution: Floats = self.inverse @ (right - between.T @ (by_rater / diagonal))
            self.raters: Floats = (by_rater - between @ self.solution) / diagonal
            self.residuals: Floats = self.y - design @ self.solution - self.raters[self.rater]
            trace_raters = float(
                (1 / diagonal).sum() + (((between @ self.inverse) * between).sum(axis=1) / diagonal**2).sum()
            )
            trace_targets = float(np.trace(self.inverse[fixed:, fixed:]))
            standings = self.solution[fixed:]
            rest = self.of_rest
            self.of_raters = max((float(self.raters @ self.raters) + rest * trace_raters) / raters, floor)
            self.of_targets = max((float(standings @ standings) + rest * trace_targets) / targets, floor)
            self.of_rest = max(float((weights * self.y) @ self.residuals) / freedom, floor)
            now = (self.of_raters, self.of_targets, self.of_rest)
            if max(abs(a - b) / max(b, 1e-3 * self.of_rest) for a, b in zip(now, before, strict=True)) < CLOSE:
                break

    def standings(self) -> dict[str, tuple[float, float]]:
        """Target -> adjusted mean (as the usual mixture of own unit and others would see it) and its standard error."""
        fixed = self.x.shape[1]
        usual = self.x.mean(axis=0)
        pick = np.zeros((len(self.target_keys), self.inverse.shape[0]))
        pick[:, :fixed] = usual
        pick[np.arange(len(pick)), fixed + np.arange(len(pick))] = 1.0
        values = pick @ self.solution
        errors = np.sqrt(np.maximum(((pick @ self.inverse) * pick).sum(axis=1) * self.of_rest, 0.0))
        return {key: (float(values[n]), float(errors[n])) for n, key in enumerate(self.target_keys)}

    def severity(self) -> dict[str, float]:
        return dict(zip(self.rater_keys, self.raters.tolist(), strict=True))

    def own_unit(self) -> float | None:
        return float(self.solution[1]) if self.tells_own else None

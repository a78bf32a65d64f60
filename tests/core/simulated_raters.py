"""Made-up offices whose true standings, severities and cliques are known, answering as people do: whole points from 1 to 5."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from roviec.core.raters.choosing import Chosen, Person, choose
from roviec.core.raters.estimating import Answer, Estimates, estimate
from roviec.core.raters.favours import Favours, favours

USUAL, STANDING = 3.6, 0.6


@dataclass(frozen=True)
class Run:
    """Rank correlation with the truth of plain and adjusted means; how many intervals hold what an average rater would give."""

    raw: float
    adjusted: float
    held: int
    targets: int
    favours: Favours
    estimates: Estimates
    chosen: Chosen


def office(units: int, size: int) -> tuple[list[Person], dict[str, list[str]]]:
    people = [Person(f"u{unit}p{n}", f"u{unit}") for unit in range(units) for n in range(size)]
    beside = {f"u{n}": [f"u{(n + step) % units}" for step in (1, 2, -1) if step % units] for n in range(units)}
    return people, beside


def run(
    seed: int,
    *,
    units: int = 8,
    size: int = 9,
    severity: float = 0.6,
    own: float = 0.0,
    clique: int = 0,
    taking_part: float = 0.85,
) -> Run:
    """One round. `severity`: standard deviation between raters; `own`: what one's own unit gets more; `clique`: so many of each unit
    give one another full marks."""
    drawn = np.random.default_rng(seed)
    people, beside = office(units, size)
    chosen = choose(people, work={}, units=beside, seed=str(seed))
    standing = {one.key: drawn.normal(0, STANDING) for one in people}
    severe = {one.key: drawn.normal(0, severity) for one in people}
    unit = {one.key: one.unit for one in people}
    friends = {f"u{n}p{place}": n for n in range(units) for place in range(clique)}
    answers = []
    for rater, targets in chosen.asked.items():
        if drawn.random() > taking_part:
            continue
        for target in targets:
            same = unit[rater] == unit[target]
            seen = USUAL + standing[target] + severe[rater] + own * same + drawn.normal(0, 0.3)
            points = np.clip(np.round(seen + drawn.normal(0, 0.7, 3)), 1, 5)
            if rater in friends and friends.get(target) == friends[rater]:
                points = np.full(3, 5.0)
            answers.append(Answer(rater, target, float(points.mean()), same))
    found = estimate(answers)
    keys = [key for key, one in found.targets.items() if one.raters >= 5 and one.adjusted is not None]
    truth = [standing[key] for key in keys]
    share_own = float(np.mean([one.own for one in answers]))
    noise = np.random.default_rng(0).normal(0, 1, (2000, 3)) @ np.array([severity, 0.3, 0.7])
    held = 0
    for key in keys:
        one = found.targets[key]
        usual = np.clip(np.round(USUAL + standing[key] + own * share_own + noise), 1, 5).mean()
        held += one.low <= usual <= one.high  # type: ignore[operator]
    return Run(
        spearman(truth, [found.targets[key].raw for key in keys]),
        spearman(truth, [found.targets[key].adjusted for key in keys]),  # type: ignore[misc]
        held,
        len(keys),
        favours(answers, found.residuals, seed=1),
        found,
        chosen,
    )


def spearman(one: list[float], other: list[float]) -> float:
    return float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])


def _ranks(values: list[float]) -> npt.NDArray[np.float64]:
    """Equal values share the mean of their ranks."""
    array = np.asarray(values)
    return (array[:, None] > array).sum(axis=1) + ((array[:, None] == array).sum(axis=1) - 1) / 2


def better_by(runs: list[Run]) -> tuple[float, float]:
    """Mean gain in rank correlation over the runs, and half its 95 % interval."""
    gains = np.array([one.adjusted - one.raw for one in runs])
    return float(gains.mean()), float(1.96 * gains.std(ddof=1) / len(gains) ** 0.5)

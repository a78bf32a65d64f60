"""Why a forecast says what it says: the class first, then what moved it most, in points of a hundred."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from roviec.core.forecast.forecasting import Forecasts
from roviec.core.forecast.learning import ENOUGH, Learnt, log_odds
from roviec.core.forecast.model import Bools, Floats, Moments, allowed
from roviec.core.forecast.signals import SIGNALS
from roviec.core.reasons import Reason

# What moves the chance by less than so many points is not said; of the rest the largest.
LEAST, MOST = 2, 3
# A class with fewer cases leans on the one above it more than on itself.
THIN = 10

# Signals that one sentence tells together.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("untouched", ("untouched", "untouched_long")),
    ("silence", ("silence",)),
    ("behind", ("behind",)),
    ("signature", ("signature",)),
    ("passes", ("passes",)),
    ("extensions", ("extensions",)),
    ("suspensions", ("suspensions",)),
    ("opinions", ("opinions",)),
    ("unit", ("load", "unit_late")),
)


@dataclass(frozen=True, slots=True)
class Why:
    """`points`: how much this adds to the chance (takes from it when negative), 0 where it is a fact beside the chance."""

    reason: Reason
    points: int = 0


def why_unknown(learnt: Learnt) -> Reason:
    """Why nothing is forecast."""
    if learnt.cases < ENOUGH or learnt.proof is None:
        return Reason("forecast.little_history", {"cases": learnt.cases, "enough": ENOUGH})
    return Reason("forecast.not_better", {"cases": learnt.proof.cases})


class Explained:
    """The reasons of each of the forecasts; the network's reason names the place of the predecessor, which the caller puts in words."""

    def __init__(self, learnt: Learnt, moments: Moments, said: Forecasts) -> None:
        self._moments, self._said = moments, said
        odds = log_odds(np.clip(said.alone, 0.005, 0.995))
        columns = [[SIGNALS.index(name) for name in names] for _, names in GROUPS]
        moved = np.stack([said.moved[:, of].sum(axis=1) for of in columns], axis=1)
        without = 1 / (1 + np.exp(-(odds[:, None] - moved)))
        self._points = np.rint(100 * (said.alone[:, None] - without)).astype(int)
        self._waits = np.rint(100 * (said.late - said.alone)).astype(int)
        self._used = np.rint(100 * moments.used).astype(int)
        self._late: Bools = moments.at > moments.due
        self._order = np.argsort(-np.abs(self._points), axis=1)[:, :MOST]

    def of(self, i: int) -> list[Why]:
        said = self._said
        if self._late[i]:
            return [Why(Reason("forecast.late_already"))]
        facts = {"used": int(self._used[i]), "late": round(100 * said.usual[i]), "cases": int(said.history[i])}
        thin = said.history[i] < THIN
        found = [Why(Reason("forecast.class_thin" if thin else "forecast.class", facts))]
        if self._waits[i] >= LEAST and said.driver[i] >= 0:
            found.append(Why(Reason("forecast.waits_for", {"task": int(said.driver[i])}), int(self._waits[i])))
        for group in self._order[i]:
            points = int(self._points[i, group])
            if abs(points) >= LEAST:
                found.append(Why(_FACTS[GROUPS[group][0]](self._moments, i), points))
        return found


def _used(moments: Moments, i: int) -> int:
    return round(100 * float((moments.at[i] - moments.start[i]) / allowed(moments.start[i], moments.due[i])))


def _untouched(m: Moments, i: int) -> Reason:
    return Reason("forecast.untouched", {"used": _used(m, i)}) if m.untouched[i] else Reason("forecast.begun")


def _silence(m: Moments, i: int) -> Reason:
    if m.untouched[i]:
        return Reason("forecast.begun_not")
    return Reason("forecast.silence", {"days": round(float(m.at[i] - m.last_sign[i]))})


def _behind(m: Moments, i: int) -> Reason:
    if np.isnan(m.progress[i]):
        return Reason("forecast.no_report")
    return Reason("forecast.progress", {"progress": round(100 * float(m.progress[i])), "used": _used(m, i)})


def _counted(code: str, of: Callable[[Moments], Floats]) -> Callable[[Moments, int], Reason]:
    """A number of times, or that it never happened."""

    def reason(m: Moments, i: int) -> Reason:
        times = int(of(m)[i])
        return Reason(f"forecast.{code}", {"times": times}) if times else Reason(f"forecast.no_{code}")

    return reason


_FACTS: dict[str, Callable[[Moments, int], Reason]] = {
    "untouched": _untouched,
    "silence": _silence,
    "behind": _behind,
    "signature": lambda m, i: Reason("forecast.signature" if m.signature[i] else "forecast.no_signature"),
    "passes": _counted("passes", lambda m: m.passes),
    "extensions": _counted("extensions", lambda m: m.extensions),
    "suspensions": _counted("suspensions", lambda m: m.suspensions),
    "opinions": _counted("opinions", lambda m: m.opinions),
    "unit": lambda m, i: Reason("forecast.unit", {"open": int(m.unit_open[i]), "late": int(m.unit_late[i])}),
}

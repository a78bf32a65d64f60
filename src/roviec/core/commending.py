"""Commendation: which of a round's criteria a person or a unit meets. It makes a list for people to decide on, never a choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from fractions import Fraction

from roviec.core.reasons import Reason

# What a round may ask for, in the order shown; each with the fact that answers it.
CRITERIA = ("least_mean", "worst_band", "least_in_time", "no_lasting_delay", "pledges_kept")
OF_UNITS = ("worst_band", "least_in_time", "no_lasting_delay")


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of a year. `mean`: of the confirmed sheets, None without any; `band`: place of the grade, 0 the highest, None ungraded.

    `done`, `in_time`: counted work that ended in the year or fell due in it; `lasting`: late spells longer than the round's limit;
    `pledged`, `kept`: hard tasks that ended, and of them kept or protected.
    """

    mean: Decimal | None
    band: int | None
    done: int
    in_time: int
    lasting: int
    pledged: int = 0
    kept: int = 0

    @property
    def share(self) -> Fraction | None:
        """Percent in time; None where nothing was counted."""
        return Fraction(100 * self.in_time, self.done) if self.done else None


def unmet(criteria: Mapping[str, object], facts: Facts, *, of_unit: bool) -> list[Reason]:
    """What is not met, or cannot be said because a fact is missing: a missing fact never counts as met. KeyError: unknown criterion."""
    found = []
    for name, wanted in criteria.items():
        if wanted in (None, "", False) or (of_unit and name not in OF_UNITS):
            continue
        reason = RULES[name](str(wanted), facts)
        if reason is not None:
            found.append(reason)
    return found


def _comma(number: str) -> str:
    """As Vietnamese write decimals. What is below a limit is never rounded up to it."""
    return number.replace(".", ",")


def _mean(wanted: str, facts: Facts) -> Reason | None:
    if facts.mean is None:
        return Reason("commending.no_sheets")
    if facts.mean < Decimal(wanted):
        return Reason(
            "commending.mean_below",
            {"mean": _comma(str(facts.mean.quantize(Decimal("0.01"), ROUND_FLOOR))), "least": _comma(wanted)},
        )
    return None


def _band(wanted: str, facts: Facts) -> Reason | None:
    if facts.band is None:
        return Reason("commending.no_grade")
    return Reason("commending.grade_below") if facts.band > int(wanted) else None


def _in_time(wanted: str, facts: Facts) -> Reason | None:
    if facts.share is None:
        return Reason("commending.no_work")
    if facts.share < Fraction(wanted):
        return Reason(
            "commending.in_time_below", {"share": int(facts.share), "least": _comma(wanted), "done": facts.done}
        )
    return None


def _lasting(wanted: str, facts: Facts) -> Reason | None:
    return Reason("commending.lasting", {"count": facts.lasting}) if facts.lasting else None


def _pledges(wanted: str, facts: Facts) -> Reason | None:
    if facts.kept < facts.pledged:
        return Reason("commending.pledges_failed", {"kept": facts.kept, "all": facts.pledged})
    return None


RULES = {
    "least_mean": _mean,
    "worst_band": _band,
    "least_in_time": _in_time,
    "no_lasting_delay": _lasting,
    "pledges_kept": _pledges,
}


class CommendationState(StrEnum):
    OPEN = "open"
    COUNCIL = "council"
    DECIDED = "decided"
    DROPPED = "dropped"


STEPS: Mapping[str, frozenset[CommendationState]] = {
    "nominate": frozenset({CommendationState.OPEN}),
    "begin_council": frozenset({CommendationState.OPEN}),
    "note_votes": frozenset({CommendationState.COUNCIL}),
    "decide_commendation": frozenset({CommendationState.COUNCIL}),
    "drop_commendation": frozenset({CommendationState.OPEN, CommendationState.COUNCIL}),
}


def why_not(verb: str, state: str) -> Reason | None:
    """Why the step cannot follow in this state, or None. KeyError for a step that is none."""
    return (
        None if CommendationState(state) in STEPS[verb] else Reason(f"commending.is_{CommendationState(state).value}")
    )

"""Khó khăn, vướng mắc: what can follow what. Whoever is stuck says when it is over, nobody else."""

from collections.abc import Mapping
from enum import StrEnum

from roviec.core.reasons import Reason

# Ours, not the law's: within how many working days an answer is expected.
ANSWER_DAYS = 5


class ObstacleState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLEARED = "cleared"
    WITHDRAWN = "withdrawn"


STEPS: Mapping[str, frozenset[ObstacleState]] = {
    "answer_obstacle": frozenset({ObstacleState.OPEN}),
    "pass_obstacle": frozenset({ObstacleState.OPEN}),
    "settle_obstacle": frozenset({ObstacleState.ANSWERED}),
    "withdraw_obstacle": frozenset({ObstacleState.OPEN, ObstacleState.ANSWERED}),
}


def why_not(verb: str, state: str) -> Reason | None:
    """Why the step cannot follow in this state, or None. KeyError for a step that is none."""
    return None if ObstacleState(state) in STEPS[verb] else Reason(f"obstacle.is_{ObstacleState(state).value}")

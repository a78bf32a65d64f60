"""Việc nóng, việc khó and points of an action programme: who owes how many, who may decide on them, what can follow what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from roviec.core.reasons import Reason
from roviec.core.text import fold

# Leader of a body first; the order of `organisation.models.post.Rank`.
RANKS = ("leader", "deputy_leader", "head", "deputy", "staff")


class PledgeState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    KEPT = "kept"
    FAILED = "failed"
    PROTECTED = "protected"
    WITHDRAWN = "withdrawn"


ENDED = frozenset({PledgeState.KEPT, PledgeState.FAILED, PledgeState.PROTECTED})
# What stands towards a quota: taken on, however it ended. An honest failure was taken on too.
TAKEN_ON = frozenset({PledgeState.APPROVED, *ENDED})

STEPS: Mapping[str, frozenset[PledgeState]] = {
    "decide_pledge": frozenset({PledgeState.PROPOSED}),
    "withdraw_pledge": frozenset({PledgeState.PROPOSED}),
    "review_pledge": frozenset({PledgeState.APPROVED}),
    "end_pledge": frozenset({PledgeState.APPROVED}),
}


def why_not(verb: str, state: str) -> Reason | None:
    """Why the step cannot follow in this state, or None. KeyError for a step that is none."""
    return None if PledgeState(state) in STEPS[verb] else Reason(f"pledge.is_{PledgeState(state).value}")


@dataclass(frozen=True, slots=True)
class DecidingSeat:
    """A seat seen from the promise: its rank, whether it is in the same body or unit, leads that unit, or sits in a body above."""

    rank: str
    same_body: bool
    same_unit: bool
    leads_unit: bool
    body_above: bool


def is_competent(rank: str, seat: DecidingSeat) -> bool:
    """Whether the seat stands above who promises, whose rank is `rank`: the head above, never the same rank of the same unit.

    Staff and deputies: the head of their unit or a leader who has it in charge. Heads of units: the body's leaders. Deputies of the
    body: its leader. The leader of a body: the leader of a body above.
    """
    if rank == "leader":
        return seat.rank == "leader" and seat.body_above and not seat.same_body
    if not seat.same_body or RANKS.index(seat.rank) >= RANKS.index(rank):
        return False
    if seat.rank == "leader":
        return True
    if seat.rank == "deputy_leader":
        return seat.leads_unit
    if seat.rank == "head":
        return seat.same_unit or seat.leads_unit
    return False


@dataclass(frozen=True, slots=True)
class Quota:
    """`titles`: only seats whose title has one of these words (split by ";"); empty: every seat of the rank."""

    rank: str
    titles: str
    least: int

    def covers(self, rank: str, title: str) -> bool:
        said = fold(title)
        words = [fold(word) for word in self.titles.split(";") if word.strip()]
        return self.rank == rank and (not words or any(word in said for word in words))


def quota_of(rank: str, title: str, quotas: Iterable[Quota]) -> Quota | None:
    """The quota of a seat: one that names its title before one for the whole rank, then the higher. None where nothing is owed."""
    fitting = [quota for quota in quotas if quota.covers(rank, title)]
    return max(fitting, key=lambda quota: (bool(quota.titles.strip()), quota.least), default=None)


def short_of(least: int, states: Iterable[str]) -> int:
    """How many are still owed."""
    return max(0, least - sum(PledgeState(state) in TAKEN_ON for state in states))

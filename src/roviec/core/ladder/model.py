"""A ladder and its rungs."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roviec.core.notices import Seat

# Kinds of work, each with a ladder of its own.
WORK_KINDS = ("task", "task.urgent")

# Who may be told, and how high they sit: a later rung may not reach less high than an earlier one.
ROLES = {
    Seat.HOLDER: 0,
    Seat.DOER: 0,
    Seat.HEAD: 1,
    Seat.ACCOUNTABLE: 2,
    Seat.TRACKERS: 2,
    Seat.GIVER: 2,
    Seat.LEADER: 2,
    Seat.ABOVE_TRACKERS: 3,
    Seat.ABOVE: 4,
}


class When(StrEnum):
    """What a rung counts from."""

    BEFORE = "before"  # working days before the due day
    LATE = "late"  # working days since it became late; 0: at once
    SILENT = "silent"  # working days without a sign of life, while it runs


@dataclass(frozen=True, slots=True)
class Rung:
    """`days` are working days, 0 or more. `at_once`: sent without waiting for a digest, and not to be snoozed."""

    code: str
    when: When
    days: int
    tell: tuple[Seat, ...]
    why: str
    at_once: bool = False
    explain: bool = False  # demands an explanation of who is late
    line: int = 0  # of the file, from 1

    @property
    def step(self) -> int:
        """Order within one thing: negative before the due day, positive after it."""
        return -self.days if self.when is When.BEFORE else self.days

    @property
    def height(self) -> int:
        return max(ROLES[seat] for seat in self.tell)


@dataclass(frozen=True, slots=True)
class Ladder:
    """In force from `valid_from` until the day before `valid_to` (None: open). Rungs in order: before, late, silent."""

    code: str
    name: str
    kind: str
    valid_from: date
    valid_to: date | None
    basis: str
    rungs: tuple[Rung, ...]

    @property
    def label(self) -> str:
        return f"{self.code}@{self.valid_from.isoformat()}"

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

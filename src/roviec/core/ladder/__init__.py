"""Ladders of warnings: who must know at which step before and after a due date, as data, and what follows from it at an instant."""

from roviec.core.ladder.climbing import (
    Facts,
    Firing,
    NextRung,
    Reached,
    Written,
    last_reaching,
    next_rung,
    reached,
    what_fires,
)
from roviec.core.ladder.model import ROLES, WORK_KINDS, Ladder, Rung, When
from roviec.core.ladder.reading import dates_problems, read_ladder

__all__ = [
    "ROLES",
    "WORK_KINDS",
    "Facts",
    "Firing",
    "Ladder",
    "NextRung",
    "Reached",
    "Rung",
    "When",
    "Written",
    "dates_problems",
    "last_reaching",
    "next_rung",
    "reached",
    "read_ladder",
    "what_fires",
]

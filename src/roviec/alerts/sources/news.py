"""News: one thing that somebody must know, before it is worked out who they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from roviec.alerts.queries.touched import TASK
from roviec.core.ladder import Rung
from roviec.core.notices import Seat, Touched


@dataclass(frozen=True, slots=True)
class OfLadder:
    """The rung that this news is, and the ladder that it stands on. `passed`: written down, told to nobody."""

    rung: Rung
    ladder: str
    passed: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """`key` makes a repeat harmless: one notice per officer and key. `params` are plain JSON values for the sentence.

    With a `mark` it is also a transition of the thing, or of `subject` (kind, id) where that is not the thing itself.
    """

    kind: str
    thing_id: UUID
    key: str
    at: datetime
    touched: Touched
    thing_kind: str = TASK
    params: Mapping[str, Any] = field(default_factory=dict)
    but_not: UUID | None = None  # the officer who did it knows already
    mark: datetime | None = None
    unit_id: UUID | None = None
    subject: tuple[str, UUID] | None = None
    of_ladder: OfLadder | None = None

    @property
    def who(self) -> tuple[Seat, ...] | None:
        """The seats that hear of it, where that is not for the kind to say."""
        if self.of_ladder is None:
            return None
        return () if self.of_ladder.passed else self.of_ladder.rung.tell

    @property
    def demands_explanation(self) -> bool:
        return self.of_ladder is not None and self.of_ladder.rung.explain and not self.of_ladder.passed

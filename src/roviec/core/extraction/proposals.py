"""What reading gives: proposed assignments, each part with its place, how sure it is, and why."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from roviec.core.deadlines import DeadlineKind, Recurrence
from roviec.core.extraction.letterhead import Letterhead
from roviec.core.extraction.model import Place
from roviec.core.reasons import Reason

T = TypeVar("T")

# At or above this a field or proposal counts as sure; below it the page marks it for the eye.
SURE = 0.8


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """`sure` runs from 0 to 1. `where` is empty for what the document does not say."""

    value: T
    where: tuple[Place, ...] = ()
    sure: float = 1.0
    why: tuple[Reason, ...] = ()

    def doubted(self, sure: float, code: str, **params: str | int) -> "Field[T]":
        """The same, at most as sure as `sure`, with one more reason."""
        return replace(self, sure=min(self.sure, sure), why=(*self.why, Reason(code, params)))


class Source(StrEnum):
    PROSE = "prose"
    TABLE = "table"
    LABELS = "labels"


class TrackedState(StrEnum):
    """How a tracking table states a task; the four counts and suspension."""

    DONE = "done"
    DONE_LATE = "done_late"
    OPEN = "open"
    LATE = "late"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Timing:
    """A deadline as written and as read. `due` is the last day on time, `start` the first day of a range."""

    raw: str = ""
    kind: DeadlineKind = DeadlineKind.NONE
    due: date | None = None
    start: date | None = None
    recurrence: Recurrence | None = None
    anchor: str = ""  # what a relative or conditional deadline hangs on


@dataclass(frozen=True, slots=True)
class Proposal:
    """One assignment as read. Names are as written; which units they are is decided elsewhere."""

    source: Source
    place: Place
    text: Field[str]
    leads: Field[tuple[str, ...]]
    supports: Field[tuple[str, ...]]
    accountable: Field[tuple[str, ...]]
    deadline: Field[Timing]
    deliverable: Field[str]
    heading: str = ""
    number: str = ""
    status: str = ""  # as an old tracking table says it
    state: TrackedState | None = None

    @property
    def sure(self) -> float:
        """As sure as the least sure of what decides who does what by when."""
        return round(min(self.text.sure, self.leads.sure, self.deadline.sure), 2)

    @property
    def why(self) -> tuple[Reason, ...]:
        return (*self.text.why, *self.leads.why, *self.deadline.why)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read of one document, in reading order."""

    letterhead: Letterhead
    proposals: tuple[Proposal, ...]
    notes: tuple[Reason, ...] = ()


def as_line(proposal: Proposal, identifier: str) -> dict[str, object]:
    """The thirteen fields of a labelled assignment, and "sure"."""
    timing = proposal.deadline.value
    return {
        "id": identifier,
        "source": proposal.source.value,
        "heading": proposal.heading,
        "text": proposal.text.value,
        "leads": list(proposal.leads.value),
        "supports": list(proposal.supports.value),
        "accountable": list(proposal.accountable.value),
        "deadline_raw": timing.raw,
        "deadline_kind": timing.kind.value,
        "due": timing.due.isoformat() if timing.due else None,
        "start": timing.start.isoformat() if timing.start else None,
        "recurrence": timing.recurrence.value if timing.recurrence else None,
        "deliverable": proposal.deliverable.value,
        "sure": proposal.sure,
    }

"""What can be changed in a plan at once, as values: a list of these is previewed, applied in one transaction, and taken back.

Days are local; a start or end with a time of day ("2025-12-01T13:30", local) is for plans that keep times. `version` is that of the
row that the change builds upon; None compares nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

Moment = Annotated[date | datetime, Field(union_mode="left_to_right")]
LinkType = Literal["FS", "SS", "FF", "SF"]
LagUnit = Literal["working", "elapsed", "percent"]
Where = Literal["", "ALAP", "SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO"]
Percent = Annotated[int, Field(ge=0, le=100)]
# A lag of more than ten years of minutes is a slip of the pen.
Lag = Annotated[int, Field(ge=-5_000_000, le=5_000_000)]
Title = Annotated[str, Field(max_length=4000)]


@dataclass(frozen=True, slots=True)
class Move:
    """Planned dates, never the due date."""

    task: UUID
    start: Moment
    end: Moment
    version: int | None = None
    do: Literal["move"] = "move"


@dataclass(frozen=True, slots=True)
class SetDue:
    """Decided by who may; of anybody else who works on it, a request."""

    task: UUID
    due: date
    version: int | None = None
    do: Literal["due"] = "due"


@dataclass(frozen=True, slots=True)
class SetProgress:
    task: UUID
    progress: Percent
    version: int | None = None
    text: str = ""
    do: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class MakeLink:
    """`lag` in minutes (working or elapsed) or percent of the first task's duration."""

    before: UUID
    after: UUID
    type: LinkType = "FS"
    lag: Lag = 0
    unit: LagUnit = "working"
    do: Literal["link"] = "link"


@dataclass(frozen=True, slots=True)
class ChangeLink:
    link: UUID
    type: LinkType = "FS"
    lag: Lag = 0
    unit: LagUnit = "working"
    do: Literal["relink"] = "relink"


@dataclass(frozen=True, slots=True)
class CutLink:
    link: UUID
    do: Literal["cut"] = "cut"


@dataclass(frozen=True, slots=True)
class AddTask:
    """A draft behind `after` (None: first) among the parts of `parent` (None: of the plan itself)."""

    title: Title
    parent: UUID | None = None
    after: UUID | None = None
    do: Literal["add"] = "add"


@dataclass(frozen=True, slots=True)
class Rename:
    task: UUID
    title: Title
    version: int | None = None
    do: Literal["rename"] = "rename"


@dataclass(frozen=True, slots=True)
class Place:
    """Under another whole, or elsewhere in the order."""

    task: UUID
    parent: UUID | None = None
    after: UUID | None = None
    version: int | None = None
    do: Literal["place"] = "place"


@dataclass(frozen=True, slots=True)
class SetMilestone:
    task: UUID
    on: bool
    version: int | None = None
    do: Literal["milestone"] = "milestone"


@dataclass(frozen=True, slots=True)
class Constrain:
    """Holds the task in the schedule; "" lets its links alone decide. `at` is a day or local moment; ALAP and "" have none."""

    task: UUID
    type: Where = ""
    at: Moment | None = None
    version: int | None = None
    do: Literal["constraint"] = "constraint"


Change = Annotated[
    Move | SetDue | SetProgress | MakeLink | ChangeLink | CutLink | AddTask | Rename | Place | SetMilestone | Constrain,
    Field(discriminator="do"),
]


def tasks_named(change: object) -> list[UUID]:
    """The tasks that a change names itself; those of its link are known to the plan."""
    names = ("task", "before", "after", "parent")
    return [pk for name in names if isinstance(pk := getattr(change, name, None), UUID)]

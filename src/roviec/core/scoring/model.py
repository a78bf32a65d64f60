"""What a period of one official is scored from, and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from roviec.core.reasons import Reason


class Role(StrEnum):
    STAFF = "staff"  # công chức không giữ chức vụ lãnh đạo, quản lý
    DEPUTY = "deputy"
    HEAD = "head"


class Origin(StrEnum):
    """How a product came to be on the sheet (Decree 335/2025, art. 18.1.d)."""

    PLANNED = "planned"
    HANDED_OVER = "handed_over"  # reported as beyond one's ability: stays in what was given, counts nothing as done
    TAKEN_OVER = "taken_over"  # from another official: outside what was given, adds to what was done
    SUDDEN = "sudden"  # outside the plan: likewise


GIVEN = frozenset({Origin.PLANNED, Origin.HANDED_OVER})


@dataclass(frozen=True, slots=True)
class Item:
    """One product of the catalogue on the sheet. `quantity` was given, `done` was completed, both before conversion.

    `quality_failures` and `late` count occasions; the excused ones are those of which a competent level confirmed an objective cause.
    """

    product: str
    coefficient: Fraction
    quantity: Fraction
    done: Fraction
    quality_failures: int = 0
    late: int = 0
    excused_quality: int = 0
    excused_late: int = 0
    origin: Origin = Origin.PLANNED

    @property
    def given(self) -> Fraction:
        """Converted; what came on top of what was given at first is not part of it."""
        return self.quantity * self.coefficient if self.origin in GIVEN else Fraction(0)

    @property
    def completed(self) -> Fraction:
        """Converted."""
        return Fraction(0) if self.origin is Origin.HANDED_OVER else self.done * self.coefficient


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """Of the unit that a head leads, of the field that a deputy is in charge of. None: not known."""

    any_subordinate_below_50: bool | None = None
    lasting_delays: bool | None = None
    lasting_disunity: bool | None = None
    initiative: bool | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """Converted sums of what was given and done. `source`: of a manager's steered work, the sheet that they are of (art. 15.1.b)."""

    given: Fraction
    completed: Fraction
    good: Fraction
    on_time: Fraction
    source: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A sheet: `general` are the points by item of form 01 ("I.1" … "III.4"), `steered` the sums of those whose work a manager steers."""

    role: Role
    period: str
    general: Mapping[str, Fraction]
    items: tuple[Item, ...]
    unit: UnitFacts | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    steered: tuple[Sums, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemPoints:
    """What one product adds to the sums, converted: of each, so that a number leads to what made it."""

    item: Item
    given: Fraction
    completed: Fraction
    good: Fraction
    on_time: Fraction


@dataclass(frozen=True, slots=True)
class Score:
    """Ratios (1 = 100 %) by letter, points, the band of the total. None: there is not enough to say."""

    general: Fraction | None
    ratios: Mapping[str, Fraction | None]
    results: Fraction | None
    total: Fraction | None
    band: str | None
    lines: tuple[ItemPoints, ...]
    reasons: tuple[Reason, ...]
    problems: tuple[Reason, ...]
    own: Sums = Sums(Fraction(0), Fraction(0), Fraction(0), Fraction(0))  # of the items alone, without what was steered

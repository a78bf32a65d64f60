"""What reading a plan gives, and the one error of all readers."""

from dataclasses import dataclass, field
from datetime import datetime

from roviec.core.schedule import Plan, Problem

FIRST_YEAR, LAST_YEAR = 1900, 2200


class BadPlanFileError(ValueError):
    """A file that cannot be read as a plan: a code with the place (row, column, task), the value and what was expected."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(f"{code} {params}" if params else code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a baseline keeps of one task; `duration` in minutes."""

    start: datetime | None
    finish: datetime | None
    duration: int | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """Somebody on a task: `work` in minutes, `units` 1.0 for the whole of the person, `calendar` one of the plan's (None: its own)."""

    task: int
    who: str
    work: int | None = None
    units: float = 1.0
    calendar: str | None = None


@dataclass(frozen=True)
class PlanFile:
    """A plan with what its file says beside it: people by task uid, progress in percent, problems met while reading.

    `baselines` holds, by number (0 to 10) and task uid, the dates that were frozen; `assigned` the people behind `leads`, where
    the file says more than a name. `minutes_per_day` is only how the file writes days. `left_out` names what the file holds and we
    do not keep: costs, custom_fields, notes, links_out, materials, contours.
    """

    plan: Plan
    problems: tuple[Problem, ...] = ()
    leads: dict[int, str] = field(default_factory=dict)
    progress: dict[int, int] = field(default_factory=dict)
    baselines: dict[int, dict[int, Frozen]] = field(default_factory=dict)
    assigned: tuple[Assigned, ...] = ()
    minutes_per_day: int = 480
    left_out: frozenset[str] = frozenset()
    guids: dict[int, str] = field(default_factory=dict)


def moment(raw: str, **place: str | int) -> datetime:
    """Local ISO date and time; BadPlanFileError names the place when it is none, or of a year no plan is made for."""
    try:
        at = datetime.fromisoformat(raw.strip())
    except ValueError:
        raise BadPlanFileError("bad_date", value=raw, **place) from None
    if at.tzinfo is not None:
        raise BadPlanFileError("date_with_zone", value=raw, **place)
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise BadPlanFileError("date_out_of_range", value=raw, first=FIRST_YEAR, last=LAST_YEAR, **place)
    return at.replace(second=0, microsecond=0)

"""What goes into the schedule and what comes out. Durations, lags and slack are minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from roviec.core.calendars import OFFICE_WEEK, WorkingCalendar
from roviec.core.reasons import Reason
from roviec.core.working_table import DayHours


class LinkType(StrEnum):
    """Predecessor's end first: FS means the successor starts after the predecessor has finished."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class ConstraintType(StrEnum):
    """The eight of Microsoft Project."""

    ASAP = "ASAP"
    ALAP = "ALAP"
    MUST_START_ON = "MSO"
    MUST_FINISH_ON = "MFO"
    START_NO_EARLIER = "SNET"
    START_NO_LATER = "SNLT"
    FINISH_NO_EARLIER = "FNET"
    FINISH_NO_LATER = "FNLT"


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint and its moment; ASAP and ALAP have none."""

    type: ConstraintType
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlanCalendar:
    """Opening hours of Monday to Sunday and of the days that differ. Hours are (start, end) in minutes of the day."""

    name: str
    week: tuple[DayHours, ...] = OFFICE_WEEK
    days: Mapping[date, DayHours] = field(default_factory=dict)

    @classmethod
    def of(cls, calendar: WorkingCalendar) -> "PlanCalendar":
        return cls(calendar.label, calendar.week, {day: e.hours for day, e in calendar.exceptions.items()})


@dataclass(frozen=True, slots=True)
class Crew:
    """People who work on a task by a calendar of their own, and the working minutes that they need for their part."""

    calendar: str
    minutes: int


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """One task. `duration` is working minutes of its calendar, or elapsed minutes when `elapsed`; 0 is a milestone.

    `calendar` names one of the plan's calendars (None: the plan's own). `parent` makes its parent a summary, whose dates follow
    from its children. Of a task under way, `remaining` minutes are left after `resume`; of a finished one `actual_finish` holds.
    `fixed` (start, finish) keeps a task where somebody put it. `delay` are elapsed minutes that levelling added to its start.
    With `crews` the task ends when the last of them has done its part, each by its own calendar; slack is still counted on the
    task's calendar. An inactive task moves nobody.
    """

    uid: int
    name: str
    duration: int
    parent: int | None = None
    summary: bool = False
    calendar: str | None = None
    elapsed: bool = False
    constraint: Constraint | None = None
    deadline: datetime | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    remaining: int | None = None
    resume: datetime | None = None
    fixed: tuple[datetime, datetime] | None = None
    active: bool = True
    delay: int = 0
    crews: tuple[Crew, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """`lag` is working minutes on the successor's calendar, elapsed minutes, or percent of the predecessor's duration."""

    before: int
    after: int
    type: LinkType = LinkType.FS
    lag: int = 0
    elapsed: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """`start` is when the first work may begin; `data_date`, if any, is the moment before which no remaining work can be done.

    `honour_constraints`: where a constraint and a link contradict, the constraint wins (and the slack goes negative if it must);
    otherwise links win. Tasks with total slack up to `critical_slack` minutes are critical. With `finish` the plan is counted back
    from that moment and its start follows. With `several_critical_paths` every task without followers ends a path of its own.
    """

    start: datetime
    tasks: Sequence[PlannedTask]
    links: Sequence[Link] = ()
    calendars: Mapping[str, PlanCalendar] = field(default_factory=dict)
    calendar: str = ""
    name: str = ""
    data_date: datetime | None = None
    honour_constraints: bool = True
    critical_slack: int = 0
    finish: datetime | None = None
    several_critical_paths: bool = False


@dataclass(frozen=True, slots=True)
class Driver:
    """Why a task stands where it does: `rule` is start, link, constraint, actual, manual, data_date or levelling.

    `uid` and `type` name the link, `type` the constraint; `lag` and `unit` (working, elapsed, percent) are the link's as drawn.
    """

    rule: str
    uid: int | None = None
    type: str | None = None
    lag: int = field(default=0, compare=False)
    unit: str = field(default="working", compare=False)


@dataclass(frozen=True, slots=True)
class Row:
    """Dates of one task. Slack is in working minutes of the task's calendar."""

    uid: int
    name: str
    early_start: datetime
    early_finish: datetime
    late_start: datetime
    late_finish: datetime
    total_slack: int
    free_slack: int
    critical: bool
    driven_by: Driver
    start: datetime
    finish: datetime
    summary: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the plan that could not be taken as written, and the tasks it concerns."""

    reason: Reason
    tasks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    start: datetime
    finish: datetime
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


class CycleError(ValueError):
    """Tasks that wait for each other; `cycles` holds each circle once, as uids in link order."""

    def __init__(self, cycles: Sequence[tuple[int, ...]]) -> None:
        self.cycles = tuple(cycles)
        super().__init__("; ".join(" -> ".join(map(str, (*cycle, cycle[0]))) for cycle in cycles))


class TooLongError(ValueError):
    """The plan does not end before the year 9999, or its calendar never works."""

"""What a deadline phrase says, and the settings where letter and practice differ."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from roviec.core.calendars import VIETNAM, CalendarDays, WorkingDays, end_of_day
from roviec.core.reasons import Reason


class DeadlineKind(StrEnum):
    DATE = "date"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RANGE = "range"
    RECURRING = "recurring"
    RELATIVE = "relative"
    CONDITIONAL = "conditional"
    IMMEDIATE = "immediate"
    NONE = "none"


class Recurrence(StrEnum):
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    CONTINUOUS = "continuous"


@dataclass(frozen=True)
class Deadline:
    """A reading of one phrase.

    `due` is the last calendar day that still counts as on time, `at` an hour on that day when one is written, `start` the
    first day of a range. `budget` and `anchor` are kept for terms that run from an event whose date is not known yet
    ("10 ngày làm việc kể từ ngày nhận"); `since` is the day a term of days is counted from, where it is known. `rule` names
    the form that matched; `reasons` say what was assumed or is impossible.
    """

    kind: DeadlineKind
    due: date | None = None
    at: time | None = None
    start: date | None = None
    recurrence: Recurrence | None = None
    budget: WorkingDays | CalendarDays | None = None
    anchor: str = ""
    since: date | None = None
    in_months: bool = False
    rule: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Settings of the reading, where letter and practice differ or no rule of law was found; each is said in the explanation.

    `before_day_counts`: "trước ngày X" is met on day X (practice) or only the day before (letter). `terms_roll_over`: a term of days
    that would end on a day off ends on the next working day (Civil Code 2015 art. 148.5). `dates_roll_over`: so does a date that an
    order names, "trong tháng 9" and "quý II" included; off, because an order is no term and the law says nothing of it.
    """

    before_day_counts: bool = True
    terms_roll_over: bool = True
    dates_roll_over: bool = False


READING = Reading()


def due_instant(deadline: Deadline) -> datetime | None:
    """The last instant in time (UTC): the hour that is written, else the end of the due day; None without a due date."""
    if deadline.due is None:
        return None
    if deadline.at is not None:
        return datetime.combine(deadline.due, deadline.at, VIETNAM).astimezone(UTC)
    return end_of_day(deadline.due)


def last_of_month(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)

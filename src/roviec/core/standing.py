"""The one rule for where a piece of work stands. Everything that counts, colours or warns asks here.

In this order:

1. cancelled: it no longer counts.
2. finished: on time when it was handed in at or before its due instant, or had none; else late. Being done decides, not when
   somebody accepted it.
3. suspended by decision: the clock stands; it is neither in time nor late until it goes on.
4. no due date: outside the four counts ("thường xuyên").
5. open: late after the due instant, due soon when the due instant lies within the warning window, else in time.

The due instant itself is still in time: "trước ngày X" is met on day X (23:59:59), "trước 11 giờ" at 11:00:00.
The four counts are those of the Government Office's tracker; "sắp đến hạn" is part of "đang thực hiện trong hạn" there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from roviec.core.calendars import WorkingCalendar, WorkingDays


class Standing(StrEnum):
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN_ON_TIME = "open_on_time"
    DUE_SOON = "due_soon"
    OPEN_LATE = "open_late"
    SUSPENDED = "suspended"
    NO_DUE = "no_due"
    CANCELLED = "cancelled"


FOUR = (Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.OPEN_ON_TIME, Standing.OPEN_LATE)


@dataclass(frozen=True)
class Counts:
    """How many leaves of work stand where. `open_on_time` includes `due_soon`; the last three stand outside the four counts."""

    done_on_time: int = 0
    done_late: int = 0
    open_on_time: int = 0
    open_late: int = 0
    due_soon: int = 0
    suspended: int = 0
    no_due: int = 0

    @property
    def open(self) -> int:
        return self.open_on_time + self.open_late

    @property
    def done(self) -> int:
        return self.done_on_time + self.done_late

    @property
    def total(self) -> int:
        """The sum of the four counts."""
        return self.open + self.done

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})


def standing(
    *,
    due: datetime | None,
    finished_at: datetime | None,
    cancelled: bool,
    suspended: bool,
    now: datetime,
    soon_until: datetime | None,
) -> Standing:
    """Where work stands at `now`. `soon_until` is now plus the warning window: due at or before it is due soon (None: no window)."""
    if cancelled:
        return Standing.CANCELLED
    if finished_at is not None:
        return Standing.DONE_LATE if due is not None and finished_at > due else Standing.DONE_ON_TIME
    if suspended:
        return Standing.SUSPENDED
    if due is None:
        return Standing.NO_DUE
    if now > due:
        return Standing.OPEN_LATE
    if soon_until is not None and due <= soon_until:
        return Standing.DUE_SOON
    return Standing.OPEN_ON_TIME


def four_count(one: Standing) -> Standing | None:
    """Which of the four counts a standing falls under; None when it stands outside them."""
    if one is Standing.DUE_SOON:
        return Standing.OPEN_ON_TIME
    return one if one in FOUR else None


def four_counts(standings: Iterable[Standing]) -> dict[Standing, int]:
    """How many of each of the four, always with all four keys."""
    counts = dict.fromkeys(FOUR, 0)
    for one in standings:
        count = four_count(one)
        if count is not None:
            counts[count] += 1
    return counts


def lateness_days(calendar: WorkingCalendar, due: datetime, until: datetime) -> WorkingDays:
    """Working days late at `until`: those after the due day up to and including that of `until`; 0 when not late.

    Late on a weekend after a Friday is late, but by 0 working days until Monday.
    """
    if until <= due:
        return WorkingDays(0)
    return calendar.working_days_between(due, until)

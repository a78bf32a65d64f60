"""When work is done, as two dense tables: one over days, one over the intervals of opening hours.

Everything here is local wall-clock time: days as `date`, moments as whole minutes since 1970-01-01 00:00 local. Counting is
a difference of two table entries and adding is a look-up, both for one value and for an array of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

MINUTES_PER_DAY = 1440
EPOCH = datetime(1970, 1, 1)
_EPOCH_DAY = EPOCH.toordinal()

Shift = tuple[int, int]
DayHours = tuple[Shift, ...]
Minutes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class WeekFrom:
    """Opening hours of Monday to Sunday from a day on, until the next one begins.

    `uncounted` holds weekdays (0 is Monday) on which somebody is there, so that hours run, but which are no working day of a term.
    """

    since: date
    hours: tuple[DayHours, ...]
    uncounted: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if len(self.hours) != 7:
            raise ValueError("a week has seven days")


class OutsideTableError(ValueError):
    """The moment asked for, or the answer, lies outside the days that the table holds."""


def to_minutes(moment: datetime) -> int:
    """Local wall-clock time as minutes since 1970; seconds are dropped."""
    return (moment.toordinal() - _EPOCH_DAY) * MINUTES_PER_DAY + moment.hour * 60 + moment.minute


def from_minutes(minutes: int) -> datetime:
    """The inverse of `to_minutes`."""
    return EPOCH + timedelta(minutes=int(minutes))


class WorkingTable:
    """Opening hours of every day from `first` to `last` (both included).

    `week` holds the hours of Monday to Sunday, `exceptions` those of single days that differ; hours are (start, end) in
    minutes of the day, in order, not overlapping, the end at most 1440. `later` are weeks that take over from a day on.
    """

    def __init__(
        self,
        week: Sequence[DayHours],
        exceptions: Mapping[date, DayHours],
        first: date,
        last: date,
        later: Sequence[WeekFrom] = (),
    ) -> None:
        self.first, self.last = first, last
        weeks = [hours for one in later for hours in one.hours]
        kinds: list[DayHours] = list(dict.fromkeys([*week, *weeks, *exceptions.values()]))
        number = {hours: i for i, hours in enumerate(kinds)}
        days = np.arange(last.toordinal() - first.toordinal() + 1, dtype=np.int64)
        weekday = (days + first.weekday()) % 7
        self._kind = np.array([number[hours] for hours in week], dtype=np.int32)[weekday]
        counted = np.ones(len(days), dtype=bool)
        for one in sorted(later, key=lambda each: each.since):
            begin = max((one.since - first).days, 0)
            self._kind[begin:] = np.array([number[hours] for hours in one.hours], dtype=np.int32)[weekday[begin:]]
            counted[begin:] = np.array([n not in one.uncounted for n in range(7)], dtype=bool)[weekday[begin:]]
        for day, hours in exceptions.items():
            if first <= day <= last:
                self._kind[day.toordinal() - first.toordinal()] = number[hours]
                counted[day.toordinal() - first.toordinal()] = True
        self.kinds = kinds
        works = np.array([bool(hours) for hours in kinds], dtype=bool)[self._kind] & counted
        self.works = works
        self._days_before = np.concatenate(([0], np.cumsum(works)))
        self._working_days = np.flatnonzero(works)
        self._intervals(days)

    def _intervals(self, days: Minutes) -> None:
        per_kind = np.array([len(hours) for hours in self.kinds], dtype=np.int64)[self._kind]
        shifts = np.array([s for hours in self.kinds for s in hours], dtype=np.int64).reshape(-1, 2)
        offset = np.concatenate(([0], np.cumsum([len(hours) for hours in self.kinds])))[:-1][self._kind]
        within = np.arange(per_kind.sum()) - np.repeat(np.cumsum(per_kind) - per_kind, per_kind)
        which = np.repeat(offset, per_kind) + within
        base = np.repeat((days + self.first.toordinal() - _EPOCH_DAY) * MINUTES_PER_DAY, per_kind)
        starts, ends = (base + shifts[which, 0], base + shifts[which, 1]) if len(shifts) else (base, base)
        self._starts = starts
        self._ends = ends
        self._done = np.concatenate(([0], np.cumsum(ends - starts)))

    def as_lists(self) -> tuple[list[int], list[int], list[int]]:
        """Starts and ends of the intervals, and the working minutes done before each (one more at the end)."""
        return self._starts.tolist(), self._ends.tolist(), self._done.tolist()

    @property
    def total(self) -> int:
        """Working minutes in the whole table."""
        return int(self._done[-1])

    def hours_on(self, day: date) -> DayHours:
        """Opening hours of one day; empty when nobody works."""
        return self.kinds[int(self._kind[self._day(day)])]

    def _day(self, day: date) -> int:
        if not self.first <= day <= self.last:
            raise OutsideTableError(f"{day} is outside {self.first}..{self.last}")
        return day.toordinal() - self.first.toordinal()

    def is_working(self, day: date) -> bool:
        return bool(self.works[self._day(day)])

    def count_days(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is before `start`."""
        return int(self._days_before[self._day(end) + 1] - self._days_before[self._day(start) + 1])

    def add_days(self, start: date, n: int) -> date:
        """The n-th working day after `start` (before it, when n < 0); `start` itself never counts. 0 gives `start`."""
        if n == 0:
            return start
        place = self._day(start)
        index = int(self._days_before[place + 1] - 1 + n if n > 0 else self._days_before[place] + n)
        if not 0 <= index < len(self._working_days):
            raise OutsideTableError(f"{n} working days from {start} is outside {self.first}..{self.last}")
        return self.first + timedelta(days=int(self._working_days[index]))

    def position(self, moment: Minutes | int) -> Minutes:
        """Working minutes between the beginning of the table and the moment."""
        i = np.searchsorted(self._starts, moment, side="right") - 1
        safe = np.maximum(i, 0)
        within = np.minimum(np.asarray(moment), self._ends[safe]) - self._starts[safe]
        return np.where(i < 0, 0, self._done[safe] + within)

    def start_at(self, position: Minutes | int) -> Minutes:
        """The moment when the next working minute after `position` begins (08:00 rather than 17:00 the day before)."""
        return self._moment(np.searchsorted(self._done, position, side="right") - 1, position)

    def finish_at(self, position: Minutes | int) -> Minutes:
        """The moment when the last of `position` working minutes has ended (17:00 rather than 08:00 the day after)."""
        return self._moment(np.searchsorted(self._done, position, side="left") - 1, position)

    def _moment(self, interval: npt.NDArray[np.intp], position: Minutes | int) -> Minutes:
        if len(self._starts) == 0 or np.any(np.asarray(position) < 0) or np.any(np.asarray(position) > self.total):
            raise OutsideTableError(f"working minutes outside {self.first}..{self.last}")
        i = np.clip(interval, 0, len(self._starts) - 1)
        return np.asarray(self._starts[i] + (np.asarray(position) - self._done[i]), dtype=np.int64)

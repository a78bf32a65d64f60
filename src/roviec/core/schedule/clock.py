"""A calendar of a plan as two look-ups: moment to working position and back, for one value at a time and for arrays.

Scalars go through lists and bisect, which for single values is several times faster than NumPy.
"""

from bisect import bisect_left, bisect_right
from datetime import date

from roviec.core.schedule.model import PlanCalendar, TooLongError
from roviec.core.working_table import Minutes, WorkingTable


class Clock:
    """`position(moment)` counts working minutes; `start_at` and `finish_at` are its two inverses (next morning, last evening)."""

    def __init__(self, calendar: PlanCalendar, first: date, last: date) -> None:
        if not any(calendar.week) and not any(hours for day, hours in calendar.days.items() if first <= day <= last):
            raise TooLongError(f"nobody ever works in calendar {calendar.name!r}")
        self._table = WorkingTable(calendar.week, calendar.days, first, last)
        self._starts, self._ends, self._done = self._table.as_lists()

    def position(self, moment: int) -> int:
        i = bisect_right(self._starts, moment) - 1
        if i < 0:
            return 0
        return self._done[i] + min(moment, self._ends[i]) - self._starts[i]

    def start_at(self, position: int) -> int:
        return self._moment(bisect_right(self._done, position) - 1, position)

    def finish_at(self, position: int) -> int:
        return self._moment(max(bisect_left(self._done, position) - 1, 0), position)

    def _moment(self, i: int, position: int) -> int:
        if position < 0 or i >= len(self._starts):
            raise TooLongError("outside the days that the calendar was laid out for")
        return self._starts[i] + position - self._done[i]

    def positions(self, moments: Minutes) -> Minutes:
        return self._table.position(moments)

    def starts_at(self, positions: Minutes) -> Minutes:
        return self._table.start_at(positions)

    def finishes_at(self, positions: Minutes) -> Minutes:
        return self._table.finish_at(positions)


class ElapsedClock(Clock):
    """Every minute counts: for elapsed durations, and for milestones, which may stand at any moment, closed or not."""

    def __init__(self) -> None:
        pass

    def position(self, moment: int) -> int:
        return moment

    def start_at(self, position: int) -> int:
        return position

    def finish_at(self, position: int) -> int:
        return position

    def positions(self, moments: Minutes) -> Minutes:
        return moments

    def starts_at(self, positions: Minutes) -> Minutes:
        return positions

    def finishes_at(self, positions: Minutes) -> Minutes:
        return positions

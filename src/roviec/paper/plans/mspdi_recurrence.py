"""On which days a recurring exception of a Microsoft Project calendar falls.

Kinds (`Type`): 1 every day, 2 yearly by date, 3 yearly by position ("third Thursday of May"), 4 monthly by date, 5 monthly by
position, 6 weekly on named days, 7 every so many days. Weeks begin on Sunday; months in the file count from 0, `DaysOfWeek` is a
bit mask from Sunday. A date that a month does not have falls on its last day.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice

DAILY, YEARLY, YEARLY_PLACE, MONTHLY, MONTHLY_PLACE, WEEKLY, EVERY_DAYS = "1", "2", "3", "4", "5", "6", "7"
KINDS = (DAILY, YEARLY, YEARLY_PLACE, MONTHLY, MONTHLY_PLACE, WEEKLY, EVERY_DAYS)
_WEEKDAY, _WEEKEND, _SUNDAY = 1, 2, 3
_LAST = 4
_MOST = 200 * 366


@dataclass(frozen=True, slots=True)
class Recurrence:
    """`first` and `last` bound the days; `occurrences` (0: as many as fit) counts them."""

    kind: str
    first: date
    last: date
    period: int = 1
    occurrences: int = 0
    days_of_week: int = 0
    month: int = 0
    month_day: int = 0
    item: int = 0
    position: int = 0

    def days(self) -> Iterator[date]:
        """The days, in order, at most as many as 200 years have."""
        return islice(self._fitting(), self.occurrences or _MOST)

    def _fitting(self) -> Iterator[date]:
        step = max(self.period, 1)
        if self.kind in (DAILY, EVERY_DAYS):
            every = step if self.kind == EVERY_DAYS else 1
            reach = (self.last - self.first).days
            yield from (self.first + timedelta(days=i) for i in range(0, min(reach, _MOST) + 1, every))
        elif self.kind == WEEKLY:
            yield from self._weekly(step)
        else:
            yield from self._monthly(step)

    def _weekly(self, step: int) -> Iterator[date]:
        sunday = self.first - timedelta(days=self.first.isoweekday() % 7)
        for week in range(0, (self.last - sunday).days // 7 + 1, step):
            for weekday in range(7):
                day = sunday + timedelta(days=7 * week + weekday)
                if self.days_of_week >> weekday & 1 and self.first <= day <= self.last:
                    yield day

    def _monthly(self, step: int) -> Iterator[date]:
        yearly = self.kind in (YEARLY, YEARLY_PLACE)
        begin = self.first.year * 12 + (self.month % 12 if yearly else self.first.month - 1)
        for month in count(begin, 12 if yearly else step):
            year, number = divmod(month, 12)
            if year > self.last.year:
                return
            day = self._in_month(year, number + 1)
            if self.first <= day <= self.last:
                yield day

    def _in_month(self, year: int, month: int) -> date:
        length = monthrange(year, month)[1]
        if self.kind in (YEARLY, MONTHLY):
            return date(year, month, min(max(self.month_day, 1), length))
        fitting = [day for n in range(1, length + 1) if self._is_item(day := date(year, month, n))]
        return fitting[-1] if self.position >= _LAST else fitting[min(self.position, len(fitting) - 1)]

    def _is_item(self, day: date) -> bool:
        if self.item == _WEEKDAY:
            return day.weekday() < 5
        if self.item == _WEEKEND:
            return day.weekday() >= 5
        return self.item < _SUNDAY or day.isoweekday() % 7 == self.item - _SUNDAY

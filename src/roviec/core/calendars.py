"""The working calendar of Vietnamese public bodies: which days count, which hours, and why a day does not.

A calendar is data: a week of opening hours and dated exceptions (holidays, make-up Saturdays, half days). It arrives late and
changes, so it carries a `version`; a stored due date keeps the version that made it. Instants go in and come out as aware
datetimes in UTC; the counting itself is on the wall clock of Ho Chi Minh City.

Law: Labour Code art. 111, 112 (holidays); Civil Code 2015 art. 147, 148 (how terms are counted).
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from roviec.core.durations import CalendarDays, WorkingDays, WorkingDuration, WorkingInstant, WorkingMinutes
from roviec.core.reasons import Reason
from roviec.core.working_table import (
    DayHours,
    OutsideTableError,
    WeekFrom,
    WorkingTable,
    from_minutes,
    to_minutes,
)

__all__ = [
    "VIETNAM",
    "CalendarDays",
    "DayKind",
    "OutsideTableError",
    "SkippedDay",
    "SpecialDay",
    "WeekFrom",
    "WorkingCalendar",
    "WorkingDays",
    "WorkingDuration",
    "WorkingInstant",
    "WorkingMinutes",
]

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE_HOURS: DayHours = ((7 * 60 + 30, 11 * 60 + 30), (13 * 60 + 30, 17 * 60 + 30))
OFFICE_WEEK: tuple[DayHours, ...] = (OFFICE_HOURS,) * 5 + ((),) * 2
FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)

# Holidays whose solar date the law fixes, for years whose official calendar is not yet known. Culture day exists since 2026.
FIXED = (
    (1, 1, "Tết Dương lịch", 0),
    (4, 30, "Ngày Chiến thắng", 0),
    (5, 1, "Ngày Quốc tế Lao động", 0),
    (9, 2, "Quốc khánh", 0),
    (11, 24, "Ngày Văn hóa Việt Nam", 2026),
)

# "ordinary" takes back what a calendar above says of the day: the week decides again.
DayKind = Literal["holiday", "weekend_workday", "half_day", "ordinary"]


@dataclass(frozen=True)
class SpecialDay:
    """One day that differs from the week. `hours` is empty for a day off; a make-up Saturday has the hours of an office day."""

    day: date
    kind: DayKind
    name: str
    hours: DayHours = ()
    source: str = ""


@dataclass(frozen=True)
class SkippedDay:
    day: date
    why: Reason


class WorkingCalendar:
    """Opening hours of a unit over the days from 1990 to 2100.

    `known` is the first and last year whose holidays and swaps are official; outside it weekends and fixed-date holidays are
    still counted, and `unknown_years` says so.
    """

    def __init__(
        self,
        name: str,
        exceptions: Iterable[SpecialDay],
        *,
        week: Sequence[DayHours] = OFFICE_WEEK,
        known: tuple[int, int] | None = None,
        later: Sequence[WeekFrom] = (),
    ) -> None:
        if len(week) != 7:
            raise ValueError("a week has seven days")
        self.name = name
        self.week = tuple(week)
        self.later = tuple(sorted(later, key=lambda one: one.since))
        self.exceptions = {e.day: e for e in sorted(exceptions, key=lambda e: e.day) if e.kind != "ordinary"}
        years = [day.year for day in self.exceptions]
        self.known = known or ((min(years), max(years)) if years else (1, 0))
        for year in range(FIRST.year, LAST.year + 1):
            if not self.known[0] <= year <= self.known[1]:
                for month, day, holiday, since in FIXED:
                    if year >= since:
                        self.exceptions.setdefault(
                            date(year, month, day), SpecialDay(date(year, month, day), "holiday", holiday)
                        )
        self.table = WorkingTable(
            self.week, {day: e.hours for day, e in self.exceptions.items()}, FIRST, LAST, self.later
        )

    @cached_property
    def version(self) -> str:
        """Short digest of everything that decides an answer; equal calendars have equal versions."""
        days = [(d.isoformat(), e.kind, e.hours) for d, e in sorted(self.exceptions.items())]
        facts = repr((self.week, self.known, days))
        if self.later:
            facts += repr([(w.since.isoformat(), w.hours, sorted(w.uncounted)) for w in self.later])
        return hashlib.sha256(facts.encode()).hexdigest()[:12]

    @property
    def label(self) -> str:
        """Name and version, as kept beside a stored due date."""
        return f"{self.name}@{self.version}"

    # Days

    def week_on(self, day: date) -> tuple[DayHours, ...]:
        """Opening hours of Monday to Sunday in force that day, special days aside."""
        weeks = [one.hours for one in self.later if one.since <= day]
        return weeks[-1] if weeks else self.week

    def is_working_day(self, day: date) -> bool:
        return self.table.is_working(day)

    def due_day(self, start: date, n: WorkingDays) -> date:
        """Last day of a term of `n` working days that began on `start`; the first day does not count (Civil Code 147.2)."""
        return self.table.add_days(start, n.n)

    def next_working_day(self, day: date) -> date:
        """`day` itself if it is a working day, else the first one after it."""
        return day if self.is_working_day(day) else self.table.add_days(day, 1)

    def opening(self, day: date) -> tuple[datetime, datetime] | None:
        """First and last instant (UTC) of office hours that day, or None when closed."""
        hours = self.table.hours_on(day)
        if not hours:
            return None
        midnight = to_minutes(datetime.combine(day, time()))
        return self._instant(midnight + hours[0][0]), self._instant(midnight + hours[-1][1])

    def local_day(self, instant: datetime) -> date:
        """The business date of an instant."""
        return self._local(instant).date()

    # Instants

    def _local(self, instant: datetime) -> datetime:
        if instant.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return instant.astimezone(VIETNAM).replace(tzinfo=None)

    def _instant(self, minutes: int) -> datetime:
        return from_minutes(minutes).replace(tzinfo=VIETNAM).astimezone(UTC)

    def add_working_days(self, instant: datetime, n: WorkingDays) -> datetime:
        """The n-th working day after the instant at the same hour; at closing time if the hour is outside that day's hours.

        n = 0 gives the instant itself. For a term counted in whole days from a date use `due_day` and `end_of_day`.
        """
        if n.n == 0:
            return instant
        local = self._local(instant)
        day = self.due_day(local.date(), n)
        hours = self.table.hours_on(day)
        minute = local.hour * 60 + local.minute
        if not hours[0][0] <= minute <= hours[-1][1]:
            minute = hours[-1][1]
        return self._instant(to_minutes(datetime.combine(day, time())) + minute)

    def add_working_minutes(self, instant: datetime, n: WorkingMinutes) -> datetime:
        """When `n` working minutes have passed since the instant (or, negative, when they began before it)."""
        position = int(self.table.position(to_minutes(self._local(instant)))) + n.n
        moment = self.table.start_at(position) if n.n < 0 else self.table.finish_at(position)
        return self._instant(int(moment)) if n.n else instant

    def at(self, instant: datetime) -> WorkingInstant:
        """The instant as a place in this calendar's opening hours; outside them, the place where they go on."""
        return WorkingInstant(int(self.table.position(to_minutes(self._local(instant)))), self.label)

    def instant_of(self, place: WorkingInstant) -> datetime:
        """When that place is reached. ValueError for a place in another calendar, or in another version of this one."""
        if place.calendar != self.label:
            raise ValueError(f"a working instant of {place.calendar} means nothing in {self.label}")
        return self._instant(int(self.table.finish_at(place.position)))

    def add_calendar_days(self, instant: datetime, n: CalendarDays) -> datetime:
        return instant + timedelta(days=n.n)

    def working_days_between(self, start: datetime, end: datetime) -> WorkingDays:
        """Working days after the day of `start`, up to and including the day of `end`; negative the other way round."""
        return WorkingDays(self.table.count_days(self.local_day(start), self.local_day(end)))

    def working_minutes_between(self, start: datetime, end: datetime) -> WorkingMinutes:
        first, last = (int(self.table.position(to_minutes(self._local(i)))) for i in (start, end))
        return WorkingMinutes(last - first)

    # Explanations

    def why_not(self, day: date) -> Reason | None:
        """Why nobody works that day; None for a working day."""
        if self.is_working_day(day):
            return None
        exception = self.exceptions.get(day)
        if exception is not None:
            return Reason("calendar.holiday", {"name": exception.name}, exception.source)
        if self.table.hours_on(day):
            return Reason("calendar.open_uncounted", {"weekday": day.isoweekday()})
        return Reason("calendar.weekend", {"weekday": day.isoweekday()})

    def skipped(self, start: date, end: date) -> tuple[SkippedDay, ...]:
        """The days after `start` and before or on `end` that did not count, each with its reason."""
        span = (start + timedelta(days=i) for i in range(1, (end - start).days + 1))
        return tuple(SkippedDay(day, why) for day in span if (why := self.why_not(day)) is not None)

    def unknown_years(self, start: date, end: date) -> Reason | None:
        """A warning when the span reaches years whose holidays are not official yet (or no longer kept)."""
        years = [
            y for y in range(min(start, end).year, max(start, end).year + 1) if not self.known[0] <= y <= self.known[1]
        ]
        return Reason("calendar.unknown_year", {"first": years[0], "last": years[-1]}) if years else None


def end_of_day(day: date) -> datetime:
    """The last second of a business date, in UTC: until then a thing due that day is on time (Civil Code 148.6)."""
    return datetime.combine(day, time(23, 59, 59), VIETNAM).astimezone(UTC)


def roll_over(day: date, calendar: WorkingCalendar) -> date:
    """A term that ends on a day off ends on the next working day (Civil Code 2015 art. 148.5).

    Not applied to due dates that a superior fixed by date: those are orders, not terms; a setting of the body decides.
    """
    return calendar.next_working_day(day)

"""Which rungs a thing has reached at an instant, which of them fires, and which comes next.

Only facts and the calendar as it is now decide, so a clock that jumps or a calendar learnt late is no special case: what is
reached and not written down yet is due. A rung fires once for each mark: the due date it warns of, the start of the lateness,
or the last sign of life. Of several reached at once the highest fires and the others are passed by.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from roviec.core.calendars import VIETNAM, WorkingCalendar
from roviec.core.ladder.model import Ladder, Rung, When

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """One clock. Instants are aware; `late_since` is the start of its open late spell. `quiet`: closed, suspended or handed in."""

    due: datetime | None
    late_since: datetime | None
    last_sign_at: datetime
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    rung: Rung
    at: datetime  # when it was reached
    mark: datetime  # what it fires once for


@dataclass(frozen=True, slots=True)
class Written:
    """A rung that was written down for the thing: fired, or passed by."""

    code: str
    mark: datetime
    step: int
    passed: bool


@dataclass(frozen=True, slots=True)
class Firing:
    fire: tuple[Reached, ...]
    passed: tuple[Reached, ...]


@dataclass(frozen=True, slots=True)
class NextRung:
    rung: Rung
    at: datetime


def reached(ladder: Ladder, facts: Facts, calendar: WorkingCalendar, now: datetime) -> list[Reached]:
    """In the order of the ladder. Nothing for quiet work, nor between the due instant and the late pass that notes the lateness."""
    if facts.quiet:
        return []
    return [one for rung in ladder.rungs if (one := _reached(rung, facts, calendar, now)) is not None]


def _reached(rung: Rung, facts: Facts, calendar: WorkingCalendar, now: datetime) -> Reached | None:
    match rung.when:
        case When.BEFORE:
            begun = facts.late_since is not None or (facts.due is not None and facts.due >= now)
            mark = facts.due if begun else None
        case When.LATE:
            mark = facts.late_since
        case When.SILENT:
            mark = facts.last_sign_at if facts.late_since is None else None
    if mark is None:
        return None
    at = _instant(rung, mark, calendar)
    return Reached(rung, at, mark) if at <= now else None


def _instant(rung: Rung, mark: datetime, calendar: WorkingCalendar) -> datetime:
    """When a rung of that mark is reached: the first instant of its day; lateness itself at once."""
    if rung.when is not When.BEFORE and rung.days == 0:
        return mark
    return _midnight(calendar.table.add_days(calendar.local_day(mark), rung.step))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM).astimezone(UTC)


def what_fires(found: Collection[Reached], written: Collection[Written]) -> Firing:
    """The highest rung that was reached and is not written yet, unless one as high has fired already; the others are passed by.

    So a ladder that is changed does not repeat what its predecessor said at the same step. Silence is a climb of its own.
    """
    known = {(one.code, one.mark) for one in written}
    fire, passed = [], []
    for group in _climbs(found):
        open_ones = [one for one in group if (one.rung.code, one.mark) not in known]
        if not open_ones:
            continue
        highest = max(open_ones, key=lambda one: one.rung.step)
        told = [one.step for one in written if one.mark == highest.mark and not one.passed]
        fires = not told or highest.rung.step > max(told)
        if fires:
            fire.append(highest)
        passed += [one for one in open_ones if not (fires and one is highest)]
    return Firing(tuple(fire), tuple(passed))


def _climbs(found: Collection[Reached]) -> Iterator[list[Reached]]:
    for whens in ((When.BEFORE, When.LATE), (When.SILENT,)):
        if group := [one for one in found if one.rung.when in whens]:
            yield group


def next_rung(ladder: Ladder, facts: Facts, calendar: WorkingCalendar, now: datetime) -> NextRung | None:
    """What comes next if nothing changes; None for quiet work and at the end of the ladder."""
    if facts.quiet:
        return None
    coming = []
    for rung in ladder.rungs:
        mark = {
            When.BEFORE: facts.due if facts.late_since is None else None,
            When.LATE: facts.late_since or facts.due,
            When.SILENT: facts.last_sign_at if facts.late_since is None else None,
        }[rung.when]
        if mark is not None and (at := _instant(rung, mark, calendar)) > now:
            coming.append(NextRung(rung, at))
    return min(coming, key=lambda one: (one.at, one.rung.step), default=None)


def last_reaching(rung: Rung, calendar: WorkingCalendar, now: datetime) -> datetime:
    """The mark before which (excluded) the rung is reached at `now`: what a query compares with, instead of asking row by row."""
    if rung.when is not When.BEFORE and rung.days == 0:
        return now + timedelta(microseconds=1)
    today, table = calendar.local_day(now), calendar.table
    day = table.add_days(today, -rung.step)
    while table.add_days(day, rung.step) > today:
        day -= DAY
    while table.add_days(day + DAY, rung.step) <= today:
        day += DAY
    return _midnight(day + DAY)

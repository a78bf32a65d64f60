"""Calendars of MS Project XML: the week, days that differ, dated work weeks, and inheritance from a base calendar."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from lxml.etree import _Element as Element

from roviec.core.reasons import Reason
from roviec.core.schedule import PlanCalendar, Problem
from roviec.core.working_table import DayHours
from roviec.paper.plans.model import BadPlanFileError, moment
from roviec.paper.plans.mspdi_recurrence import DAILY, KINDS, Recurrence

_STANDARD: DayHours = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
STANDARD_WEEK: tuple[DayHours, ...] = (_STANDARD,) * 5 + ((),) * 2
_LONGEST = 200 * 366


def calendars_of(elements: list[Element]) -> tuple[dict[str, PlanCalendar], list[Problem]]:
    """All calendars by UID; "" is Project's standard week. A base that is missing or its own descendant counts as standard."""
    problems: list[Problem] = []
    by_uid = {(e.findtext("UID") or "").strip(): e for e in elements}
    done: dict[str, PlanCalendar] = {"": PlanCalendar("Standard", STANDARD_WEEK)}
    for uid in by_uid:
        chain, at = [], uid
        while at in by_uid and at not in done and at not in chain:
            chain.append(at)
            at = (by_uid[at].findtext("BaseCalendarUID") or "-1").strip()
        if at in chain or (at not in done and at not in ("-1", "0", "")):
            problems.append(Problem(Reason("schedule.base_calendar_missing", {"calendar": chain[-1], "base": at})))
        base = done.get(at, done[""])
        for one in reversed(chain):
            base = done[one] = _calendar(by_uid[one], base, problems)
    return done, problems


def _calendar(element: Element, base: PlanCalendar, problems: list[Problem]) -> PlanCalendar:
    name = (element.findtext("Name") or element.findtext("UID") or "").strip()
    week = _week(element.find("WeekDays"), list(base.week), name)
    days = dict(base.days)
    for work_week in element.iterfind("WorkWeeks/WorkWeek"):
        own = _week(work_week.find("WeekDays"), [None] * 7, name)
        for day in _period(work_week, name):
            hours = own[day.weekday()]
            if hours is not None:
                days[day] = hours
    listed = element.findall("Exceptions/Exception")
    # Files of Project 2007 and later repeat their exceptions day by day in the old form, which later exceptions would not undo.
    for special in element.iterfind("WeekDays/WeekDay"):
        if (special.findtext("DayType") or "").strip() == "0" and not listed:
            days |= dict.fromkeys(_period(special, name), _hours(special, name))
    # Single days beat recurring ones.
    for special in sorted(listed, key=lambda one: _kind(one) == DAILY):
        days |= dict.fromkeys(_recurrence(special, name, problems), _hours(special, name))
    if any(hours is None for hours in week):
        raise AssertionError("a week always has a base")
    return replace(base, name=name, week=tuple(hours or () for hours in week), days=days)


def _week(element: Element | None, week: list[DayHours | None], name: str) -> list[DayHours | None]:
    for day in element if element is not None else ():
        kind = (day.findtext("DayType") or "").strip()
        if kind in set("1234567"):
            week[(int(kind) - 2) % 7] = _hours(day, name)  # 1 is Sunday
    return week


def _hours(element: Element, calendar: str) -> DayHours:
    if (element.findtext("DayWorking") or "").strip() != "1":
        return ()
    shifts = []
    for time in element.iterfind("WorkingTimes/WorkingTime"):
        start, end = _minute(time.findtext("FromTime"), calendar), _minute(time.findtext("ToTime"), calendar)
        if start is not None and end is not None:
            shifts.append((start, end or 1440))
    shifts.sort()
    for (_, end), (start, _) in pairwise(shifts):
        if start < end:
            raise BadPlanFileError("calendar_overlap", calendar=calendar)
    return tuple((start, end) for start, end in shifts if end > start)


def _minute(raw: str | None, calendar: str) -> int | None:
    if not raw or not raw.strip():
        return None
    try:
        hour, minute, *_ = (int(part) for part in raw.strip().rpartition("T")[2].split(":"))
    except ValueError:
        raise BadPlanFileError("bad_time", value=raw, calendar=calendar) from None
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        raise BadPlanFileError("bad_time", value=raw, calendar=calendar)
    return min(hour * 60 + minute, 1440)


def _bounds(element: Element, calendar: str) -> tuple[date, ...]:
    first, last = ((element.findtext(f"TimePeriod/{name}") or "").strip() for name in ("FromDate", "ToDate"))
    if not first or not last:
        return ()
    start = moment(first, calendar=calendar, field="FromDate").date()
    return start, moment(last, calendar=calendar, field="ToDate").date()


def _period(element: Element, calendar: str) -> Iterator[date]:
    bounds = _bounds(element, calendar)
    if bounds:
        for i in range(min((bounds[1] - bounds[0]).days + 1, _LONGEST)):
            yield bounds[0] + timedelta(days=i)


def _kind(element: Element) -> str:
    return (element.findtext("Type") or DAILY).strip() or DAILY


def _recurrence(element: Element, calendar: str, problems: list[Problem]) -> list[date]:
    """The days of one exception; a kind that Project does not have is told and left out."""
    period = list(_bounds(element, calendar))
    if not period:
        return []
    kind = _kind(element)
    if kind not in KINDS:
        params = {"calendar": calendar, "name": (element.findtext("Name") or "").strip()}
        problems.append(Problem(Reason("schedule.calendar_exception_unsupported", params)))
        return []

    def number(field: str, default: int = 0) -> int:
        raw = (element.findtext(field) or "").strip()
        if raw and not raw.isdecimal():
            raise BadPlanFileError("bad_number", value=raw, field=field, calendar=calendar)
        return int(raw) if raw else default

    counted = (element.findtext("EnteredByOccurrences") or "").strip() == "1"
    repeated = Recurrence(
        kind,
        period[0],
        period[1],
        number("Period", 1),
        number("Occurrences") if counted and kind != DAILY else 0,
        number("DaysOfWeek"),
        number("Month", period[0].month - 1),
        number("MonthDay", period[0].day),
        number("MonthItem"),
        number("MonthPosition"),
    )
    return list(repeated.days())

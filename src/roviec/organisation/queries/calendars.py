"""Working calendars as they are now: the shipped one with the records on top, read once per process and change.

Pages ask by name as often as they like: what was read is kept until the stamp says that a calendar changed. The stamp comes with
every request's mandates (`queries.actors`), so that keeping up costs no query; jobs call `keep_up` when they begin.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Subquery

from roviec.core.calendar_layers import Layer, from_facts, layered
from roviec.core.calendars import SpecialDay, WorkingCalendar
from roviec.core.packaged import vietnam_calendar
from roviec.core.working_table import WeekFrom
from roviec.organisation.models import Calendar, CalendarDay, CalendarStamp, CalendarVersion, CalendarWeek, Unit

NATIONAL = "vn"
STAMP = 1
# A table of one calendar is some two megabytes.
KEPT = 48


@dataclass(frozen=True, slots=True)
class Recorded:
    """One calendar's own records; `parent` is "" for the one that stands on the shipped calendar."""

    code: str
    name: str
    parent: str
    unit: UUID | None
    layer: Layer


@dataclass(slots=True)
class _Read:
    stamp: str
    calendars: dict[str, Recorded]
    built: dict[str, WorkingCalendar] = field(default_factory=dict)


_read: _Read | None = None


def stamp_now() -> Subquery:
    """The stamp, to be annotated to a query that is asked anyway."""
    return Subquery(CalendarStamp.objects.filter(pk=STAMP).values("value")[:1])


def keep_up_with(stamp: str | None) -> None:
    """Told the stamp of now: what was read under another one is forgotten."""
    global _read
    if _read is None or _read.stamp != (stamp or ""):
        _read = None if stamp else _Read("", {})


def keep_up() -> None:
    """The same, asking for the stamp: for jobs and commands, one query."""
    keep_up_with(CalendarStamp.objects.filter(pk=STAMP).values_list("value", flat=True).first())


def forget() -> None:
    """The next question reads anew; after a change in this process."""
    global _read
    _read = None


def calendar(code: str) -> WorkingCalendar:
    """The calendar by its code. KeyError for a code that no calendar has."""
    global _read
    if _read is None:
        stamp = CalendarStamp.objects.filter(pk=STAMP).values_list("value", flat=True).first()
        _read = _Read(stamp or "", recorded() if stamp else {})
    if code not in _read.built:
        if len(_read.built) >= KEPT:
            _read.built.clear()
        _read.built[code] = built(_read.calendars, code)
    return _read.built[code]


def recorded() -> dict[str, Recorded]:
    """All calendars with records, by code, in three queries."""
    days: dict[UUID, list[SpecialDay]] = defaultdict(list)
    for one in CalendarDay.objects.filter(withdrawn_at__isnull=True).order_by("day"):
        hours = tuple((start, end) for start, end in one.hours)
        days[one.calendar_id].append(SpecialDay(one.day, one.kind, one.name, hours, one.source))  # type: ignore[arg-type]
    weeks: dict[UUID, list[WeekFrom]] = defaultdict(list)
    for row in CalendarWeek.objects.filter(withdrawn_at__isnull=True).order_by("since"):
        hours_of_week = tuple(tuple((start, end) for start, end in each) for each in row.hours)
        weeks[row.calendar_id].append(WeekFrom(row.since, hours_of_week, frozenset(row.uncounted)))
    return {
        row.code: Recorded(
            row.code,
            row.name,
            row.parent.code if row.parent else "",
            row.unit_id,
            Layer(tuple(days[row.pk]), tuple(weeks[row.pk]), row.known_to),
        )
        for row in Calendar.objects.select_related("parent")
    }


def built(calendars: Mapping[str, Recorded], code: str) -> WorkingCalendar:
    """The calendar that follows from the records given, which need not be those of the database."""
    if code not in calendars:
        if code == NATIONAL:
            return vietnam_calendar()
        raise KeyError(code)
    layers = []
    at = code
    while at:
        layers.append(calendars[at].layer)
        at = calendars[at].parent
    return _layered(code, tuple(reversed(layers)))


@lru_cache(maxsize=KEPT)
def _layered(code: str, layers: tuple[Layer, ...]) -> WorkingCalendar:
    return layered(code, vietnam_calendar(), layers)


def with_below(calendars: Mapping[str, Recorded], code: str) -> list[str]:
    """The code and those of all calendars that inherit from it, parents first."""
    found = [code]
    for at in found:
        found += sorted(one.code for one in calendars.values() if one.parent == at)
    return found


def codes_of_units(unit_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Unit -> the code of its calendar, in one query."""
    return dict(Unit.objects.filter(pk__in=list(unit_ids)).values_list("pk", "calendar"))


def calendar_of_version(label: str) -> WorkingCalendar | None:
    """The calendar as it was under a label that a due date carries; None when nobody kept it."""
    code = label.partition("@")[0]
    try:
        now = calendar(code)
    except KeyError:
        now = None
    if now is not None and now.label == label:
        return now
    shipped = vietnam_calendar()
    if shipped.label == label:
        return shipped
    facts = CalendarVersion.objects.filter(label=label).values_list("facts", flat=True).first()
    return from_facts(code, facts) if facts else None


def calendar_row(code: str) -> Calendar | None:
    """The record by its code; None while nothing was added to the shipped calendar."""
    return Calendar.objects.select_related("unit", "parent").filter(code=code).first()


def calendars_listed() -> list[Calendar]:
    """Calendars of units, by name."""
    return list(Calendar.objects.filter(unit__isnull=False).select_related("unit", "parent").order_by("name"))


def units_using(code: str) -> int:
    """How many units in force run on it."""
    return Unit.objects.filter(calendar=code, valid_to__isnull=True).count()


def own_days(code: str, year: int) -> dict[date, CalendarDay]:
    """What the calendar itself says of days of that year."""
    rows = CalendarDay.objects.filter(calendar__code=code, withdrawn_at__isnull=True, day__year=year)
    return {row.day: row for row in rows}

"""Calendars are written here, as records and versions. What follows for due dates is custody's, which calls these in its transaction."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendar_layers import CalendarEdit, as_facts, edit_facts, edited
from roviec.core.calendars import FIRST, LAST, SpecialDay, WorkingCalendar
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.core.working_table import DayHours, WeekFrom
from roviec.ledger.actions import lock, record
from roviec.organisation.actions.checks import fits
from roviec.organisation.actions.tree import units_below
from roviec.organisation.models import Calendar, CalendarDay, CalendarStamp, CalendarVersion, CalendarWeek, Unit
from roviec.organisation.permissions import PERMISSIONS, Scope
from roviec.organisation.queries import calendars


@dataclass(frozen=True, slots=True)
class Planned:
    """A change worked out: every calendar that it touches, before and after, the changed one first."""

    code: str
    edit: CalendarEdit
    before: dict[str, WorkingCalendar]
    after: dict[str, WorkingCalendar]


def plan_edit(code: str, edit: CalendarEdit, *, by: Actor) -> Planned:
    """What would follow, nothing written. Invalid for an unknown calendar, a day or hours that cannot be, or no change at all."""
    known = calendars.recorded()
    if code not in known and code != calendars.NATIONAL:
        raise Invalid(None, Reason("organisation.unknown"))
    own = known.get(code, calendars.Recorded(code, "", "", None, calendars.Layer()))
    _may(own.unit, by)
    before = {one: calendars.built(known, one) for one in calendars.with_below(known, code)}
    _check(edit, before[code])
    changed = {**known, code: replace(own, layer=edited(own.layer, edit))}
    if changed[code].layer == own.layer:
        raise Invalid(None, Reason("organisation.nothing_changed"))
    after = {one: calendars.built(changed, one) for one in before}
    return Planned(code, edit, before, after)


def write_edit(planned: Planned, *, by: Actor, at: datetime, version: int | None = None) -> Calendar:
    """Writes a planned change, in the caller's transaction: records, versions, the stamp, the ledger."""
    calendar = _row(planned.code, by=by, at=at)
    calendar = lock(Calendar, calendar.pk, version=version, related=("unit",))
    _may(calendar.unit_id, by)
    edit = planned.edit
    gone = [*edit.withdrawn, *(one.day for one in edit.days)]
    calendar.days.filter(day__in=gone, withdrawn_at__isnull=True).update(withdrawn_at=at)
    rows = [
        CalendarDay(calendar=calendar, day=d.day, kind=d.kind, hours=_plain(d.hours), name=d.name, source=d.source)
        for d in edit.days
    ]
    for row in rows:
        fits(row, ("name", "source"))
    CalendarDay.objects.bulk_create(rows)
    weeks = [*edit.withdrawn_weeks, *([edit.week.since] if edit.week else [])]
    calendar.weeks.filter(since__in=weeks, withdrawn_at__isnull=True).update(withdrawn_at=at)
    if edit.week:
        hours = [_plain(each) for each in edit.week.hours]
        CalendarWeek.objects.create(
            calendar=calendar, since=edit.week.since, hours=hours, uncounted=sorted(edit.week.uncounted)
        )
    if edit.known_to:
        calendar.known_to = max(edit.known_to, calendar.known_to or 0)
    keep_versions([*planned.before.values(), *planned.after.values()], at)
    data = {
        **edit_facts(edit),
        "old": planned.before[planned.code].label,
        "new": planned.after[planned.code].label,
    }
    record(calendar, "calendar_changed", by=by, at=at, data=data, changed=["known_to"])
    _stamp()
    return calendar


def open_calendar_of(unit_id: UUID, *, by: Actor, at: datetime) -> tuple[str, list[UUID]]:
    """The code of the unit's own calendar, made if there is none: it inherits the one the unit ran on. And the units that now run on it:
    the unit itself and those below that ran on the same one."""
    with transaction.atomic():
        unit = lock(Unit, unit_id)
        PERMISSIONS.require(by, "change_calendar", Scope.of([unit.body_id]))
        own = Calendar.objects.filter(unit=unit).first()
        if own is not None:
            return own.code, []
        parent = _row(unit.calendar, by=by, at=at)
        slug = re.sub(r"[^a-z0-9]+", "-", fold(unit.code)).strip("-")
        calendar = Calendar(code=f"{slug[:30]}-{str(unit.pk)[-6:]}", name=unit.name, parent=parent, unit=unit)
        record(calendar, "calendar_opened", by=by, at=at, data={"unit": unit.pk, "parent": parent.code})
        below = list(
            Unit.objects.filter(pk__in=units_below([unit.pk]), calendar=unit.calendar)
            .exclude(pk=unit.pk)
            .values_list("pk", flat=True)
        )
        Unit.objects.filter(pk__in=below).update(calendar=calendar.code)
        facts = {"from": unit.calendar, "to": calendar.code, "units": 1 + len(below)}
        unit.calendar = calendar.code
        record(unit, "calendar_given", by=by, at=at, data=facts, changed=["calendar"])
        _stamp()
        return calendar.code, [unit.pk, *below]


def keep_versions(made: Sequence[WorkingCalendar], at: datetime) -> None:
    """Each calendar under its label, once: a due date of today can be explained in ten years."""
    CalendarVersion.objects.bulk_create(
        [CalendarVersion(label=one.label, facts=as_facts(one), at=at) for one in made], ignore_conflicts=True
    )


def _row(code: str, *, by: Actor, at: datetime) -> Calendar:
    """The record of the code; that of the national calendar is made when first something is added to it."""
    found = Calendar.objects.filter(code=code).first()
    if found is None:
        found = Calendar(code=code, name="Lịch làm việc chung")
        record(found, "calendar_opened", by=by, at=at, data={"code": code})
    return found


def require_change(code: str, *, by: Actor) -> None:
    """Denied for who may not change the calendar."""
    _may(Calendar.objects.filter(code=code).values_list("unit", flat=True).first(), by)


def _may(unit: UUID | None, by: Actor) -> None:
    body = Unit.objects.filter(pk=unit).values_list("body_id", flat=True).first() if unit else None
    PERMISSIONS.require(by, "change_calendar", Scope.of([body]))


def _stamp() -> None:
    CalendarStamp.objects.update_or_create(pk=calendars.STAMP, defaults={"value": str(uuid4())})
    calendars.forget()


def _check(edit: CalendarEdit, before: WorkingCalendar) -> None:
    for day in (*(one.day for one in edit.days), *([edit.week.since] if edit.week else [])):
        if not FIRST <= day <= LAST:
            raise Invalid("day", Reason("calendar.day_outside", {"first": FIRST.year, "last": LAST.year}))
    for one in edit.days:
        _check_hours(one.hours, one.day)
        _check_sense(one, before)
    if edit.week:
        for hours in edit.week.hours:
            _check_hours(hours, edit.week.since)
        if not any(hours and n not in edit.week.uncounted for n, hours in enumerate(edit.week.hours)):
            raise Invalid("hours", Reason("calendar.never_open"))


def _check_hours(hours: DayHours, day: date) -> None:
    last = 0
    for start, end in hours:
        if not last <= start < end <= 24 * 60:
            raise Invalid("hours", Reason("calendar.bad_hours", {"day": f"{day:%d/%m/%Y}"}))
        last = end


def _check_sense(one: SpecialDay, before: WorkingCalendar) -> None:
    """A make-up day is a day on which nobody would work otherwise."""
    known = before.exceptions.get(one.day)
    otherwise = bool(before.week_on(one.day)[one.day.weekday()])
    if one.kind == "weekend_workday" and otherwise and (known is None or known.kind != "holiday"):
        raise Invalid("kind", Reason("calendar.works_anyway", {"day": f"{one.day:%d/%m/%Y}"}))


def _plain(hours: DayHours) -> list[list[int]]:
    return [list(shift) for shift in hours]


def week_from(since: date, hours: Sequence[DayHours], uncounted: Sequence[int] = ()) -> WeekFrom:
    """Hours of Monday to Sunday from a day on."""
    return WeekFrom(since, tuple(hours), frozenset(uncounted))

"""A calendar arranged for its pages: a year at a glance, special days in words, opening hours, what a change would move."""

import calendar as almanac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roviec.core.actor import Actor
from roviec.core.calendar_layers import CalendarEdit
from roviec.core.calendars import SpecialDay, WorkingCalendar
from roviec.core.reasons import Reason
from roviec.custody import things
from roviec.custody.actions.calendars import Foreseen
from roviec.custody.forms import said_hours
from roviec.custody.queries import changes
from roviec.web.reasons import sentence
from roviec.web.sentences import WEEKDAYS

SHOWN = 200
HEADS: tuple[tuple[str | Promise, str | Promise], ...] = tuple(
    zip(
        (_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN")), (WEEKDAYS[n] for n in range(1, 8)), strict=True
    )
)
KIND_WORDS: dict[str, str | Promise] = {
    "holiday": _("Nghỉ"),
    "weekend_workday": _("Làm bù"),
    "half_day": _("Làm nửa ngày"),
    "ordinary": _("Như ngày thường"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the year: `look` is a class, `said` what a pointer or a screen reader is told."""

    day: date
    look: str
    said: str
    today: bool


@dataclass(frozen=True, slots=True)
class SpecialLine:
    day: date
    weekday: str | Promise
    kind: str
    word: str | Promise
    name: str
    source: str
    own: bool


def year_of(calendar: WorkingCalendar, year: int, today: date) -> list[tuple[date, list[list[Cell | None]]]]:
    """Twelve months, each a list of weeks of seven cells (None: a day of another month)."""
    return [
        (
            date(year, month, 1),
            [
                [_cell(calendar, date(year, month, day), today) if day else None for day in week]
                for week in almanac.Calendar().monthdayscalendar(year, month)
            ],
        )
        for month in range(1, 13)
    ]


def _cell(calendar: WorkingCalendar, day: date, today: date) -> Cell:
    special = calendar.exceptions.get(day)
    if special is not None:
        look = {"holiday": "off", "weekend_workday": "made-up", "half_day": "half"}.get(special.kind, "")
        said = f"{KIND_WORDS.get(special.kind, '')}: {special.name}" if special.name else str(KIND_WORDS[special.kind])
    elif calendar.is_working_day(day):
        look, said = "", ""
    else:
        look, said = ("open" if calendar.table.hours_on(day) else "weekend"), ""
    return Cell(day, look, said, day == today)


def special_days(calendar: WorkingCalendar, year: int, own: Iterable[date]) -> list[SpecialLine]:
    mine = set(own)
    return [_line(one, one.day in mine) for one in calendar.exceptions.values() if one.day.year == year]


def _line(one: SpecialDay, own: bool) -> SpecialLine:
    word = KIND_WORDS.get(one.kind, one.kind)
    return SpecialLine(one.day, WEEKDAYS[one.day.isoweekday()], one.kind, word, one.name, one.source, own)


def hours_lines(calendar: WorkingCalendar, day: date) -> list[tuple[str | Promise, str]]:
    """Weekdays that have the same hours one after the other stand together: ("Thứ Hai – Thứ Sáu", "07:30-11:30, …")."""
    week = calendar.week_on(day)
    lines: list[tuple[str | Promise, str]] = []
    begin = 0
    for number in range(7):
        if number < 6 and week[number + 1] == week[begin]:
            continue
        first, last = WEEKDAYS[begin + 1], WEEKDAYS[number + 1]
        label = first if begin == number else f"{first} – {last}"
        lines.append((label, said_hours(week[begin])))
        begin = number + 1
    return lines


def weeks_to_come(calendar: WorkingCalendar, today: date) -> list[tuple[date, list[tuple[str | Promise, str]]]]:
    return [(one.since, hours_lines(calendar, one.since)) for one in calendar.later if one.since > today]


def said_edit(edit: CalendarEdit) -> str:
    """The change in a line: "Nghỉ 08/12/2025: Nghỉ bão; …"."""
    said = [f"{KIND_WORDS[d.kind]} {d.day:%d/%m/%Y}{f' ({d.name})' if d.name else ''}" for d in edit.days]
    said += [f"{KIND_WORDS['ordinary']} {day:%d/%m/%Y}" for day in edit.withdrawn]
    if edit.week:
        said.append(_("Giờ mới từ %(day)s") % {"day": f"{edit.week.since:%d/%m/%Y}"})
    return "; ".join(said[:4]) + (f"; … ({len(said)})" if len(said) > 4 else "")


def foreseen(seen: Foreseen, actor: Actor) -> dict[str, Any]:
    """What a change would move, for the page that asks whether to do it."""
    moved = seen.moved
    listed = sorted(moved.moves, key=lambda move: (not (move.is_late or move.was_late), move.new))[:SHOWN]
    names = changes.unit_names([unit for unit, _count in moved.by_unit])
    titles = things.titles_of(changes.kinds_of([move.clock for move in listed]), actor)
    return {
        "count": len(moved.moves),
        "running": moved.running,
        "become_late": len(moved.become_late),
        "no_longer_late": len(moved.no_longer_late),
        "units": [(names.get(unit, ""), count) for unit, count in moved.by_unit][:30],
        "units_more": max(len(moved.by_unit) - 30, 0),
        "moves": [line_of(move.clock, move.unit, move, titles, names) for move in listed],
        "more": max(len(moved.moves) - len(listed), 0),
    }


def line_of(
    clock: UUID, unit: UUID, move: Any, titles: Mapping[UUID, tuple[str, str]], names: Mapping[UUID, str]
) -> dict[str, Any]:
    title, url = titles.get(clock, ("", ""))
    effect = "late" if move.is_late and not move.was_late else "saved" if move.was_late and not move.is_late else ""
    return {
        "title": title,
        "url": url,
        "unit": names.get(unit, ""),
        "old": move.old,
        "new": move.new,
        "effect": effect,
        "still_late": move.is_late and move.was_late,
    }


def reason_lines(reasons: Iterable[Reason]) -> list[str]:
    return [sentence(one) for one in reasons]

"""The one place where `core` reads anything: data files shipped inside the package."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import resources

from roviec.core.calendars import OFFICE_HOURS, DayKind, SpecialDay, WorkingCalendar

_KINDS: dict[str, DayKind] = {"holiday": "holiday", "weekend_workday": "weekend_workday", "half_day": "half_day"}
MORNING = OFFICE_HOURS[:1]


def read_text(name: str) -> str:
    """A file of `roviec/core/data` as text."""
    return resources.files("roviec.core").joinpath("data", name).read_text(encoding="utf-8")


class BadCalendarRowError(ValueError):
    """A row that cannot be read: `row` counts from 1 with the header, `column` is its name, `value` what stood there."""

    def __init__(self, row: int, column: str, value: str) -> None:
        super().__init__(f"row {row}, {column}: {value!r}")
        self.row, self.column, self.value = row, column, value


def exceptions_from(rows: Iterable[Mapping[str, str | None]]) -> list[SpecialDay]:
    """Calendar days from rows with the columns date, kind, name, source; raises `BadCalendarRowError` at the first bad one."""
    days = []
    for number, row in enumerate(rows, start=2):
        raw, kind = (row.get("date") or "").strip(), (row.get("kind") or "").strip()
        try:
            day = date.fromisoformat(raw)
        except ValueError:
            raise BadCalendarRowError(number, "date", raw) from None
        if kind not in _KINDS:
            raise BadCalendarRowError(number, "kind", kind)
        hours = {"weekend_workday": OFFICE_HOURS, "half_day": MORNING}.get(kind, ())
        days.append(
            SpecialDay(day, _KINDS[kind], (row.get("name") or "").strip(), hours, (row.get("source") or "").strip())
        )
    return days


@cache
def vietnam_calendar() -> WorkingCalendar:
    """The shipped calendar of the Vietnamese state sector, Monday to Friday 07:30-11:30 and 13:30-17:30."""
    return WorkingCalendar("vn", exceptions_from(csv.DictReader(read_text("calendar-vn.csv").splitlines())))

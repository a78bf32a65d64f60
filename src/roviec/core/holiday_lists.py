"""A list of special days as a CSV file: date, kind, name, source; with a verdict for every row, so that nothing is half taken."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from roviec.core.calendars import FIRST, LAST, DayKind, SpecialDay
from roviec.core.reasons import Reason

KINDS: dict[str, DayKind] = {
    "holiday": "holiday",
    "weekend_workday": "weekend_workday",
    "half_day": "half_day",
    "ordinary": "ordinary",
}
COLUMNS = ("date", "kind", "name", "source")
MOST_ROWS = 2000


@dataclass(frozen=True)
class Row:
    """One line of the file (the header is line 1): the day it says, or the column and reason why it says none."""

    line: int
    values: tuple[str, ...]
    day: SpecialDay | None = None
    column: str = ""
    problem: Reason | None = None


@dataclass(frozen=True)
class CheckedList:
    """`problem` concerns the file as a whole; then there are no rows."""

    rows: tuple[Row, ...] = ()
    problem: Reason | None = None

    @property
    def days(self) -> tuple[SpecialDay, ...]:
        return tuple(row.day for row in self.rows if row.day is not None)

    @property
    def refused(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.problem is not None)


def check_list(text: str) -> CheckedList:
    """Every row of the file, read or refused. Comma or semicolon; days as 2026-02-10 or 10/02/2026."""
    lines = text.lstrip("\ufeff").splitlines()
    if not any(line.strip() for line in lines):
        return CheckedList(problem=Reason("holidays.empty"))
    delimiter = ";" if lines[0].count(";") > lines[0].count(",") else ","
    try:
        table = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return CheckedList(problem=Reason("holidays.not_csv"))
    header = [name.strip().lower() for name in table[0]]
    missing = [name for name in ("date", "kind") if name not in header]
    if missing:
        return CheckedList(problem=Reason("holidays.columns_missing", {"columns": ", ".join(missing)}))
    if len(table) > MOST_ROWS:
        return CheckedList(problem=Reason("holidays.too_many_rows", {"most": MOST_ROWS}))
    places = [header.index(name) if name in header else -1 for name in COLUMNS]
    seen: dict[date, int] = {}
    rows = [
        _row(number, tuple(_cell(cells, place) for place in places), seen)
        for number, cells in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    return CheckedList(tuple(rows)) if rows else CheckedList(problem=Reason("holidays.empty"))


def day_of(raw: str) -> date | None:
    """2026-02-10 or 10/02/2026; None for what is no day."""
    parts = raw.split("/")
    text = f"{parts[2]:0>4}-{parts[1]:0>2}-{parts[0]:0>2}" if len(parts) == 3 else raw
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if 0 <= place < len(cells) else ""


def _row(line: int, values: tuple[str, ...], seen: dict[date, int]) -> Row:
    raw, kind, name, source = values
    day = day_of(raw)
    if day is None:
        return Row(line, values, column="date", problem=Reason("holidays.no_such_day", {"value": raw[:40]}))
    if not FIRST <= day <= LAST:
        outside = Reason("calendar.day_outside", {"first": FIRST.year, "last": LAST.year})
        return Row(line, values, column="date", problem=outside)
    if kind.lower() not in KINDS:
        return Row(line, values, column="kind", problem=Reason("holidays.no_such_kind", {"value": kind[:40]}))
    if day in seen:
        return Row(line, values, column="date", problem=Reason("holidays.repeats_line", {"line": seen[day]}))
    if len(name) > 200 or len(source) > 200:
        return Row(line, values, column="name", problem=Reason("holidays.too_long", {"most": 200}))
    seen[day] = line
    return Row(line, values, SpecialDay(day, KINDS[kind.lower()], name, (), source))

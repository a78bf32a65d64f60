"""Sheets into lines of a register: the header found, cells named by field, empty lines left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.organisation.readers.columns import Column, match_header, missing
from roviec.organisation.readers.tables import SheetRows, read_sheets

# Titles, dates and logos stand above the header of official tables.
HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: `number` counts from 1 with the header, `columns` are letters; `merged` fields lost their value."""

    sheet: str
    number: int
    values: dict[str, str]
    columns: dict[str, str]
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """The lines of a file, and remarks on the whole of it (columns and sheets that were not used)."""

    lines: list[Line]
    remarks: list[Reason]


def read_register(data: bytes, file_name: str, columns: Sequence[Column]) -> Register:
    """Every sheet that has the register's columns. Raises Invalid for a file that cannot be read or has no such sheet."""
    lines: list[Line] = []
    remarks: list[Reason] = []
    nearest: list[str] | None = None
    for sheet in read_sheets(data, file_name):
        place, found = _header(sheet, columns)
        lacking = missing(found, columns)
        if lacking:
            if found and (nearest is None or len(lacking) < len(nearest)):
                nearest = lacking
            if sheet.name:
                remarks.append(Reason("organisation.sheet_unused", {"sheet": sheet.name}))
            continue
        unused = [cell for column, cell in enumerate(sheet.rows[place]) if cell and column not in found.values()]
        if unused:
            remarks.append(Reason("organisation.columns_unused", {"columns": ", ".join(unused)}))
        lines.extend(_lines(sheet, place, found))
    if not lines:
        names = nearest or [column.headers[0] for column in columns if column.required]
        raise Invalid("file", Reason("organisation.columns_missing", {"columns": ", ".join(names)}))
    return Register(lines, remarks)


def _header(sheet: SheetRows, columns: Sequence[Column]) -> tuple[int, dict[str, int]]:
    """The line that names most of the columns, and where they are."""
    best: tuple[int, dict[str, int]] = (0, {})
    for place, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        found = match_header(row, columns)
        if len(found) > len(best[1]):
            best = (place, found)
    return best


def _lines(sheet: SheetRows, header: int, found: dict[str, int]) -> list[Line]:
    columns = {name: _letter(place) for name, place in found.items()}
    lines = []
    for number, row in enumerate(sheet.rows[header + 1 :], header + 1):
        values = {name: row[place] if place < len(row) else "" for name, place in found.items()}
        if not any(values.values()) or _repeats_header(values, sheet.rows[header], found):
            continue
        merged = tuple(name for name, place in found.items() if (number, place) in sheet.merged)
        lines.append(Line(sheet.name, number + 1, values, columns, merged))
    return lines


def _repeats_header(values: dict[str, str], header: list[str], found: dict[str, int]) -> bool:
    """Printed tables repeat their header on each page."""
    return all(fold(values[name]) == fold(header[place]) for name, place in found.items())


def _letter(place: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA: how spreadsheets name columns."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

"""Tables as files: .xlsx and .csv, with cells that could run as formulas made harmless."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

Cell = str | int | float | Decimal | bool | date | datetime | None
# A spreadsheet takes text that begins like this for a formula, also when it came from a form that anyone filled in.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name (cut to 31 characters), the header line and the rows."""

    name: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def starts_like_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith(FORMULA_STARTS)


def write_sheet(*sheets: Sheet) -> bytes:
    """An .xlsx file. Text stays text (with the quote prefix where it starts like a formula), dates are dates, the header is frozen."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
            "instant": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "valign": "top"}),
            "quoted": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(_sheet_name(sheet.name)), sheet, formats)
    return target.getvalue()


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte-order mark, which spreadsheets need to see Vietnamese; text like a formula gets an apostrophe in front."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([_plain(cell) for cell in headers])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def _write(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, formats: dict[str, object]) -> None:
    widths = [len(header) for header in sheet.headers]
    page.write_row(0, 0, sheet.headers, formats["head"])
    for line, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            _write_cell(page, line, column, cell, formats)
            if column < len(widths):
                widths[column] = max(widths[column], len(str(cell or "")))
    for column, width in enumerate(widths):
        page.set_column(column, column, min(width + 2, WIDEST))
    page.freeze_panes(1, 0)
    if widths:
        page.autofilter(0, 0, 0, len(widths) - 1)


def _write_cell(
    page: xlsxwriter.worksheet.Worksheet, line: int, column: int, cell: Cell, formats: dict[str, object]
) -> None:
    match cell:
        case None | "":
            page.write_blank(line, column, None)
        case bool():
            page.write_string(line, column, "x" if cell else "")
        case datetime():
            page.write_datetime(line, column, cell.replace(tzinfo=None), formats["instant"])
        case date():
            page.write_datetime(line, column, datetime(cell.year, cell.month, cell.day), formats["day"])  # noqa: DTZ001 a cell has no zone
        case int() | float() | Decimal():
            page.write_number(line, column, cell)
        case _:
            page.write_string(line, column, str(cell), formats["quoted" if starts_like_formula(cell) else "text"])


def _plain(cell: Cell) -> object:
    if starts_like_formula(cell):
        return f"'{cell}"
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell


def _sheet_name(name: str) -> str:
    """What a spreadsheet takes for the name of a sheet: no []:*?/\\, at most 31 characters."""
    return "".join("-" if char in "[]:*?/\\" else char for char in name)[:31] or "1"

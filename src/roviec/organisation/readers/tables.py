"""Bytes of a .csv or .xlsx file into sheets of text cells, refusing what cannot be read safely, by name and with a remedy."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from python_calamine import CalamineError, CalamineWorkbook

from roviec.core.extraction.old_fonts import old_font_of
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason

MAX_ROWS = 100_000
MAX_COLUMNS = 200
# A workbook this size unpacked is no register; a smaller one that packs a hundredfold is no workbook.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
SAMPLE = 20_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class SheetRows:
    """`rows` hold text cells; `merged` the places (row, column), from 0, that lie under a merged cell without being its first."""

    name: str
    rows: list[list[str]]
    merged: frozenset[tuple[int, int]] = field(default_factory=frozenset)


def read_sheets(data: bytes, file_name: str) -> list[SheetRows]:
    """Raises Invalid("file", …) for what is empty, broken, protected, too large, with macros or in an old font encoding."""
    if not data.strip():
        raise _refused("file_empty")
    if data.startswith(ZIP):
        sheets = _workbook(data)
    elif data.startswith(OLE):
        raise _refused("file_old_or_protected")
    else:
        sheets = [SheetRows("", _delimited(data))]
    if not any(any(cell for cell in row) for sheet in sheets for row in sheet.rows):
        raise _refused("file_empty")
    _refuse_old_fonts(sheets)
    return sheets


def _refused(code: str, **params: str | int) -> Invalid:
    return Invalid("file", Reason(f"organisation.{code}", params))


def _workbook(data: bytes) -> list[SheetRows]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            unpacked = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise _refused("file_broken") from error
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(len(data), 100_000):
        raise _refused("file_too_large_unpacked")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused("file_macro")
    if not any(name.startswith("xl/") for name in names):
        raise _refused("file_not_table")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [_sheet(book, name) for name in book.sheet_names]
    except (CalamineError, ValueError, OSError) as error:
        raise _refused("file_broken") from error


def _sheet(book: CalamineWorkbook, name: str) -> SheetRows:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        raise _refused("file_too_many_rows", rows=MAX_ROWS, sheet=name)
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = {
        (line, column)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        for line in range(top, min(bottom, len(rows)) + 1)
        for column in range(left, min(right, MAX_COLUMNS) + 1)
        if (line, column) != (top, left)
    }
    return SheetRows(name, rows, frozenset(merged))


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "1" if cell else "0"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case date() | datetime():
            return cell.isoformat()
    return " ".join(str(cell).split())


def _delimited(data: bytes) -> list[list[str]]:
    text = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    try:
        rows = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append([" ".join(cell.split()) for cell in row[:MAX_COLUMNS]])
            if len(rows) > MAX_ROWS:
                raise _refused("file_too_many_rows", rows=MAX_ROWS, sheet="")
    except csv.Error as error:
        raise _refused("file_broken_csv", line=len(rows) + 1) from error
    return rows


def _decoded(data: bytes) -> str:
    if b"\x00" in data[:SAMPLE] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused("file_not_table")
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        font = old_font_of(data[:SAMPLE].decode("cp1252", errors="replace"))
        if font is not None:
            raise _refused("file_old_font", font=font.value) from error
        raise _refused("file_not_unicode") from error


def _refuse_old_fonts(sheets: Sequence[SheetRows]) -> None:
    """Cells can hold such text inside a Unicode file, too."""
    for sheet in sheets:
        text = " ".join(cell for row in sheet.rows[:500] for cell in row)[:SAMPLE]
        if font := old_font_of(text):
            raise _refused("file_old_font", font=font.value)

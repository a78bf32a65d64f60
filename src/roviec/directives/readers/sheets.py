"""Workbooks (.xlsx, .xls): each visible sheet is one table, its title rows included."""

import datetime as dt
import io
import unicodedata

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum, ZipError

from roviec.core.extraction.model import Cell, DocumentModel, Table
from roviec.core.reasons import Reason
from roviec.directives.readers.errors import ReaderError
from roviec.directives.readers.package import Package

MAX_POSITIONS = 3_000_000  # rows × columns of one sheet


def read_xlsx(data: bytes, filename: str) -> DocumentModel:
    package = Package(data, filename)
    if "xl/workbook.xml" not in package:
        raise ReaderError("reader.wrong_content", {"filename": filename, "expected": ".xlsx"})
    unread = (
        [Reason("unread.pictures", {"count": n})] if (n := sum("/media/" in name for name in package.names())) else []
    )
    return _read(data, filename, "xlsx", unread)


def read_xls(data: bytes, filename: str) -> DocumentModel:
    return _read(data, filename, "xls", [])


def _read(data: bytes, filename: str, kind: str, unread: list[Reason]) -> DocumentModel:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
        tables: list[Table] = []
        for sheet in sheets:
            if sheet.visible != SheetVisibleEnum.Visible:
                unread.append(Reason("unread.hidden_sheet", {"sheet": sheet.name}))
                continue
            table = _table(book, sheet.name, f"t{len(tables)}", filename)
            if table.rows:
                tables.append(table)
    except PasswordError as error:
        raise ReaderError("reader.encrypted", {"filename": filename}) from error
    except (CalamineError, ZipError, ValueError, OSError) as error:
        raise ReaderError("reader.broken", {"filename": filename}) from error
    return DocumentModel(kind, tuple(tables), tuple(unread))


def _table(book: CalamineWorkbook, name: str, anchor: str, filename: str) -> Table:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * max(sheet.total_width, 1) > MAX_POSITIONS:
        raise ReaderError("reader.sheet_too_large", {"filename": filename, "sheet": name, "rows": sheet.total_height})
    merged = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in sheet.merged_cell_ranges or ()}
    cells = []
    rows = columns = 0
    for r, line in enumerate(sheet.to_python(skip_empty_area=False)):
        for c, value in enumerate(line):
            text = written(value)
            if not text:
                continue
            height, width = merged.get((r, c), (1, 1))
            cells.append(Cell(f"{anchor}r{r}c{c}", r, c, text, height, width))
            rows, columns = max(rows, r + height), max(columns, c + width)
    return Table(anchor, rows, columns, tuple(cells), name)


def written(value: object) -> str:
    """A cell as an office prints it: 5 for 5.0, 31/12/2025 for a date."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).strip()
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value).replace(".", ",")
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return f"{value:%d/%m/%Y}"
        return f"{value:%H:%M %d/%m/%Y}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)

"""Workbooks (.xlsx, .xls): each visible sheet is one table, its title rows included."""

import datetime as dt
import html
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum, ZipError

from roviec.core.extraction.model import Cell, DocumentModel, Paragraph, Role, Table
from roviec.core.reasons import Reason
from roviec.directives.readers.errors import ReaderError
from roviec.directives.readers.package import Package

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_EDGE = re.compile(rb"<(?:odd|even|first)(?:Header|Footer)>(.*?)</", re.S)
# Codes of the layout in a page header: &L, &C, &R, &P, &"Arial,Bold", &12, &K01+000.
_LAYOUT = re.compile(r'&(?:[LCRPNDTFAZGBIUESXYHO]|"[^"]*"|\d+|K[0-9A-F]{6}|K\d\d[+-]\d{3})')
_BARE_FORMULA = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"[^>]*><f[^>]*?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>')
_NAMED = 10  # cells named in a note
MAX_POSITIONS = 3_000_000  # rows × columns of one sheet


def read_xlsx(data: bytes, filename: str) -> DocumentModel:
    package = Package(data, filename)
    if "xl/workbook.xml" not in package:
        raise ReaderError("reader.wrong_content", {"filename": filename, "expected": ".xlsx"})
    unread = (
        [Reason("unread.pictures", {"count": n})] if (n := sum("/media/" in name for name in package.names())) else []
    )
    if bare := _formulas_without_value(package):
        shown = ", ".join(bare[:_NAMED]) + ("…" if len(bare) > _NAMED else "")
        unread.append(Reason("unread.formulas", {"count": len(bare), "cells": shown}))
    document = _read(data, filename, "xlsx", unread)
    return replace(document, blocks=(*document.blocks, *_beside_the_cells(package)))


def _formulas_without_value(package: Package) -> list[str]:
    """Cells whose formula nobody has reckoned yet, as programs write them: their value is not in the file."""
    return [
        match[1].decode("ascii", "replace")
        for name in package.names()
        if name.startswith("xl/worksheets/") and name.endswith(".xml")
        for match in _BARE_FORMULA.finditer(package.read(name))
    ]


def _beside_the_cells(package: Package) -> Iterator[Paragraph]:
    """Page headers and text boxes, which the cells do not hold: a secrecy mark often stands there."""
    n = 0
    for name in package.names():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            found = [
                (html.unescape(m[1].decode("utf-8", "replace")), Role.PAGE_EDGE)
                for m in _EDGE.finditer(package.read(name))
            ]
        elif name.startswith("xl/drawings/") and name.endswith(".xml"):
            found = [
                ("".join(t.text or "" for t in p.iter(_A + "t")), Role.TEXT_BOX)
                for p in package.xml(name).iter(_A + "p")
            ]
        else:
            continue
        for text, role in found:
            for line in _LAYOUT.sub("\n", text).splitlines():
                if line.strip():
                    yield Paragraph(f"e{n}", unicodedata.normalize("NFC", line).strip(), role=role)
                    n += 1


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

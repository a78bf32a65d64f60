"""Documents written for this benchmark, as plain text: built here into Word files and workbooks.

One line is one paragraph: `= ` centred and bold, `* ` bold. Lines that begin with `| ` are rows of one table: ` | ` parts
cells, `\\\\` breaks a line in a cell, `<` goes on the cell to the left, `^` the one above. A first line `@xlsx` makes a
workbook, `@nfd` writes letters and their marks apart.
"""

import io
import unicodedata
from itertools import groupby
from pathlib import Path

import docx
import xlsxwriter
from docx.enum.text import WD_ALIGN_PARAGRAPH

Rows = list[list[str]]


def built(path: Path) -> tuple[bytes, str]:
    """The bytes of the file that `path` describes, and its name."""
    lines = path.read_text(encoding="utf-8").splitlines()
    kind = lines.pop(0) if lines[0].startswith("@") else ""
    if kind == "@xlsx":
        return _workbook([_cells(line) for line in lines]), f"{path.stem}.xlsx"
    if kind == "@nfd":
        lines = [unicodedata.normalize("NFD", line) for line in lines]
    return _word(lines), f"{path.stem}.docx"


def _cells(line: str) -> list[str]:
    line = line.strip()[1:].removesuffix("|")
    return [cell.strip().replace("\\\\", "\n") for cell in line.replace("| |", "|  |").split("|")]


def _merges(rows: Rows) -> list[tuple[int, int, int, int]]:
    """Cells that reach further: row, column, last row, last column."""
    out = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            right, down = c, r
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            while down + 1 < len(rows) and rows[down + 1][c] == "^":
                down += 1
            if (right, down) != (c, r):
                out.append((r, c, down, right))
    return out


def _word(lines: list[str]) -> bytes:
    document = docx.Document()
    for is_table, group in groupby(lines, lambda line: line.startswith("|")):
        if is_table:
            rows = [_cells(line) for line in group]
            _table(document, rows)
            continue
        for line in group:
            centred, bold = line.startswith("= "), line.startswith(("= ", "* "))
            paragraph = document.add_paragraph()
            paragraph.add_run(line[2:] if bold else line).bold = bold
            if centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: "docx.document.Document", rows: Rows) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for r, c, down, right in _merges(rows):
        table.cell(r, c).merge(table.cell(down, right))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text not in ("", "<", "^"):
                table.cell(r, c).text = text


def _workbook(rows: Rows) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Nhiệm vụ")
    merged = {(r, c): (down, right) for r, c, down, right in _merges(rows)}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if (r, c) in merged:
                sheet.merge_range(r, c, *merged[r, c], text)
            elif text not in ("", "<", "^"):
                sheet.write(r, c, text)
    book.close()
    return out.getvalue()

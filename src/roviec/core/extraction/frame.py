"""The printed lines of a document's frame: letterhead, title, signature, wherever the file keeps them."""

import re
from dataclasses import dataclass

from roviec.core.extraction.columns import find_columns
from roviec.core.extraction.model import Block, DocumentModel, Place, Role, Table

_FRAME = 60  # blocks from the beginning in which the frame stands
_TITLE_ROWS = 12  # rows of a table that may be frame


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of the frame; `side` is the column of the table it stands in, -1 outside tables."""

    text: str
    anchor: str
    start: int
    side: int = -1
    bold: bool = False

    @property
    def place(self) -> Place:
        return Place(self.anchor, self.start, self.start + len(self.text))


def frame_lines(document: DocumentModel) -> list[Line]:
    """The printed lines at the beginning, table cells column by column, up to the first sentence of the text."""
    lines: list[Line] = []
    for block in _frame(document):
        if isinstance(block, Table):
            lines += table_lines(block)
        else:
            lines += lines_of(block.text, block.anchor, bold=block.bold)
    return lines


def _frame(document: DocumentModel) -> list[Block]:
    out: list[Block] = []
    for block in document.blocks[:_FRAME]:
        if isinstance(block, Table):
            out.append(block)
            if block.rows > 12 and not block.name:
                break
        elif block.role in (Role.BODY, Role.TEXT_BOX):
            out.append(block)
            if len(block.text) > 400 and len(out) > 3:
                break
    return out


def table_lines(table: Table) -> list[Line]:
    lines: list[Line] = []
    end = _heading_row(table)
    for cell in sorted(
        (c for c in table.cells if c.row < end), key=lambda c: (c.column > 0 and not table.name, c.row, c.column)
    ):
        lines += lines_of(cell.text, cell.anchor, side=0 if cell.column == 0 else 1, bold=cell.bold)
    return lines


def _heading_row(table: Table) -> int:
    """The row where the columns of a task table are named: the frame stands above it."""
    rows = min(table.rows, _TITLE_ROWS)
    if table.columns < 3:
        return rows
    grid = table.grid()
    return next((r for r in range(rows) if find_columns(grid, r) is not None), rows)


def lines_of(text: str, anchor: str, side: int = -1, bold: bool = False) -> list[Line]:
    """The printed lines of a paragraph or cell; bars that a text file draws between columns separate lines as well."""
    lines = []
    for match in re.finditer(r"[^\n|]+", text):
        part = match[0].strip()
        if part:
            lines.append(Line(part, anchor, match.start() + match[0].index(part), side, bold))
    return lines

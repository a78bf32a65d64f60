"""A document as the rules see it, whatever file it came from: paragraphs and tables in reading order.

Every paragraph and cell has an anchor that stays the same for the same bytes, so that a proposal can
point at its place: paragraph `p12`, table `t3`, cell `t3r4c2` (rows and columns from 0).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from roviec.core.reasons import Reason


class Role(StrEnum):
    """Where a paragraph stands on the page."""

    BODY = "body"
    TEXT_BOX = "text_box"
    FOOTNOTE = "footnote"
    PAGE_EDGE = "page_edge"  # running header or footer


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text` is NFC and carries its list number as a reader of the page sees it."""

    anchor: str
    text: str
    bold: bool = False
    centred: bool = False
    level: int | None = None  # outline level of a heading style, 1 is the highest
    role: Role = Role.BODY
    legible: int = 100  # percent, of words recognised on a picture


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` keeps line breaks between the paragraphs of the cell."""

    anchor: str
    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of `rows` × `columns`; each cell stands once, at its upper left position."""

    anchor: str
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    name: str = ""  # of the sheet, in a workbook

    def grid(self) -> list[list[Cell | None]]:
        """Row by row, a merged cell repeated at every position it covers."""
        lines: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for r in range(cell.row, min(cell.row + cell.rows, self.rows)):
                line = lines[r]
                for c in range(cell.column, min(cell.column + cell.columns, self.columns)):
                    line[c] = cell
        return lines


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class DocumentModel:
    """`unread` says what of the file is not in `blocks`: pictures, embedded objects, hidden sheets."""

    format: str
    blocks: tuple[Block, ...]
    unread: tuple[Reason, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        return (b for b in self.blocks if isinstance(b, Paragraph))

    def tables(self) -> Iterator[Table]:
        return (b for b in self.blocks if isinstance(b, Table))


@dataclass(frozen=True, slots=True)
class Place:
    """Characters `start` to `end` (excluded) of the paragraph or cell with that anchor."""

    anchor: str
    start: int
    end: int

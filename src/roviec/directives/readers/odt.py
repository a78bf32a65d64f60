"""OpenDocument texts (.odt): paragraphs and tables."""

import unicodedata

from lxml import etree

from roviec.core.extraction.model import Block, Cell, DocumentModel, Paragraph, Role, Table
from roviec.core.reasons import Reason
from roviec.directives.readers.errors import ReaderError
from roviec.directives.readers.package import Package

_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"


def read(data: bytes, filename: str) -> DocumentModel:
    package = Package(data, filename)
    if "content.xml" not in package:
        raise ReaderError("reader.wrong_content", {"filename": filename, "expected": ".odt"})
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise ReaderError("reader.encrypted", {"filename": filename})
    body = package.xml("content.xml").find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise ReaderError("reader.wrong_content", {"filename": filename, "expected": ".odt"})
    blocks: list[Block] = []
    _walk(body, blocks, Role.BODY)
    pictures = sum(1 for _ in body.iter(_DRAW + "image"))
    return DocumentModel("odt", tuple(blocks), (Reason("unread.pictures", {"count": pictures}),) if pictures else ())


def _walk(parent: etree._Element, blocks: list[Block], role: Role) -> None:
    for child in parent:
        if child.tag in (_T + "p", _T + "h"):
            text = _text(child)
            level = child.get(_T + "outline-level", "")
            if text:
                heading = int(level) if level.isdigit() and child.tag == _T + "h" else None
                blocks.append(Paragraph(f"p{len(blocks)}", text, bold=heading is not None, level=heading, role=role))
            for box in child.iter(_DRAW + "text-box"):
                _walk(box, blocks, Role.TEXT_BOX)
            for note in child.iter(_T + "note-body"):
                _walk(note, blocks, Role.FOOTNOTE)
        elif child.tag == _TABLE + "table":
            blocks.append(_table(child, f"t{len(blocks)}"))
        elif child.tag in (_T + "section", _T + "list", _T + "list-item", _T + "list-header", _DRAW + "text-box"):
            _walk(child, blocks, role)


def _table(element: etree._Element, anchor: str) -> Table:
    cells = []
    rows = columns = 0
    for r, row in enumerate(element.iter(_TABLE + "table-row")):
        c = 0
        for cell in row:
            if cell.tag == _TABLE + "table-cell":
                lines = [text for p in cell.iter(_T + "p", _T + "h") if (text := _text(p))]
                height, width = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
                cells.append(Cell(f"{anchor}r{r}c{c}", r, c, "\n".join(lines), height, width))
                columns = max(columns, c + width)
            c += _number(cell, "number-columns-repeated")
        rows = r + 1
    return Table(anchor, rows, columns, tuple(cells))


def _number(element: etree._Element, name: str) -> int:
    value = element.get(_TABLE + name, "1")
    return min(int(value), 200) if value.isdigit() and int(value) > 0 else 1


def _text(element: etree._Element) -> str:
    parts: list[str] = []

    def gather(e: etree._Element) -> None:
        if e.tag in (_T + "note-body", _DRAW + "text-box"):
            return
        if e.tag == _T + "tab" or e.tag == _T + "s":
            parts.append(" ")
        elif e.tag == _T + "line-break":
            parts.append("\n")
        parts.append(e.text or "")
        for child in e:
            gather(child)
            parts.append(child.tail or "")

    gather(element)
    return unicodedata.normalize("NFC", "".join(parts)).strip()

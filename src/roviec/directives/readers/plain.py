"""Plain text (.txt), in Unicode or one of the old code pages; tables drawn with bars are tables."""

import re
import unicodedata

from roviec.core.extraction.model import Block, Cell, DocumentModel, Paragraph, Table
from roviec.directives.readers.errors import ReaderError
from roviec.directives.readers.lines import join_wrapped

_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^[\s|:+-]*$")


def read(data: bytes, filename: str) -> DocumentModel:
    blocks: list[Block] = []
    plain: list[str] = []
    rows: list[list[str]] = []

    def close() -> None:
        for line in join_wrapped(plain):
            blocks.append(Paragraph(f"p{len(blocks)}", line))
        if rows:
            blocks.append(_table(rows, f"t{len(blocks)}"))
        plain.clear()
        rows.clear()

    for line in decode(data, filename).splitlines():
        if _ROW.match(line) and line.count("|") > 2:
            if plain:
                close()
            if not _RULE.match(line):
                rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
        else:
            if rows:
                close()
            plain.append(line)
    close()
    return DocumentModel("txt", tuple(blocks))


def _table(rows: list[list[str]], anchor: str) -> Table:
    cells = tuple(Cell(f"{anchor}r{r}c{c}", r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(anchor, len(rows), max(len(row) for row in rows), cells)


def decode(data: bytes, filename: str) -> str:
    """Unicode if it is; else the single-byte letters, which `old_fonts` turns into Vietnamese."""
    codec = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if "\x00" in text or sum(c < " " and c not in "\t\n\r\f" for c in text[:4096]) > 8:
        raise ReaderError("reader.wrong_content", {"filename": filename, "expected": ".txt"})
    return unicodedata.normalize("NFC", text)

"""Saved web pages (.html): text and tables only; nothing of the page is ever shown or run."""

import unicodedata

from lxml import etree
from lxml import html as lxml_html

from roviec.core.extraction.model import Block, Cell, DocumentModel, Paragraph, Table
from roviec.core.reasons import Reason
from roviec.directives.readers.errors import ReaderError
from roviec.directives.readers.plain import decode

_DROPPED = {"script", "style", "noscript", "template", "iframe", "object", "embed", "head", "nav", "form"}
_INLINE = {"a", "b", "strong", "i", "em", "u", "span", "font", "sup", "sub", "small", "label", "br", "o:p", "wbr"}
_HEADINGS = {f"h{n}": n for n in range(1, 7)}


def read(data: bytes, filename: str) -> DocumentModel:
    text = decode(data, filename)
    if "<!ENTITY" in text:
        raise ReaderError("reader.entities", {"filename": filename})
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = lxml_html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReaderError("reader.broken", {"filename": filename}) from error
    reading = _Reading()
    reading.walk(root.find("body") if root.find("body") is not None else root)
    reading.close()
    pictures = sum(1 for _ in root.iter("img"))
    unread = (Reason("unread.pictures", {"count": pictures}),) if pictures else ()
    return DocumentModel("html", tuple(reading.blocks), unread)


class _Reading:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.strong = 0
        self.level: int | None = None

    def close(self) -> None:
        text = _clean("".join(self.parts))
        for line in text.split("\n"):
            if line.strip():
                bold = self.strong * 2 > len(text) or self.level is not None
                self.blocks.append(Paragraph(f"p{len(self.blocks)}", line.strip(), bold=bold, level=self.level))
        self.parts, self.strong = [], 0

    def walk(self, element: etree._Element, bold: bool = False) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _DROPPED or not tag:
            return
        if tag == "table" and not _is_layout(element):
            self.close()
            self.blocks.append(_table(element, f"t{len(self.blocks)}"))
            return
        bold = bold or tag in ("b", "strong")
        block = tag not in _INLINE
        if block:
            self.close()
            self.level = _HEADINGS.get(tag)
        if tag == "br":
            self.parts.append("\n")
        self._say(element.text, bold)
        for child in element:
            self.walk(child, bold)
            self._say(child.tail, bold)
        if block:
            self.close()
            self.level = None

    def _say(self, text: str | None, bold: bool) -> None:
        if text:
            flowing = " ".join(text.split())
            self.parts.append(
                (" " if text[:1].isspace() else "") + flowing + (" " if text[-1:].isspace() and flowing else "")
            )
            self.strong += len(flowing) if bold else 0


def _is_layout(table: etree._Element) -> bool:
    """A page frame made of a table: it holds other tables."""
    return next(table.iterdescendants("table"), None) is not None


def _table(element: etree._Element, anchor: str) -> Table:
    taken: dict[tuple[int, int], bool] = {}
    cells = []
    rows = columns = 0
    for r, tr in enumerate(element.iter("tr")):
        c = 0
        for td in tr:
            if td.tag not in ("td", "th"):
                continue
            while (r, c) in taken:
                c += 1
            height, width = _span(td.get("rowspan")), _span(td.get("colspan"))
            taken.update({(r + i, c + j): True for i in range(height) for j in range(width)})
            bold = td.tag == "th" or td.find(".//b") is not None or td.find(".//strong") is not None
            cells.append(Cell(f"{anchor}r{r}c{c}", r, c, _cell_text(td), height, width, bold))
            columns = max(columns, c + width)
            c += width
        rows = r + 1
    return Table(anchor, rows, columns, tuple(cells))


def _cell_text(td: etree._Element) -> str:
    inner = _Reading()
    for text, child in [(td.text, None), *((child.tail, child) for child in td)]:
        if child is not None:
            inner.walk(child)
        inner._say(text, False)
    inner.close()
    return "\n".join(b.text for b in inner.blocks if isinstance(b, Paragraph))


def _span(value: str | None) -> int:
    return min(int(value), 200) if value and value.isdigit() and int(value) > 0 else 1


def _clean(text: str) -> str:
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(lines).strip()

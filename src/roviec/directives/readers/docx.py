"""Word files (.docx): paragraphs, tables, text boxes, footnotes and running headers, in reading order."""

import unicodedata
from collections.abc import Iterator

from lxml import etree

from roviec.core.extraction.model import Block, Cell, DocumentModel, Paragraph, Role, Table
from roviec.core.reasons import Reason
from roviec.directives.readers.errors import ReaderError
from roviec.directives.readers.list_numbers import ListNumbers
from roviec.directives.readers.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_SKIPPED = {W + "del", W + "moveFrom", W + "pPr", W + "rPr", _MC + "Fallback", W + "instrText", W + "delText"}
_TRACKED = {W + "del", W + "ins", W + "moveFrom", W + "moveTo"}
_DRAWN = ("word/diagrams/data", "word/charts/chart", "word/afchunk")
_FALSE = {"0", "false", "off"}


def read(data: bytes, filename: str) -> DocumentModel:
    package = Package(data, filename)
    if "word/document.xml" not in package:
        raise ReaderError("reader.wrong_content", {"filename": filename, "expected": ".docx"})
    return _Reading(package).model()


class _Reading:
    """One pass over one file; holds the counters of anchors, lists and things not read."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.blocks: list[Block] = []
        self.boxes: list[etree._Element] = []
        self.pictures = 0
        # Diagrams, charts and embedded pages stand in parts of their own.
        self.objects = sum(name.startswith(_DRAWN) for name in package.names())
        self.changed = False
        self.styles = _styles(package)
        self.numbers = ListNumbers(package.xml("word/numbering.xml") if "word/numbering.xml" in package else None)

    def model(self) -> DocumentModel:
        body = self.package.xml("word/document.xml").find(W + "body")
        if body is None:
            raise ReaderError("reader.broken", {"filename": self.package.filename})
        for name in self.package.names():
            if name.startswith("word/header") and name.endswith(".xml"):
                self._edge(name)
        self._body(body, Role.BODY)
        for name in self.package.names():
            if name.startswith("word/footer") and name.endswith(".xml"):
                self._edge(name)
        for part in ("word/footnotes.xml", "word/endnotes.xml"):
            if part in self.package:
                self._notes(self.package.xml(part))
        unread = []
        if self.pictures:
            unread.append(Reason("unread.pictures", {"count": self.pictures}))
        if self.objects:
            unread.append(Reason("unread.objects", {"count": self.objects}))
        if self.changed:
            unread.append(Reason("read.tracked_changes"))
        if "word/comments.xml" in self.package:
            unread.append(Reason("unread.comments"))
        return DocumentModel("docx", tuple(self.blocks), tuple(unread))

    def _edge(self, name: str) -> None:
        for p in self.package.xml(name).iter(W + "p"):
            self._paragraph(p, Role.PAGE_EDGE)
        self._flush_boxes()

    def _notes(self, root: etree._Element) -> None:
        for note in root:
            if note.get(W + "type") in {"separator", "continuationSeparator", "continuationNotice"}:
                continue
            for p in note.iter(W + "p"):
                self._paragraph(p, Role.FOOTNOTE)

    def _body(self, parent: etree._Element, role: Role) -> None:
        for element in _content(parent):
            if element.tag == W + "p":
                self._paragraph(element, role)
            else:
                self._table(element)
            self._flush_boxes()

    def _flush_boxes(self) -> None:
        while self.boxes:
            box = self.boxes.pop(0)
            for element in _content(box):
                if element.tag == W + "p":
                    self._paragraph(element, Role.TEXT_BOX)
                else:
                    self._table(element)

    def _paragraph(self, p: etree._Element, role: Role) -> None:
        text, bold = self._text(p)
        properties = p.find(W + "pPr")
        style = self.styles.get(_value(properties, "pStyle"), _Style())
        number = self.numbers.label(properties, style.number)
        if not text.strip():
            return
        level = _value(properties, "outlineLvl")
        if number and not text.lstrip().startswith(number):
            text = f"{number} {text.lstrip()}"
        self.blocks.append(
            Paragraph(
                anchor=f"p{len(self.blocks)}",
                text=_clean(text),
                bold=bold or style.bold,
                centred=(_value(properties, "jc") or style.align) == "center",
                level=int(level) + 1 if level.isdigit() else style.level,
                role=role,
            )
        )

    def _text(self, parent: etree._Element) -> tuple[str, bool]:
        """The visible text under `parent`, and whether most of its letters are bold."""
        parts: list[str] = []
        letters = strong = 0
        stack = [iter(parent)]
        bold = False
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
                continue
            tag = child.tag
            self.changed |= tag in _TRACKED
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == W + "r":
                mark = child.find(f"{W}rPr/{W}b")
                bold = mark is not None and mark.get(W + "val", "1") not in _FALSE
                stack.append(iter(child))
            elif tag == W + "t" or tag == _M + "t":
                parts.append(child.text or "")
                letters += len(parts[-1])
                strong += len(parts[-1]) if bold else 0
            elif tag == W + "tab":
                parts.append("\t")
            elif tag in (W + "br", W + "cr"):
                parts.append("\n")
            elif tag == W + "noBreakHyphen":
                parts.append("-")
            elif tag == W + "sym":
                parts.append("•")
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                parts.append(f"[{child.get(W + 'id')}]")
            elif tag == W + "txbxContent":
                self.boxes.append(child)
            elif tag == _A + "blip" or tag == _V + "imagedata":
                self.pictures += 1
            elif tag == _O + "OLEObject":
                self.objects += 1
            else:
                stack.append(iter(child))
        return "".join(parts), letters > 0 and strong * 2 > letters

    def _table(self, tbl: etree._Element) -> None:
        anchor = f"t{len(self.blocks)}"
        cells: list[Cell] = []
        open_above: dict[int, int] = {}  # column -> index in `cells` of a cell merged downwards
        rows = width = 0
        for tr in _content(tbl, W + "tr"):
            column = _span(tr.find(f"{W}trPr/{W}gridBefore"), 0)
            for tc in _content(tr, W + "tc"):
                properties = tc.find(W + "tcPr")
                span = _span(properties.find(W + "gridSpan") if properties is not None else None, 1)
                merge = properties.find(W + "vMerge") if properties is not None else None
                if merge is not None and merge.get(W + "val", "continue") == "continue" and column in open_above:
                    above = cells[open_above[column]]
                    cells[open_above[column]] = Cell(
                        above.anchor,
                        above.row,
                        above.column,
                        above.text,
                        rows - above.row + 1,
                        above.columns,
                        above.bold,
                    )
                else:
                    text, bold = self._cell_text(tc)
                    if merge is not None:
                        open_above[column] = len(cells)
                    else:
                        open_above.pop(column, None)
                    cells.append(Cell(f"{anchor}r{rows}c{column}", rows, column, text, 1, span, bold))
                column += span
            width = max(width, column)
            rows += 1
        self.blocks.append(Table(anchor, rows, width, tuple(cells)))

    def _cell_text(self, tc: etree._Element) -> tuple[str, bool]:
        lines: list[str] = []
        strong = 0
        for p in tc.iter(W + "p"):
            text, bold = self._text(p)
            number = self.numbers.label(p.find(W + "pPr"), None)
            text = _clean(text)
            if text and number and not text.startswith(number):
                text = f"{number} {text}"
            if text or number:
                lines.append(text or number)
                strong += bold
        return "\n".join(lines), strong > 0 and strong * 2 > len(lines)


class _Style:
    __slots__ = ("align", "bold", "level", "number")

    def __init__(
        self, bold: bool = False, level: int | None = None, align: str = "", number: etree._Element | None = None
    ) -> None:
        self.bold, self.level, self.align, self.number = bold, level, align, number


def _styles(package: Package) -> dict[str, _Style]:
    if "word/styles.xml" not in package:
        return {}
    styles = {}
    for style in package.xml("word/styles.xml").iter(W + "style"):
        level = style.find(f"{W}pPr/{W}outlineLvl")
        bold = style.find(f"{W}rPr/{W}b")
        align = style.find(f"{W}pPr/{W}jc")
        digits = level.get(W + "val", "") if level is not None else ""
        styles[style.get(W + "styleId", "")] = _Style(
            bold=bold is not None and bold.get(W + "val", "1") not in _FALSE,
            level=int(digits) + 1 if digits.isdigit() and int(digits) < 9 else None,
            align=align.get(W + "val", "") if align is not None else "",
            number=style.find(W + "pPr"),
        )
    return styles


def _content(parent: etree._Element, *wanted: str) -> Iterator[etree._Element]:
    """Paragraphs and tables (or `wanted`) directly under `parent`, looking through wrappers such as content controls."""
    tags = wanted or (W + "p", W + "tbl")
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml", W + "smartTag", W + "moveTo"):
            yield from _content(child, *tags)


def _value(properties: etree._Element | None, name: str) -> str:
    element = properties.find(W + name) if properties is not None else None
    return element.get(W + "val", "") if element is not None else ""


def _span(element: etree._Element | None, default: int) -> int:
    value = element.get(W + "val", "") if element is not None else ""
    return min(int(value), 64) if value.isdigit() else default


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()

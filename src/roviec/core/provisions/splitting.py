"""A document taken apart into its passages, by the numbering of legal documents or, where there are no articles, by its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from roviec.core.extraction.letters import canonical, squeeze
from roviec.core.extraction.model import Block, DocumentModel, Role, Table
from roviec.core.extraction.outline import Node, descendants, outline
from roviec.core.provisions.model import Level, Passage

_HEADS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (Level.PART, re.compile(r"(?:Phần|PHẦN)\s+(?P<n>(?:thứ|THỨ)\s+\w+|[IVXLC]+|\d+)\s*[.:]?(?:\s+(?P<rest>.*))?$")),
    (Level.CHAPTER, re.compile(r"(?:Chương|CHƯƠNG)\s+(?P<n>[IVXLC]+|\d+)\s*[.:]?(?:\s+(?P<rest>.*))?$")),
    (Level.SECTION, re.compile(r"(?:Mục|MỤC)\s+(?P<n>[IVXLC]+|\d+)\s*[.:]?(?:\s+(?P<rest>.*))?$")),
    (Level.ARTICLE, re.compile(r"(?:Điều|ĐIỀU)\s+(?P<n>\d+[a-zđ]?)\s*[.:](?:\s*(?P<rest>.*))?$")),
    (Level.CLAUSE, re.compile(r"(?P<n>\d{1,3}[a-zđ]?)\.\s+(?P<rest>\S.*)$")),
    (Level.POINT, re.compile(r"(?P<n>[a-zđ]\d?|[a-zđ]{2})\)\s*(?P<rest>\S.*)$")),
)
_ORDER = [level for level, _pattern in _HEADS]
_WORDS = {Level.PART: "Phần", Level.CHAPTER: "Chương", Level.SECTION: "Mục", Level.ARTICLE: "Điều"}
_APPENDIX = re.compile(r"(?:Phụ lục|PHỤ LỤC)(?:\s+(?P<n>[IVXLC]+|\d+))?\s*[.:]?(?:\s+(?P<rest>[^a-zđ]*))?$")
_FRAME = ("cộng hòa xã hội", "đảng cộng sản", "nơi nhận", "độc lập - tự do")
_QUOTES = '“"«'
_ENDS = '”"»'


@dataclass
class _Open:
    level: Level
    number: str
    heading: str = ""
    texts: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    parent: int | None = None
    cite: str = ""

    def closed(self) -> Passage:
        text = "\n".join(self.texts)
        return Passage(
            self.level, self.number, self.heading, text, tuple(dict.fromkeys(self.anchors)), self.parent, self.cite
        )


def is_legal(document: DocumentModel) -> bool:
    """It is written in articles: two or more, as even the shortest decision has."""
    article = dict(_HEADS)[Level.ARTICLE]
    return sum(1 for _anchor, line in _lines(document.blocks) if article.match(line)) > 1


def split(document: DocumentModel) -> list[Passage]:
    """Its passages in reading order. Letterhead, recipients and signature are none; a document without text gives none."""
    return _Legal().read(document) if is_legal(document) else _items(document)


def _lines(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """(anchor, line) of the running text."""
    for block in blocks:
        if not isinstance(block, Table) and block.role is Role.BODY:
            for line in block.text.split("\n"):
                if plain := line.strip(" |\t\xa0"):
                    yield block.anchor, plain


class _Legal:
    """Goes through a legal document line by line. What is quoted ('sửa đổi Điều 5 như sau: “Điều 5. …”') is text, not structure."""

    def __init__(self) -> None:
        self.made: list[_Open] = []
        self.at: dict[Level, int] = {}  # the passage of each level that is open
        self.annex: int | None = None
        self.current: int | None = None
        self.signed = False
        self.quoted = False
        self.title: tuple[str, str] = ("", "")  # the last line in capitals behind the signature

    def read(self, document: DocumentModel) -> list[Passage]:
        for block in document.blocks:
            if isinstance(block, Table):
                self._table(block)
            else:
                for anchor, line in _lines([block]):
                    self._line(anchor, line)
        return [one.closed() for one in self.made]

    def _line(self, anchor: str, line: str) -> None:
        if self.quoted:
            self._more(anchor, line)
            self.quoted = not line.rstrip(" .;,").endswith(tuple(_ENDS))
            return
        if canonical(line).startswith("nơi nhận"):
            self.signed, self.current, self.at = True, None, {}
            return
        if match := _APPENDIX.match(line):
            self._begin_annex(anchor, match["n"] or "", squeeze(match["rest"] or ""))
            return
        if head := self._head(line):
            self._begin(*head, anchor)
        elif self.signed and self.annex is None:
            self.title = (anchor, line) if _is_title(line) else self.title
        else:
            self._more(anchor, line)
        if line[0] in _QUOTES and not line.rstrip(" .;,").endswith(tuple(_ENDS)):
            self.quoted = True

    def _head(self, line: str) -> tuple[Level, str, str] | None:
        for level, pattern in _HEADS:
            match = pattern.match(line)
            if match is None:
                continue
            if level is Level.CLAUSE and Level.ARTICLE not in self.at:
                continue
            if level is Level.POINT and not {Level.CLAUSE, Level.ARTICLE} & set(self.at):
                continue
            return level, squeeze(match["n"]), (match["rest"] or "").strip()
        return None

    def _begin(self, level: Level, number: str, rest: str, anchor: str) -> None:
        if (
            self.signed and self.annex is None
        ):  # a regulation that the document puts in force stands behind its signature
            title_anchor, title = self.title
            self._begin_annex(title_anchor or anchor, "", title)
        for inner in _ORDER[_ORDER.index(level) :]:
            self.at.pop(inner, None)
        outer = [self.at[one] for one in _ORDER if one in self.at]
        parent = outer[-1] if outer else self.annex
        named = level in _WORDS
        one = _Open(level, number, rest if named else "", [] if named else [rest], [anchor], parent)
        one.cite = self._cite(level, number)
        self._keep(one)
        self.at[level] = len(self.made) - 1

    def _begin_annex(self, anchor: str, number: str, title: str) -> None:
        cite = f"Phụ lục {number}".strip() if number or not title else ""
        self.at = {}
        self._keep(_Open(Level.APPENDIX, number, title, [], [anchor], None, cite))
        self.annex, self.signed = len(self.made) - 1, True

    def _keep(self, one: _Open) -> None:
        self.made.append(one)
        self.current = len(self.made) - 1

    def _more(self, anchor: str, line: str) -> None:
        """Goes on with the passage that is open; a chapter's title may stand in a line of its own."""
        if self.current is None:
            return
        one = self.made[self.current]
        one.anchors.append(anchor)
        divides = one.level in (Level.PART, Level.CHAPTER, Level.SECTION, Level.APPENDIX)
        if divides and _is_title(line) and not one.texts:
            one.heading = f"{one.heading} {line}".strip()
        else:
            one.texts.append(line)

    def _table(self, table: Table) -> None:
        words = " ".join(canonical(cell.text) for cell in table.cells[:6])
        if any(word in words for word in _FRAME):
            if "nơi nhận" in words:
                self.signed, self.current, self.at = True, None, {}
            return
        if self.current is not None:
            for row in _rows(table, self.current):
                self.made.append(_Open(Level.ROW, row.number, "", [row.text], list(row.anchors), self.current))

    def _cite(self, level: Level, number: str) -> str:
        if level in _WORDS:
            above = f" {_WORDS[Level.CHAPTER]} {self._number(Level.CHAPTER)}" if level is Level.SECTION else ""
            return f"{_WORDS[level]} {number}{above}".rstrip()
        said = [f"khoản {number}" if level is Level.CLAUSE else f"điểm {number}"]
        if level is Level.POINT and Level.CLAUSE in self.at:
            said.append(f"khoản {self._number(Level.CLAUSE)}")
        return " ".join([*said, f"Điều {self._number(Level.ARTICLE)}"])

    def _number(self, level: Level) -> str:
        return self.made[self.at[level]].number if level in self.at else ""


def _is_title(line: str) -> bool:
    return sum(char.isalpha() for char in line) > 3 and line.upper() == line


def _rows(table: Table, parent: int | None) -> Iterator[Passage]:
    """One passage a row, its cells with a dot between them; a merged cell stands in the row that it begins in."""
    by_row: dict[int, list[tuple[int, str, str]]] = {}
    for cell in table.cells:
        if any(char.isalnum() for char in cell.text):
            by_row.setdefault(cell.row, []).append((cell.column, cell.anchor, squeeze(cell.text)))
    for row in sorted(by_row):
        cells = sorted(by_row[row])
        first = cells[0][2].strip(" .)")
        number = first if len(cells) > 1 and len(first) <= 12 and re.fullmatch(r"[\d.]+|[IVXLC]+|[a-zđ]", first) else ""
        shown = cells[1:] if number else cells
        anchors = tuple(anchor for _column, anchor, _text in cells)
        text = " · ".join(text for _column, _anchor, text in shown)
        yield Passage(Level.ROW, number, "", text, anchors, parent, "")


def _items(document: DocumentModel) -> list[Passage]:
    """Paragraphs by their own numbering ("III", "2", "a"), and the rows of tables, in reading order."""
    nodes: dict[str, list[Node]] = {}
    for node in descendants(outline(document)):
        if node.paragraph is not None:
            nodes.setdefault(node.paragraph.anchor, []).append(node)
    made: list[Passage] = []
    place: dict[int, int] = {}
    for block in document.blocks:
        if isinstance(block, Table):
            words = " ".join(canonical(cell.text) for cell in block.cells[:6])
            if not any(word in words for word in _FRAME):
                made += _rows(block, None)
            continue
        for node in nodes.get(block.anchor, ()):
            parent = place.get(id(node.parent))
            number = node.marker.strip(" .)(-–+•*")
            cite = ".".join(filter(None, [made[parent].cite if parent is not None else "", number]))
            place[id(node)] = len(made)
            made.append(Passage(Level.ITEM, number[:30], "", node.text.strip(), (block.anchor,), parent, cite))
    return made

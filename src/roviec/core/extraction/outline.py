"""The paragraphs of a document as a tree, by their list numbers: I. > 1. > a) > - > +."""

import re
from dataclasses import dataclass, field

from roviec.core.extraction.actors import kind_at
from roviec.core.extraction.letters import canonical, flat, squeeze
from roviec.core.extraction.lexicon import words
from roviec.core.extraction.model import DocumentModel, Paragraph, Place, Role, Table

_MARKERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(r"(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC)\s+(?:[IVX]+|\d+|thứ \w+)[.:]?\s+")),
    ("step", re.compile(r"(?:Bước|Giai đoạn|Đợt)\s+\d{1,2}\s*(?=[(:.])[:.]?\s*")),
    ("article", re.compile(r"Điều\s+\d+[a-z]?[.:]\s*")),
    ("roman", re.compile(r"(?=[IVX])(?:X{0,3})(?:IX|IV|V?I{0,3})\s*(?:[.)-]|/(?=\s))\s*(?=\S)")),
    ("capital", re.compile(r"[A-HĐ]\s*[.)/]\s+(?=\S)")),
    ("decimal4", re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}\.\d{1,2}\.?\s+")),
    ("decimal3", re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}\.?\s+")),
    ("decimal2", re.compile(r"\d{1,2}\.\d{1,2}\.?\s+(?=\D)")),
    ("decimal", re.compile(r"\d{1,3}\s*(?:[.)/]|-(?=\s))\s*(?=[^\d\s])")),
    ("bracket", re.compile(r"\(\d{1,2}\)\s*")),
    ("letter", re.compile(r"[a-zđ]{1,2}\s*\)\s*(?=\S)|[a-zđ]\.\s+(?=\S)")),
    ("small roman", re.compile(r"\([ivx]{1,5}\)\s*")),
    ("star", re.compile(r"\*+\s*(?=\S)")),
    ("dash", re.compile(r"[-–—•]\s*(?=\S)")),
    ("plus", re.compile(r"[+]\s*(?=\S)")),
)
_BULLETS = ("dash", "plus", "star")
_FOOTNOTE = re.compile(r"^\[\d+\]\s")
_ATTACHED = re.compile(
    r"\W*(?:phụ lục|kèm theo|ban hành kèm theo|(?:danh mục|kế hoạch|chương trình|quy chế|quy định|đề án|phương án|nội dung|bảng|biểu)(?:\W*$| ))"
)
# "Yêu cầu" over a list of aims is a heading; "Yêu cầu Đảng ủy …" gives work.
_ASKS = re.compile(
    r"yêu cầu (?:các |đồng chí |đ/c )*(?:đảng|ủy|ubnd|sở|bộ|ban|phòng|cục|vụ|chi|văn phòng|giám|chủ|trưởng|thủ|công an"
    r"|cơ quan|đơn vị|xã|phường|địa phương)(?![\wđ])"
)
_APPENDIX = re.compile(r"^phụ lục(?!\w)")


@dataclass
class Node:
    """One paragraph: `text` is what follows its number and begins at `offset` of the paragraph's text."""

    paragraph: Paragraph | None
    kind: str
    marker: str
    text: str
    offset: int
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    @property
    def low(self) -> str:
        return canonical(self.text)

    @property
    def numbered(self) -> bool:
        return self.kind not in ("", "title", "root")

    def place(self, start: int, end: int) -> Place:
        """The place of `text[start:end]`."""
        anchor = self.paragraph.anchor if self.paragraph else ""
        return Place(anchor, self.offset + start, self.offset + end)

    def shown(self) -> str:
        return squeeze(self.paragraph.text) if self.paragraph else ""


def outline(document: DocumentModel) -> Node:
    """The tree of the body; its root has no paragraph. Tables of more than a frame end what stands open."""
    root = Node(None, "root", "", "", 0)
    open_nodes = [root]
    signing = False  # between "Nơi nhận" and an appendix stand recipients and signature
    for block in document.blocks:
        if isinstance(block, Table):
            if any(canonical(c.text).lstrip(" -*").startswith("nơi nhận") for c in block.cells):
                open_nodes = [root]
            continue
        if block.role is not Role.BODY or _FOOTNOTE.match(block.text):
            continue
        low = canonical(block.text)
        signing = (signing or low.startswith("nơi nhận")) and not _ATTACHED.match(low)
        if signing:
            open_nodes = [root]
            continue
        for node in _nodes(block):
            if not node.numbered and (_APPENDIX.match(node.low) or _is_title(node)):
                open_nodes = [root]
                node.kind = "title"
            _place(node, open_nodes)
    return root


def _nodes(paragraph: Paragraph) -> list[Node]:
    """One node a line; a soft line break inside a paragraph opens another when a number follows it."""
    nodes: list[Node] = []
    at = 0
    for line in paragraph.text.split("\n"):
        lead = len(line) - len(line.lstrip())
        text = line.strip()
        if text:
            kind, marker = _marker(text)
            if nodes and not kind:
                last = nodes[-1]
                last.text = paragraph.text[last.offset : at + len(line)].replace("\n", " ").rstrip()
            else:
                nodes.append(Node(paragraph, kind, marker.strip(), text[len(marker) :], at + lead + len(marker)))
        at += len(line) + 1
    return nodes


def _marker(text: str) -> tuple[str, str]:
    for kind, pattern in _MARKERS:
        match = pattern.match(text)
        if match:
            return kind, match[0]
    return "", ""


def _is_title(node: Node) -> bool:
    letters = [c for c in node.text if c.isalpha()]
    return len(letters) > 3 and node.text.isupper() and len(node.text) < 300


def _close_bullets(open_nodes: list[Node]) -> None:
    """Numbers and plain paragraphs do not stand under a dash: what comes behind a list of dashes is beside it."""
    while open_nodes[-1].kind in _BULLETS and not open_nodes[-1].text.rstrip().endswith(":"):
        open_nodes.pop()


def _place(node: Node, open_nodes: list[Node]) -> None:
    if node.kind == "title":
        node.parent = open_nodes[0]
        open_nodes[0].children.append(node)
        return
    if node.numbered:
        kinds = [n.kind for n in open_nodes]
        if node.kind in kinds:
            del open_nodes[len(kinds) - 1 - kinds[::-1].index(node.kind) :]
        elif (
            node.kind in ("part", "roman", "capital")
            and len(open_nodes) > 1
            and not any(k in kinds for k in ("part", "roman", "capital"))
        ):
            del open_nodes[1:]
        elif node.kind not in _BULLETS:
            _close_bullets(open_nodes)
    else:
        _close_bullets(open_nodes)
    parent = open_nodes[-1]
    if not node.numbered:
        # Plain text below a text item stands beside it, below a heading under it.
        while parent.numbered and not is_heading(parent):
            parent = parent.parent or open_nodes[0]
        node.parent = parent
        parent.children.append(node)
        return
    node.parent = parent
    parent.children.append(node)
    open_nodes.append(node)


def descendants(node: Node) -> list[Node]:
    """All lines under `node`, in reading order."""
    return [n for child in node.children for n in (child, *descendants(child))]


def is_heading(node: Node) -> bool:
    """A line that names what follows: an outline level, a short line without a full stop, or one that ends in a colon."""
    text = node.text.rstrip()
    if not text or node.kind in ("root",):
        return True
    if node.paragraph is not None and node.paragraph.level is not None and len(text) < 300:
        return True
    if text.endswith(":"):
        return True
    return len(text) < 220 and text[-1] not in ".;" and _one_thing(text) and node.kind not in ("plus",)


def _one_thing(text: str) -> bool:
    """No semicolon, or only bodies on both sides of it: "Các sở, ban, ngành; các đoàn thể"."""
    parts = text.split("; ")
    return len(parts) == 1 or all(kind_at(part, canonical(part), 0) for part in parts)


def skipped(node: Node) -> bool:
    """Whether `node` stands in a part that gives nobody work (aims, appraisal, costs)."""
    current: Node | None = node
    while current is not None:
        topic = current.text.split(":")[0] if ":" in current.text[:60] else ""
        if current.numbered and (is_heading(current) or current.children or topic):
            plain = " ".join(re.findall(r"[a-z0-9]+", flat(topic or current.text)))
            if plain.startswith(words("zones")["skip"]) and not _ASKS.match(current.low):
                return True
        current = current.parent
    return False

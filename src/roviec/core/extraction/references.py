"""Other documents that a document names: those it rests on ("Căn cứ …", "Thực hiện …") and those it replaces."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from roviec.core.extraction.kinds import KINDS
from roviec.core.extraction.letters import canonical, squeeze
from roviec.core.extraction.model import DocumentModel, Paragraph, Place, Role

_OPENING = 40  # paragraphs from the beginning in which a document says what it rests on
_KIND = "|".join(sorted((*KINDS, "bộ luật", "hiến pháp"), key=len, reverse=True))
_NUMBER = r"\d+[a-zđ]?(?:/\d{4})?\s?[-/]\s?[A-ZĐ][\w&]*(?:\s?[-/.]\s?[A-ZĐ][\w&]*)*"
_CITED = re.compile(rf"(?P<kind>(?i:{_KIND}))(?: số)?:? (?P<number>{_NUMBER})")
_LAW = re.compile(
    r"(?P<kind>(?i:bộ luật|luật|hiến pháp|pháp lệnh)) (?P<name>[A-ZĐÀ-Ỹ][a-zà-ỹ][^;.]*?)(?=,? (?:số|ngày|được|đã|năm) |[;.]|$)"
)
_DATE = re.compile(r"ngày\s*(?P<d>\d{1,2})\s*(?:tháng|/)\s*(?P<m>\d{1,2})\s*(?:năm|/)\s*(?P<y>(?:19|20)\d\d)", re.I)
_DATE_REACH = 80  # characters behind a number within which its date stands
_RESTS = ("căn cứ", "thực hiện", "theo", "triển khai", "xét")
_REPLACES = re.compile(r"(?<![\wđ])(?:thay thế|bãi bỏ|thay cho|hủy bỏ)(?: cho)?(?: toàn bộ)?(?: các)? ")


@dataclass(frozen=True, slots=True)
class Reference:
    """`number` as written without spaces, "" for a law named by its title alone; `name` is then that title."""

    kind: str
    number: str
    name: str
    date: dt.date | None
    place: Place


def references_of(document: DocumentModel) -> tuple[tuple[Reference, ...], tuple[Reference, ...]]:
    """What `document` rests on, and what it replaces; each cited document once, in the order of the text."""
    rests: list[Reference] = []
    replaces: list[Reference] = []
    body = [p for p in document.paragraphs() if p.role is Role.BODY]
    for n, paragraph in enumerate(body):
        low = canonical(paragraph.text)
        if n < _OPENING and low.lstrip(" -").startswith(_RESTS):
            rests += cited(paragraph, 0, len(low))
        for match in _REPLACES.finditer(low):
            end = re.search(r"[;.](?:\s|/|$)", low[match.end() :])
            replaces += cited(paragraph, match.end(), match.end() + end.start() if end else len(low))
    return _once(rests), _once(replaces)


def cited(paragraph: Paragraph, start: int, end: int) -> Iterator[Reference]:
    """The documents that `text[start:end]` of the paragraph names, by number or, laws, by title."""
    text = paragraph.text[start:end]
    taken: list[tuple[int, int]] = []
    for pattern in (_CITED, _LAW):
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            said = _DATE.search(text, match.end(), match.end() + _DATE_REACH)
            groups = match.groupdict()
            number = re.sub(r"\s", "", groups.get("number") or "")
            yield Reference(
                groups["kind"].capitalize(),
                number,
                squeeze(groups.get("name") or ""),
                _day(said) if said else None,
                Place(paragraph.anchor, start + match.start(), start + match.end()),
            )


def _day(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _once(found: list[Reference]) -> tuple[Reference, ...]:
    return tuple({(r.kind, r.number or r.name): r for r in reversed(found)}.values())[::-1]

"""From when a legal document is in force, as its own last articles say; law is read here, never supplied."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from roviec.core.extraction.letters import canonical
from roviec.core.extraction.model import Paragraph
from roviec.core.extraction.references import cited
from roviec.core.provisions.model import Level, Passage, around
from roviec.core.provisions.references import Place, places_in

_KINDS = r"(?:bộ luật|luật|pháp lệnh|nghị quyết(?: liên tịch)?|nghị định|thông tư(?: liên tịch)?|quyết định|quy định|quy chế|chỉ thị)"
_DAY = r"ngày\s*(?P<d>\d{1,2})\s*(?:tháng|/|\.)\s*(?P<m>\d{1,2})\s*(?:năm|/|\.)\s*(?P<y>(?:19|20)\d\d)"
_WHEN = rf"(?:sau\s+(?P<after>\d{{1,3}})\s+ngày,?\s+)?(?:kể\s+)?từ\s+(?:{_DAY}|ngày\s+(?P<own>(?:được\s+)?(?:ký|thông qua|ban hành)))"
_FORCE = r"có\s+hiệu\s+lực(?:\s+thi\s+hành)?,?\s+"
_WHOLE = re.compile(rf"^(?:\d+\.\s*)?{_KINDS}\s+này(?:\s*\([^)]*\))?\s+{_FORCE}{_WHEN}")
_UNTIL = re.compile(rf"(?:đến|tới)\s+(?:hết\s+)?{_DAY}")
_PART = re.compile(
    rf"(?P<what>(?:các\s+)?(?:điểm|khoản|điều)\s+[^.;]{{1,400}}?)\s*,?\s*(?:{_FORCE}|được\s+áp\s+dụng\s+|áp\s+dụng\s+){_WHEN}"
)
_ENDS = re.compile(r"hết hiệu lực|bãi bỏ|thay thế|hủy bỏ")


@dataclass(frozen=True, slots=True)
class Later:
    """Provisions that take effect on a day of their own. `passage` is where it is said."""

    places: tuple[Place, ...]
    on: dt.date
    passage: int


@dataclass(frozen=True, slots=True)
class Ended:
    """A document, or parts of one, that is no longer in force. `number` is "" for a law named by its title alone."""

    kind: str
    number: str
    name: str
    date: dt.date | None
    how: str  # "hết hiệu lực", "bãi bỏ", "thay thế", "hủy bỏ", as the text says
    passage: int


@dataclass(frozen=True, slots=True)
class Effect:
    """`on` None: the document does not say, or in words that are not understood. `passage` is where it says so."""

    on: dt.date | None = None
    passage: int | None = None
    until: dt.date | None = None
    later: tuple[Later, ...] = ()
    ended: tuple[Ended, ...] = ()
    transitional: tuple[int, ...] = ()


def read_effect(passages: Sequence[Passage], issued_on: dt.date | None = None) -> Effect:
    """What the passages say of their own effect. `issued_on` is the day of signing, which "từ ngày ký" counts from."""
    on = until = where = None
    later: list[Later] = []
    ended: list[Ended] = []
    transitional: list[int] = []
    for at, passage in enumerate(passages):
        if passage.level is Level.ARTICLE and "chuyển tiếp" in canonical(passage.heading):
            transitional.append(at)
        for sentence in _sentences(passage):
            low = canonical(sentence)
            begins = 0
            if on is None and (match := _WHOLE.match(low)):
                on, begins = _date(match, issued_on), match.end()
                where = at if on else None
                end = _UNTIL.search(low, match.end())
                until = _date(end, None) if end else None
            later += _later(low[begins:], at, passages, issued_on)
            if (end := _ENDS.search(low)) and "này hết hiệu lực" not in low:
                ended += _ended(sentence, end[0], at)
    return Effect(on, where, until, tuple(later), tuple(ended), tuple(transitional))


def effective_days(passages: Sequence[Passage], effect: Effect) -> list[dt.date | None]:
    """The day from which each passage is in force: its own, that of the passage around it, else that of the document."""
    own: dict[int, dt.date] = {}
    for one in effect.later:
        for at, _passage in enumerate(passages):
            if any(_is(passages, at, place) for place in one.places):
                own[at] = one.on
    days: list[dt.date | None] = []
    for at, passage in enumerate(passages):
        above = days[passage.parent] if passage.parent is not None else effect.on
        days.append(own.get(at, above))
    return days


def _is(passages: Sequence[Passage], at: int, place: Place) -> bool:
    """Whether the passage is the place itself (what stands inside follows it)."""
    passage = passages[at]
    level = Level.POINT if place.point else Level.CLAUSE if place.clause else Level.ARTICLE
    if passage.level is not level:
        return False
    article, clause = around(passages, at, Level.ARTICLE), around(passages, at, Level.CLAUSE)
    if article is None or passages[article].number != place.article:
        return False
    if place.clause and (clause is None or passages[clause].number != place.clause):
        return False
    return not place.point or passage.number == place.point


def _sentences(passage: Passage) -> Iterator[str]:
    for line in passage.text.split("\n"):
        yield from (part.strip() for part in re.split(r"(?<=[;.])\s+(?=[^\s\d])", line) if part.strip())


def _later(low: str, at: int, passages: Sequence[Passage], issued_on: dt.date | None) -> Iterator[Later]:
    article, clause = around(passages, at, Level.ARTICLE), around(passages, at, Level.CLAUSE)
    here = {
        "article": passages[article].number if article is not None else "",
        "clause": passages[clause].number if clause is not None else "",
    }
    for match in _PART.finditer(low):
        day = _date(match, issued_on)
        places = places_in(match["what"], **here)
        # "… của Luật số 12 …" speaks of another document.
        if day and places and not re.search(rf"của {_KINDS} (?!này)", match["what"]):
            yield Later(tuple(places), day, at)


def _ended(sentence: str, how: str, at: int) -> Iterator[Ended]:
    paragraph = Paragraph("", sentence)
    for one in cited(paragraph, 0, len(sentence)):
        # "được sửa đổi, bổ sung tại Nghị định …" says how the ended one had been changed before.
        before = canonical(sentence[: one.place.start])
        if not re.search(r"(?:sửa đổi|bổ sung)[^()]{0,60}(?:tại|theo|bởi|bằng)\s+(?:\S+\s+){0,3}$", before):
            yield Ended(one.kind, one.number, one.name, one.date, how, at)


def _date(match: re.Match[str], issued_on: dt.date | None) -> dt.date | None:
    groups = match.groupdict()
    if groups.get("own"):
        day = issued_on
    else:
        try:
            day = dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
        except (ValueError, TypeError):
            return None
    return day + dt.timedelta(days=int(groups["after"])) if day and groups.get("after") else day

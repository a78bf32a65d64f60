"""Which provisions do not work by themselves: somebody named must first issue the details. A proposal, for a person to confirm."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from roviec.core.extraction.letters import canonical, squeeze
from roviec.core.provisions.model import Level, Passage, around
from roviec.core.reasons import Reason

SURE = 0.8
_LONGEST_NAME = 160
_BY = re.compile(
    r"(?:chậm nhất|trước|hoàn thành trong)\s+(?:là\s+|vào\s+)?ngày\s*(?P<d>\d{1,2})\s*(?:tháng|/)\s*(?P<m>\d{1,2})\s*(?:năm|/)\s*(?P<y>20\d\d)"
)
_SAID = Reason("provision.details_named")
_USUAL = Reason("provision.guidance_named")
_GENERAL = Reason("provision.general_guidance")
_BY_REFERENCE = Reason("provision.by_reference")
_FROM_ABOVE = Reason("provision.issuer_above")
_QUOTED = Reason("provision.of_amended_law")


@dataclass(frozen=True, slots=True)
class Awaited:
    """`passage` is where it is said, `article` what it holds up (the article around it). `due`: the text names a day; else None, and
    it is needed by the day the provision takes effect. `sure` from 0 to 1, SURE and more is proposed as it is.
    """

    passage: int
    article: int
    issuer: str
    words: str
    due: dt.date | None
    sure: float
    why: tuple[Reason, ...]


@cache
def _words() -> dict[str, tuple[str, ...]]:
    text = resources.files("roviec.core.provisions").joinpath("guidance.toml").read_text(encoding="utf-8")
    return {key: tuple(value) for key, value in tomllib.loads(text).items()}


def _any(name: str) -> str:
    words = list(_words()[name])
    if name == "issuers":
        words += [f"bộ trưởng {word}" for word in words if word.startswith("bộ ") and "trưởng" not in word]
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    issuer = rf"(?<!\w)(?P<issuer>(?:{_any('issuers')})(?!\w)[^;.:]{{0,{_LONGEST_NAME}}}?)"
    verb = rf"(?P<verb>{_any('details')}|{_any('guides')})(?!\w)"
    between = r"(?:\s*,)?\s+(?:(?:có|chịu) trách nhiệm\s*:?\s+|chủ trì[^;.:]{0,120}?\s+|xây dựng(?: và)?,?\s+|chỉ đạo,\s+|thống nhất\s+)*"
    return (
        re.compile(issuer + between + verb),
        re.compile(rf"theo\s+(?:quy định|hướng dẫn)(?:\s+chi tiết)?\s+của\s+(?P<issuer>{_any('issuers')})(?!\w)"),
        re.compile(rf"(?<!\w)(?P<issuer>(?:{_any('issuers')})(?!\w)[^;.:]{{0,300}}?)\s+(?:có|chịu) trách nhiệm\s*:$"),
    )


def read_awaited(passages: Sequence[Passage]) -> list[Awaited]:
    """Each issuer once for an article and passage, in the order of the text. Only what stands in articles."""
    found: dict[tuple[int, str], Awaited] = {}
    for at, passage in enumerate(passages):
        article = around(passages, at, Level.ARTICLE)
        if article is None or passage.level is Level.ROW:
            continue
        above = _issuer_above(passages, at)
        for sentence in re.split(r"(?<=[;.])\s+|\n", passage.text):
            said = passage.text[: passage.text.find(sentence)]
            quoted = sentence.startswith("“") or said.count("“") > said.count("”")
            for issuer, sure, why in _read(squeeze(sentence), above):
                if quoted:
                    sure, why = min(sure, 0.6), (*why, _QUOTED)
                due = _due(sentence) or _due(passage.text)
                one = Awaited(at, article, issuer, squeeze(sentence), due, sure, why)
                known = found.get((at, canonical(issuer)))
                if known is None or known.sure < sure:
                    found[at, canonical(issuer)] = one
    return sorted(found.values(), key=lambda one: one.passage)


def _read(sentence: str, above: str) -> Iterator[tuple[str, float, tuple[Reason, ...]]]:
    low = canonical(sentence)
    named, by_reference, _heads = _patterns()
    match = named.search(low)
    while match and _is_reference(low, match):
        match = named.search(low, match.end())
    if match:
        if (sure := _sureness(low, match)) is not None:
            yield _name(sentence, match), *sure
    elif above:
        whole = f"{canonical(above)} {low}"
        match = named.match(whole)
        if match and match.end() <= len(above) + 60 and (sure := _sureness(whole, match)) is not None:
            yield above, min(sure[0], 0.75), (*sure[1], _FROM_ABOVE)
    for match in by_reference.finditer(low):
        yield sentence[match.start("issuer") : match.end("issuer")], 0.4, (_BY_REFERENCE,)


def _sureness(low: str, match: re.Match[str]) -> tuple[float, tuple[Reason, ...]] | None:
    verb, rest = match["verb"], low[match.end() :].lstrip()
    if verb in _words()["details"]:
        return 0.95, (_SAID,)
    if low.startswith(_words()["general"], match.start("verb")):
        return 0.5, (_GENERAL,)
    if verb == "ban hành":
        return (0.8, (_USUAL,)) if rest.startswith(_words()["texts"]) else None
    if verb == "quy định" and rest.startswith(("tại ", "của ", "ở ", "trong ")):
        return None  # "Chính phủ … quy định tại Điều 5": a place in a text, not a text to come
    return 0.85, (_USUAL,)


def _is_reference(low: str, match: re.Match[str]) -> bool:
    """ "do … quy định" is an order; "theo quy định của …", "nghị định của Chính phủ quy định" speak of texts by name."""
    before = low[: match.start("issuer")].rstrip()
    return before.endswith((" của", "trình", "báo cáo", "đề nghị", "tham mưu", "giúp"))


def _due(text: str) -> dt.date | None:
    """Only a whole date behind "chậm nhất", "trước": a wrong day is worse than none."""
    match = _BY.search(canonical(text))
    try:
        return dt.date(int(match["y"]), int(match["m"]), int(match["d"])) if match else None
    except ValueError:
        return None


def _name(sentence: str, match: re.Match[str]) -> str:
    return squeeze(sentence[match.start("issuer") : match.end("issuer")]).strip(" ,")


def _issuer_above(passages: Sequence[Passage], at: int) -> str:
    """ "3. Bộ Nội vụ có trách nhiệm:" over "a) Hướng dẫn …": who is meant in the points."""
    parent = passages[at].parent
    if parent is None or passages[at].level is not Level.POINT:
        return ""
    text = squeeze(passages[parent].text.split("\n")[-1])
    match = _patterns()[2].search(canonical(text))
    return squeeze(text[match.start("issuer") : match.end("issuer")]) if match else ""

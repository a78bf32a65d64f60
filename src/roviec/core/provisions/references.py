"""Places in a legal text as it names them: "điểm a, b khoản 2 Điều 5", "các khoản 1 và 3 Điều này", "Điều 10 và Điều 11"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = r"\d{1,3}[a-zđ]?"
_POINT = r"[a-zđ]\d?"
_LETTERS = "abcdđeghiklmnopqrstuvxy"  # the order in which points follow each other


def _list(one: str, word: str) -> str:
    """The word may stand again before each: "khoản 1 và khoản 3"."""
    return rf"{one}(?:\s*(?:,|và|,\s*và|đến)\s*(?:{word}\s+)?{one})*"


_POINTS, _CLAUSES = _list(_POINT + r"(?!\w)", "điểm"), _list(_NUMBER, "khoản")
# "khoản 2 Điều 5 và Điều 10" are two places: the word again goes on with the same clause only in a range.
_ARTICLES = rf"{_NUMBER}(?:\s*(?:,|và|,\s*và)\s*{_NUMBER}|\s*đến\s*(?:điều\s+)?{_NUMBER})*"
_PLACE = re.compile(
    rf"(?:(?:các\s+)?điểm\s+(?P<points>{_POINTS})\s+)?"
    rf"(?:(?:các\s+)?khoản\s+(?P<clauses>này|{_CLAUSES})[\s,]*(?:của\s+)?)?"
    rf"(?:(?:các\s+)?điều\s+(?P<articles>này|{_ARTICLES}))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Empty `clause` or `point`: the whole article or clause."""

    article: str
    clause: str = ""
    point: str = ""


def places_in(text: str, *, article: str = "", clause: str = "") -> list[Place]:
    """The places that `text` names, in its order. `article` and `clause` are where it stands itself, for "Điều này", "khoản này"."""
    found: list[Place] = []
    for match in _PLACE.finditer(text):
        articles = [article] if match["articles"].lower() == "này" else list(_numbers(match["articles"]))
        clauses = [clause] if (match["clauses"] or "").lower() == "này" else list(_numbers(match["clauses"] or ""))
        points = list(_points(match["points"] or ""))
        for one in filter(None, articles):
            if not clauses:
                found += [Place(one, "", point) for point in points] or [Place(one)]
            for inner in filter(None, clauses):
                found += [Place(one, inner, point) for point in points] or [Place(one, inner)]
    return list(dict.fromkeys(found))


def _points(text: str) -> Iterator[str]:
    """ "a, b và d" one by one; "a đến đ" with those between."""
    before, through = "", False
    for word in re.findall(rf"đến|(?<!\w){_POINT}(?!\w)", text.lower()):
        if word == "đến":
            through = True
            continue
        if through and word in _LETTERS and before in _LETTERS:
            yield from _LETTERS[_LETTERS.index(before) + 1 : _LETTERS.index(word)]
        yield word
        before, through = word, False


def _numbers(text: str) -> Iterator[str]:
    """ "1, 2 và 4" one by one; "5 đến 8" with those between."""
    before, through = 0, False
    for word in re.findall(rf"đến|{_NUMBER}", text.lower()):
        if word == "đến":
            through = True
            continue
        if through and word.isdecimal() and 0 < int(word) - before < 200:
            yield from (str(n) for n in range(before + 1, int(word)))
        yield word
        before, through = int(re.match(r"\d+", word)[0]), False  # type: ignore[index]  # the pattern begins with a digit

"""Points on the calendar within a phrase: days, months, quarters, years, each with its first and last day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from roviec.core.deadlines.model import DeadlineKind, last_of_month

# "nám", "nam" are slips of scanning that occur in published texts.
YEAR_WORD = r"n[ăâáa]m"
QUARTER_WORD = r"q(?:uý|úy|uí|úi|uy)"
_YEAR = r"(?:19|20)\d\d"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_SEP = r"\s*[/.\-]\s*"
_OF_YEAR = rf"(?:\s*(?:[/\-,.]|{YEAR_WORD}|của {YEAR_WORD})\s*(?:{YEAR_WORD}\s*)?(?P<y{{0}}>{_YEAR}))"

_POINT = re.compile(
    "|".join(
        (
            rf"(?<![\d/])(?P<d1>\d{{1,2}}){_SEP}(?P<m1>\d{{1,2}}){_SEP}(?P<y1>\d{{4}}|\d\d)(?![\d/])",
            r"(?:ngày\s*)?(?<!\d)(?P<d2>\d{1,2})\s*tháng\s*(?P<m2>\d{1,2})(?!\d)" + _OF_YEAR.format("2") + "?",
            rf"(?<![\d/])(?P<m3>\d{{1,2}}){_SEP}(?P<y3>{_YEAR})(?![\d/])",
            r"(?:ngày\s*)?(?<![\d/])(?P<d4>\d{1,2})/(?P<m4>\d{1,2})(?![\d/])",
            r"(?:tháng\s*)(?P<m5>\d{1,2})(?!\d)(?!\s*(?:đầu|cuối))" + _OF_YEAR.format("5") + "?",
            rf"{QUARTER_WORD}\s*(?P<q6>iv|iii|ii|i|[1-4])(?![\w/]*\w)" + _OF_YEAR.format("6") + "?",
            rf"{QUARTER_WORD}\s*(?P<q8>iv|iii|ii|i|[1-4])\s*[/\-]\s*(?P<y8>{_YEAR})",
            rf"(?<![\d/])(?P<y7>{_YEAR})(?!\d)",
        )
    )
)


@dataclass(frozen=True)
class Point:
    """One point; `problem` is set instead of the days when it cannot exist (31/2). `dated` is False when the year was inferred."""

    kind: DeadlineKind
    first: date | None
    last: date | None
    span: tuple[int, int]
    dated: bool
    text: str


def _year(raw: str) -> int:
    return int(raw) + 2000 if len(raw) == 2 else int(raw)


def points_in(text: str, anchor: date) -> Iterator[Point]:
    """The points of a lower-case phrase in order; a missing year is that of the anchor, or the next if it would be past.

    A day or month that stands before a later one with a year ("từ ngày 15/11 đến ngày 30/11/2025") takes that year.
    """
    found = list(_POINT.finditer(text))
    for i, match in enumerate(found):
        groups = {name[0]: value for name, value in match.groupdict().items() if value is not None}
        later = next((_year(v) for m in found[i + 1 :] for n, v in m.groupdict().items() if n[0] == "y" and v), None)
        yield _point(groups, anchor, match, later)


def _point(groups: dict[str, str], anchor: date, match: re.Match[str], later: int | None) -> Point:
    dated = "y" in groups
    year = _year(groups["y"]) if dated else later or anchor.year
    day, month = int(groups.get("d", 0)), int(groups.get("m", 0))
    if "q" in groups:
        kind, quarter = DeadlineKind.QUARTER, _ROMAN[groups["q"]]
        month_first, month_last = 3 * quarter - 2, 3 * quarter
    elif "d" in groups:
        kind, month_first, month_last = DeadlineKind.DATE, month, month
    elif "m" in groups:
        kind, month_first, month_last = DeadlineKind.MONTH, month, month
    else:
        kind, month_first, month_last = DeadlineKind.YEAR, 1, 12
    guessed = not dated and later is None
    try:
        first = date(year, month_first, day or 1)
        last = first if day else last_of_month(year, month_last)
        if guessed and last < anchor:
            first = date(year + 1, month_first, day or 1)
            last = first if day else last_of_month(year + 1, month_last)
    except ValueError:
        return Point(kind, None, None, match.span(), dated, match.group())
    return Point(kind, first, last, match.span(), dated or later is not None, match.group())

"""Columns of a task table that stand for months or quarters: the time is drawn in them with marks."""

import re
from dataclasses import dataclass

from roviec.core.extraction.letters import flat

# "Quý I", "Q2", "Tháng 11", "T11", "11/2026"; folded.
_PERIOD = re.compile(
    r"(?:quy|q)\s*\.?\s*(?P<quarter>iv|iii|ii|i|[1-4])(?!\w)|(?:thang|t)\s*\.?\s*(?P<month>1[0-2]|0?[1-9])(?!\d)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_FEWEST = 2  # columns of periods that make a drawn time


@dataclass(frozen=True)
class Period:
    """A column of a drawn time: its heading in words, and whether a year stands in it or over it."""

    column: int
    said: str
    dated: bool


def periods_of(titles: tuple[str, ...]) -> tuple[Period, ...]:
    """The columns that stand for a month or quarter, by the whole of their headings ("Tiến độ năm 2026 / Quý I"); () when
    there are fewer than two."""
    found = []
    for column, title in enumerate(titles):
        own = flat(title.rsplit(" / ", 1)[-1]).strip()
        match = _PERIOD.match(own)
        if match is None or len(own) > 16:
            continue
        year = _YEAR.search(title)
        kind = f"quý {match['quarter']}" if match["quarter"] else f"tháng {match['month']}"
        found.append(Period(column, f"{kind}/{year[0]}" if year else kind, year is not None))
    return tuple(found) if len(found) >= _FEWEST else ()

"""Deadlines that a task table draws: a mark in each month or quarter in which the work is done."""

import re
from dataclasses import replace
from datetime import date

from roviec.core.extraction.model import Cell, Place
from roviec.core.extraction.periods import Period
from roviec.core.extraction.proposals import Field, Timing
from roviec.core.extraction.timing import timing_of
from roviec.core.reasons import Reason

_MARK = re.compile(r"[xX×✓✔v√●■*+]|có")


def drawn(line: list[Cell | None], periods: tuple[Period, ...], day: date, sure: float) -> Field[Timing] | None:
    """The deadline that marks draw: the end of the last marked period. None for a row without a mark, or with words in
    place of marks."""
    marked = []
    for period in periods:
        cell = line[period.column] if period.column < len(line) else None
        if cell is None or not cell.text.strip():
            continue
        if not _MARK.fullmatch(cell.text.strip()):
            return None
        marked.append((period, cell))
    if not marked:
        return None
    period, cell = marked[-1]
    timing = timing_of(period.said, Place(cell.anchor, 0, len(cell.text)), day, min(sure, 0.85))
    found = replace(timing, why=(*timing.why, Reason("table.drawn_time", {"text": period.said})))
    return found if period.dated else found.doubted(0.7, "deadline.vague", text=period.said)

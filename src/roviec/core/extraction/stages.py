"""Headings that give a time to all that stands under them: "1. Giai đoạn chuẩn bị (từ 01/12/2025 đến 31/01/2026)"."""

import re
from datetime import date

from roviec.core.deadlines import DeadlineKind
from roviec.core.extraction.outline import Node, is_heading, skipped
from roviec.core.extraction.phrases import deadline_in
from roviec.core.extraction.proposals import Field, Timing

# A stage by its name, or a time in brackets at the end; not the date of an order that opens a list.
_STAGE_HEADING = re.compile(
    r"(?:giai đoạn|đợt|bước|từ|trong|đến|tháng|quý|tuần|trước|công việc|nhiệm vụ)(?![\wđ])|[^()]*\([^()]*\d[^()]*\)\W*$"
)
_OWN_TIME = re.compile(r"\([^()]*\)")  # "Bước 1 (từ 10/11 đến 15/11/2025): …"
_STAGE = (DeadlineKind.DATE, DeadlineKind.MONTH, DeadlineKind.QUARTER, DeadlineKind.RANGE)


def stage_of(node: Node, day: date) -> Field[Timing] | None:
    """The deadline of the nearest heading above `node` that states one, for the eye; None when none does."""
    own = _OWN_TIME.match(node.text) if node.kind == "step" else None
    if own is not None:
        found = deadline_in(own[0], node.place(0, 0).anchor, day, node.offset)
        if found is not None:
            return found.doubted(0.7, "prose.deadline_from_heading", heading=node.shown()[:80])
    above = node.parent
    while above is not None and above.paragraph is not None:
        if above.numbered and is_heading(above) and _STAGE_HEADING.match(above.low) and not skipped(above):
            found = deadline_in(above.text, above.place(0, 0).anchor, day, above.offset)
            if found is not None and found.value.kind in _STAGE and found.value.due is not None:
                return found.doubted(0.7, "prose.deadline_from_heading", heading=above.shown()[:80])
        above = above.parent
    return None

"""Sentences around the orders that give nobody work: preambles, closings, pointers to a table, narration."""

import re
from datetime import date

from roviec.core.extraction.lexicon import words
from roviec.core.extraction.orders import read_line
from roviec.core.extraction.outline import Node
from roviec.core.extraction.phrases import deadline_in

_POINTS_TO_TABLE = re.compile(
    r"[^.;:]{0,120}(?:tại|theo|ở|xem) (?:các )?(?:phụ lục|bảng|danh mục|biểu)[^.;]{0,60}(?:kèm theo|đính kèm|dưới đây|sau đây|\d)[^.;]{0,40}\W*$"
)
_GIVES_IN_PREAMBLE = re.compile(r"(?<!theo )(?<!xét )(?:yêu cầu|đề nghị|giao|phân công)\s+(?!của )")
_ANNOUNCES = re.compile(r"(?:văn phòng|ban|sở|ủy ban nhân dân|bộ)[^,;.]{0,60} (?:trân trọng )?thông báo")


def is_aside(node: Node, led: bool, day: date) -> bool:
    """Whether the unnumbered paragraph `node` gives nobody work. `led` says that the text around it names a lead."""
    low = node.low.lstrip(' *-“"')
    if low.startswith(words("zones")["closing"]) or low.rstrip().endswith(":"):
        return True
    if _POINTS_TO_TABLE.match(low) and read_line(node.text).subject is None:
        return True
    if not led and low.startswith(words("zones")["preamble"]):
        return not _GIVES_IN_PREAMBLE.search(low)
    return bool(_ANNOUNCES.match(low)) or (low.rstrip().endswith("./.") and deadline_in(node.text, "", day) is None)

"""Putting wrapped lines of plain text and of PDF pages together to paragraphs again."""

import re
from collections.abc import Iterable

_ITEM = re.compile(
    r"^\s*(?:[-+•*–]\s|\(?\d{1,3}(?:\.\d{1,3})*[.)]\s|\d{1,2}(?:\.\d{1,2})+\s|[a-zđ]{1,2}\)\s|[IVXLC]{1,6}\.\s|(?:Điều|Chương|Mục|Phụ lục|PHỤ LỤC)\s)"
)
# Marks that are stamped on a page stand for themselves, whatever is printed around them.
_STAMP = re.compile(r"^\W*(?:(?:độ mật\s*:?\s*)?(?:tuyệt |tối )?mật|hỏa tốc|hoả tốc|thượng khẩn|khẩn)\W*$", re.I)
_END = re.compile(r"[.;:!?…/]\s*$|[.;:]”\s*$")
_SHORT = 45  # characters; a line this much below the usual width ends its paragraph


def join_wrapped(lines: Iterable[str]) -> list[str]:
    """Paragraphs from lines. An empty line, a list number, or a sentence that ends in a short line closes one."""
    kept = [line.rstrip() for line in lines]
    lengths = sorted(len(line) for line in kept if line.strip())
    if not lengths:
        return []
    usual = lengths[int(len(lengths) * 0.9)]
    full = sum(length > 0.85 * usual for length in lengths)
    # No page is wider than 120 letters or narrower than 60, and wrapped text is mostly full lines: else each line is a paragraph already.
    if not 60 <= usual <= 120 or full * 2 < len(lengths):
        return [line.strip() for line in kept if line.strip()]
    out: list[str] = []
    open_line = ""
    for line in kept:
        text = line.strip()
        if not text:
            open_line = _close(out, open_line)
            continue
        if _STAMP.match(text):
            _close(out, open_line)
            open_line = _close(out, text)
            continue
        if open_line and (_ITEM.match(text) or _capitals(text) != _capitals(open_line)):
            open_line = _close(out, open_line)
        open_line = f"{open_line} {text}" if open_line else text
        if (_END.search(text) and len(line) < usual - 10) or len(line) < usual - _SHORT:
            open_line = _close(out, open_line)
    _close(out, open_line)
    return out


def _close(out: list[str], text: str) -> str:
    if text:
        out.append(text)
    return ""


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.8 * len(letters)

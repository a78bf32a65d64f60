"""Passages by the words that were typed, marks or none; and what of a found passage is shown."""

import re
import unicodedata
from collections.abc import Sequence

from roviec.core.extraction.letters import flat
from roviec.core.text import fold

MOST_WORDS = 12
_WORD = re.compile(r"[0-9a-z]+")
AROUND = 110  # characters shown before the first found word


def searchable(text: str) -> str:
    """The words of a text, folded, one space around each, so that ` sap xep ` is those words and not a part of others."""
    return f" {' '.join(_WORD.findall(fold(text)))} "


def searched_words(text: str) -> tuple[str, ...]:
    """What somebody typed, as words; at most MOST_WORDS."""
    return tuple(_WORD.findall(fold(text))[:MOST_WORDS])


def marked(text: str, words: Sequence[str], width: int = 320) -> list[tuple[str, bool]]:
    """About `width` characters of the text around the words, as (piece, whether it was searched for); "…" where text was left out.

    The words as a phrase come first: where they stand together, that place is shown and marked as one.
    """
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    low = flat(plain)
    phrase = _spans(low, r"[^0-9a-z]+".join(map(re.escape, words))) if words else []
    spans = phrase or sorted({span for word in words for span in _spans(low, re.escape(word))})
    first = spans[0][0] if spans else 0
    start = 0 if first <= AROUND else plain.rfind(" ", 0, first - AROUND) + 1
    end = len(plain)
    if end - start > width:
        end = max(plain.rfind(" ", start, start + width), start + width // 2)
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for begin, stop in spans:
        if begin < at or stop > end:
            continue
        if begin > at:
            pieces.append((plain[at:begin], False))
        pieces.append((plain[begin:stop], True))
        at = stop
    pieces.append((plain[at:end] + ("…" if end < len(plain) else ""), False))
    return [piece for piece in pieces if piece[0]]


def _spans(low: str, pattern: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(rf"(?<![0-9a-z]){pattern}(?![0-9a-z])", low)]

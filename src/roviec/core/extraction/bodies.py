"""Bodies whose whole name is known (`lexicon/bodies.txt`): where such a name ends is certain."""

import re
from functools import cache

from roviec.core.extraction.letters import UPPER, canonical
from roviec.core.extraction.lexicon import lines


@cache
def _by_first_word() -> dict[str, tuple[str, ...]]:
    """The known names in canonical form under their first word, longest first."""
    found: dict[str, list[str]] = {}
    for name in lines("bodies"):
        plain = canonical(name)
        found.setdefault(plain.split()[0], []).append(plain)
    return {word: tuple(sorted(names, key=len, reverse=True)) for word, names in found.items()}


def end_of_known_body(text: str, low: str, at: int) -> int:
    """Where the longest known name that begins at `at` ends, or `at` when none does. `low` is the canonical form of `text`."""
    if not text[at : at + 1].isupper():
        return at
    space = low.find(" ", at)
    first = low[at : space if space >= 0 else len(low)]
    for name in _by_first_word().get(first, ()):
        end = at + len(name)
        if low.startswith(name, at) and not low[end : end + 1].isalnum():
            return end
    return at


def known_spans(text: str, low: str) -> list[tuple[int, int]]:
    """The stretches of `text` that are known names, in order, none within another."""
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        if text[at].isupper() and (at == 0 or not text[at - 1].isalnum()):
            end = end_of_known_body(text, low, at)
            if end > at:
                spans.append((at, end))
                at = end
                continue
        at += 1
    return spans


# What may follow a known name and belong to it: "Sở Y tế tỉnh Đồng Nai", "Công an các xã, phường".
_PLACE_BEHIND = re.compile(
    rf"(?:,? (?:và )?(?:tỉnh|thành phố|xã|phường|đặc khu|huyện|quận|các|cấp|khu vực|trung ương|Việt Nam|-|[{UPPER}]\w*|[IVX\d]+)|\s*\([^)]*\))*\W*$"
)


def ends_with_known_body(text: str, low: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is a known name, or ends in one, with no more than a place behind it."""
    spans = known_spans(text[start:end], low[start:end])
    return bool(spans) and _PLACE_BEHIND.match(text[start + spans[-1][1] : end]) is not None


def ends_as_known(name: str, low: str) -> bool:
    """Whether `name` says no more than the known name in it; True for a name without a known one."""
    return not known_spans(name, low) or ends_with_known_body(name, low, 0, len(name))

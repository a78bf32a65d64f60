"""Comparing Vietnamese letters without moving them.

Everything here keeps the length of an NFC text, so that a place found in the compared form is the
same place in the text that was read. (`core.text.fold` is for searching: it does not keep places.)
"""

import re
import unicodedata
from functools import lru_cache

_SIGNS = {"\xa0": " ", "\t": " ", "\n": " ", "–": "-", "—": "-", "‑": "-", "“": '"', "”": '"', "’": "'", "…": "."}
_BLOCKS = (range(0x41, 0x5B), range(0xC0, 0x250), range(0x1E00, 0x1F00))
# Letters for character classes of patterns: [{UPPER}] and [{LOWER}] of all that Vietnamese uses.
UPPER = "".join(c for block in _BLOCKS for n in block if (c := chr(n)).isupper()) + "Đ"
LOWER = "".join(c for block in _BLOCKS for n in block if (c := chr(n)).islower()) + "a-zđ"
_LOWER = {n: low for block in _BLOCKS for n in block if len(low := chr(n).lower()) == 1 and low != chr(n)}
_CANONICAL = str.maketrans(_SIGNS) | _LOWER
_BARE = {
    n: bare
    for n in (m for block in _BLOCKS for m in block)
    if (bare := unicodedata.normalize("NFD", chr(n).lower())[0]).isascii()
}
_FLAT = str.maketrans(_SIGNS) | _BARE | {ord("đ"): "d", ord("Đ"): "d"}

# Old and new ways of placing the tone in oa, oe, uy ("Hòa"/"Hoà", "Ủy"/"Uỷ"): both are current in official documents,
# often in the same one. After q the u belongs to the consonant and the tone stays ("quý").
_TONES = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
_MOVED_TONE = re.compile("(?<!q)(?:" + "|".join(_TONES) + ")(?![a-zà-ỹ])")


@lru_cache(maxsize=8192)
def canonical(text: str) -> str:
    """Lower case, plain spaces and signs, one tone placement; as long as `text`, which must be NFC."""
    return _MOVED_TONE.sub(lambda m: _TONES[m[0]], text.translate(_CANONICAL))


def flat(text: str) -> str:
    """Lower case without diacritics, plain spaces and signs; as long as `text`, which must be NFC."""
    return text.translate(_FLAT)


def squeeze(text: str) -> str:
    """White space of any kind to single spaces, ends trimmed."""
    return " ".join(text.split())

"""Vietnamese text as people search and sort it."""

import unicodedata

# Latin letters with marks (Latin-1 to Latin Extended Additional) to their bare letter, and combining marks to nothing: one
# translate is an order of magnitude faster than decomposing every string.
_BARE: dict[int, str | None] = {
    code: "".join(c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c))
    for block in (range(0xC0, 0x250), range(0x1E00, 0x1F00))
    for code in block
    if unicodedata.decomposition(chr(code))
}
_BARE |= dict.fromkeys(range(0x300, 0x370))
_BARE |= {ord("đ"): "d", ord("Đ"): "d"}

_ALPHABET = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
# Dictionary order of the tones: level, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

WordKey = tuple[tuple[int, ...], int]
NameKey = tuple[WordKey, tuple[WordKey, ...], WordKey]


def fold(text: str) -> str:
    """Text for searching and comparing: lower case, without marks, đ as d, white space collapsed.

    The same for NFC and NFD, for "Hòa" and "Hoà", for upper and lower case; folding twice changes nothing.
    """
    return " ".join(unicodedata.normalize("NFC", text).lower().translate(_BARE).split())


def _word_key(word: str) -> WordKey:
    """Letters first, the tone only to break ties, so it does not matter over which vowel the tone is written."""
    letters: list[str] = []
    tone = 0
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tone = _TONES[char]
        elif unicodedata.combining(char) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        else:
            letters.append(char)
    return tuple(_ALPHABET.get(letter, len(_ALPHABET) + ord(letter[0])) for letter in letters), tone


def given_name_key(full_name: str) -> NameKey:
    """Sort key of a Vietnamese name: given name (the last word), then middle names, then family name (the first)."""
    words = [_word_key(word) for word in full_name.split()]
    if not words:
        return ((), 0), (), ((), 0)
    return words[-1], tuple(words[1:-1]), words[0]


def given_name_sort_text(full_name: str) -> str:
    """`given_name_key` as text of hex digits, for a column that every database and collation sorts alike."""
    given, middle, family = given_name_key(full_name)
    return _key_text(given) + "".join(map(_key_text, middle)) + "00" + _key_text(family)


def _key_text(key: WordKey) -> str:
    letters, tone = key
    return "".join(_letter_text(letter + 2) for letter in letters) + f"000{tone}"


def _letter_text(place: int) -> str:
    return f"{place:02x}" if place < 0xF0 else f"f{min(place, 0xFFFFF):05x}"

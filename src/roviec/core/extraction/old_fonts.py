"""Text typed for fonts from before Unicode: TCVN3 (".VnTime") and VNI ("VNI-Times").

Such a file stores letters of Western Europe that only look Vietnamese in their font. Tables: TCVN 5712:1993 (VN3) and the
VNI Windows encoding.
"""

import re
from enum import StrEnum


class OldFont(StrEnum):
    TCVN3 = "TCVN3"
    VNI = "VNI"


_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3)
_VNI_TONES = {"ù": 0, "ø": 1, "û": 2, "õ": 3, "ï": 4}
_VNI: dict[str, str] = {}
for _base, _toned in {
    "a": "áàảãạ",
    "e": "éèẻẽẹ",
    "o": "óòỏõọ",
    "u": "úùủũụ",
    "y": "ýỳỷỹ",
    "ô": "ớờởỡợ",
    "ö": "ứừửữự",
}.items():
    for _mark, _place in _VNI_TONES.items():
        if _place < len(_toned):
            _VNI[_base + _mark] = _toned[_place]
for _base, _letters in {"a": "âấầẩẫậ", "e": "êếềểễệ", "o": "ôốồổỗộ"}.items():
    _VNI.update({_base + mark: letter for mark, letter in zip("âáàåãä", _letters, strict=True)})
_VNI.update({"a" + mark: letter for mark, letter in zip("êéèúüë", "ăắằẳẵặ", strict=True)})
_VNI.update({"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"})
_VNI.update({old.upper(): new.upper() for old, new in list(_VNI.items())})
_VNI.update(
    {old[0].upper() + old[1:]: new.upper() for old, new in list(_VNI.items()) if len(old) == 2 and old.islower()}
)
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_TRUE_LETTERS = re.compile("[ơưđăĐƯƠĂạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỷỹỵ]")
_TCVN3_SIGNS = re.compile("(?<=[A-Za-z])[µ¶·¸¹»¼½¾®ª«¬©¨]|[®§](?=[a-zµ-þ])")
_VNI_SIGNS = re.compile("[aeouyôöAEOUYÔÖ][ùøûõïåäëüÙØÛÕÏÅÄËÜ]|ñ")


def old_font_of(text: str) -> OldFont | None:
    """Which old encoding `text` is in; None for Unicode text and for text too short to tell (under 20 letters)."""
    letters = sum(c.isalpha() for c in text)
    if letters < 20 or len(_TRUE_LETTERS.findall(text)) * 100 > letters:
        return None
    counts = {OldFont.TCVN3: len(_TCVN3_SIGNS.findall(text)), OldFont.VNI: len(_VNI_SIGNS.findall(text))}
    likely = max(counts, key=lambda font: counts[font])
    return likely if counts[likely] * 50 > letters else None


def to_unicode(text: str, font: OldFont, *, capitals: bool = False) -> str:
    """`text` in NFC. `capitals`: the font shows every letter as a capital (names ending in H, ".VnTimeH")."""
    if font is OldFont.TCVN3:
        text = text.translate(_TCVN3_TABLE)
        return text.upper() if capitals else text
    return _VNI_PATTERN.sub(lambda m: _VNI[m[0]], text)

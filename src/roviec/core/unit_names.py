"""Names of units as documents write them: "Sở KH&CN", "UBND P. Bến Thành", "UBND TP", "Sở NN và MT" all name a unit.

Keys are folded text (`core.text.fold`) with abbreviations spelt out and punctuation dropped; two spellings of one name give one key.
"""

import re

from roviec.core.text import fold

# Spelt out wherever they stand alone. Longer ones first: "tp.hcm" before "tp".
_ABBREVIATIONS = (
    (r"\btp\.?\s*hcm\b|\btphcm\b", "thanh pho ho chi minh"),
    (r"\bhcm\b", "ho chi minh"),
    (r"\bubmttqvn\b", "uy ban mat tran to quoc viet nam"),
    (r"\bubmttq\b", "uy ban mat tran to quoc"),
    (r"\bmttq\b", "mat tran to quoc"),
    (r"\bubnd\b", "uy ban nhan dan"),
    (r"\bhdnd\b", "hoi dong nhan dan"),
    (r"\bubkt\b", "uy ban kiem tra"),
    (r"\bttpvhcc\b", "trung tam phuc vu hanh chinh cong"),
    (r"\bbql\b", "ban quan ly"),
    (r"\bvp\b\.?", "van phong"),
    (r"\btp\b\.?", "thanh pho"),
    (r"\btx\.", "thi xa "),
    (r"\bq\.", "quan "),
    (r"\bh\.", "huyen "),
    (r"\bx\.", "xa "),
)
_ABBREVIATIONS_COMPILED = tuple((re.compile(pattern), f" {full} ") for pattern, full in _ABBREVIATIONS)
# "P." is a ward before a place and a division before a field of work: both keys are tried, nobody guesses.
_P = re.compile(r"\bp\.\s*")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_KINDS = (
    "ban quan ly", "uy ban", "van phong", "chi cuc", "trung tam", "cong an", "thanh tra", "so", "ban", "phong", "bo", "cuc", "vien",
    "truong", "hoi", "kho bac", "doi", "bao", "dai",
)  # fmt: skip
_LINKS = {"va", "cac", "cua"}
_COMMITTEE = "uy ban nhan dan "
_PLACE = re.compile(r"^(?P<unit>.+?) (?P<place>thanh pho(?: .+)?|tinh .+)$")


def name_key(name: str) -> str:
    """The key under which a unit of this name is stored and found."""
    return _spelt_out(fold(name), "phuong ")


def initials_key(name: str) -> str:
    """The kind and the initials of the rest: "so khcn" for Sở Khoa học và Công nghệ; "" for names that nobody abbreviates."""
    key = name_key(name)
    kind = next((kind for kind in _KINDS if key.startswith(f"{kind} ")), "")
    rest = [word for word in key[len(kind) :].split() if word not in _LINKS]
    if not kind or len(rest) < 2:
        return ""
    return f"{kind} {''.join(word[0] for word in rest)}"


def lookup_keys(name: str) -> tuple[str, ...]:
    """Keys to look a written name up by: spelt out (both readings of "P."), and with its run of capitals as initials."""
    folded = fold(name)
    keys = [_spelt_out(folded, "phuong "), _spelt_out(folded, "phong "), _with_initials(name)]
    return tuple(dict.fromkeys(key for key in keys if key))


def wider_keys(key: str) -> tuple[tuple[str, str], ...]:
    """Other keys for the same unit, each with the place that an ancestor's name must end in ("" for none).

    A ward stands for its people's committee and the other way round; "… thành phố Hồ Chí Minh" is dropped only for units of that city.
    """
    wider = [(key.removeprefix(_COMMITTEE), "") if key.startswith(_COMMITTEE) else (_COMMITTEE + key, "")]
    if place := _PLACE.match(key):
        required = "" if place["place"] == "thanh pho" else place["place"]
        wider.append((place["unit"], required))
        if place["unit"].startswith(_COMMITTEE):
            wider.append((place["unit"].removeprefix(_COMMITTEE), required))
    return tuple(wider)


def _spelt_out(folded: str, p: str) -> str:
    text = _P.sub(p, folded)
    for pattern, full in _ABBREVIATIONS_COMPILED:
        text = pattern.sub(full, text)
    return " ".join(_NOT_WORD.sub(" ", text.replace("&", " va ")).split())


def _with_initials(name: str) -> str:
    """The key with neighbouring abbreviations run together: "Sở NN và MT" -> "so nnmt"."""
    shouting = name.upper() == name
    words: list[str] = []
    initials = ""
    for written in re.split(r"[\s,\-–]+", name.strip()):
        bare = written.replace("&", "").replace(".", "")
        if words and _is_initials(bare, written, shouting):
            initials += _NOT_WORD.sub("", fold(bare))
        elif initials and fold(written) in _LINKS | {"&"}:
            continue
        else:
            if initials:
                words.append(initials)
                initials = ""
            words.append(written)
    if initials:
        words.append(initials)
    return _spelt_out(fold(" ".join(words)), "phuong ")


def _is_initials(bare: str, written: str, shouting: bool) -> bool:
    if not 2 <= len(bare) <= 8 or not bare.isalpha() or bare.upper() != bare:
        return False
    spelt = fold(bare)
    if _spelt_out(spelt, "") != spelt:  # UBND and the like are spelt out instead
        return False
    return not shouting or "&" in written or not set(spelt) & set("aeiou")

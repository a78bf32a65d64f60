"""Small questions about rows of task tables: their numbers, groups, notes of repetition."""

import re

from roviec.core.extraction.letters import canonical, flat, squeeze
from roviec.core.extraction.lexicon import words
from roviec.core.extraction.model import Cell
from roviec.core.extraction.proposals import TrackedState

_ROMAN = re.compile(r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$")
_DECIMAL = re.compile(r"\d{1,4}(?:\.\d{1,3})*$")
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?$|\(?\d{1,2}\)?\s*=.*$")
_DITTO = re.compile(r"^[\s-]*(?:nt|như trên|nhu tren|n/t|\"|”|''|〃)[\s.-]*$", re.I)
_TOTAL = re.compile(r"^(?:tổng cộng|cộng|tổng số|tổng)\s*:?$")
NUMBERING = re.compile(
    r"^\s*(?P<number>(?:(?=[IVXLC])[IVXLC]{1,7}|[A-ZĐ]|\d{1,3}(?:\.\d{1,3}){0,4}|[a-zđ]{1,2})\s*[.)/:-]\s*|\(\d{1,2}\)\s*|\((?:[ivx]{1,5}|[a-zđ])\)\s*|\d{1,2}(?:\.\d{1,2}){1,3}\s+|[-+•*–]\s*)(?=\S)"
)


def depth_of_number(number: str) -> int | None:
    """0 for "A", 1 for "I", 2 for "1", 3 for "1.1" …; None when it is no number."""
    plain = number.strip(" .):/-(")
    if not plain:
        return None
    if _DECIMAL.fullmatch(plain):
        return 2 + plain.count(".")
    if _ROMAN.fullmatch(plain):
        return 1
    if len(plain) == 1 and plain.isalpha():
        return 0 if plain.isupper() else 4
    return None


def without_number(text: str) -> tuple[str, str]:
    """The list number or dash at the beginning of `text`, and the rest."""
    match = NUMBERING.match(text)
    return (match["number"].strip(), text[match.end() :]) if match else ("", text)


def is_column_numbers(cells: list[Cell]) -> bool:
    """The row "(1) (2) (3)" or "A B 1 2" under a heading."""
    texts = [c.text.strip() for c in cells if c.text.strip()]
    return len(texts) >= 3 and all(_COLUMN_NUMBER.match(t) for t in texts)


def is_ditto(text: str) -> bool:
    return bool(_DITTO.match(text))


def is_total(cells: list[Cell]) -> bool:
    return any(_TOTAL.match(canonical(squeeze(c.text))) for c in cells)


def state_of(status: str) -> TrackedState | None:
    """The state that the beginning of a status cell names; None for anything else."""
    plain = flat(squeeze(status)).lstrip("- +")
    best: tuple[int, TrackedState | None] = (0, None)
    for key, phrases in words("status").items():
        for phrase in phrases:
            if plain.startswith(phrase) and len(phrase) > best[0]:
                best = (len(phrase), TrackedState(key))
    return best[1]

"""Which product a piece of work looks like, by its words and by the kind of paper that comes out of it.

Two signs are added up. Topic: how much of the product's own words the work says, words weighted by how rare they are in the list
(inverse document frequency, as in core.likeness), syllables in pairs too. Kind: the work's deliverable, else its title, names the
paper that the product is ("báo cáo", "kế hoạch"). A work item may be long and the product short, so what counts is what is covered
of the product, and only a little how much else the work says.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

from roviec.core.catalogue.outputs import kinds_in, kinds_worked_on
from roviec.core.text import fold

Key = TypeVar("Key", bound=Hashable)
Word = str | tuple[str, str]
TOPIC, WHOLE, KIND, GENERAL = 0.4, 0.25, 0.25, 0.1
# Measured on works of the demo city: see docs/explanation/scoring.md. ALONE is a share of cosine likeness.
SURE, AHEAD, ALONE = 0.42, 0.08, 0.4
LEAST = 0.2
_WORD = re.compile(r"[0-9a-z]+")
# Said in front of nearly every work and every product, in both: they tell nothing apart.
_EMPTY = frozenset(
    (
        "tham", "muu", "thuc", "hien", "trien", "khai", "cong", "tac", "nhiem", "vu", "to", "chuc", "phoi", "hop", "chu", "tri", "va", "cac",
        "cua", "theo", "quy", "dinh", "ve", "viec", "tren", "dia", "ban", "cho", "nam", "thang", "duoc", "giao",
    )
)  # fmt: skip


class Described(Protocol):
    @property
    def part(self) -> str: ...
    @property
    def work(self) -> str: ...
    @property
    def detail(self) -> str: ...
    @property
    def output(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Suggestion(Generic[Key]):
    """`degree` from 0 to 1; `sure`: so alike, and so far ahead of the next one, that a person need only nod."""

    key: Key
    degree: float
    sure: bool


class Suggester(Generic[Key]):
    """Products to suggest, indexed once: a question touches only those that share a word or a kind."""

    def __init__(self, products: Mapping[Key, Described]) -> None:
        self._kinds = {key: kinds_in(one.output) for key, one in products.items()}
        self._general = {key: frozenset(kinds_in(one.work)) for key, one in products.items() if one.part == "shared"}
        words = {
            key: Counter(_words(one.work)) + Counter(dict.fromkeys(_words(one.output), 1))
            for key, one in products.items()
        }
        found: Counter[Word] = Counter(word for counted in words.values() for word in counted)
        self._rarity = {word: math.log((1 + len(products)) / (1 + n)) + 0.3 for word, n in found.items()}
        self._squares: dict[Key, dict[Word, float]] = {
            key: {word: self._rarity[word] ** 2 for word in counted} for key, counted in words.items()
        }
        self._length = {key: sum(squares.values()) for key, squares in self._squares.items()}
        self._detail = {key: frozenset(_words(one.detail)) for key, one in products.items()}
        self._places: dict[Word, list[Key]] = defaultdict(list)
        for key, squares in self._squares.items():
            for word in squares:
                self._places[word].append(key)
        self._of_kind: dict[str, list[Key]] = defaultdict(list)
        for key, kinds in self._kinds.items():
            for kind in kinds:
                self._of_kind[kind].append(key)

    def suggest(
        self, title: str, deliverable: str = "", *, among: Iterable[Key] | None = None, most: int = 5
    ) -> list[Suggestion[Key]]:
        """The likeliest first, at most `most`; none where nothing speaks for any. `among` narrows the question."""
        asked = frozenset(_words(f"{title} {deliverable}"))
        known = [word for word in asked if word in self._rarity]
        length = sum(self._rarity[word] ** 2 for word in known)
        kinds = kinds_in(deliverable) or kinds_worked_on(title)
        shared: dict[Key, float] = defaultdict(float)
        for word in known:
            square = self._rarity[word] ** 2
            for key in self._places[word]:
                shared[key] += square
        for kind in kinds[:1]:
            for key in self._of_kind.get(kind, ()):
                shared[key] += 0.0
        allowed = None if among is None else set(among)
        scored = [
            (self._degree(key, square, asked, length, kinds), key)
            for key, square in shared.items()
            if allowed is None or key in allowed
        ]
        ranked = sorted((one for one in scored if one[0] >= LEAST), key=lambda one: -one[0])[: most + 1]
        return [
            Suggestion(key, degree, place == 0 and self._is_sure(ranked, shared[key], length))
            for place, (degree, key) in enumerate(ranked[:most])
        ]

    def _is_sure(self, ranked: list[tuple[float, Key]], square: float, length: float) -> bool:
        degree, key = ranked[0]
        ahead = len(ranked) == 1 or degree - ranked[1][0] >= AHEAD
        return degree >= SURE and ahead and self._says_it(key, square, length)

    def _says_it(self, key: Key, square: float, length: float) -> bool:
        """The work is about as long as the product; long texts cover anything by chance. Of products for everybody the paper says it."""
        return key in self._general or square >= ALONE * math.sqrt(self._length[key] * length)

    def _degree(self, key: Key, square: float, asked: frozenset[Word], length: float, kinds: tuple[str, ...]) -> float:
        # A word or two of the fuller description help, they never decide.
        detail = self._detail[key]
        helped = min(0.1, 0.02 * sum(1 for word in detail & asked if isinstance(word, tuple)))
        topic = square / self._length[key] if self._length[key] else 0.0
        whole = square / math.sqrt(self._length[key] * length) if square else 0.0
        kind = _kind(kinds, self._kinds[key])
        # A list for everybody names work by its paper alone; that fits any topic.
        general = GENERAL if kinds and kinds[0] in self._general.get(key, ()) else 0.0
        return min(1.0, TOPIC * topic + WHOLE * min(whole, 1.0) + KIND * kind + helped + general)


def _kind(asked: tuple[str, ...], mine: tuple[str, ...]) -> float:
    """1: the paper asked for is the product's only one; 0.85: its first; 0.7: another; 0.4: only a later one asked for is."""
    if not asked or not mine:
        return 0.0
    if asked[0] == mine[0]:
        return 1.0 if len(mine) == 1 else 0.85
    return 0.7 if asked[0] in mine else 0.4 if set(asked) & set(mine) else 0.0


def _words(text: str) -> list[Word]:
    """Syllables without diacritics that tell something, and neighbouring pairs of them."""
    single = _WORD.findall(fold(text))
    return [
        *(word for word in single if word not in _EMPTY),
        *((one, two) for one, two in pairwise(single) if not (one in _EMPTY and two in _EMPTY)),
    ]

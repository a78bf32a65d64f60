"""How alike two assignments are by their words: the same work is often given twice, by a plan and by the notice about that plan.

Words are weighted by how rare they are among everything compared (inverse document frequency), so that "tham mưu", "triển khai"
count for little and "đường Nguyễn Huệ", "giải phóng mặt bằng" for much; likeness is the cosine of the two (Salton, Wong and
Yang, A vector space model for automatic indexing, 1975). Syllables are taken in pairs too: Vietnamese words mostly have two.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Generic, TypeVar

from roviec.core.text import fold

Key = TypeVar("Key", bound=Hashable)
# A syllable, or two that are neighbours.
Word = str | tuple[str, str]
_WORD = re.compile(r"[0-9a-z]+")
SAME, PROBABLY = 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Likeness(Generic[Key]):
    """`degree` from 0 (no word in common) to 1 (the same words)."""

    key: Key
    degree: float

    @property
    def is_same(self) -> bool:
        return self.degree >= SAME


class _Pieces(dict[str, list[str]]):
    """What stands between two spaces -> its syllables without diacritics. Folded once each: texts are long, their vocabulary is small."""

    def __missing__(self, written: str) -> list[str]:
        found = self[written] = _WORD.findall(fold(written))
        return found


class Known(Generic[Key]):
    """Texts to compare with, indexed once. Building costs one pass; a question touches only texts that share a rarer word."""

    def __init__(self, texts: Mapping[Key, str]) -> None:
        self._texts = texts
        self._pieces = _Pieces()
        self._all = max(len(texts), 1)
        self._places: dict[Word, list[Key]] = defaultdict(list)
        places = self._places
        for key, text in texts.items():
            for word in set(self._words(text)):
                places[word].append(key)

    def like(self, text: str, *, at_least: float = PROBABLY, among: Iterable[Key] | None = None) -> list[Likeness[Key]]:
        """What is at least so alike, most alike first; `among` narrows the question."""
        asked = self._weights(text)
        length = _length_of(asked)
        if not length:
            return []
        found = []
        for key in self._candidates(asked, length, at_least, None if among is None else set(among)):
            theirs = self._weights(self._texts[key])
            common = sum(weight * theirs[word] for word, weight in asked.items() if word in theirs)
            degree = min(1.0, common / (length * _length_of(theirs)))
            if degree >= at_least:
                found.append(Likeness(key, degree))
        return sorted(found, key=lambda one: -one.degree)

    def _candidates(
        self, asked: Mapping[Word, float], length: float, at_least: float, wanted: set[Key] | None
    ) -> Iterator[Key]:
        """Keys of all texts that can be so alike, and few others.

        The cosine is at most the length of the asked words that a text shares, divided by the length of all of them (Cauchy and
        Schwarz): so the shared ones have `at_least` squared of the asked square. The commonest words, with long lists of
        texts, are left out as long as they have half of that together; then the others must bring the other half.
        """
        needed = (at_least * length) ** 2
        left_out = 0.0
        shared: dict[Key, float] = defaultdict(float)
        for word in sorted(asked, key=lambda word: -len(self._places.get(word, ()))):
            square = asked[word] ** 2
            if left_out + square <= needed / 2:
                left_out += square
                continue
            for key in self._places.get(word, ()):
                if wanted is None or key in wanted:
                    shared[key] += square
        enough = (needed - left_out) * (1 - 1e-9)  # sums of floating point numbers
        return (key for key, square in shared.items() if square >= enough)

    def _words(self, text: str) -> Iterator[Word]:
        """Syllables without diacritics, and neighbouring pairs of them."""
        single = list(chain.from_iterable(map(self._pieces.__getitem__, text.split())))
        return chain(single, pairwise(single))

    def _weights(self, text: str) -> dict[Word, float]:
        return {word: count * self._rarity(word) for word, count in Counter(self._words(text)).items()}

    def _rarity(self, word: Word) -> float:
        return math.log((1 + self._all) / (1 + len(self._places.get(word, ())))) + 1


def _length_of(weights: Mapping[Word, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values()))

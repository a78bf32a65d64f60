"""How alike two assignments are by their words: the same work is often given twice, by a plan and by the notice about that plan.

Words are weighted by how rare they are among everything compared (inverse document frequency), so that "tham mưu", "triển khai"
count for little and "đường Nguyễn Huệ", "giải phóng mặt bằng" for much; likeness is the cosine of the two (Salton, Wong and
Yang, A vector space model for automatic indexing, 1975). Syllables are taken in pairs too: Vietnamese words mostly have two.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from roviec.core.text import fold

Key = TypeVar("Key", bound=Hashable)
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


def words_of(text: str) -> Counter[str]:
    """Syllables without diacritics, and neighbouring pairs of them."""
    single = _WORD.findall(fold(text))
    return Counter(single) + Counter(f"{first} {second}" for first, second in pairwise(single))


class Known(Generic[Key]):
    """Texts to compare with, indexed once. Building costs one pass; a question touches only texts that share a word."""

    def __init__(self, texts: Mapping[Key, str]) -> None:
        bags = {key: words_of(text) for key, text in texts.items()}
        found_in = Counter(word for bag in bags.values() for word in bag)
        self._all = max(len(bags), 1)
        self._rarity = {word: self._weight(count) for word, count in found_in.items()}
        self._places: dict[str, list[tuple[Key, float]]] = defaultdict(list)
        self._length: dict[Key, float] = {}
        for key, bag in bags.items():
            weights = {word: count * self._rarity[word] for word, count in bag.items()}
            self._length[key] = math.sqrt(sum(weight * weight for weight in weights.values()))
            for word, weight in weights.items():
                self._places[word].append((key, weight))

    def like(self, text: str, *, at_least: float = PROBABLY, among: Iterable[Key] | None = None) -> list[Likeness[Key]]:
        """What is at least so alike, most alike first; `among` narrows the question."""
        bag = words_of(text)
        unseen = self._weight(0)
        weights = {word: count * self._rarity.get(word, unseen) for word, count in bag.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        if not length:
            return []
        wanted = None if among is None else set(among)
        common: dict[Key, float] = defaultdict(float)
        for word, weight in weights.items():
            for key, other in self._places.get(word, ()):
                if wanted is None or key in wanted:
                    common[key] += weight * other
        found = [Likeness(key, min(1.0, total / (length * self._length[key]))) for key, total in common.items()]
        return sorted((one for one in found if one.degree >= at_least), key=lambda one: -one.degree)

    def _weight(self, count: int) -> float:
        return math.log((1 + self._all) / (1 + count)) + 1

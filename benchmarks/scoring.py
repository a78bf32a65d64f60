"""How well proposed assignments agree with labelled ones.

Pairs are matched one to one by likeness of their texts (F1 of folded words, at least 0.5), best first. `strict` counts a
pair only when its set of leads and its due date are both right.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from roviec.core.extraction.proposals import SURE
from roviec.core.text import fold

Assignment = Mapping[str, Any]


@dataclass
class Score:
    """Counts of one document, or of several added up."""

    gold: int = 0
    proposed: int = 0
    found: int = 0
    leads: int = 0
    supports: int = 0
    due: int = 0
    strict: int = 0
    sure: int = 0  # proposals marked sure
    sure_found: int = 0
    sure_right: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def figures(self) -> dict[str, float]:
        """What is kept and compared, to three places."""
        return {
            "gold": self.gold,
            "found": round(self.found_f1, 3),
            "strict": round(self.strict_f1, 3),
            "sure": round(self.sure_share, 3),
            "right": round(self.sure_precision, 3),
        }

    def f1(self, hits: int) -> float:
        return 2 * hits / (self.gold + self.proposed) if self.gold + self.proposed else 1.0

    @property
    def found_f1(self) -> float:
        return self.f1(self.found)

    @property
    def strict_f1(self) -> float:
        return self.f1(self.strict)

    @property
    def sure_share(self) -> float:
        """Of what was found, the part marked sure."""
        return self.sure_found / self.found if self.found else 1.0

    @property
    def sure_precision(self) -> float:
        """Of what is marked sure, the part with the right leads and due date; a proposal that nobody labelled is wrong."""
        return self.sure_right / self.sure if self.sure else 1.0


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[a-z0-9]+", fold(text)))


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def match(gold: Sequence[Assignment], proposed: Sequence[Assignment]) -> dict[int, int]:
    """Index of the labelled assignment by index of the proposal."""
    left, right = [_words(g["text"]) for g in gold], [_words(p["text"]) for p in proposed]
    pairs = sorted(
        (
            (likeness, -abs(i - j), i, j)
            for i, a in enumerate(left)
            for j, b in enumerate(right)
            if (likeness := _likeness(a, b)) >= 0.5
        ),
        reverse=True,
    )
    taken: set[int] = set()
    out: dict[int, int] = {}
    for _, _, i, j in pairs:
        if i not in taken and j not in out:
            taken.add(i)
            out[j] = i
    return out


def _same_names(a: Sequence[str], b: Sequence[str]) -> bool:
    return {" ".join(_words(n).elements()) for n in a} == {" ".join(_words(n).elements()) for n in b}


def score(gold: Sequence[Assignment], proposed: Sequence[Assignment]) -> Score:
    pairs = match(gold, proposed)
    result = Score(gold=len(gold), proposed=len(proposed), found=len(pairs))
    for j, proposal in enumerate(proposed):
        sure = proposal["sure"] >= SURE
        result.sure += sure
        if j not in pairs:
            continue
        labelled = gold[pairs[j]]
        leads = _same_names(labelled["leads"], proposal["leads"])
        due = (labelled["due"] or None) == (proposal["due"] or None)
        result.leads += leads
        result.due += due
        result.supports += _same_names(labelled["supports"], proposal["supports"])
        result.strict += leads and due
        result.sure_found += sure
        result.sure_right += sure and leads and due
    return result

"""What a new edition changes: products added, gone, with another coefficient or other words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from roviec.core.text import fold


class Line(Protocol):
    """What is compared of a product."""

    @property
    def code(self) -> str: ...
    @property
    def work(self) -> str: ...
    @property
    def output(self) -> str: ...
    @property
    def office(self) -> str: ...
    @property
    def coefficient(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Change:
    """`before` is None for what was added, `after` for what is gone; `kind` "coefficient" before "words", where both changed."""

    kind: Literal["added", "gone", "coefficient", "words", "code"]
    before: Line | None
    after: Line | None


def difference(before: Iterable[Line], after: Iterable[Line]) -> Iterator[Change]:
    """In the order of the new edition, what is gone last. A line is the same when code and words agree, else when its words alone
    do (it was renumbered), else when its code alone does (it was reworded); what stays as it was is not given."""
    old = list(before)
    by_code = {line.code: line for line in old}
    by_words: dict[tuple[str, str, str], list[Line]] = {}
    for line in old:
        by_words.setdefault(_words(line), []).append(line)
    new = list(after)
    partner: dict[int, Line] = {}
    used: set[int] = set()

    def pair(line: Line, other: Line | None) -> None:
        if other is not None and id(other) not in used and id(line) not in partner:
            partner[id(line)] = other
            used.add(id(other))

    for line in new:
        same = by_code.get(line.code)
        pair(line, same if same is not None and _words(same) == _words(line) else None)
    for line in new:
        pair(line, next((one for one in by_words.get(_words(line), ()) if id(one) not in used), None))
    for line in new:
        pair(line, by_code.get(line.code))
    for line in new:
        change = _change(partner.get(id(line)), line)
        if change is not None:
            yield change
    yield from (Change("gone", line, None) for line in old if id(line) not in used)


def _change(before: Line | None, after: Line) -> Change | None:
    if before is None:
        return Change("added", None, after)
    if before.coefficient != after.coefficient:
        return Change("coefficient", before, after)
    if _words(before) != _words(after):
        return Change("words", before, after)
    return Change("code", before, after) if before.code != after.code else None


def _words(line: Line) -> tuple[str, str, str]:
    return fold(line.work), fold(line.output), fold(line.office)

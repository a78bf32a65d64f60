"""Quy chế làm việc of a unit: which standing field a piece of work belongs to, and where what was done differs from it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from roviec.core.reasons import Reason
from roviec.core.text import fold


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a regulation. `words`: by which its work is recognised; the field's own name counts as one."""

    id: UUID
    name: str
    words: tuple[str, ...]
    post: UUID
    substitute: UUID | None
    handling_days: int | None


@dataclass(frozen=True, slots=True)
class Given:
    """One assignment: its text, who has it (None: nobody named), working days it took or has taken so far (None: not known)."""

    id: UUID
    text: str
    post: UUID | None
    days: int | None


def words_of(text: str) -> tuple[str, ...]:
    """Words typed one per line or split by ";", folded, each once."""
    parts = [_plain(part) for line in text.splitlines() for part in line.split(";")]
    return tuple(dict.fromkeys(part for part in parts if part))


def _plain(text: str) -> str:
    """Folded, without punctuation, so that "họp," and "họp" are one word."""
    return " ".join(re.findall(r"\w+", fold(text)))


def field_of(text: str, fields: Sequence[Field]) -> Field | None:
    """The field whose longest word stands in the text as whole words; of equals the first. None: no field of the regulation."""
    said = f" {_plain(text)} "
    best: tuple[int, Field] | None = None
    for field in fields:
        for word in (_plain(field.name), *field.words):
            if word and f" {word} " in said and (best is None or len(word) > best[0]):
                best = (len(word), field)
    return best[1] if best else None


def differences(given: Given, field: Field | None, *, vacant: frozenset[UUID], away: frozenset[UUID]) -> list[Reason]:
    """Where one assignment differs from the regulation. `vacant`: posts without a holder; `away`: posts whose holder is absent.

    Work without a field is told once, and nothing more is asked of it.
    """
    if field is None:
        return [Reason("regulation.no_field")]
    found: list[Reason] = []
    gone = field.post in vacant or field.post in away
    if given.post is not None and given.post != field.post and not (gone and given.post == field.substitute):
        found.append(Reason("regulation.other_person", {"field": field.name}))
    if given.post is None:
        found.append(Reason("regulation.nobody_named", {"field": field.name}))
    if field.handling_days is not None and given.days is not None and given.days > field.handling_days:
        found.append(
            Reason("regulation.too_long", {"field": field.name, "most": field.handling_days, "days": given.days})
        )
    return found


def gaps(fields: Iterable[Field], *, vacant: frozenset[UUID]) -> list[tuple[Field, Reason]]:
    """What the regulation itself lacks on a day: a field whose post nobody holds, a field without a substitute."""
    found: list[tuple[Field, Reason]] = []
    for field in fields:
        if field.post in vacant:
            found.append((field, Reason("regulation.no_person")))
        if field.substitute is None:
            found.append((field, Reason("regulation.no_substitute")))
        elif field.substitute in vacant:
            found.append((field, Reason("regulation.substitute_gone")))
    return found


def person_for(field: Field, *, vacant: frozenset[UUID], away: frozenset[UUID]) -> UUID | None:
    """Whom the regulation names today: the person, or while that one is away or gone the substitute who is there."""
    if field.post not in vacant | away:
        return field.post
    return field.substitute if field.substitute is not None and field.substitute not in vacant | away else None

"""Whom a name in a document means: one unit, several (a person chooses), a collective, or nobody that is known here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from roviec.core.unit_names import name_key
from roviec.directives.models import Directive
from roviec.directives.queries.collectives import collective_of, members
from roviec.organisation.models import Unit
from roviec.organisation.queries.names import find_units

How = Literal["ok", "all", "many", "none"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """`how`: "ok" one unit; "all" a collective, `units` are its members; "many" ambiguous, `units` are the candidates; "none"."""

    how: How
    units: tuple[Unit, ...]

    @property
    def settled(self) -> tuple[Unit, ...]:
        """The units, when nobody has to choose any more."""
        return self.units if self.how in ("ok", "all") else ()


def meanings(directive: Directive, names: Iterable[str], day: date) -> dict[str, Meaning]:
    """What was said for this document comes first, then collectives, then the register of units of that day."""
    asked = list(dict.fromkeys(names))
    told = {key: entry["unit"] for key, entry in directive.readdressed.items()}
    units = {str(unit.pk): unit for unit in Unit.objects.filter(pk__in=told.values())}
    collectives = {name: takes for name in asked if (takes := collective_of(name))}
    crowds = {takes: tuple(members(takes, directive.body, day)) for takes in set(collectives.values())}
    known = find_units([name for name in asked if name not in collectives], day)
    found: dict[str, Meaning] = {}
    for name in asked:
        unit = units.get(told.get(name_key(name), ""))
        if unit:
            found[name] = Meaning("ok", (unit,))
        elif name in collectives:
            found[name] = Meaning("all", crowds[collectives[name]])
        else:
            candidates = tuple(known.get(name, ()))
            found[name] = Meaning("ok" if len(candidates) == 1 else "many" if candidates else "none", candidates)
    return found


# How a document from above calls every place at once, this one among them; and what it calls that is surely elsewhere.
PLACES = ("dia phuong", "thanh pho truc thuoc", "cac tinh thanh pho")
ELSEWHERE = ("bo nganh", "cac bo", "cac nganh", "mot so bo", "cac tinh", "mot so tinh")


def likeliest(directive: Directive, names: Iterable[str]) -> dict[str, Unit | None]:
    """Guesses for names that nobody bears: the body itself where a document from above speaks of all places, None for ministries
    and other provinces in general. Names without a guess are not in it. A guess only fills the field: a person sends the form.
    """
    if not directive.issuer or name_key(directive.issuer) == name_key(directive.body.name):
        return {}  # in its own document the body is not one place among others
    guesses: dict[str, Unit | None] = {}
    for name in names:
        key = name_key(name)
        if any(place in key for place in PLACES):
            guesses[name] = directive.body
        elif key.startswith(ELSEWHERE):
            guesses[name] = None
    return guesses

"""A unit with what stands below it in the same body: a ward is no part of the city's own house."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from roviec.organisation.models import Unit, UnitClosure


@dataclass(frozen=True)
class Tree:
    """`ids` the unit and all below it; `direct` the units one step below with their names; `under` of those all they hold, themselves included."""

    unit: Unit
    above: tuple[UUID, str] | None
    ids: list[UUID]
    direct: dict[UUID, str]
    under: dict[UUID, frozenset[UUID]]


def tree_of(unit_id: UUID, day: date) -> Tree:
    """Two queries. Raises Unit.DoesNotExist. A closed unit stands alone."""
    unit = Unit.objects.get(pk=unit_id)
    mine = UnitClosure.objects.on(day).filter(ancestor=unit_id, descendant__body=unit.body_id).values("descendant")
    rows = (
        UnitClosure.objects.on(day)
        .filter(Q(ancestor__in=mine, descendant__in=mine) | Q(descendant=unit_id, depth=1))
        .annotate(upper=F("ancestor__name"), lower=F("descendant__name"))
        .values_list("ancestor", "descendant", "depth", "upper", "lower")
    )
    above, ids, direct = None, [unit_id], {}
    under: dict[UUID, set[UUID]] = {}
    for ancestor, descendant, depth, upper, lower in rows:
        if descendant == unit_id and depth == 1:
            above = (ancestor, upper)
            continue
        under.setdefault(ancestor, set()).add(descendant)
        if ancestor == unit_id and depth:
            ids.append(descendant)
            if depth == 1:
                direct[descendant] = lower
    return Tree(unit, above, ids, direct, {pk: frozenset(under.get(pk, {pk})) for pk in direct})

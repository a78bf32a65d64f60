"""Who passed work to whom between the parts of a unit, and how long it then stayed: what the process map is drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from roviec.custody.models import Hold
from roviec.custody.queries.hands import Span, counted

_OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class Pass:
    """Work that went from one part to another, None being everything outside. `minutes`: median of the working minutes that it then
    stayed in the hand that got it (of an even number the lower of the two in the middle)."""

    source: UUID | None
    target: UUID | None
    n: int
    minutes: int


def passes_between(belongs: Mapping[UUID, UUID], span: Span) -> list[Pass]:
    """Most first. `belongs`: unit -> the part that it stands in; what stays inside one part is no pass. Two queries."""
    parts, ids = _numbered(belongs), list(belongs)
    ended = Hold.objects.filter(span.of(), minutes__isnull=False, came_from__isnull=False)
    rows: list[tuple[int, int, int, int]] = []
    # By the index over units and by that over givers: an OR over both would look at every hold of the time.
    for which in (ended.filter(unit__in=ids), ended.filter(came_from__in=ids).exclude(unit__in=ids)):
        named = which.annotate(giver=_part("came_from", belongs, parts), taker=_part("unit", belongs, parts))
        rows += _middle(named.exclude(giver=F("taker")), "giver", "taker").values_list("giver", "taker", "n", "minutes")
    by_number = {number: part for part, number in parts.items()}
    found = [Pass(by_number.get(giver), by_number.get(taker), n, minutes) for giver, taker, n, minutes in rows]
    return sorted(found, key=lambda one: (-one.n, str(one.source), str(one.target)))


def kept_by(belongs: Mapping[UUID, UUID], span: Span) -> dict[UUID, tuple[int, int]]:
    """Part -> (turns in its hands that ended, their median in working minutes). One query."""
    parts = _numbered(belongs)
    held = counted(span).filter(unit__in=list(belongs)).annotate(taker=_part("unit", belongs, parts))
    by_number = {number: part for part, number in parts.items()}
    rows = _middle(held, "taker").values_list("taker", "n", "minutes")
    return {by_number[number]: (n, minutes) for number, n, minutes in rows}


def _numbered(belongs: Mapping[UUID, UUID]) -> dict[UUID, int]:
    return {part: number for number, part in enumerate(dict.fromkeys(belongs.values()))}


def _part(field: str, belongs: Mapping[UUID, UUID], parts: Mapping[UUID, int]) -> Case:
    """The number of the part in which the unit of the field stands."""
    units: dict[UUID, list[UUID]] = {}
    for unit, part in belongs.items():
        units.setdefault(part, []).append(unit)
    whens = [When(**{f"{field}__in": ids}, then=Value(parts[part])) for part, ids in units.items()]
    return Case(*whens, default=Value(_OUTSIDE), output_field=IntegerField())


def _middle(holds: QuerySet[Any], *keys: str) -> QuerySet[Any]:
    """Of the holds with the same keys the one in the middle, with how many they are: the same on both databases."""
    group = [F(key) for key in keys]
    place = Window(RowNumber(), partition_by=group, order_by=[F("minutes").asc(), F("pk").asc()])
    ranked = holds.order_by().annotate(n=Window(Count("pk"), partition_by=group), place=place)
    return ranked.filter(place=(F("n") + 1) / 2)

"""What a unit holds, app by app, so that a restructuring can show it, demand a successor for it and move it.

Each app registers in its `AppConfig.ready()` one estate per relation to Unit (a test fails for a relation without one):

    estates.register(Estate("clocks", "custody.Clock.unit", label=_("Việc đang mở"), holds=..., move=...))

Estates move in ascending `order`; posts and people (order 10–30) before work (50), so that `queries.posts_continuing` already knows
which post goes on as which.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from roviec.core.actor import Actor

# Old unit -> new unit. None: nothing may be left there, or the move fails.
Mapping_ = Mapping[UUID, UUID | None]
Holds = Callable[[Iterable[UUID]], Mapping[UUID, int] | int]
Move = Callable[[Mapping_, Actor, datetime], int]


def stays(_mapping: Mapping_, _by: Actor, _at: datetime) -> int:
    """For what belongs to the past of the unit and never moves."""
    return 0


def nothing(_units: Iterable[UUID]) -> Mapping[UUID, int]:
    return {}


@dataclass(frozen=True, slots=True)
class Estate:
    """`model_label` names the relations covered ("app.Model.field"); `holds` counts what is open, per unit; `move` moves it and
    tells how many rows it moved."""

    name: str
    model_label: str | tuple[str, ...]
    holds: Holds = nothing
    move: Move = stays
    label: str | Promise = ""
    order: int = 50

    @property
    def relations(self) -> tuple[str, ...]:
        return (self.model_label,) if isinstance(self.model_label, str) else self.model_label


_estates: dict[str, Estate] = {}


def register(estate: Estate) -> None:
    """Adds an estate; the same name again replaces it (an app that is set up twice)."""
    _estates[estate.name] = estate


def registered() -> dict[str, Estate]:
    """Relation ("app.Model.field") -> its estate."""
    return {relation: estate for estate in in_order() for relation in estate.relations}


def in_order() -> list[Estate]:
    """All estates, in the order in which they move."""
    return sorted(_estates.values(), key=lambda estate: (estate.order, estate.name))


def held_by(unit_ids: Iterable[UUID]) -> dict[str, dict[UUID, int]]:
    """Estate name -> unit -> how many open things it holds; units and estates with nothing are left out."""
    ids = list(unit_ids)
    answer: dict[str, dict[UUID, int]] = {}
    for estate in in_order():
        counts = estate.holds(ids)
        if isinstance(counts, int):
            counts = {ids[0]: counts} if len(ids) == 1 else _one_by_one(estate, ids)
        if found := {unit: count for unit, count in counts.items() if count}:
            answer[estate.name] = found
    return answer


def _one_by_one(estate: Estate, ids: list[UUID]) -> dict[UUID, int]:
    """For an estate that only counts in total."""
    return {unit: int(estate.holds([unit])) for unit in ids} if estate.holds(ids) else {}  # type: ignore[arg-type]

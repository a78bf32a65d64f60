"""What a unit holds, app by app, so that a restructuring can show it, demand a successor for it and move it.

Each app registers in its `AppConfig.ready()` one estate per relation to Unit (a test fails for a relation without one):

    estates.register(Estate("clocks", "custody.Clock.unit", label=_("Việc đang mở"), holds=..., move=...))

Estates move in ascending `order`; posts and people (order 10–30) before work (50), so that `queries.posts_continuing` already knows
which post goes on as which.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
    tells how many rows it moved. Without `holds`, nothing of it is ever open: it belongs to the past.

    `on_day` takes the place of both where the days themselves are rewritten: `(unit_ids, on)` and `(mapping, on, by, at)`.
    """

    name: str
    model_label: str | tuple[str, ...]
    holds: Holds = nothing
    move: Move = stays
    label: str | Promise = ""
    order: int = 50
    on_day: "OnDay | None" = None

    @property
    def relations(self) -> tuple[str, ...]:
        return (self.model_label,) if isinstance(self.model_label, str) else self.model_label

    def held(self, unit_ids: Sequence[UUID], on: date) -> Mapping[UUID, int]:
        """Unit -> how many open things it holds on the day."""
        if self.on_day is not None:
            return self.on_day.holds(unit_ids, on)
        counts = self.holds(unit_ids)
        if not isinstance(counts, int):
            return counts
        # An estate that only counts in total is asked unit by unit.
        return {unit: int(self.holds([unit])) for unit in unit_ids} if counts else {}  # type: ignore[arg-type]

    def hand_over(self, mapping: Mapping_, on: date, by: Actor, at: datetime) -> int:
        if self.on_day is not None:
            return self.on_day.move(mapping, on, by, at)
        return self.move(mapping, by, at)


@dataclass(frozen=True, slots=True)
class OnDay:
    holds: Callable[[Sequence[UUID], date], Mapping[UUID, int]]
    move: Callable[[Mapping_, date, Actor, datetime], int]


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


def held_by(unit_ids: Iterable[UUID], on: date) -> dict[str, dict[UUID, int]]:
    """Estate name -> unit -> how many open things it holds on the day; units and estates with nothing are left out."""
    ids = list(unit_ids)
    answer: dict[str, dict[UUID, int]] = {}
    for estate in in_order():
        if found := {unit: count for unit, count in estate.held(ids, on).items() if count}:
            answer[estate.name] = found
    return answer

"""Who follows and confirms whose sheet (Decree 335/2025/NĐ-CP, art. 10.1), and in which order sheets are confirmed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from roviec.core.scoring.model import Role

STAFF_OF_UNIT, HEAD_OF_UNIT, HEAD_OF_BODY = "Điều 10.1.c", "Điều 10.1.b", "Điều 10.1.a"


@dataclass(frozen=True, slots=True)
class Seated:
    """Who heads a unit at the moment, on which post: the head, somebody acting, or whom the vacant post's power was given to."""

    post: UUID
    officer: UUID


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet stands. `body`: of the period, the agency that uses the official."""

    unit: UUID
    body: UUID
    role: Role
    officer: UUID


@dataclass(frozen=True, slots=True)
class Confirmer:
    """`unit`: the one that is headed from the post; `climbed`: the level that the law names had nobody, or the official themselves."""

    post: UUID
    officer: UUID
    unit: UUID
    cite: str
    climbed: bool


def confirmer(place: Place, heads: Mapping[UUID, Seated], above: Mapping[UUID, Sequence[UUID]]) -> Confirmer | None:
    """The lowest competent level that somebody else sits on. None: nobody in this house is competent.

    `above`: unit -> the units above it, the nearest first; of what stands above the body only bodies count.
    """
    cite, levels = _levels(place, above)
    for rank, unit in enumerate(levels):
        seated = heads.get(unit)
        if seated is not None and seated.officer != place.officer:
            return Confirmer(seated.post, seated.officer, unit, cite, rank > 0)
    return None


def _levels(place: Place, above: Mapping[UUID, Sequence[UUID]]) -> tuple[str, list[UUID]]:
    managing = list(above.get(place.body, ()))
    if place.role is Role.HEAD:
        if place.unit == place.body:
            return HEAD_OF_BODY, managing
        return HEAD_OF_UNIT, [place.body, *managing]
    if place.unit == place.body:
        return HEAD_OF_UNIT, [place.body, *managing]
    line = list(above.get(place.unit, ()))
    # What stands above the body comes with the body; a unit that has left the tree climbs to its body at once.
    between = line[: line.index(place.body)] if place.body in line else []
    return STAFF_OF_UNIT, [place.unit, *between, place.body, *managing]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One sheet for the order: `units_above` are its unit and those above it, `charge` the units in the officer's portfolio."""

    sheet: UUID
    role: Role
    unit: UUID
    body: UUID
    units_above: frozenset[UUID]
    charge: frozenset[UUID] = frozenset()


def is_below(one: Ranked, leader: Ranked) -> bool:
    """Whether `one` is scored before `leader`, whose d depends on it: staff, then deputies, then heads (art. 15.3.a, 15.4).

    A head manages everybody of the unit and of the units below it. A deputy answers for the field in charge of: the units of the
    portfolio where it names any, else the staff of the own unit.
    """
    if one.sheet == leader.sheet or leader.role is Role.STAFF:
        return False
    if leader.role is Role.HEAD:
        return leader.unit in one.units_above and not (one.unit == leader.unit and one.role is Role.HEAD)
    if leader.charge:
        return not leader.charge.isdisjoint(one.units_above)
    return one.unit == leader.unit and one.role is Role.STAFF


def any_below_50(sheets: Iterable[tuple[bool, int | None]], lowest: int) -> bool | None:
    """d of who leads (art. 15.3.a), from (final, band) of those below: True once one of them is in the lowest band.

    None while any is not final, or when none of them has points: then nothing is known, and a person must say it.
    """
    known = list(sheets)
    bands = [band for final, band in known if final and band is not None]
    if lowest in bands:
        return True
    return False if bands and all(final for final, _ in known) else None

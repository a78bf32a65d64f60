"""Units come into being, change their name or place, and close."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from roviec.core.actor import Actor
from roviec.core.dated_tree import Cycle
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.unit_names import initials_key, name_key
from roviec.ledger.actions import lock, record
from roviec.ledger.bulk import record_each, update_each
from roviec.ledger.ids import new_id
from roviec.organisation import estates
from roviec.organisation.actions.checks import ends_after_start, existing, fits, in_batches, open_on, required
from roviec.organisation.actions.tree import rebuild_closure, units_below
from roviec.organisation.models import Unit, UnitAlias, UnitEdge
from roviec.organisation.models.unit import Level, Side
from roviec.organisation.permissions import PERMISSIONS, Scope
from roviec.organisation.queries.calendars import NATIONAL

# What people write into a unit, and the keys that follow from it.
WRITTEN = ("code", "name", "short_name", "kind", "level", "side", "note", "folded", "short_folded", "initials")


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be. `parent` may be another NewUnit's `id` of the same call; `valid_from` is the first day."""

    code: str
    name: str
    valid_from: date
    level: str = Level.PROVINCE
    parent: UUID | None = None
    short_name: str = ""
    kind: str = ""
    side: str = Side.STATE
    is_body: bool = False
    is_external: bool = False
    valid_to: date | None = None
    calendar: str = ""  # that of the parent
    note: str = ""
    id: UUID = field(default_factory=new_id)


def create_unit(new: NewUnit, *, by: Actor, at: datetime) -> Unit:
    return create_units([new], by=by, at=at)[0]


def create_units(rows: Sequence[NewUnit], *, by: Actor, at: datetime) -> list[Unit]:
    """All of them or none, in the order given. Raises Invalid for a taken code, an unknown or closed parent, a circle."""
    with transaction.atomic():
        own = {row.id: row for row in rows}
        parents = existing(Unit, {row.parent for row in rows} - own.keys(), "parent")
        _check_codes(rows)
        bodies: dict[UUID, UUID | None] = {pk: parent.body_id for pk, parent in parents.items()}
        for row in rows:
            required(code=row.code, name=row.name, valid_from=row.valid_from)
            ends_after_start(row.valid_from, row.valid_to)
            if row.parent in parents:
                open_on([parents[row.parent]], row.valid_from, "parent")
            above = _body_of(row.parent, own, bodies) if row.parent else None
            if above is None or above not in own:
                PERMISSIONS.require(by, "create_unit", Scope.of([above]))
        running: dict[UUID, str] = {pk: parent.calendar for pk, parent in parents.items()}
        units = [_unit(row, _body_of(row.id, own, bodies), _calendar_of(row.id, own, running)) for row in rows]
        for unit in units:
            fits(unit, WRITTEN)
        record_each(units, "unit_created", by=by, at=at, data=lambda unit: _facts(unit, own[unit.pk].parent))
        UnitEdge.objects.bulk_create(
            [
                UnitEdge(unit_id=row.id, parent_id=row.parent, valid_from=row.valid_from, valid_to=row.valid_to)
                for row in rows
                if row.parent
            ],
            batch_size=1000,
        )
        _rebuild(own.keys())
        return units


def rename_unit(
    unit_id: UUID,
    *,
    name: str,
    short_name: str = "",
    by: Actor,
    at: datetime,
    from_day: date,
    version: int | None = None,
) -> Unit:
    """The same unit under a new name; the old one stays as a former name, by which older documents still find it."""
    with transaction.atomic():
        unit = lock(Unit, unit_id, version=version)
        PERMISSIONS.require(by, "rename_unit", Scope.of([unit.body_id]))
        required(name=name)
        if name.strip() == unit.name and short_name == unit.short_name:
            raise Invalid("name", Reason("organisation.nothing_changed"))
        before = unit.name
        if name_key(before) != name_key(name):
            UnitAlias.objects.create(
                unit=unit, name=before, folded=name_key(before), valid_from=unit.valid_from, is_former=True
            )
        unit.name, unit.short_name = name.strip(), short_name.strip()
        set_keys(unit)
        fits(unit, WRITTEN)
        record(
            unit,
            "unit_renamed",
            by=by,
            at=at,
            data={"from": before, "to": unit.name, "from_day": from_day},
            changed=["name", "short_name", "folded", "short_folded", "initials"],
        )
        return unit


def edit_unit(unit_id: UUID, *, by: Actor, at: datetime, version: int | None = None, **values: object) -> Unit:
    """Changes kind, level, side, note, is_body or is_external."""
    allowed = {"kind", "level", "side", "note", "is_body", "is_external"}
    with transaction.atomic():
        unit = lock(Unit, unit_id, version=version)
        PERMISSIONS.require(by, "edit_unit", Scope.of([unit.body_id]))
        changed = {name: value for name, value in values.items() if name in allowed and getattr(unit, name) != value}
        if not changed:
            raise Invalid(None, Reason("organisation.nothing_changed"))
        before = {name: getattr(unit, name) for name in changed}
        for name, value in changed.items():
            setattr(unit, name, value)
        fits(unit, WRITTEN)
        record(unit, "unit_edited", by=by, at=at, data={"from": before, "to": changed}, changed=changed)
        if "is_body" in changed:
            _rebuild(units_below([unit.pk]))
        return unit


def place_unit(
    unit_id: UUID, *, parent: UUID | None, from_day: date, by: Actor, at: datetime, version: int | None = None
) -> Unit:
    """Puts the unit under another parent from the day on (None: it stands alone). Days before keep their parent."""
    with transaction.atomic():
        unit = lock(Unit, unit_id, version=version)
        PERMISSIONS.require(by, "place_unit", Scope.of([unit.body_id]))
        open_on([unit], from_day)
        if parent is not None:
            above = existing(Unit, [parent], "parent")[parent]
            open_on([above], from_day, "parent")
            PERMISSIONS.require(by, "place_unit", Scope.of([above.body_id]))
        below = units_below([unit.pk])
        place_from(unit, parent, from_day)
        try:
            rebuild_closure(below)
        except Cycle as cycle:
            raise Invalid("parent", Reason("organisation.circle", {"unit": unit.name})) from cycle
        unit.refresh_from_db(fields=["body"])
        record(unit, "unit_placed", by=by, at=at, data={"parent": parent, "from_day": from_day})
        return unit


def place_from(unit: Unit, parent: UUID | None, from_day: date) -> None:
    """Writes the edge; the closure is the caller's. Edges that would have begun later give way."""
    edges = UnitEdge.objects.filter(unit=unit)
    edges.filter(valid_from__gte=from_day).delete()
    edges.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=from_day)).update(valid_to=from_day)
    if parent is not None:
        UnitEdge.objects.create(unit=unit, parent_id=parent, valid_from=from_day, valid_to=unit.valid_to)


def close_unit(unit_id: UUID, *, on: date, by: Actor, at: datetime, version: int | None = None) -> Unit:
    """The unit's last day is the one before `on`. Refused while it holds anything: that needs a restructuring with a mapping."""
    with transaction.atomic():
        unit = lock(Unit, unit_id, version=version)
        PERMISSIONS.require(by, "close_unit", Scope.of([unit.body_id]))
        open_on([unit], on)
        ends_after_start(unit.valid_from, on)
        if held := estates.held_by([unit.pk], on):
            count = sum(sum(units.values()) for units in held.values())
            raise Invalid(None, Reason("organisation.unit_holds", {"unit": unit.name, "count": count}))
        close_rows([unit], on)
        rebuild_closure([unit.pk])
        record(unit, "unit_closed", by=by, at=at, data={"on": on}, changed=["valid_to"])
        return unit


def close_rows(units: Iterable[Unit], on: date) -> None:
    """Sets the last day of the units and ends their place in the tree; ledger entries and closure are the caller's."""
    listed = list(units)
    for unit in listed:
        unit.valid_to = on
    edges = in_batches(
        UnitEdge.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)), "unit", (u.pk for u in listed)
    )
    close_edges(edges, on)


def close_edges(edges: Sequence[UnitEdge], on: date) -> None:
    """Ends the edges on the day; those that had not begun by then never were."""
    begun = [edge for edge in edges if edge.valid_from < on]
    for edge in edges:
        if edge.valid_from >= on:
            edge.delete()
    for edge in begun:
        edge.valid_to = on
    if begun:
        update_each(begun, ["valid_to"])


def set_keys(unit: Unit) -> None:
    """Fills the columns that names are found by."""
    unit.folded = name_key(unit.name)
    unit.short_folded = name_key(unit.short_name)
    unit.initials = initials_key(unit.name)[:60]


def _unit(row: NewUnit, body_id: UUID | None, calendar: str) -> Unit:
    unit = Unit(
        id=row.id,
        code=row.code.strip(),
        name=row.name.strip(),
        short_name=row.short_name.strip(),
        kind=row.kind,
        level=row.level,
        side=row.side,
        is_body=row.is_body,
        is_external=row.is_external,
        body_id=body_id,
        calendar=calendar,
        note=row.note,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
    set_keys(unit)
    return unit


def _facts(unit: Unit, parent: UUID | None) -> dict[str, object]:
    return {"code": unit.code, "name": unit.name, "parent": parent, "valid_from": unit.valid_from}


def _body_of(pk: UUID, own: dict[UUID, NewUnit], bodies: dict[UUID, UUID | None]) -> UUID | None:
    """The nearest body at or above, remembered in `bodies`; a circle among new rows ends here and is refused by the rebuild."""
    if pk not in bodies:
        row = own[pk]
        bodies[pk] = None
        bodies[pk] = pk if row.is_body else _body_of(row.parent, own, bodies) if row.parent else None
    return bodies[pk]


def _calendar_of(pk: UUID, own: dict[UUID, NewUnit], running: dict[UUID, str]) -> str:
    """Its own, else that of the unit above, remembered in `running`; a circle ends here as for bodies."""
    if pk not in running:
        row = own[pk]
        running[pk] = row.calendar or NATIONAL
        if not row.calendar and row.parent:
            running[pk] = _calendar_of(row.parent, own, running)
    return running[pk]


def _check_codes(rows: Sequence[NewUnit]) -> None:
    open_codes = [row.code.strip() for row in rows if row.valid_to is None]
    twice = {code for code, times in Counter(open_codes).items() if times > 1}
    taken = {
        unit.code
        for unit in in_batches(Unit.objects.filter(valid_to__isnull=True).only("code"), "code", set(open_codes))
    }
    if problems := sorted(twice | taken):
        raise Invalid.many([("code", Reason("organisation.code_taken", {"code": code})) for code in problems])


def _rebuild(unit_ids: Iterable[UUID]) -> None:
    try:
        rebuild_closure(unit_ids)
    except Cycle as cycle:
        raise Invalid("parent", Reason("organisation.circle_somewhere")) from cycle

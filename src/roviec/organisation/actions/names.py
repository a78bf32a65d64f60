"""Other names of units, and the fields of work that units are in charge of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.core.unit_names import name_key
from roviec.ledger.actions import lock, record_bulk
from roviec.ledger.ids import new_id
from roviec.organisation.actions.checks import ends_after_start, existing, in_batches, required
from roviec.organisation.models import Post, Unit, UnitAlias, UnitFunction
from roviec.organisation.permissions import PERMISSIONS, Scope


@dataclass(frozen=True, slots=True)
class NewAlias:
    unit: UUID
    name: str
    valid_from: date
    is_former: bool = False
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class NewFunction:
    """A field of work of the unit, or of one post of it."""

    unit: UUID
    text: str
    valid_from: date
    basis: str = ""
    post: UUID | None = None
    valid_to: date | None = None
    id: UUID = field(default_factory=new_id)


def add_alias(new: NewAlias, *, by: Actor, at: datetime) -> UnitAlias:
    return add_aliases([new], by=by, at=at)[0]


def add_aliases(rows: Sequence[NewAlias], *, by: Actor, at: datetime) -> list[UnitAlias]:
    """One ledger entry per unit. A name that the unit already bears is refused."""
    with transaction.atomic():
        units = existing(Unit, {row.unit for row in rows}, "unit")
        known = {(a.unit_id, a.folded) for a in in_batches(UnitAlias.objects.all(), "unit", units)}
        made = []
        for row in rows:
            unit = units[row.unit]
            PERMISSIONS.require(by, "add_alias", Scope.of([unit.body_id]))
            required(name=row.name)
            ends_after_start(row.valid_from, row.valid_to)
            key = name_key(row.name)
            if (unit.pk, key) in known or key == unit.folded:
                raise Invalid("name", Reason("organisation.name_known", {"name": row.name, "unit": unit.name}))
            known.add((unit.pk, key))
            made.append(
                UnitAlias(
                    unit=unit,
                    name=row.name.strip(),
                    folded=key,
                    is_former=row.is_former,
                    valid_from=row.valid_from,
                    valid_to=row.valid_to,
                )
            )
        UnitAlias.objects.bulk_create(made, batch_size=1000)
        for unit_id, unit in units.items():
            lines = [{"name": alias.name, "from": alias.valid_from} for alias in made if alias.unit_id == unit_id]
            record_bulk(lock(Unit, unit.pk), "aliases_added", by=by, at=at, lines=lines)
        return made


def add_function(new: NewFunction, *, by: Actor, at: datetime) -> UnitFunction:
    return add_functions([new], by=by, at=at)[0]


def add_functions(rows: Sequence[NewFunction], *, by: Actor, at: datetime) -> list[UnitFunction]:
    """One ledger entry per unit. Raises Invalid for a post of another unit."""
    with transaction.atomic():
        units = existing(Unit, {row.unit for row in rows}, "unit")
        posts = existing(Post, {row.post for row in rows}, "post")
        for row in rows:
            PERMISSIONS.require(by, "add_function", Scope.of([units[row.unit].body_id]))
            required(text=row.text, valid_from=row.valid_from)
            ends_after_start(row.valid_from, row.valid_to)
            if row.post and posts[row.post].unit_id != row.unit:
                raise Invalid("post", Reason("organisation.post_of_other_unit", {"title": posts[row.post].title}))
        made = [
            UnitFunction(
                id=row.id,
                unit_id=row.unit,
                post_id=row.post,
                text=row.text.strip(),
                folded=fold(row.text),
                basis=row.basis,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in rows
        ]
        UnitFunction.objects.bulk_create(made, batch_size=1000)
        for unit_id in units:
            lines = [{"text": f.text, "post": f.post_id, "basis": f.basis} for f in made if f.unit_id == unit_id]
            record_bulk(lock(Unit, unit_id), "functions_added", by=by, at=at, lines=lines)
        return made


def end_function(function_id: UUID, *, on: date, by: Actor, at: datetime) -> UnitFunction:
    with transaction.atomic():
        function = UnitFunction.objects.select_for_update().get(pk=function_id)
        unit = lock(Unit, function.unit_id)
        PERMISSIONS.require(by, "end_function", Scope.of([unit.body_id]))
        if function.valid_to is not None and function.valid_to <= on:
            raise Invalid(None, Reason("organisation.already_closed"))
        function.valid_to = max(on, function.valid_from)
        function.save(update_fields=["valid_to"])
        record_bulk(unit, "function_ended", by=by, at=at, lines=[{"text": function.text, "on": on}])
        return function

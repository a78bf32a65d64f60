"""What a board counts: work of one's own body, of everything below it, or of some units. Conditions on Clock, or on a model that
reaches its clock by `prefix` ("clock__")."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, UUIDField, When

from roviec.boards.queries.kept import LARGE, kept
from roviec.core.actor import Actor
from roviec.custody.models import Clock
from roviec.ledger.system_time import system_now
from roviec.organisation.models import Unit, UnitClosure

# A ward has ten units, a city a thousand.
MANY_UNITS = 200


def _q(prefix: str, **conditions: Any) -> Q:
    return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})


def of_the_body(actor: Actor, prefix: str = "") -> Q:
    """What the actor's body gave to anybody, and what its units lead for others. Needs an actor with a mandate."""
    return _q(prefix, body=actor.body_id) | _q(prefix, unit__in=units_of(actor.body_id))


def in_sight(actor: Actor, prefix: str = "") -> Q:
    """The same of the body and of all bodies that it supervises (R03)."""
    return _q(prefix, body__in=sorted(actor.bodies_seen)) | _q(prefix, unit__in=units_of(actor.body_id))


def units_of(body_id: UUID | None) -> list[UUID]:
    """All units of a body that ever were, at most a minute old: by a list of them the indexes of the clocks serve, by a join they do not."""
    if body_id is None:
        return []
    rows = Unit.objects.filter(body=body_id).order_by().values_list("pk", flat=True)
    return kept(("units of", body_id), system_now(), lambda: list(rows), lambda _units: LARGE)


def large(body_id: UUID | None) -> int:
    """The size, for `kept`, of anything that is asked of the whole body: of one with this many units it takes time, whatever it finds."""
    return LARGE if len(units_of(body_id)) > MANY_UNITS else 0


def answering_unit(body_id: UUID | None) -> Case:
    """On Clock: the unit that leads; of work that came to the own body as a whole, the unit of it where the work lies."""
    return Case(When(unit=body_id, then=F("holder_unit")), default=F("unit"), output_field=UUIDField())


def answered_by(unit_id: UUID, body_id: UUID | None, prefix: str = "") -> Q:
    """The condition under which `answering_unit` is the unit."""
    lies_here = _q(prefix, unit=body_id, holder_unit=unit_id)
    return lies_here if unit_id == body_id else _q(prefix, unit=unit_id) | lies_here


def sees_work_of(actor: Actor, unit: Unit) -> Q | None:
    """The condition under which the actor sees work that the unit leads; None when without condition."""
    return None if unit.body_id == actor.body_id else Q(body__in=sorted(actor.bodies_seen))


def family(unit: Unit, day: date) -> list[UUID]:
    """The ids of the unit and of those below it in the same body; `queries.tree` has more of them. One query."""
    below = UnitClosure.objects.on(day).filter(ancestor=unit.pk, descendant__body=unit.body_id)
    return [unit.pk, *below.exclude(descendant=unit.pk).values_list("descendant", flat=True)]


def work_of(unit_ids: Iterable[UUID], *, is_open: bool | None = None) -> QuerySet[Clock]:
    """What the units lead, what lies with them now, and what their people do: a division's work is mostly led by its department.

    `is_open` True leaves out what is closed, which is most of it after some years; False leaves only that.
    """
    ids = list(unit_ids)
    theirs = Q(unit__in=ids) | Q(doer_unit__in=ids)
    if is_open is False:
        return Clock.objects.filter(theirs, closed_at__isnull=False)
    if is_open:
        return Clock.objects.filter(theirs | Q(holder_unit__in=ids), closed_at=None)
    return Clock.objects.filter(theirs | Q(holder_unit__in=ids, closed_at=None))

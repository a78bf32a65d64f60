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
from roviec.organisation.models import Post, Unit, UnitClosure
from roviec.work.models import Task


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
    led = Clock.objects.filter(unit__in=ids)
    held = Clock.objects.filter(holder_unit__in=ids, closed_at=None)
    seats = Post.objects.filter(unit__in=ids).values("pk")
    done_by_them = Task.objects.filter(person_post__in=seats)
    clocks = Clock.objects.all()
    if is_open is not None:
        # Said to what is led too, for its index, where it would come too late around the whole; what people do is few enough, and a
        # join there tempts SQLite to begin with every open clock of the city.
        clocks, led = clocks.filter(closed_at__isnull=is_open), led.filter(closed_at__isnull=is_open)
    parts: list[QuerySet[Any, Any]] = [done_by_them.order_by().values("clock")]
    if is_open is not False:
        parts.append(held.order_by().values("pk"))
    return clocks.filter(pk__in=led.order_by().values("pk").union(*parts))

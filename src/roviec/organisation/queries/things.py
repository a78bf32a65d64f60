"""Single things by id, and the table of all units."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from roviec.core.actor import Actor
from roviec.organisation.models import (
    Absence,
    Delegation,
    Mandate,
    Portfolio,
    Post,
    Unit,
    UnitEdge,
    UnitFunction,
)
from roviec.organisation.models.dated import in_force
from roviec.organisation.queries.holders import head_of
from roviec.organisation.queries.units import units_visible_to


def post(pk: UUID) -> Post:
    return Post.objects.select_related("unit").get(pk=pk)


def mandate(pk: UUID) -> Mandate:
    return Mandate.objects.select_related("post__unit", "officer").get(pk=pk)


@dataclass(frozen=True, slots=True)
class Ending:
    """What may be ended: what it says, whose bodies and units it touches, and the page it is shown on."""

    subject: str
    bodies: frozenset[UUID | None]
    units: frozenset[UUID]
    unit: UUID | None = None
    officer: UUID | None = None


def ending(kind: str, pk: UUID, day: date) -> Ending:
    """`kind` as in the address. Raises DoesNotExist."""
    if kind == "phu-trach":
        portfolio = Portfolio.objects.select_related("post__unit", "unit").get(pk=pk)
        about = " – ".join(filter(None, [portfolio.unit.name if portfolio.unit else "", portfolio.field]))
        home = portfolio.unit_id or portfolio.post.unit_id
        return Ending(f"{portfolio.post.title}: {about}", frozenset({portfolio.post.unit.body_id}), frozenset(), home)
    if kind == "uy-quyen":
        given = Delegation.objects.select_related("giver__unit", "receiver").get(pk=pk)
        subject = f"{given.giver.title} → {given.receiver.title}: {given.scope}"
        return Ending(subject, frozenset({given.giver.unit.body_id}), frozenset(), given.giver.unit_id)
    if kind == "chuc-nang":
        function = UnitFunction.objects.select_related("unit").get(pk=pk)
        return Ending(function.text, frozenset({function.unit.body_id}), frozenset(), function.unit_id)
    absence = Absence.objects.select_related("officer").get(pk=pk)
    bodies, units = officer_bodies(absence.officer_id, day)
    return Ending(absence.officer.full_name, frozenset(bodies), frozenset(units), officer=absence.officer_id)


def officer_bodies(officer_id: UUID, day: date) -> tuple[set[UUID | None], set[UUID]]:
    """(bodies, units) in which the officer holds posts on the day."""
    rows = Mandate.objects.on(day).filter(officer=officer_id).values_list("post__unit__body", "post__unit")
    listed = list(rows)
    return {body for body, _ in listed}, {unit for _, unit in listed}


def units_to_export(day: date) -> Iterator[tuple[str | date, ...]]:
    """Code, name, short name, kind, level, side, code of the parent, first day, head."""
    units = list(Unit.objects.on(day).order_by("code"))
    codes = {unit.pk: unit.code for unit in units}
    parents = dict(UnitEdge.objects.on(day).values_list("unit", "parent"))
    heads = head_of(codes, day)
    for unit in units:
        head = heads.get(unit.pk)
        yield (
            unit.code,
            unit.name,
            unit.short_name,
            unit.kind,
            unit.get_level_display(),
            unit.get_side_display(),
            codes[parents[unit.pk]] if unit.pk in parents else "",
            unit.valid_from,
            head.officer.full_name if head else "",
        )


def units_on(actor: Actor | None, day: date) -> QuerySet[Unit]:
    return units_visible_to(actor).filter(in_force(day))


def mandates_on(
    actor: Actor | None, day: date, officer_id: UUID | None = None, unit_id: UUID | None = None
) -> QuerySet[Mandate]:
    """In force on the day, of one officer or one unit if named."""
    rows = Mandate.objects.on(day) if actor else Mandate.objects.none()
    if officer_id:
        rows = rows.filter(officer=officer_id)
    return rows.filter(post__unit=unit_id) if unit_id else rows


def contacts_seen(actor: Actor, officer_ids: list[UUID], day: date) -> set[UUID]:
    """Those whose telephone and e-mail the actor sees: oneself and officers of the bodies seen."""
    rows = Mandate.objects.on(day).filter(officer__in=officer_ids, post__unit__body__in=actor.bodies_seen)
    return set(rows.values_list("officer", flat=True)) | {pk for pk in officer_ids if pk == actor.officer_id}

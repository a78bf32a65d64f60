"""Kiến nghị (art. 22), for a given actor: their own, those to be settled by them, those of the body."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.evaluation.models import Appeal
from roviec.evaluation.queries.competent import confirmer_of
from roviec.evaluation.queries.grades import graders
from roviec.organisation.models import Post

RELATED = ("officer", "unit", "sheet__period", "sheet__unit", "sheet__officer", "grade__body", "grade__unit")


def appeals_visible_to(actor: Actor, now: datetime, day: date) -> QuerySet[Appeal]:
    """One's own; what the actor must settle; for leaders and the personnel office their body's. Administrators see their own alone."""
    rows = Appeal.objects.select_related(*RELATED)
    if actor.kind is ActorKind.WORKER:
        return rows
    seen = Q(officer=actor.officer_id) if actor.officer_id else Q(pk__in=())
    if not actor.has(Duty.ADMIN):
        if actor.body_id is not None and actor.has(Duty.LEADER, Duty.CLERK):
            seen |= Q(unit__body=actor.body_id)
        seen |= Q(pk__in=[one.pk for one in to_settle(actor, day)])
    return rows.filter(seen)


def to_settle(actor: Actor, day: date) -> list[Appeal]:
    """Open ones that the actor's post must settle at the moment."""
    if actor.officer_id is None or not actor.has(Duty.LEADER, Duty.HEAD, Duty.DEPUTY):
        return []
    near = Q(unit__body__in=actor.bodies_seen) | Q(unit__in=actor.units_led)
    waiting = list(Appeal.objects.select_related(*RELATED).filter(near, state=Appeal.State.RECEIVED))
    who = settlers(waiting, day)
    return [one for one in waiting if actor.holds(who.get(one.pk)) and one.officer_id != actor.officer_id]


def settlers(appeals: Collection[Appeal], day: date) -> dict[UUID, UUID]:
    """Appeal -> the post that is competent for its sheet or grade on the day; left out where nobody in this house is."""
    of_sheets = confirmer_of([one.sheet for one in appeals if one.sheet], day)
    of_grades = graders([one.grade for one in appeals if one.grade], day)
    found: dict[UUID, UUID] = {}
    for one in appeals:
        if one.sheet_id in of_sheets:
            found[one.pk] = of_sheets[one.sheet_id]
        elif one.grade_id in of_grades:
            found[one.pk] = of_grades[one.grade_id].post
    return found


def listed_appeals(which: str, actor: Actor, now: datetime, day: date) -> QuerySet[Appeal]:
    """`which`: open, late, mine, done. ValueError for another word."""
    rows = appeals_visible_to(actor, now, day)
    in_order = (F("due").asc(), "pk")
    match which:
        case "open":
            return rows.filter(state=Appeal.State.RECEIVED).order_by(*in_order)
        case "late":
            return rows.filter(state=Appeal.State.RECEIVED, due__lt=now).order_by(*in_order)
        case "mine":
            return rows.filter(officer=actor.officer_id).order_by("-received_at", "pk")
        case "done":
            return rows.exclude(state=Appeal.State.RECEIVED).order_by("-settled_at", "pk")
    raise ValueError(which)


def seat_named(post: UUID) -> str:
    """Title and unit of the post."""
    found = Post.objects.select_related("unit").filter(pk=post).first()
    return f"{found.title}, {found.unit.name}" if found else ""

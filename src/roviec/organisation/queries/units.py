"""Units and their place in the tree on a day."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.text import fold
from roviec.core.unit_names import lookup_keys
from roviec.organisation.models import Unit, UnitAlias, UnitClosure
from roviec.organisation.models.dated import in_force


def units_visible_to(actor: Actor | None) -> QuerySet[Unit]:
    """Who stands where is no secret inside the house: whoever has signed in sees every unit, open and closed (R03)."""
    return Unit.objects.none() if actor is None else Unit.objects.all()


def descendants(unit_id: UUID, day: date, *, include_self: bool = False) -> QuerySet[Unit]:
    """The units below it on the day, at any depth."""
    below = UnitClosure.objects.on(day).filter(ancestor=unit_id, depth__gte=0 if include_self else 1)
    return Unit.objects.filter(pk__in=below.values("descendant"))


def ancestors(unit_id: UUID, day: date) -> list[Unit]:
    """The units above it on the day, the topmost first, itself left out."""
    rows = UnitClosure.objects.on(day).filter(descendant=unit_id, depth__gte=1).select_related("ancestor")
    return [row.ancestor for row in rows.order_by("-depth")]


def children(unit_id: UUID, day: date) -> QuerySet[Unit]:
    """The units directly below it on the day, by code."""
    below = UnitClosure.objects.on(day).filter(ancestor=unit_id, depth=1)
    return Unit.objects.filter(pk__in=below.values("descendant")).order_by("code")


def search_units(text: str, day: date | None = None) -> QuerySet[Unit]:
    """Units whose name, short name, initials or another name contains what was typed, marks or none; open ones when a day is given.

    Those that begin with it come first: "Sở Khoa" means the department before the offices that carry its name behind theirs.
    """
    if not fold(text):
        return Unit.objects.none()
    found, begins = Q(), Q()
    for key in lookup_keys(text):
        begins |= Q(folded__startswith=key) | Q(short_folded__startswith=key) | Q(initials=key)
        found |= (
            Q(folded__contains=key) | Q(short_folded__contains=key) | Q(initials__contains=key) | Q(code__iexact=key)
        )
        found |= Q(pk__in=UnitAlias.objects.filter(folded__contains=key).values("unit"))
    units = Unit.objects.filter(found)
    rank = Case(When(begins, then=0), default=1)
    return (units.filter(in_force(day)) if day else units).order_by(rank, "folded", "code")


def body_by_code(code: str, at: datetime) -> Unit | None:
    """The body of that code in force on the day, whatever the case of its letters."""
    day = at.astimezone(VIETNAM).date()
    return Unit.objects.on(day).filter(code__iexact=code, is_body=True, is_external=False).first()

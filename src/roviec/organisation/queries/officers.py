"""Officers: who may be seen, and finding them without marks."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from roviec.core.actor import Actor
from roviec.core.text import fold
from roviec.organisation.models import Mandate, Officer


def officers_visible_to(actor: Actor | None) -> QuerySet[Officer]:
    """Names and posts are seen by whoever has signed in; telephone and e-mail: `sees_contact_of`."""
    return Officer.objects.none() if actor is None else Officer.objects.all()


def sees_contact_of(actor: Actor, officer_id: UUID, day: date) -> bool:
    """True for oneself and for officers of the bodies that the actor sees."""
    if officer_id == actor.officer_id:
        return True
    return Mandate.objects.on(day).filter(officer=officer_id, post__unit__body__in=actor.bodies_seen).exists()


def search_officers(text: str) -> QuerySet[Officer]:
    """Officers whose name has all the words typed, in any order, marks or none; by given name."""
    words = fold(text).split()
    if not words:
        return Officer.objects.none()
    found = Q()
    for word in words:
        found &= Q(folded__contains=word)
    return Officer.objects.filter(found | Q(code__iexact=text.strip())).order_by("sort_key", "code")

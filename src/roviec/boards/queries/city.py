"""What the page of the whole asks beside the rows of its units."""

from uuid import UUID

from django.db.models import Q

from roviec.core.actor import Actor
from roviec.organisation.models import Unit
from roviec.work.models import Task


def body_name(actor: Actor) -> str:
    if actor.body_id is None:
        return ""
    unit = Unit.objects.filter(pk=actor.body_id).only("name", "short_name").first()
    return unit.name if unit else ""


def plan_condition(plan_id: UUID) -> Q:
    """Clocks of the tasks of one plan."""
    return Q(pk__in=Task.objects.filter(plan=plan_id).values("clock"))

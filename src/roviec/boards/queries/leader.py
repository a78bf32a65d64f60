"""What only leaders ask: work given from above, and how each plan of the body stands."""

from datetime import datetime

from django.db.models import Q

from roviec.boards.queries.kept import kept
from roviec.boards.queries.sight import large, units_of
from roviec.core.actor import Actor
from roviec.custody.models import Clock
from roviec.custody.queries import Counts, four_counts
from roviec.organisation.models import Unit
from roviec.organisation.models.unit import Side
from roviec.work.models import Plan
from roviec.work.queries import counts_of_plans, plans_listed

# Resolutions and conclusions followed at one time; older ones are on the page of plans.
PLANS = 30


def from_above(actor: Actor, now: datetime) -> Counts:
    """Open work that the body leads and others gave. One query; of a large body up to a minute old."""
    given = Clock.objects.filter(~Q(body=actor.body_id), unit__in=units_of(actor.body_id), closed_at=None)
    return kept(("from above", actor.body_id), now, lambda: four_counts(given, now), lambda _: large(actor.body_id))


def is_party(actor: Actor) -> bool:
    return actor.body_id is not None and Unit.objects.filter(pk=actor.body_id, side=Side.PARTY).exists()


def plans_with_counts(actor: Actor, now: datetime) -> list[tuple[Plan, Counts]]:
    """Running plans of the body with their four counts, the reddest first. Two queries."""
    plans = list(plans_listed(actor).filter(body=actor.body_id, closed_at=None)[:PLANS])
    counts = counts_of_plans([plan.pk for plan in plans], now)
    return sorted(((plan, counts[plan.pk]) for plan in plans), key=lambda pair: -pair[1].open_late)

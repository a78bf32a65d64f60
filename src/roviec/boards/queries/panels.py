"""Counts for the pages of a unit and of an officer."""

from datetime import datetime
from uuid import UUID

from roviec.boards.queries.risks import at_risk
from roviec.boards.queries.sight import family, in_sight, sees_work_of, work_of
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.custody.models import Clock
from roviec.custody.queries import Counts, four_counts
from roviec.organisation.models import Mandate, Unit
from roviec.work.models import Task


def counts_of_unit(unit: Unit, actor: Actor, now: datetime) -> tuple[Counts, int]:
    """The counts, and how much of it will probably end late. Three queries."""
    ids = family(unit, now.astimezone(VIETNAM).date())
    limit = sees_work_of(actor, unit)
    clocks, running = work_of(ids), work_of(ids, is_open=True)
    if limit is not None:
        clocks, running = clocks.filter(limit), running.filter(limit)
    return four_counts(clocks, now), at_risk(running, now)


def counts_of_officer(officer_id: UUID, actor: Actor, now: datetime) -> tuple[Counts, list[UUID]]:
    """What the officer does or holds on today's posts, and those posts. Two queries."""
    posts = list(
        Mandate.objects.on(now.astimezone(VIETNAM).date()).filter(officer=officer_id).values_list("post", flat=True)
    )
    if not posts:
        return Counts(), []
    held = Clock.objects.filter(holder_post__in=posts, closed_at=None).values("pk")
    done = Task.objects.filter(person_post__in=posts).values("clock")
    clocks = Clock.objects.filter(in_sight(actor), pk__in=held.order_by().union(done.order_by()))
    return four_counts(clocks, now), posts

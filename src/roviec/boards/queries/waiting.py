"""What waits inside a body, as numbers and as the first of each list."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from roviec.boards.queries.sight import of_the_body
from roviec.boards.queries.tasks import opinions_overdue
from roviec.core.actor import Actor
from roviec.custody.models import Clock, Consultation, Extension
from roviec.custody.queries import unnamed_too_long
from roviec.directives.queries import unhandled
from roviec.work.models import Task, TaskState
from roviec.work.queries import incomplete_orders, listed


@dataclass(frozen=True)
class Waiting:
    """Numbers of things of one body that wait for somebody."""

    directives: int
    unnamed_long: int
    extensions: int
    opinions: int
    spoken: int
    refused: int


def waiting(actor: Actor, now: datetime) -> Waiting:
    """Six counts, each over what is open only."""
    own = of_the_body(actor)
    own_by_clock = of_the_body(actor, "clock__")
    refused = Task.objects.filter(own_by_clock, state=TaskState.REFUSED, clock__closed_at=None)
    return Waiting(
        directives=unhandled(actor).filter(body=actor.body_id).count(),
        unnamed_long=unnamed_too_long(now).filter(own, counts=True).count(),
        extensions=extensions_asked(actor).count(),
        opinions=opinions_late(actor, now).count(),
        spoken=incomplete_orders(actor, now).filter(own_by_clock).count(),
        refused=refused.count(),
    )


def extensions_asked(actor: Actor) -> QuerySet[Extension]:
    """Longest waiting first."""
    open_ = Clock.objects.filter(of_the_body(actor), closed_at=None).values("pk")
    return Extension.objects.filter(state=Extension.State.ASKED, clock__in=open_).order_by("asked_at")


def opinions_late(actor: Actor, now: datetime) -> QuerySet[Consultation]:
    open_ = Clock.objects.filter(of_the_body(actor), closed_at=None).values("pk")
    return opinions_overdue(now).filter(clock__in=open_).order_by("due")


def with_tasks(rows: QuerySet, now: datetime, shown: int) -> list[tuple]:
    """The first rows, each with its task. Two queries."""
    found = list(rows[:shown])
    tasks = {}
    if found:
        tasks = {task.clock_id: task for task in listed(Task.objects.filter(clock__in=[one.clock_id for one in found]), now)}
    return [(one, tasks.get(one.clock_id)) for one in found]

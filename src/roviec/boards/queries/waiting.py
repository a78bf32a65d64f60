"""What waits inside a body, as numbers and as the first of each list."""

from datetime import datetime
from functools import partial

from django.db.models import F, OuterRef, QuerySet, Subquery

from roviec.boards.queries.kept import LARGE, kept
from roviec.boards.queries.numbers import counts_at_once
from roviec.boards.queries.sight import of_the_body
from roviec.boards.queries.tasks import opinions_overdue, unnamed_here
from roviec.core.actor import Actor
from roviec.custody.models import Clock, Consultation, Extension, HoldKind
from roviec.directives.queries import unhandled
from roviec.work.models import Task, TaskState
from roviec.work.queries import incomplete_orders, listed

# So much waits only in a body where counting it takes time.
MANY = 500


def waiting(actor: Actor, now: datetime) -> dict[str, int]:
    """directives, unnamed_long, extensions, opinions, spoken, refused: how many of the actor's body wait. One query.

    In a large body up to a minute old.
    """
    own = of_the_body(actor)
    given = of_the_body(actor, "clock__")
    asked = partial(
        counts_at_once,
        actor.body_id,
        directives=unhandled(actor).filter(body=actor.body_id),
        unnamed_long=unnamed_here(now).filter(own, counts=True),
        extensions=extensions_asked(actor),
        opinions=opinions_late(actor, now),
        spoken=incomplete_orders(actor, now).filter(given),
        refused=Task.objects.filter(given, state=TaskState.REFUSED, clock__closed_at=None),
    )
    key = ("waiting", actor.body_id, actor.bodies_seen)
    return kept(key, now, asked, lambda numbers: LARGE if sum(numbers.values()) >= MANY else 0)


def extensions_asked(actor: Actor) -> QuerySet[Extension]:
    """Longest waiting first."""
    asked = Extension.objects.filter(of_the_body(actor, "clock__"), state=Extension.State.ASKED, clock__closed_at=None)
    return asked.order_by("asked_at")


def opinions_late(actor: Actor, now: datetime) -> QuerySet[Consultation]:
    return opinions_overdue(now).filter(of_the_body(actor, "clock__"), clock__closed_at=None).order_by("due")


def asked_and_owed(actor: Actor, now: datetime, shown: int) -> tuple[list[Extension], list[Consultation]]:
    """The first extensions to decide and overdue opinions, with `.title` and `.unit_name` of their work. Two queries."""
    title = Task.objects.filter(clock=OuterRef("clock")).values("title")[:1]
    known = {"title": Subquery(title), "unit_name": F("clock__unit__name")}
    extensions = list(extensions_asked(actor).annotate(**known)[:shown])
    opinions = list(opinions_late(actor, now).select_related("unit").annotate(**known)[:shown])
    return extensions, opinions


def held_up(actor: Actor, now: datetime, shown: int) -> tuple[list[Task], list[Task]]:
    """Unnamed for too long, and waiting for a signature: the first of each, longest waiting first. Two queries."""
    own = of_the_body(actor)
    unnamed = unnamed_here(now).filter(own, counts=True).order_by("held_since", "pk")
    signing = Clock.objects.filter(own, counts=True, closed_at=None, hold_kind=HoldKind.SIGNATURE)
    signing = signing.order_by("held_since", "pk")

    def first(clocks: QuerySet[Clock]) -> list[Task]:
        tasks = Task.objects.filter(clock__in=clocks.values("pk")[:shown])
        return list(listed(tasks, now).order_by("clock__held_since", "pk"))

    return first(unnamed), first(signing)

"""What waits inside a body, as numbers and as the first of each list."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from roviec.boards.queries.in_lines import in_lines
from roviec.boards.queries.kept import kept
from roviec.boards.queries.numbers import counts_at_once
from roviec.boards.queries.sight import large, of_the_body
from roviec.boards.queries.tasks import opinions_overdue
from roviec.core.actor import Actor
from roviec.custody.models import Clock, Consultation, Extension, HoldKind
from roviec.custody.queries import unnamed_too_long
from roviec.directives.queries import arrivals_waiting, unhandled
from roviec.work.models import Task, TaskState
from roviec.work.queries import incomplete_orders


@dataclass(frozen=True)
class Queues:
    """Keys of what waits inside the body, longest waiting first: of work without a name for too long, of extensions asked, of opinions
    overdue."""

    unnamed: list[UUID]
    extensions: list[UUID]
    opinions: list[UUID]


def queues(actor: Actor, now: datetime) -> Queues:
    """Three queries; those of a large body are up to a minute old."""
    unnamed = unnamed_too_long(now).filter(of_the_body(actor), counts=True).order_by("held_since", "pk")
    asked = {"unnamed": unnamed, "extensions": extensions_asked(actor), "opinions": opinions_late(actor, now)}
    return kept(
        ("queues", actor.body_id),
        now,
        lambda: Queues(**{name: list(rows.values_list("pk", flat=True)) for name, rows in asked.items()}),
        lambda _found: large(actor.body_id),
    )


def waiting(actor: Actor, now: datetime, found: Queues) -> dict[str, int]:
    """arrivals, directives, unnamed_long, extensions, opinions, spoken, refused: how many of the actor's body wait. One query.

    In a large body up to a minute old.
    """
    given = of_the_body(actor, "clock__")
    back = Clock.objects.filter(of_the_body(actor), hold_kind=HoldKind.DRAFTING, closed_at=None)
    asked = partial(
        counts_at_once,
        actor.body_id,
        arrivals=arrivals_waiting(actor),
        directives=unhandled(actor).filter(body=actor.body_id),
        spoken=incomplete_orders(actor, now).filter(given),
        refused=Task.objects.filter(state=TaskState.REFUSED, clock__in=back.values("pk")),
    )
    numbers = kept(("waiting", actor.body_id, actor.bodies_seen), now, asked, lambda _found: large(actor.body_id))
    lengths = {"unnamed_long": found.unnamed, "extensions": found.extensions, "opinions": found.opinions}
    return numbers | {name: len(keys) for name, keys in lengths.items()}


def extensions_asked(actor: Actor) -> QuerySet[Extension]:
    """Longest waiting first."""
    asked = Extension.objects.filter(of_the_body(actor, "clock__"), state=Extension.State.ASKED, clock__closed_at=None)
    return asked.order_by("asked_at", "pk")


def opinions_late(actor: Actor, now: datetime) -> QuerySet[Consultation]:
    return opinions_overdue(now).filter(of_the_body(actor, "clock__"), clock__closed_at=None).order_by("due", "pk")


def asked_and_owed(found: Queues, shown: int) -> tuple[list[Extension], list[Consultation]]:
    """The first extensions to decide and overdue opinions, with `.title` and `.unit_name` of their work. Two queries.

    What was decided or answered since they were found is left out.
    """
    title = Task.objects.filter(clock=OuterRef("clock")).values("title")[:1]
    known = {"title": Subquery(title), "unit_name": F("clock__unit__name")}
    asked = {"pk__in": found.extensions[:shown], "state": Extension.State.ASKED}
    owed = {"pk__in": found.opinions[:shown], "answered_at": None, "withdrawn_at": None}
    extensions = Extension.objects.filter(clock__closed_at=None, **asked).annotate(**known).order_by("asked_at", "pk")
    opinions = Consultation.objects.filter(clock__closed_at=None, **owed).annotate(**known).order_by("due", "pk")
    return (
        list(extensions) if found.extensions else [],
        list(opinions.select_related("unit")) if found.opinions else [],
    )


def held_up(actor: Actor, now: datetime, found: Queues, shown: int) -> tuple[list[Task], list[Task]]:
    """Unnamed for too long, and waiting for a signature: the first of each, longest waiting first. Two queries.

    What went on since they were found is left out.
    """
    own = Clock.objects.filter(of_the_body(actor), counts=True, closed_at=None, hold_kind=HoldKind.SIGNATURE)
    signing = kept(
        ("signing", actor.body_id, shown),
        now,
        lambda: list(own.order_by("held_since", "pk").values_list("pk", flat=True)[:shown]),
        lambda _found: large(actor.body_id),
    )
    tasks = Task.objects.filter(clock__in=[*found.unnamed[:shown], *signing], clock__closed_at=None)
    rows = list(in_lines(tasks, now).order_by("clock__held_since", "pk"))
    kinds = (HoldKind.UNNAMED, HoldKind.SIGNATURE)
    unnamed, signed = ([task for task in rows if task.clock.hold_kind == kind] for kind in kinds)
    return unnamed, signed

"""Lateness and its explanations: what is owed, what waits for a decision, what was decided."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from roviec.custody.models import Explanation
from roviec.work.models import Task


def causes() -> list[tuple[str, str]]:
    """The short list of causes, with their words in the active language."""
    return [(value, str(label)) for value, label in Explanation.Cause.choices]


def explanations_of(task_ids: Iterable[UUID]) -> dict[UUID, Explanation]:
    """Task -> the explanation of its last due date passed that was demanded or given. One query."""
    found = Explanation.objects.filter(clock__in=list(task_ids)).order_by("due")
    return {one.clock_id: one for one in found}


def waiting_explanation(task: Task) -> Explanation | None:
    """The one that was given and on which nobody has decided."""
    return task.clock.explanations.filter(given_at__isnull=False, decided_at__isnull=True).first()


def explained(which: str) -> Q:
    """On tasks: "unexplained" (late at this moment and not explained), "explained" (nobody has decided), "objective", "not_objective".

    Raises ValueError for another word.
    """
    given = Explanation.objects.filter(clock=OuterRef("clock"), given_at__isnull=False)
    match which:
        case "unexplained":
            return Q(clock__late_since__isnull=False) & ~Q(Exists(given.filter(due=OuterRef("clock__due"))))
        case "explained":
            return Q(Exists(given.filter(decided_at__isnull=True)))
        case "objective" | "not_objective":
            return Q(Exists(given.filter(objective=which == "objective")))
    raise ValueError(which)

"""Lateness and its explanations: what is owed, what waits for a decision, what was decided."""

from django.db.models import Exists, OuterRef, Q

from roviec.custody.models import Explanation
from roviec.work.models import Task, TaskState


def causes() -> list[tuple[str, str]]:
    """The short list of causes, with their words in the active language."""
    return [(value, str(label)) for value, label in Explanation.Cause.choices]


def waiting_explanation(task: Task) -> Explanation | None:
    """The one that was given and on which nobody has decided."""
    return task.clock.explanations.filter(given_at__isnull=False, decided_at__isnull=True).first()


def explained(which: str) -> Q:
    """On tasks: "unexplained", "explained" (nobody has decided), "objective", "not_objective". Raises ValueError for another word.

    Unexplained is what is late at this moment in hands that could explain it: not with an outside body, not refused.
    """
    given = Explanation.objects.filter(clock=OuterRef("clock"), given_at__isnull=False)
    match which:
        case "unexplained":
            owed = Q(clock__late_since__isnull=False, clock__unit__is_external=False) & ~Q(state=TaskState.REFUSED)
            return owed & ~Q(Exists(given.filter(due=OuterRef("clock__due"))))
        case "explained":
            return Q(Exists(given.filter(decided_at__isnull=True)))
        case "objective" | "not_objective":
            return Q(Exists(given.filter(objective=which == "objective")))
    raise ValueError(which)

"""The words of a document that a due date was read from."""

from uuid import UUID

from django.db.models import Q

from roviec.directives.models import Proposal
from roviec.work.models import Task


def phrase_of(task_id: UUID) -> Proposal | None:
    """The passage that the task, or the whole that it is a part of, was made from, where that names a deadline."""
    wholes = Task.objects.filter(pk=task_id).values("parent")
    passages = Proposal.objects.filter(Q(task=task_id) | Q(task__in=wholes)).exclude(deadline_raw="")
    return passages.select_related("directive").defer("directive__content").first()

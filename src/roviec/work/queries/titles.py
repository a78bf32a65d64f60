"""What tasks are called, where their pages are and where they are opened again, for apps below that know only their clocks."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from roviec.core.actor import Actor
from roviec.work.models import TaskState
from roviec.work.permissions import PERMISSIONS
from roviec.work.queries.task_page import RELATED
from roviec.work.queries.visible import tasks_visible_to


def task_titles(ids: Iterable[UUID], actor: Actor) -> dict[UUID, tuple[str, str]]:
    """Task -> (title, address), of those that the actor sees."""
    rows = tasks_visible_to(actor).filter(pk__in=list(ids)).values_list("pk", "title")
    return {pk: (title, reverse("work:task", args=[pk])) for pk, title in rows}


def reopening_addresses(ids: Iterable[UUID], actor: Actor) -> dict[UUID, str]:
    """Task -> where it is opened again, of those that are done and that the actor may open again."""
    done = tasks_visible_to(actor).filter(pk__in=list(ids), state=TaskState.DONE).select_related(*RELATED)
    return {
        task.pk: reverse("work:task_do", args=[task.pk, "reopen_task"])
        for task in done
        if PERMISSIONS.allows(actor, "reopen_task", task)
    }

"""What tasks are called and where their pages are, for apps below that know only their clocks."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from roviec.core.actor import Actor
from roviec.work.queries.visible import tasks_visible_to


def task_titles(ids: Iterable[UUID], actor: Actor) -> dict[UUID, tuple[str, str]]:
    """Task -> (title, address), of those that the actor sees."""
    rows = tasks_visible_to(actor).filter(pk__in=list(ids)).values_list("pk", "title")
    return {pk: (title, reverse("work:task", args=[pk])) for pk, title in rows}

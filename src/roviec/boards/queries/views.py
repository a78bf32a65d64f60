"""Views of a page that somebody keeps."""

from uuid import UUID

from django.db.models import Q

from roviec.boards.models import SavedView
from roviec.core.actor import Actor


def views_of(path: str, actor: Actor) -> list[SavedView]:
    """The actor's own views of the page, by name. One query."""
    return list(SavedView.objects.filter(owner=actor.account_id, path=path).order_by("name"))


def view_opened(pk: UUID, actor: Actor) -> SavedView:
    """An own view or a shared one; it gives an address, and the page there shows no more than the actor sees. Raises DoesNotExist."""
    return SavedView.objects.get(Q(owner=actor.account_id) | Q(shared=True), pk=pk)

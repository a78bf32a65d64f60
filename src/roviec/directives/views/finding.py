"""A document for this request, or nothing: what may not be seen and what is not there look alike."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from roviec.directives.queries import directives_visible_to


def directive_or_404(request: HttpRequest, pk: UUID) -> Any:
    found = (
        directives_visible_to(request.actor)
        .defer(None)
        .filter(pk=pk)
        .select_related("plan", "body", "received_by_post")
        .first()
    )
    if found is None:
        raise Http404
    return found


def version_of(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdigit() else None

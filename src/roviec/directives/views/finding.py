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
    return _number(request.POST.get("version", ""))


def picked_rows(request: HttpRequest) -> dict[UUID, int | None]:
    """The rows picked, each with its version as it was shown; sent as "id:version". What is no id is left out."""
    rows: dict[UUID, int | None] = {}
    for text in request.POST.getlist("proposal"):
        pk, _colon, version = text.partition(":")
        try:
            rows[UUID(pk)] = _number(version)
        except ValueError:
            continue
    return rows


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None

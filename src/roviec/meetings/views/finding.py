"""A committee or meeting for this request, or nothing: what may not be seen and what is not there look alike."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from roviec.core.calendars import VIETNAM
from roviec.meetings import queries
from roviec.work.views.answers import found


def committee_or_404(request: HttpRequest, pk: UUID) -> Any:
    return found(queries.committees_visible_to(request.actor).get, pk=pk)


def meeting_or_404(request: HttpRequest, pk: UUID) -> Any:
    return found(queries.meetings_visible_to(request.actor).get, pk=pk)


def day_of(request: HttpRequest) -> Any:
    return request.now.astimezone(VIETNAM).date()

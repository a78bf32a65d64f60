"""What meetings show on pages of lower apps."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from roviec.meetings.permissions import PERMISSIONS
from roviec.meetings.queries import meeting_of_task


def meeting_panel(request: HttpRequest, context: dict[str, Any]) -> str:
    """On a task: the meeting that concluded on it, for who may see it."""
    meeting = meeting_of_task(context["task"])
    if meeting is None or not PERMISSIONS.allows(request.actor, "view_committee", meeting):
        return ""
    return render_to_string("meetings/_meeting_of_task.html", {"meeting": meeting}, request=request)

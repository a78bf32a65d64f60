"""Where promises, regulations, commendation and files of facts are found from other pages. No panel here asks the database."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from roviec.core.actor import Duty


def promises_panel(request: HttpRequest, context: dict[str, Any]) -> str:
    """On the index of evaluation."""
    return render_to_string("evaluation/_promises_index.html", {"actor": request.actor}, request=request)


def officer_panel(request: HttpRequest, context: dict[str, Any]) -> str:
    """On a person's page: the action programme; for leaders and the personnel office the way to a file of facts."""
    officer = context["officer"]
    decides = request.actor.has(Duty.LEADER, Duty.CLERK) and request.actor.officer_id != officer.pk
    own = request.actor.officer_id == officer.pk
    if not decides and not own:
        return ""
    return render_to_string("evaluation/_promises_of_officer.html", {"officer": officer}, request=request)


def directive_link(request: HttpRequest, context: dict[str, Any]) -> str:
    """On a directive: what it came to under each head (R22)."""
    return render_to_string("evaluation/_directive_link.html", {"directive": context["directive"]}, request=request)

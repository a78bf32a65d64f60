"""On a plan, for who may show it to the public or take it down."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from roviec.boards.permissions import PERMISSIONS


def plan_publication(request: HttpRequest, context: dict[str, Any]) -> str:
    if not PERMISSIONS.allows(request.actor, "publish_plan", context["plan"]):
        return ""
    return render_to_string("boards/_publication.html", {"plan": context["plan"]}, request=request)

"""What reports show on pages of lower apps."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from roviec.reports.permissions import PERMISSIONS
from roviec.reports.queries import answer_of_task


def answer_panel(request: HttpRequest, context: dict[str, Any]) -> str:
    """On the task of a unit that owes a report: the page where its figures are entered."""
    answer = answer_of_task(context["task"].pk)
    if answer is None or not PERMISSIONS.allows(request.actor, "view_answer", answer):
        return ""
    return render_to_string("reports/_answer_of_task.html", {"answer": answer}, request=request)

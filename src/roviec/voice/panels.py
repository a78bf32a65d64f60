"""What obstacles show on pages of lower apps."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from roviec.voice import queries
from roviec.voice.permissions import PERMISSIONS
from roviec.voice.shown import shown


def obstacle_panel(request: HttpRequest, context: dict[str, Any]) -> str:
    """On a task: its obstacles, and for who works on it one step to raise one. Asks nothing where the history has none."""
    task, page = context["task"], context["page"]
    raised = any(line.verb == "obstacle_raised" for line in page.history)
    rows = [shown(one, request) for one in queries.obstacles_of_tasks([task.pk])] if raised else []
    given = task.assigned_at is not None and task.clock.closed_at is None
    may_raise = given and PERMISSIONS.allows(request.actor, "raise_obstacle", task)
    if not rows and not may_raise:
        return ""
    return render_to_string(
        "voice/_of_task.html", {"task": task, "rows": rows, "may_raise": may_raise}, request=request
    )

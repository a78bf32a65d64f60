"""What catalogues and yields show on pages of lower apps, and on the index of evaluation."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from roviec.core.calendars import VIETNAM
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import catalogue, yields
from roviec.web.idempotency import new_key


def yields_panel(request: HttpRequest, context: dict[str, Any]) -> str:
    """On a task: its products and their standard units; while it has none, for who gives it, what it looks like and one click."""
    task = context["task"]
    if task.assigned_at is None or task.state in ("draft", "cancelled", "refused"):
        return ""
    rows = list(yields.yields_of([task.pk]))
    may_set = PERMISSIONS.allows(request.actor, "set_yields", task)
    if not rows and not may_set:
        return ""
    suggested: list[Any] = []
    if not rows:
        day = request.now.astimezone(VIETNAM).date()
        running = catalogue.list_of(task.lead_unit.body_id, day) if task.lead_unit else None
        if running is None:
            return ""
        suggested = yields.suggestions_for(task, day, running)[:3]
    shown = [(row, row.quantity * row.product.coefficient) for row in rows]
    page = {
        "task": task,
        "rows": shown,
        "units": sum((units for _row, units in shown), Decimal(0)),
        "suggested": suggested,
        "may_set": may_set,
        "key": new_key(),
    }
    return render_to_string("evaluation/_yields_of_task.html", page, request=request)


def index_panel(request: HttpRequest, context: dict[str, Any]) -> str:
    """On the index of evaluation: the list in force, and for who gives work how much of it has no product."""
    actor, day = request.actor, request.now.astimezone(VIETNAM).date()
    if actor.body_id is None:
        return ""
    sees = PERMISSIONS.allows(actor, "view_untold")
    page = {
        "catalogue": catalogue.list_of(actor.body_id, day),
        "sees_untold": sees,
        "untold": yields.untold_tasks(yields.units_seen_untold(actor)).count() if sees else 0,
    }
    return render_to_string("evaluation/_catalogue_on_index.html", page, request=request)

"""What the year shows on pages of evaluation: on its first page where to go, on a confirmed sheet its form and the way to contest it."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from roviec.core.calendars import VIETNAM
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries.appeals import to_settle


def year_panel(request: HttpRequest, context: dict[str, Any]) -> str:
    """On /danh-gia/: grades, appeals, units; what waits for the reader first."""
    today = request.now.astimezone(VIETNAM).date()
    waiting = to_settle(request.actor, today)
    late = sum(one.due < request.now for one in waiting)
    context = {"waiting": len(waiting), "late": late, "year": today.year, "actor": request.actor}
    return render_to_string("evaluation/_year_panel.html", context, request=request)


def papers_panel(request: HttpRequest, context: dict[str, Any]) -> str:
    """On a sheet: form 01 on paper, and for its owner, once confirmed, how to contest it."""
    one = context["sheet"]
    confirmed = one.state == "confirmed"
    may_appeal = confirmed and PERMISSIONS.allows(request.actor, "make_appeal", one)
    return render_to_string("evaluation/_sheet_papers.html", {"sheet": one, "may_appeal": may_appeal}, request=request)

"""What the head may do on a sheet's page, and where lists of sheets wait on evaluation's first page."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import unit_lists as queries
from roviec.evaluation.sheets_shown import period_words


def _may(request: HttpRequest, context: dict[str, Any]) -> bool:
    """Whether who looks confirms this sheet now. Nothing is asked for one's own."""
    sheet = context["sheet"]
    if sheet.officer_id == request.actor.officer_id or sheet.period.state != "open":
        return False
    before = queries.before_of(sheet, request.now.astimezone(VIETNAM).date())
    try:
        PERMISSIONS.require(request.actor, "confirm_sheet", before)
    except Denied:
        return False
    return True


def head_actions(request: HttpRequest, context: dict[str, Any]) -> str:
    """Confirm, say d, đ, e, give back: for whoever is competent."""
    if not _may(request, context):
        return ""
    sheet = context["sheet"]
    return render_to_string("evaluation/_head_actions.html", {"sheet": sheet}, request=request)


def head_looks(request: HttpRequest, context: dict[str, Any]) -> str:
    """What is unusual about the sheet, and the additions that wait for a decision."""
    sheet = context["sheet"]
    if sheet.state == "confirmed" or not _may(request, context):
        return ""
    row, _before = queries.row_of(sheet.pk, request.now)
    additions = queries.additions_of([sheet.pk])
    if not row.marks and not row.waits_for and not additions:
        return ""
    return render_to_string("evaluation/_head_looks.html", {"row": row, "additions": additions}, request=request)


def lists_panel(request: HttpRequest, context: dict[str, Any]) -> str:
    """Evaluation's first page: the own unit's list with what waits in it, and the whole body for who runs it."""
    found = queries.waiting_of(request.actor, request.now)
    if not found.lists and found.period is None:
        return ""
    shown = {
        "lists": [
            {"unit": one.unit, "period": one.period, "when": period_words(one.period), "waiting": one.waiting}
            for one in found.lists
        ],
        "period": found.period,
        "when": period_words(found.period.period) if found.period else "",
    }
    return render_to_string("evaluation/_lists_panel.html", shown, request=request)

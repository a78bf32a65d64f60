"""What the boards say on the pages of a unit and of an officer, through the slots of web."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from roviec.boards.actions.saving import kept_query
from roviec.boards.queries.panels import counts_of_officer, counts_of_unit
from roviec.boards.queries.views import views_of
from roviec.boards.tiles import list_url

COUNTED = ("done_on_time", "done_late", "open_on_time", "open_late", "at_risk", "due_soon", "suspended")


def unit_work(request: HttpRequest, context: dict[str, Any]) -> str:
    """The four counts of the unit and the way to its board and chart; nothing for who has no mandate."""
    unit = context["unit"]
    if not request.actor or not request.actor.mandate_id:
        return ""
    counts, risky = counts_of_unit(unit, request.actor, request.now)
    shown = {
        "key": "viec-cua-don-vi",
        "counts": counts,
        "at_risk": risky,
        "links": {name: list_url(trang_thai=name, don_vi=unit.pk) for name in COUNTED},
        "board_url": reverse("boards:unit", args=[unit.pk]),
        "gantt_url": reverse("work:unit_chart", args=[unit.pk]),
    }
    return render_to_string("boards/_work_panel.html", shown, request=request)


def saved_views(request: HttpRequest, context: dict[str, Any]) -> str:
    """The views of this page that the reader keeps; nothing for who may keep none."""
    if not request.actor:
        return ""
    shown = {
        "views": views_of(request.path, request.actor),
        "path": request.path,
        "query": kept_query(request.GET.urlencode()),
        "here": request.get_full_path(),
    }
    return render_to_string("boards/_saved_views.html", shown, request=request)


def officer_work(request: HttpRequest, context: dict[str, Any]) -> str:
    """The counts of what the officer has in hand, as far as the one who looks sees it."""
    officer = context["officer"]
    if not request.actor or not request.actor.mandate_id:
        return ""
    counts, posts = counts_of_officer(officer.pk, request.actor, request.now)
    one = posts[0] if len(posts) == 1 else None
    shown = {
        "key": "viec-cua-nguoi",
        "counts": counts,
        "links": {name: list_url(trang_thai=name, giu=one) for name in COUNTED[2:]} if one else {},
        "gantt_url": reverse("work:officer_chart", args=[officer.pk]),
    }
    return render_to_string("boards/_work_panel.html", shown, request=request)

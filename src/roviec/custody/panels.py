"""What working calendars and hands add to the pages of units and of work, and to that of whoever administers."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from roviec.custody import calendar_shown as shown
from roviec.custody.calendars import calendar_of_label
from roviec.custody.permissions import PERMISSIONS as HANDS
from roviec.organisation.permissions import PERMISSIONS, Scope


def hours_of_unit(request: HttpRequest, context: dict[str, Any]) -> str:
    """Opening hours on the day that the page shows, and where to change them. Costs no query."""
    unit = context["unit"]
    if unit.is_external:
        return ""
    calendar = calendar_of_label(unit.calendar)
    day = context["day"]
    may = PERMISSIONS.allows(request.actor, "change_calendar", Scope.of([unit.body_id])) and not unit.valid_to
    said = {
        "unit": unit,
        "hours": shown.hours_lines(calendar, day),
        "later": shown.weeks_to_come(calendar, day),
        "may": may,
    }
    return render_to_string("custody/_unit_hours.html", said, request=request)


def calendars_to_keep(request: HttpRequest, context: dict[str, Any]) -> str:
    return render_to_string("custody/_admin.html", {}, request=request)


def hands_of_unit(request: HttpRequest, context: dict[str, Any]) -> str:
    """The way from the board of a unit to where its work lies, for who may see that. Costs no query."""
    unit = context["unit"]
    if not request.actor or not HANDS.allows(request.actor, "see_unit_hands", unit):
        return ""
    said = {"url": reverse("custody:unit_hands", args=[unit.pk]), "label": _("Việc nằm ở đâu, bao lâu?")}
    return render_to_string("custody/_hands_link.html", said, request=request)


def hands_of_task(request: HttpRequest, context: dict[str, Any]) -> str:
    """The way from a task to the hands that it passed. Costs no query."""
    said = {"url": reverse("custody:chain", args=[context["task"].pk]), "label": _("Việc đã qua tay ai?")}
    return render_to_string("custody/_hands_link.html", said, request=request)

"""What working calendars add to the page of a unit and to that of whoever administers."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from roviec.custody import calendar_shown as shown
from roviec.custody.calendars import calendar_of_label
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

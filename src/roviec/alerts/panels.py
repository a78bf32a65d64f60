"""What alerts add to the page of a task."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from roviec.alerts.ladder_words import roles, rung_name, step_name
from roviec.alerts.queries.climbs import climb_of
from roviec.alerts.queries.forecasts import forecast_of, reasons_shown
from roviec.alerts.queries.spells import spells_of
from roviec.core.standing import lateness_days
from roviec.custody.calendars import calendar_named


def late_spells(request: HttpRequest, context: dict[str, Any]) -> str:
    """Since when and until when it was late, in which unit and under whom. Costs a query only where the due date was passed."""
    clock = context["task"].clock
    judged = clock.finished_at or clock.closed_at or request.now
    if clock.due is None or judged <= clock.due:
        return ""
    days = calendar_named("vn")
    spells = [
        {"spell": spell, "days": lateness_days(days, spell.since, spell.until or request.now)}
        for spell in spells_of(clock.pk)
    ]
    return render_to_string("alerts/_late_spells.html", {"spells": spells}, request=request) if spells else ""


def forecast(request: HttpRequest, context: dict[str, Any]) -> str:
    """The chance to end late with its reasons, of work that runs. Costs a query only while it runs and has a due date."""
    clock = context["task"].clock
    if clock.due is None or clock.closed_at or clock.finished_at or clock.suspended_since or clock.due < request.now:
        return ""
    found = forecast_of(clock.pk)
    if found is None or found.due != clock.due:
        return ""
    likely = found.likely_since is not None
    shown = {
        "forecast": found,
        "percent": round(100 * found.late) if found.late is not None else None,
        "tone": "soon" if likely else "plain",
        "sign": "risk" if likely else "open",
        "reasons": [(reason, points, abs(points)) for reason, points in reasons_shown(found.reasons, request.actor)],
    }
    return render_to_string("alerts/_forecast.html", shown, request=request)


def climb(request: HttpRequest, context: dict[str, Any]) -> str:
    """The last rung that fired and the next one, of work that runs and has a due date; the whole climb is a page of its own."""
    clock = context["task"].clock
    if clock.due is None or clock.closed_at or not clock.counts:
        return ""
    found = climb_of(clock.pk, request.now)
    if found is None:
        return ""
    told = [one for one in found.fired if not one.passed]
    shown = {
        "task": context["task"],
        "last": told[-1] if told else None,
        "last_name": (rung_name(told[-1].rung) if told[-1].rung else step_name(told[-1].step)) if told else "",
        "coming": found.coming,
        "coming_name": rung_name(found.coming.rung) if found.coming else "",
        "coming_roles": roles(found.coming.rung.tell) if found.coming else "",
    }
    return render_to_string("alerts/_climb.html", shown, request=request)


def ladders_to_keep(request: HttpRequest, context: dict[str, Any]) -> str:
    return render_to_string("alerts/_admin.html", {}, request=request)

"""A day of a body in fast motion: by hour, what became late and who was told; each number leads to its list."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from roviec.alerts.queries import days
from roviec.alerts.queries.sent import oversees_telling
from roviec.alerts.queries.touched import TASK
from roviec.alerts.shown import show
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.custody import things
from roviec.web.days import DayField

A_PAGE = 50
NAMES = {
    days.STAFF: _("Người thực hiện"),
    days.HEAD: _("Trưởng, phó đơn vị"),
    days.TRACKER: _("Văn phòng theo dõi"),
    days.LEADER: _("Lãnh đạo cơ quan"),
}
LATE, ALL = "qua-han", "tat-ca"


class DayForm(forms.Form):
    ngay = DayField(label=_("Ngày"))


@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """`?ngay=04/12/2025` which day, `gio=7` which hour, `vai=` which role, `tat-ca` or `qua-han`: the list under the table."""
    actor, today = request.actor, request.now.astimezone(VIETNAM).date()
    if not oversees_telling(actor):
        raise Denied("alerts.oversee")
    form = DayForm(request.GET if "ngay" in request.GET else None, label_suffix="")
    asked = form.cleaned_data["ngay"] if form.is_bound and form.is_valid() else None
    chosen = min(asked or today, today)
    roles = days.roles_on(actor, chosen)
    found = days.day_of(actor, chosen, roles)
    context: dict[str, Any] = {
        "form": form if form.errors else DayForm(initial={"ngay": chosen}, label_suffix=""),
        "day": datetime.combine(chosen, time(), VIETNAM),
        "before": _link(chosen - timedelta(days=1)),
        "after": _link(chosen + timedelta(days=1)) if chosen < today else "",
        "late": found.late,
        "late_url": _link(chosen, vai=LATE),
        "roles": [
            {"key": role, "name": name, "people": n, "notices": told, "url": _link(chosen, vai=role)}
            for role, name in NAMES.items()
            for n, told in [found.roles[role]]
        ],
        "hours": _hours(found, chosen),
    }
    which, hour = request.GET.get("vai", ""), _hour(request.GET.get("gio", ""))
    if which in (*NAMES, LATE, ALL):
        context |= _listed(request, chosen, hour, which, roles)
    return render(request, "alerts/day.html", context)


def _hours(found: days.Day, chosen: date) -> list[dict[str, Any]]:
    """Bars on one scale: the busiest hour is the whole width."""
    most = max((sum(one.told.values()) for one in found.hours), default=0) or 1
    rows = []
    for one in found.hours:
        at, cells, bars = 0.0, [], []
        for role in NAMES:
            n = one.told.get(role, 0)
            width = 100 * n / most
            cells.append({"name": NAMES[role], "n": n, "url": _link(chosen, gio=one.hour, vai=role)})
            bars.append({"role": role, "x": f"{at:.2f}", "width": f"{width:.2f}"})
            at += width
        rows.append(
            {
                "from": f"{one.hour:02d}:00",
                "late": one.late,
                "late_url": _link(chosen, gio=one.hour, vai=LATE),
                "cells": cells,
                "bars": bars,
            }
        )
    return rows


def _listed(request: HttpRequest, chosen: date, hour: int | None, which: str, roles: Any) -> dict[str, Any]:
    """One page of the notices, or of the work that became late. Titles only of work that the reader may see."""
    actor = request.actor
    page: Any
    if which == LATE:
        page = Paginator(days.spells_on(actor, chosen, hour), A_PAGE).get_page(request.GET.get("trang"))
        titles = things.titles_of([(one.clock_id, one.clock.kind) for one in page], actor)
        rows = [_spell(one, titles.get(one.clock_id)) for one in page]
    else:
        told = days.notices_on(actor, chosen, hour, roles, "" if which == ALL else which)
        page = Paginator(told, A_PAGE).get_page(request.GET.get("trang"))
        rows = _told(list(page), roles, actor)
    return {"page": page, "rows": rows, "which": which, "which_name": NAMES.get(which, ""), "hour": hour}


def _spell(spell: Any, said: tuple[str, str] | None) -> dict[str, Any]:
    head = spell.head_mandate
    return {
        "at": spell.since,
        "title": said[0] if said else "",
        "url": said[1] if said else "",
        "who": spell.unit.short_name or spell.unit.name,
        "under": head.officer.full_name if head else "",
    }


def _told(notices: list[Any], roles: Any, actor: Actor) -> list[dict[str, Any]]:
    titles = things.titles_of([(one.thing_id, "task") for one in notices if one.thing_kind == TASK], actor)
    return [
        {
            "at": one.at,
            "sentence": shown.sentence,
            "title": titles.get(one.thing_id, ("", ""))[0],
            "url": titles.get(one.thing_id, ("", ""))[1],
            "who": one.officer.full_name,
            "under": NAMES[roles[one.officer_id]],
            "top": one.top,
            "read": one.read_at is not None,
        }
        for one, shown in zip(notices, show(notices), strict=True)
    ]


def _hour(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text) < 24 else None


def _link(chosen: date, **more: object) -> str:
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{reverse('alerts:day')}?ngay={chosen:%d/%m/%Y}{query}" + ("#danh-sach" if more else "")

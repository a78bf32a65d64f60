"""The page of one unit."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from roviec.boards.lines import lines
from roviec.boards.queries.unit import UnitPage, unit_of, unit_page
from roviec.boards.tiles import Tile, list_url, standing_tiles
from roviec.core.actor import Actor, Duty
from roviec.web.states import state_view

# Rows of people on the page; the busiest come first.
PEOPLE = 25
VIEWS = {"cot": "columns", "bang": "table"}
COLUMN_WORDS = {"unnamed": "unnamed", "assigned": "assigned", "in_progress": "working", "signature": "signature", "acceptance": "acceptance"}


@require_GET
def unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`?xem=cot` shows the open work in columns, `?xem=bang` as one table; without it, what waits for the head."""
    view = request.GET.get("xem", "")
    try:
        page = unit_page(unit_of(pk), request.actor, request.now, VIEWS.get(view, ""))
    except ObjectDoesNotExist:
        raise Http404 from None
    directs = _directs(request.actor, page)
    context: dict[str, Any] = {
        "page": page,
        "unit": page.unit,
        "tiles": _tiles(page),
        "counts": page.tally.counts,
        "links": _links(page),
        "people": _people(page),
        "hidden_people": max(0, len(page.loads) - PEOPLE),
        "below": page.below,
        "opinions": page.opinions,
        "directs": directs,
        "view": view if view in VIEWS else "",
        "tabs": _tabs(pk, view),
    }
    if view == "cot":
        context["columns"] = _columns(request, page)
    elif view == "bang":
        context["open_lines"] = lines(page.lists["open"], request.now)
    else:
        context["sections"] = _sections(request, page, directs)
    return render(request, "boards/unit.html", context)


def _directs(actor: Actor, page: UnitPage) -> bool:
    """Whether the actor names people here: then the steps stand beside the lines."""
    return actor.leads(page.unit.pk) and actor.has(Duty.HEAD, Duty.DEPUTY, Duty.LEADER) and page.unit.body_id == actor.body_id


def _tiles(page: UnitPage) -> list[Tile]:
    counts = page.tally.counts
    unit = page.unit.pk
    numbers = [
        ("unnamed", page.tally.unnamed),
        ("open_late", counts.open_late),
        ("due_soon", counts.due_soon),
        ("signature", page.tally.signature),
        ("acceptance", page.tally.acceptance),
    ]
    return [
        *standing_tiles(numbers, don_vi=unit),
        Tile(counts.open, _("Đang mở"), list_url(trang_thai="open", don_vi=unit)),
    ]


def _links(page: UnitPage) -> dict[str, str]:
    names = ("done_on_time", "done_late", "open_on_time", "open_late", "due_soon", "suspended")
    return {name: list_url(trang_thai=name, don_vi=page.unit.pk) for name in names}


def _people(page: UnitPage) -> list[dict[str, Any]]:
    """Who has how much: bars in percent of the busiest, so that they compare. Whoever has least stands last and may be cut off."""
    most = page.busiest or 1
    people = []
    for load in page.loads[:PEOPLE]:
        late, soon, rest = (100 * n / most for n in (load.late, load.soon, max(0, load.open - load.late - load.soon)))
        absence = page.absences.get(load.officer.pk) if load.officer else None
        people.append(
            {
                "load": load,
                "absence": absence,
                "back_on": absence.valid_to if absence else None,
                "url": list_url(giu=load.post.pk),
                "late_url": list_url(giu=load.post.pk, trang_thai="open_late"),
                # Text, so that no locale writes 12,5.
                "bar": [f"{value:.2f}" for value in (late, soon, late + soon, rest)],
            }
        )
    return people


def _sections(request: HttpRequest, page: UnitPage, directs: bool) -> list[dict[str, Any]]:
    counts, pk = page.tally.counts, page.unit.pk
    kinds = [
        ("unnamed", "unnamed", _("Chờ phân công"), page.tally.unnamed, ("name_person",)),
        ("decisions", "", _("Chờ ký, chờ duyệt"), page.tally.signature + page.tally.acceptance, ()),
        ("late", "open_late", _("Quá hạn"), counts.open_late, ()),
        ("soon", "due_soon", _("Sắp đến hạn"), counts.due_soon, ()),
    ]
    return [
        {
            "key": key,
            "title": title,
            "count": n,
            "lines": lines(page.lists[key], request.now, verbs=verbs if directs else ()),
            "steps": directs and bool(verbs),
            "url": list_url(trang_thai=standing, don_vi=pk) if standing else "",
        }
        for key, standing, title, n, verbs in kinds
        if page.lists[key]
    ]


def _columns(request: HttpRequest, page: UnitPage) -> list[dict[str, Any]]:
    return [
        {"view": state_view(COLUMN_WORDS[key]), "lines": lines(tasks, request.now)} for key, tasks in page.lists.items()
    ]


def _tabs(pk: UUID, view: str) -> list[dict[str, Any]]:
    address = reverse("boards:unit", args=[pk])
    return [
        {"label": _("Cần xử lý"), "url": address, "active": view not in VIEWS},
        {"label": _("Dạng cột"), "url": f"{address}?xem=cot", "active": view == "cot"},
        {"label": _("Dạng bảng"), "url": f"{address}?xem=bang", "active": view == "bang"},
        {"label": _("Biểu đồ Gantt"), "url": reverse("work:unit_chart", args=[pk]), "active": False},
    ]

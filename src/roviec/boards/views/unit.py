"""The page of one unit."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from roviec.boards.lines import Line, lines
from roviec.boards.queries.people import names_at
from roviec.boards.queries.unit import UnitPage, unit_page
from roviec.boards.tiles import Tile, list_url, standing_tiles
from roviec.core.actor import Actor, Duty
from roviec.web.states import state_view

VIEWS = {"cot": "columns", "bang": "table"}
# Of the columns, the states of web.states that name them.
COLUMN_WORDS = {"in_progress": "working"}
COUNTED = ("done_on_time", "done_late", "open_on_time", "open_late", "at_risk", "due_soon", "suspended")


@require_GET
def unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`?xem=cot` shows the open work in columns, `?xem=bang` as one table; without it, what waits for the head."""
    asked = request.GET.get("xem", "")
    view = asked if asked in VIEWS else ""
    try:
        page = unit_page(pk, request.actor, request.now, VIEWS.get(view, ""))
    except ObjectDoesNotExist:
        raise Http404 from None
    directs = _directs(request.actor, page)
    return render(
        request,
        "boards/unit.html",
        {
            "page": page,
            "unit": page.unit,
            "tiles": _tiles(page),
            "counts": page.tally.counts,
            "at_risk": page.at_risk,
            "links": {name: list_url(trang_thai=name, don_vi=pk) for name in COUNTED},
            "people": _people(page),
            "hidden_people": max(0, page.people.n - len(page.people.first)),
            "directs": directs,
            "view": view,
            "tabs": _tabs(pk, view),
            "nothing_waits": not any(bunch.n for bunch in page.bunches.values()),
            "sections": _sections(page, _lines(request, page, directs), directs),
        },
    )


def _directs(actor: Actor, page: UnitPage) -> bool:
    """Whether the actor names people here: then the steps stand beside the lines."""
    heads = actor.has(Duty.HEAD, Duty.DEPUTY, Duty.LEADER)
    return heads and actor.leads(page.unit.pk) and page.unit.body_id == actor.body_id


def _tiles(page: UnitPage) -> list[Tile]:
    counts, tally, pk = page.tally.counts, page.tally, page.unit.pk
    numbers = [
        ("unnamed", tally.unnamed),
        ("signature", tally.signature),
        ("acceptance", tally.acceptance),
        ("open_late", counts.open_late),
        ("at_risk", page.at_risk),
        ("due_soon", counts.due_soon),
    ]
    everything = Tile(counts.open, _("Đang mở"), list_url(trang_thai="open", don_vi=pk), side=True)
    return [*standing_tiles(numbers, don_vi=pk), everything]


def _people(page: UnitPage) -> list[dict[str, Any]]:
    """Who has how much: bars in percent of the busiest, so that they compare."""
    most = page.busiest or 1
    people = []
    for seat in page.people.first:
        load = seat.load
        parts = (load.late, load.soon, max(0, load.open - load.late - load.soon))
        late, soon, rest = (100 * n / most for n in parts)
        people.append(
            {
                "seat": seat,
                "url": list_url(giu=seat.post_id),
                "late_url": list_url(giu=seat.post_id, trang_thai="open_late"),
                "soon_url": list_url(giu=seat.post_id, trang_thai="due_soon"),
                # Text, so that no locale writes 12,5.
                "bar": [f"{value:.2f}" for value in (late, soon, late + soon, rest)],
            }
        )
    return people


def _lines(request: HttpRequest, page: UnitPage, directs: bool) -> dict[str, list[Line]]:
    """The lines of all bunches; names that the seats do not tell are asked for at once."""
    names = dict(page.people.names)
    holders = {task.clock.holder_post_id for bunch in page.bunches.values() for task in bunch.tasks}
    names |= names_at(holders - set(names), request.now)
    return {
        key: lines(
            bunch.tasks,
            request.now,
            verbs=("name_person",) if directs and key == "unnamed" else (),
            names=names,
            risks=page.risks,
        )
        for key, bunch in page.bunches.items()
    }


def _sections(page: UnitPage, shown: dict[str, list[Line]], directs: bool) -> list[dict[str, Any]]:
    pk = page.unit.pk
    titles = {
        "unnamed": (_("Chờ phân công"), list_url(trang_thai="unnamed", don_vi=pk)),
        "decisions": (_("Chờ ký, chờ duyệt"), ""),
        "late": (_("Quá hạn, đang có người làm"), list_url(trang_thai="open_late", don_vi=pk)),
        "at_risk": (_("Nguy cơ quá hạn"), list_url(trang_thai="at_risk", don_vi=pk)),
        "soon": (_("Sắp đến hạn"), list_url(trang_thai="due_soon", don_vi=pk)),
        "open": (_("Việc đang mở"), list_url(trang_thai="open", don_vi=pk)),
    }
    made = []
    for key, bunch in page.bunches.items():
        if key == "outside" and not bunch.n:
            continue
        state = None if key in titles and key != "unnamed" else state_view(COLUMN_WORDS.get(key, key))
        title, url = titles.get(key) or (state.word, "")
        made.append(
            {
                "key": key,
                "title": title,
                "icon": state.icon if state else "",
                "count": bunch.n,
                "lines": shown[key],
                "steps": directs and key == "unnamed",
                "url": url if bunch.n > len(bunch.tasks) else "",
            }
        )
    return made


def _tabs(pk: UUID, view: str) -> list[dict[str, Any]]:
    address = reverse("boards:unit", args=[pk])
    return [
        {"label": _("Cần xử lý"), "url": address, "active": not view},
        {"label": _("Dạng cột"), "url": f"{address}?xem=cot", "active": view == "cot"},
        {"label": _("Dạng bảng"), "url": f"{address}?xem=bang", "active": view == "bang"},
        {"label": _("Biểu đồ Gantt"), "url": reverse("work:unit_chart", args=[pk]), "active": False},
    ]

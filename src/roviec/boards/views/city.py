"""The whole: how much, where it is red and why, how it went, whom others wait for, the units side by side."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from roviec.boards.queries.body import UnitRow, by_leader, red_first, with_heads_then
from roviec.boards.queries.city import body_name
from roviec.boards.queries.staffing import people_behind
from roviec.boards.queries.tallies import Tally, total
from roviec.boards.queries.trend import trend
from roviec.boards.queries.waited_for import most_waited_for, silent_n
from roviec.boards.tiles import Tile, list_url, standing_tiles
from roviec.boards.views.whole import whole_of

RED = 10
WAITED_FOR = 8
# Units side by side; the rest with `?tat-ca=1`.
BESIDE = 50
# Below this many finished pieces of work a rate says little; it is shown, and marked.
SMALL_SAMPLE = 10
SORTS = {
    "": lambda row: (-row.late, -row.tally.counts.due_soon),
    "ten": lambda row: (row.unit.folded,),
    "dang-mo": lambda row: (-row.tally.counts.open,),
    "dung-han": lambda row: (_rate(row) is None, _rate(row) or 0),
    "cho-phan-cong": lambda row: (-row.tally.unnamed,),
}
COUNTED = ("done_on_time", "done_late", "open_on_time", "open_late", "due_soon", "suspended")


@require_GET
def city(request: HttpRequest) -> HttpResponse:
    actor, now = request.actor, request.now
    whole = whole_of(request, "view_city")
    condition, named, links = whole.condition, whole.named, whole.links
    asked = whole.filters.cleaned_data
    tally = total(row.tally for row in whole.rows)
    red = red_first(whole.rows)
    beside = sorted(whole.rows, key=SORTS.get(asked.get("xep", ""), SORTS[""]))
    shown = beside if request.GET.get("tat-ca") else beside[:BESIDE]
    behind = people_behind([row.unit.pk for row in shown], actor, now)
    owing, waited_for = most_waited_for(condition, actor, now, WAITED_FOR, named=named)
    silent = silent_n(condition, actor, now, named=named)
    return render(
        request,
        "boards/city.html",
        {
            "body_name": body_name(actor),
            "filters": whole.filters,
            "clear_url": reverse("boards:city") if request.GET else "",
            "wall_url": f"{reverse('boards:wall')}?{request.GET.urlencode()}",
            "counts": tally.counts,
            "links": {name: list_url(trang_thai=name, **links) for name in COUNTED} if links is not None else {},
            "tiles": _standstill(tally, silent, links),
            "scope": asked.get("pham_vi"),
            "plan_id": asked.get("ke_hoach"),
            "red": with_heads_then(red[:RED], condition, actor, now, named=named),
            "red_units": len(red),
            "leaders": by_leader(whole.rows, now),
            "weeks": trend(condition, actor, now, named=named),
            "week_links": links,
            "owing": owing,
            "waited_for": waited_for,
            "rows": [_shown(row, links or {}, behind.get(row.unit.pk, 0)) for row in shown],
            "n_rows": len(beside),
            "all_url": _all_url(request) if len(shown) < len(beside) else "",
            "small_sample": SMALL_SAMPLE,
        },
    )


def _standstill(tally: Tally, silent: int, links: dict[str, Any] | None) -> list[Tile]:
    """Where work stands still, and at whom: nobody named, waiting for a signature, no sign of life."""
    filters = links or {}
    numbers = [("unnamed", tally.unnamed), ("signature", tally.signature), ("acceptance", tally.acceptance)]
    tiles = standing_tiles(numbers, **filters)
    tiles.append(
        Tile(
            silent, _("Bốn tuần làm việc không có động tĩnh"), list_url(trang_thai="silent", **filters), "soon", "halt"
        )
    )
    if links is None:
        return [Tile(one.n, one.word, "", one.tone, one.icon) for one in tiles]
    return tiles


def _all_url(request: HttpRequest) -> str:
    query = request.GET.copy()
    query["tat-ca"] = "1"
    return f"?{query.urlencode()}#canh-nhau"


def _rate(row: UnitRow) -> float | None:
    counts = row.tally.counts
    return counts.done_on_time / counts.done if counts.done else None


def _shown(row: UnitRow, links: dict[str, Any], people: int) -> dict[str, Any]:
    counts, pk = row.tally.counts, row.unit.pk
    return {
        "unit": row.unit,
        "tally": row.tally,
        "counts": counts,
        "people": people,
        "late_url": list_url(trang_thai="open_late", chu_tri=pk, **links),
        "soon_url": list_url(trang_thai="due_soon", chu_tri=pk, **links),
        "open_url": list_url(trang_thai="open", chu_tri=pk, **links),
        "unnamed_url": list_url(trang_thai="unnamed", chu_tri=pk, **links),
        "small": counts.done < SMALL_SAMPLE,
    }

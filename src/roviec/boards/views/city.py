"""The whole: how much, where it is red and why, the units side by side."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from roviec.boards.queries.body import UnitRow, by_leader, red_first, unit_rows, with_heads_then
from roviec.boards.queries.city import body_name, plan_condition
from roviec.boards.queries.sight import in_sight, of_the_body
from roviec.boards.queries.tallies import Tally
from roviec.boards.tiles import list_url
from roviec.core.permission import Denied

RED = 10
# Below this many finished pieces of work a rate says little; it is shown, and marked.
SMALL_SAMPLE = 10
SORTS = {
    "": lambda row: (-row.late, -row.tally.counts.due_soon),
    "ten": lambda row: (row.unit.folded,),
    "dang-mo": lambda row: (-row.tally.counts.open,),
    "dung-han": lambda row: (_rate(row) is None, _rate(row) or 0),
    "cho-phan-cong": lambda row: (-row.tally.unnamed,),
}


class Filters(forms.Form):
    pham_vi = forms.ChoiceField(
        label=gettext_lazy("Phạm vi"),
        required=False,
        choices=lambda: [("", _("Cơ quan tôi và cấp dưới")), ("co-quan", _("Cơ quan tôi giao hoặc chủ trì"))],
    )
    loai = forms.ChoiceField(
        label=gettext_lazy("Đơn vị"),
        required=False,
        choices=lambda: [("", _("Tất cả")), ("tinh", _("Sở, ban, ngành")), ("xa", _("Xã, phường, đặc khu"))],
    )
    xep = forms.ChoiceField(
        label=gettext_lazy("Xếp theo"),
        required=False,
        choices=lambda: [
            ("", _("Quá hạn nhiều nhất")),
            ("dang-mo", _("Đang mở nhiều nhất")),
            ("dung-han", _("Tỷ lệ đúng hạn thấp nhất")),
            ("cho-phan-cong", _("Chờ phân công nhiều nhất")),
            ("ten", _("Tên đơn vị")),
        ],
    )
    ke_hoach = forms.UUIDField(required=False, widget=forms.HiddenInput)


LEVELS = {"tinh": "province", "xa": "commune"}


@require_GET
def city(request: HttpRequest) -> HttpResponse:
    actor, now = request.actor, request.now
    if not actor.mandate_id:
        raise Denied("view_city")
    filters = Filters(request.GET)
    filters.is_valid()
    asked = filters.cleaned_data
    own = asked.get("pham_vi") == "co-quan"
    condition = of_the_body(actor) if own else in_sight(actor)
    if asked.get("ke_hoach"):
        condition &= plan_condition(asked["ke_hoach"])
    named = (own, asked.get("ke_hoach"))
    rows = unit_rows(condition, actor, now, named=named)
    if level := LEVELS.get(asked.get("loai", "")):
        rows = [row for row in rows if row.unit.level == level]
    whole = sum((row.tally for row in rows), Tally())
    red = red_first(rows)
    links: dict[str, Any] = {"pham_vi": asked.get("pham_vi"), "ke_hoach": asked.get("ke_hoach")}
    return render(
        request,
        "boards/city.html",
        {
            "body_name": body_name(actor),
            "filters": filters,
            "clear_url": reverse("boards:city") if request.GET else "",
            "counts": whole.counts,
            "links": {name: list_url(trang_thai=name, **links) for name in COUNTED} if not level else {},
            "scope": asked.get("pham_vi"),
            "plan_id": asked.get("ke_hoach"),
            "red": with_heads_then(red[:RED], condition, actor, now, named=named),
            "red_units": len(red),
            "leaders": by_leader(rows, now),
            "rows": [_shown(row, links) for row in sorted(rows, key=SORTS.get(asked.get("xep", ""), SORTS[""]))],
            "small_sample": SMALL_SAMPLE,
        },
    )


COUNTED = ("done_on_time", "done_late", "open_on_time", "open_late", "due_soon", "suspended")


def _rate(row: UnitRow) -> float | None:
    counts = row.tally.counts
    return counts.done_on_time / counts.done if counts.done else None


def _shown(row: UnitRow, links: dict[str, Any]) -> dict[str, Any]:
    counts, pk = row.tally.counts, row.unit.pk
    return {
        "unit": row.unit,
        "tally": row.tally,
        "counts": counts,
        "late_url": list_url(trang_thai="open_late", chu_tri=pk, **links),
        "soon_url": list_url(trang_thai="due_soon", chu_tri=pk, **links),
        "open_url": list_url(trang_thai="open", chu_tri=pk, **links),
        "unnamed_url": list_url(trang_thai="unnamed", chu_tri=pk, **links),
        "small": counts.done < SMALL_SAMPLE,
    }

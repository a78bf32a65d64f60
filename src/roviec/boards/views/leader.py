"""The leader's page, made for the telephone: at most seven lines; for a party leader the counts of each resolution and conclusion."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from roviec.boards.duties import address
from roviec.boards.queries import desk
from roviec.boards.queries.body import UnitRow, by_head_then, unit_rows, with_heads
from roviec.boards.queries.leader import from_above, is_party, plans_with_counts
from roviec.boards.queries.sight import of_the_body
from roviec.boards.queries.tallies import Tally
from roviec.boards.queries.waiting import Waiting, waiting
from roviec.boards.tiles import list_url
from roviec.core.actor import Actor, Duty
from roviec.core.permission import Denied

# Red units named on the line; all of them are one click away.
NAMED = 6


@dataclass(frozen=True)
class SevenLine:
    """`n` large, `what` beside it, `more` below; `rows` names things with their own addresses."""

    n: int
    what: str
    url: str
    tone: str = "plain"
    more: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)


@require_GET
def leader(request: HttpRequest) -> HttpResponse:
    actor, now = request.actor, request.now
    if not actor.mandate_id or not actor.has(Duty.LEADER):
        raise Denied("view_leader")
    own = of_the_body(actor)
    rows = unit_rows(own, now, only_open=True)
    whole = sum((row.tally for row in rows), Tally())
    red = with_heads([row for row in rows if row.late][:NAMED], now)
    numbers = waiting(actor, now)
    context: dict[str, Any] = {
        "whole": whole,
        "lines": [
            *_from_above(actor, now),
            _decisions(actor, now),
            _red(red, sum(1 for row in rows if row.late)),
            *_of_the_body(whole, numbers),
        ],
    }
    if is_party(actor):
        context["plans"] = plans_with_counts(actor, now)
        context["heads_then"] = by_head_then(own, now)
    return render(request, "boards/leader.html", context)


def _from_above(actor: Actor, now: Any) -> list[SevenLine]:
    """Only where somebody above gives work."""
    given = from_above(actor, now)
    if not given.total:
        return []
    more = ngettext("%(n)s việc sắp đến hạn", "%(n)s việc sắp đến hạn", given.due_soon) % {"n": given.due_soon}
    return [
        SevenLine(
            given.open_late,
            _("việc cấp trên giao đã quá hạn"),
            list_url(pham_vi="cap-tren", trang_thai="open_late"),
            "late" if given.open_late else "plain",
            rows=[{"label": more, "url": list_url(pham_vi="cap-tren", trang_thai="due_soon")}],
        )
    ]


def _decisions(actor: Actor, now: Any) -> SevenLine:
    day = desk(actor, now).day
    kinds = [
        (len(day.to_sign), _("chờ ký")),
        (len(day.to_accept), _("chờ duyệt sản phẩm")),
        (len(day.extensions), _("đề nghị gia hạn")),
        (len(day.opinions), _("chờ ý kiến")),
        (len(day.refused), _("bị từ chối, chờ giao lại")),
        (len(day.unnamed), _("chờ phân công")),
    ]
    return SevenLine(
        day.waiting_for_me,
        _("việc chờ tôi quyết định"),
        reverse("boards:my_day") + "#dang-cho-toi",
        "soon" if day.waiting_for_me else "plain",
        more=", ".join(f"{n} {what}" for n, what in kinds if n),
    )


def _red(red: list[UnitRow], n: int) -> SevenLine:
    return SevenLine(
        n,
        _("đơn vị có việc quá hạn"),
        reverse("boards:city") + "?pham_vi=co-quan",
        "late" if n else "plain",
        rows=[
            {
                "label": row.unit.short_name or row.unit.name,
                "who": row.head.full_name if row.head else _("chưa có người đứng đầu"),
                "n": row.late,
                "url": reverse("boards:unit", args=[row.unit.pk]),
            }
            for row in red
        ],
    )


def _of_the_body(whole: Tally, numbers: Waiting) -> list[SevenLine]:
    counts = whole.counts
    scope = "co-quan"
    return [
        SevenLine(
            counts.open_late,
            _("việc của cơ quan đã quá hạn"),
            list_url(pham_vi=scope, trang_thai="open_late"),
            "late" if counts.open_late else "plain",
            more=_("trong %(open)s việc đang mở") % {"open": counts.open},
        ),
        SevenLine(counts.due_soon, _("việc sắp đến hạn"), list_url(pham_vi=scope, trang_thai="due_soon"), "soon"),
        SevenLine(
            numbers.unnamed_long,
            _("việc chưa phân công quá một ngày làm việc"),
            list_url(pham_vi=scope, trang_thai="unnamed_long"),
            "soon",
        ),
        SevenLine(numbers.directives, _("văn bản đến chưa xử lý"), address("directives:index"), "soon"),
    ]

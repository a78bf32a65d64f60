"""The leader's page, made for the telephone: at most seven lines; for a party leader the counts of each resolution and conclusion."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from roviec.boards.duties import address
from roviec.boards.queries.body import UnitRow, by_head_then, red_first, unit_rows
from roviec.boards.queries.desk import decisions
from roviec.boards.queries.leader import from_above, is_party, plans_with_counts
from roviec.boards.queries.sight import of_the_body
from roviec.boards.queries.tallies import Tally, total
from roviec.boards.queries.waiting import queues, waiting
from roviec.boards.tiles import list_url
from roviec.core.actor import Actor, Duty
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.organisation.queries import head_of

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
    rows = unit_rows(own, actor, now, named="own", only_open=True)
    whole = total(row.tally for row in rows)
    red = red_first(rows)
    heads = head_of([row.unit.pk for row in red[:NAMED]], now.astimezone(VIETNAM).date(), substitutes=False)
    numbers = waiting(actor, now, queues(actor, now))
    context: dict[str, Any] = {
        "whole": whole,
        "lines": [
            *_from_above(actor, now),
            _decisions(actor, now),
            _red(red, heads),
            *_of_the_body(whole, numbers),
        ],
    }
    if is_party(actor):
        context["plans"] = plans_with_counts(actor, now)
        context["heads_then"] = by_head_then(own, now)
    return render(request, "boards/leader.html", context)


def _from_above(actor: Actor, now: datetime) -> list[SevenLine]:
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


def _decisions(actor: Actor, now: datetime) -> SevenLine:
    kinds = decisions(actor, now)
    words = {
        "to_sign": _("chờ ký"),
        "to_accept": _("chờ duyệt sản phẩm"),
        "extensions": _("đề nghị gia hạn"),
        "opinions": _("chờ ý kiến"),
        "refused": _("bị từ chối, chờ giao lại"),
        "unnamed": _("chờ phân công"),
    }
    n = sum(kinds.values())
    return SevenLine(
        n,
        _("việc chờ tôi quyết định"),
        reverse("boards:my_day") + "#dang-cho-toi",
        "soon" if n else "plain",
        more=", ".join(f"{kinds[kind]} {word}" for kind, word in words.items() if kinds[kind]),
    )


def _red(red: list[UnitRow], heads: Mapping[UUID, Any]) -> SevenLine:
    return SevenLine(
        len(red),
        _("đơn vị có việc quá hạn"),
        reverse("boards:city") + "?pham_vi=co-quan",
        "late" if red else "plain",
        rows=[
            {
                "label": row.unit.short_name or row.unit.name,
                "who": heads[row.unit.pk].officer.full_name if row.unit.pk in heads else _("chưa có người đứng đầu"),
                "n": row.late,
                "url": reverse("boards:unit", args=[row.unit.pk]),
            }
            for row in red[:NAMED]
        ],
    )


def _of_the_body(whole: Tally, numbers: Mapping[str, int]) -> list[SevenLine]:
    counts = whole.counts
    scope = "co-quan"
    return [
        SevenLine(
            counts.open_late,
            _("việc của cơ quan đã quá hạn"),
            list_url(pham_vi=scope, trang_thai="open_late"),
            "late" if counts.open_late else "plain",
            more=_("trong %(open)s việc đang mở") % {"open": counts.open} if counts.open else "",
        ),
        SevenLine(counts.due_soon, _("việc sắp đến hạn"), list_url(pham_vi=scope, trang_thai="due_soon"), "soon"),
        SevenLine(
            numbers["unnamed_long"],
            _("việc chưa phân công quá một ngày làm việc"),
            list_url(pham_vi=scope, trang_thai="unnamed_long"),
            "soon",
        ),
        SevenLine(
            numbers["directives"],
            _("văn bản đến chưa xử lý"),
            address("directives:index") + "?trang_thai=review",
            "soon",
        ),
    ]

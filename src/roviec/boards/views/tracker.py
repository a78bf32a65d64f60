"""The page of the office that tracks all work of its body."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from roviec.boards.duties import address
from roviec.boards.lines import lines
from roviec.boards.queries.body import by_leader, red_first, unit_rows, with_heads_then
from roviec.boards.queries.people import names_at
from roviec.boards.queries.sight import of_the_body
from roviec.boards.queries.tallies import Tally, total
from roviec.boards.queries.waiting import asked_and_owed, held_up, queues, waiting
from roviec.boards.tiles import Tile, list_url, standing_tiles
from roviec.core.actor import Duty
from roviec.core.permission import Denied

# Of each list so many lines; the number beside it leads to all of them.
SHOWN = 8


@require_GET
def tracker(request: HttpRequest) -> HttpResponse:
    actor, now = request.actor, request.now
    if not actor.mandate_id or not actor.has(Duty.TRACKER, Duty.LEADER):
        raise Denied("view_tracker")
    own = of_the_body(actor)
    found = queues(actor, now)
    numbers = waiting(actor, now, found)
    rows = unit_rows(own, actor, now, named="own", only_open=True)
    whole = total(row.tally for row in rows)
    red = red_first(rows)
    unnamed, signing = held_up(actor, now, found, SHOWN)
    extensions, opinions = asked_and_owed(found, SHOWN)
    names = names_at({task.clock.holder_post_id for task in signing}, now)
    return render(
        request,
        "boards/tracker.html",
        {
            "whole": whole,
            "numbers": numbers,
            "tiles": _tiles(numbers, whole),
            "red": with_heads_then(red[:SHOWN], own, actor, now, named="own"),
            "red_units": len(red),
            "leaders": by_leader(rows, now),
            "unnamed": lines(unnamed, now, names=names),
            "signing": lines(signing, now, names=names),
            "extensions": extensions,
            "opinions": opinions,
        },
    )


def _tiles(numbers: Mapping[str, int], whole: Tally) -> list[Tile]:
    """In the order of the day: what nobody has taken in hand first."""
    scope = "co-quan"
    return [
        Tile(
            numbers["arrivals"],
            _("Văn bản đến chờ xử lý"),
            address("directives:arrivals"),
            "soon",
            "file",
        ),
        Tile(
            numbers["directives"],
            _("Văn bản chờ rà soát nhiệm vụ"),
            address("directives:index") + "?trang_thai=review",
            "soon",
            "file",
        ),
        Tile(
            numbers["unnamed_long"],
            _("Chờ phân công quá một ngày làm việc"),
            list_url(trang_thai="unnamed_long", pham_vi=scope),
            "soon",
            "unassigned",
        ),
        *standing_tiles(
            [
                ("open_late", whole.counts.open_late),
                ("due_soon", whole.counts.due_soon),
                ("signature", whole.signature),
            ],
            pham_vi=scope,
        ),
        Tile(
            numbers["extensions"],
            _("Đề nghị gia hạn chờ quyết định"),
            list_url(trang_thai="extension", pham_vi=scope),
            "plain",
            "soon",
        ),
        Tile(
            numbers["opinions"],
            _("Ý kiến quá hạn trả lời"),
            list_url(trang_thai="opinion_late", pham_vi=scope),
            "late",
            "people",
        ),
        Tile(
            numbers["spoken"],
            _("Chỉ đạo miệng chưa bổ sung"),
            list_url(trang_thai="spoken", pham_vi=scope),
            "soon",
            "draft",
        ),
        Tile(
            numbers["refused"],
            _("Bị từ chối, chờ giao lại"),
            list_url(trang_thai="refused", pham_vi=scope),
            "late-done",
            "returned",
        ),
    ]

"""How scores are spread: units and heads of one period side by side, and one of them with its history and the lists behind its numbers."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from roviec.core.permission import Denied
from roviec.custody import things
from roviec.evaluation import spread_shown as shown
from roviec.evaluation.actions.viewing_lists import note_list_view
from roviec.evaluation.forms.peers import said
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import spread as queries
from roviec.evaluation.queries.rules import ruleset_of
from roviec.work.views.answers import found

PAGE = 50


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    place = queries.place_of(actor)
    if place is None:
        raise Denied("evaluation.view_spread")
    body = place.body_id or place.pk
    periods = list(queries.scored_periods(body)[: queries.HISTORY])
    period = _chosen(request, periods)
    context: dict[str, Any] = {"periods": _choices(periods, period), "period": period}
    if period is not None:
        bands = ruleset_of(period).bands
        spread = queries.spread(period, place, len(bands))
        where = {"body": body, "period": period.period}
        context |= {
            "when": said(period.period),
            "bands": [band.name for band in bands],
            "whole": shown.row(spread.whole, **where, name=_("Cả cơ quan")) if spread.whole else None,
            "units": [shown.row(row, **where) for row in spread.units],
            "heads": [shown.row(row, **where, head=True) for row in spread.heads],
            "hidden": spread.hidden,
            "own": shown.row(spread.own, **where) if spread.own else None,
            "standing_out": sum(bool(row.level.signs) for row in spread.units),
        }
    return render(request, "evaluation/spread.html", context)


@require_GET
def unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`?ky=` the period, `?xem=` the list, `?nguoi=` of the body: the sheets that one post confirmed."""
    one = found(queries.unit_named, pk)
    PERMISSIONS.require(request.actor, "view_spread", one)
    periods = list(queries.scored_periods(one.body_id or pk)[: queries.HISTORY])
    period = _chosen(request, periods)
    if period is None:
        raise Http404
    head = _uuid(request.GET.get("nguoi")) if one.is_body else None
    which = request.GET.get("xem", "phieu")
    if which not in shown.LISTS:
        raise Http404
    bands = ruleset_of(period).bands
    units = queries.family(one, period.ends_on)
    sheets = queries.sheets_listed(period, units, head)
    if head:
        units = queries.units_of(sheets)
    days = queries.Days.of(period)
    work = {"den-han": queries.due_work, "cham": queries.late_work, "tra-lai": queries.returned_work}
    rows = work[which](units, days) if which in work else sheets
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    if which == "phieu":
        note_list_view({period.pk}, pk, by=request.actor, at=request.now)
    titles = things.titles_of([(row.pk, row.kind) for row in page] if which in work else [], request.actor)
    where = {"body": one.body_id or pk, "period": period.period}
    below = [] if head else queries.spread(period, one, len(bands)).units
    context = {
        "unit": one,
        "head": queries.post_said(head) if head else "",
        "period": period,
        "when": said(period.period),
        "periods": _choices(periods, period),
        "bands": [band.name for band in bands],
        "which": which,
        "page": page,
        "lines": [(row, *titles.get(row.pk, ("", ""))) for row in page] if which in work else [],
        "tabs": _tabs(request, which),
        "history": [
            shown.row(row, body=one.body_id or pk, period=of.period, name=said(of.period))
            for of, row in ([] if head else queries.history(one, periods[: queries.ROWS], len(bands)))
        ],
        "below": [shown.row(row, **where) for row in below if row.key != pk] if len(below) > 1 else [],
    }
    return render(request, "evaluation/spread_unit.html", context)


def _tabs(request: HttpRequest, which: str) -> list[dict[str, Any]]:
    words = {
        "phieu": _("Phiếu đã xác nhận"),
        "den-han": _("Việc đến hạn trong kỳ"),
        "cham": _("Trong đó bị chậm"),
        "tra-lai": _("Việc bị trả lại"),
    }
    made = []
    for name, word in words.items():
        query = request.GET.copy()
        query["xem"] = name
        query.pop("trang", None)
        made.append(
            {
                "label": word,
                "url": f"{reverse('evaluation:spread_unit', args=[request.resolver_match.kwargs['pk']])}?{query.urlencode()}",
                "active": name == which,
            }
        )
    return made


def _chosen(request: HttpRequest, periods: list[Any]) -> Any:
    """`?ky=`, else the latest with confirmed sheets; None where there is none yet."""
    asked = request.GET.get("ky", "")
    if not asked:
        return periods[0] if periods else None
    chosen = next((one for one in periods if one.period == asked), None)
    if chosen is None:
        raise Http404
    return chosen


def _choices(periods: list[Any], chosen: Any) -> list[tuple[str, str, bool]]:
    return [(one.period, said(one.period), one == chosen) for one in periods]


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None

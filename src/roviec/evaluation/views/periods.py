"""A body's month as a whole: counts, where sheets still wait, everybody's list, closing and opening again."""

from functools import partial
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roviec.evaluation.actions import periods as actions
from roviec.evaluation.actions.viewing_lists import note_list_view
from roviec.evaluation.forms.confirming import CloseForm, ReopenForm
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import periods as queries
from roviec.evaluation.sheets_shown import period_words
from roviec.evaluation.views.answering import take_step
from roviec.organisation.reauthentication import confirmation_of
from roviec.web.idempotency import new_key
from roviec.work.views.answers import found

PAGE = 50


@require_GET
def period(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Counts of the whole body first; names and points below, filtered and paged."""
    one = found(queries.period_seen, pk, request.actor)
    counts = queries.distribution_of(one)
    filters = queries.Filters(
        state=request.GET.get("trang_thai", ""),
        band=request.GET.get("muc", ""),
        unit=request.GET.get("don_vi", ""),
        text=request.GET.get("ten", "")[:100],
    )
    page = Paginator(queries.sheets_of(one, filters), PAGE).get_page(request.GET.get("trang"))
    for row in page.object_list:
        row.shown_total = queries.shown(row.total)
    note_list_view({one.pk}, one.body_id, by=request.actor, at=request.now)
    bands = queries.bands_of(one)
    context = {
        "period": one,
        "agency": one.agency or one.body,
        "when": period_words(one.period),
        "others": [(other.pk, period_words(other.period), other.pk == one.pk) for other in queries.periods_beside(one)],
        "counts": counts,
        "left": counts.all - counts.confirmed,
        "bands": [(place, name, counts.bands.get(place, 0)) for place, name in enumerate(bands)],
        "no_points": counts.bands.get(None, 0),
        "names": dict(enumerate(bands)),
        "units": queries.waiting_by_unit(one),
        "page": page,
        "filters": filters,
        "may_close": PERMISSIONS.allows(request.actor, "close_period", one),
        "is_over": queries.is_over(one, request.now),
        "intact": queries.is_intact(one),
        "key": new_key(),
    }
    return render(request, "evaluation/period.html", context)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = found(queries.period_seen, pk, request.actor)
    PERMISSIONS.require(request.actor, "close_period", one)
    if question := confirmation_of(request):
        return question
    counts = queries.distribution_of(one)
    return take_step(
        request,
        CloseForm,
        actions.close_period,
        one,
        about=_("%(n)s phiếu đã xác nhận trong %(all)s phiếu của %(when)s.")
        % {"n": counts.confirmed, "all": counts.all, "when": period_words(one.period)},
        back=reverse("evaluation:period", args=[pk]),
        action=reverse("evaluation:period_close", args=[pk]),
        made=partial(CloseForm, left=counts.all - counts.confirmed),
    )


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = found(queries.period_seen, pk, request.actor)
    PERMISSIONS.require(request.actor, "reopen_period", one)
    if question := confirmation_of(request):
        return question
    return take_step(
        request,
        ReopenForm,
        actions.reopen_period,
        one,
        about=period_words(one.period),
        back=reverse("evaluation:period", args=[pk]),
        action=reverse("evaluation:period_reopen", args=[pk]),
    )

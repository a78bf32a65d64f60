"""Which figures exist, who says how much, and their values by period and unit."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from roviec.core.text import fold
from roviec.reports import queries
from roviec.reports.views.finding import crumbs, tabs
from roviec.reports.words import period_words
from roviec.work.views.answers import found

PAGE = 50


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")
    rows = queries.indicators()
    for word in fold(words).split():
        rows = rows.filter(folded__contains=word)
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "words": words, "tabs": tabs(request, "indicators")}
    return render(request, "reports/indicators.html", context)


@require_GET
def indicator(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Values of the units that the reader sees: of the own body and the bodies below it."""
    one = found(queries.indicators().get, pk=pk)
    figures = queries.figures_of(one, request.actor)
    page = Paginator(figures, PAGE).get_page(request.GET.get("trang"))
    context = {
        "indicator": one,
        "page": page,
        "rows": [(figure, queries.tidy(figure.value), period_words(figure.period)) for figure in page],
        "crumbs": crumbs((_("Chỉ tiêu, số liệu"), reverse("reports:indicators"))),
    }
    return render(request, "reports/indicator.html", context)

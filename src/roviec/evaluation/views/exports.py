"""Results for the national database: what waits, the file, the receipt. The API takes the same steps for a connector."""

import csv
import io
import json
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from roviec.evaluation.actions import exports as actions
from roviec.evaluation.forms.grades import Receipt
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import exports as queries
from roviec.evaluation.sheets_shown import period_words
from roviec.evaluation.views.answering import take_step
from roviec.organisation.reauthentication import recently_confirmed
from roviec.work.views.answers import found

PAGE = 50


def about(one: Any) -> str:
    return period_words(one.period.period) if one.period else str(one.year)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    gone = request.GET.get("loc") == "da-chuyen"
    page = Paginator(queries.listed_exports(request.actor, handed_over=gone), PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "gone": gone,
        "rows": [(one, about(one), not gone and request.now > one.due) for one in page.object_list],
    }
    return render(request, "evaluation/exports.html", context)


@require_GET
@recently_confirmed
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """JSON; `?kieu=csv` for a table that opens in a spreadsheet."""
    one = found(queries.exports_visible_to(request.actor).get, pk=pk)
    actions.take_export(one, by=request.actor, at=request.now)
    document = queries.document_of(one)
    name = f"ket-qua-{one.body.code}-{one.period.period if one.period else one.year}"
    if request.GET.get("kieu") == "csv":
        return _sent(_csv(document), f"{name}.csv", "text/csv; charset=utf-8")
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return _sent(text.encode(), f"{name}.json", "application/json")


@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = found(queries.exports_visible_to(request.actor).get, pk=pk)
    PERMISSIONS.require(request.actor, "hand_over_export", one.body)
    return take_step(
        request,
        Receipt,
        actions.hand_over_export,
        one,
        about=about(one),
        back=reverse("evaluation:exports"),
        action=reverse("evaluation:export_receipt", args=[pk]),
    )


def _csv(document: dict[str, Any]) -> bytes:
    """With a byte-order mark: spreadsheets then read Vietnamese rightly. What would be taken for a formula is quoted."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(queries.COLUMNS)
    for row in document["results"]:
        writer.writerow(_plain(row[column]) for column in queries.COLUMNS)
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Any) -> Any:
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _sent(data: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response

"""Evaluation's first page, and the official's own sheet: what it comes to and why, self-scoring, additions, sending."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.evaluation.actions import sheets as actions
from roviec.evaluation.actions.viewing import note_view
from roviec.evaluation.forms.sheets import AddProduct, SelfScore, field_of
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import sheets as queries
from roviec.evaluation.queries.catalogue import list_of, listed_products, suggest
from roviec.evaluation.queries.rules import rules_of
from roviec.evaluation.sheets_shown import arranged, criteria_rows, period_words, row
from roviec.ledger.actions import Conflict
from roviec.web.idempotency import new_key
from roviec.web.reasons import sentence
from roviec.work.views.answers import asked, done, found, show, version_of

PAGE = 50


def day_of(request: HttpRequest) -> date:
    return request.now.astimezone(VIETNAM).date()


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Where one's own sheet stands, the months before, and what else evaluation holds for the role."""
    actor = request.actor
    own = queries.own_sheets(actor.officer_id) if actor.officer_id else []
    rows = [row(one) for one in own]
    unit = queries.agency_of(actor)
    running = queries.period_running(unit, request.now)
    context: dict[str, Any] = {
        "current": rows[0] if own and own[0].period.state == "open" else None,
        "rows": rows,
        "running": running,
        "running_words": period_words(running.period) if running else "",
    }
    if unit is not None and PERMISSIONS.allows(actor, "open_period", unit):
        agency = None if unit.is_body else unit.pk
        due = rules_of(unit.body_id or unit.pk, day_of(request), agency).period_on(day_of(request))
        if running is None or running.period != due:
            context |= {"to_open": due, "to_open_words": period_words(due), "key": new_key()}
        context["unplaced"] = (
            [(one.officer, sentence(one.reason)) for one in queries.unplaced(running)] if running else []
        )
    return render(request, "evaluation/index.html", context)


@require_POST
def open_period(request: HttpRequest) -> HttpResponse:
    """The running month or quarter of one's own body or department, with the sheets of everybody in it."""
    unit = queries.agency_of(request.actor)
    if unit is None:
        raise Http404
    opened = actions.open_period(unit, request.POST.get("period", ""), by=request.actor, at=request.now)
    return done(
        request,
        _("Đã mở %(period)s.") % {"period": period_words(opened.period)},
        reverse("evaluation:index"),
    )


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the sheet comes to, live while it is open; its owner scores the general criteria here and sends it."""
    one = found(queries.sheet_seen, pk, request.actor)
    own = one.officer_id == request.actor.officer_id
    note_view(one, by=request.actor, at=request.now)
    shown = queries.sheet_shown(one, request.now)
    may_write = own and one.state == "open" and one.period.state == "open"
    before = shown.before.own_points if shown.before else {}
    start = before if may_write and request.GET.get("mau") == "truoc" and not one.own_points else one.own_points
    initial = {"strengths": one.strengths, "shortcomings": one.shortcomings}
    form = SelfScore(shown.rules.general, start, request.POST or None, initial=initial, auto_id="phieu_%s")
    if request.method == "POST":
        PERMISSIONS.require(request.actor, "score_own", one)
        if form.is_valid() and (answer := _scored(request, one, form)):
            return answer
    context = {
        **arranged(shown, request.now, own=own),
        "shown": shown,
        "own": own,
        "may_write": may_write,
        "form": form,
        "criteria": criteria_rows(
            shown.rules.general,
            {key: form[field_of(key)] for key in shown.rules.general} if may_write else {},
            one.own_points,
            one.points,
        ),
        "previous": {key: str(value).replace(".", ",") for key, value in before.items()},
        "offers_before": may_write and bool(before) and not one.own_points and start is not before,
        "key": new_key(),
        "version": one.version,
    }
    return render(request, "evaluation/sheet.html", context, status=422 if form.errors else 200)


def _scored(request: HttpRequest, one: Any, form: SelfScore) -> HttpResponse | None:
    """Kept, and sent when that button was pressed. None: refused, the form says why."""
    sends = "send" in request.POST
    try:
        kept = actions.score_own(
            one.pk, **form.arguments(), by=request.actor, at=request.now, version=version_of(request)
        )
        if sends:
            actions.send_sheet(kept.pk, by=request.actor, at=request.now)
    except Invalid as refused:
        form.take(refused)
        return None
    except Conflict:
        form.add_error(None, _("Người khác vừa sửa; hãy tải lại trang."))
        return None
    said = _("Đã gửi phiếu. Người có thẩm quyền sẽ nhận xét, xác nhận.") if sends else _("Đã lưu điểm tự chấm.")
    return done(request, said, reverse("evaluation:sheet", args=[one.pk]))


@require_GET
def products(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which product to add: search in the list of the body, without diacritics; without words, what is on the sheet already."""
    one = found(queries.sheet_seen, pk, request.actor)
    PERMISSIONS.require(request.actor, "add_product", one)
    text = request.GET.get("q", "").strip()[:200]
    catalogue = list_of(one.period.body_id, one.period.ends_on)
    page = None
    near: list[Any] = []
    if catalogue is not None:
        near = suggest(text, one.period.body_id, one.period.ends_on) if text else []
        page = Paginator(listed_products(catalogue, text), PAGE).get_page(request.GET.get("trang"))
    context = {
        "sheet": one,
        "period": period_words(one.period.period),
        "page": page,
        "near": near,
        "text": text,
        "has_list": catalogue is not None,
    }
    return render(request, "evaluation/sheet_products.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: UUID, product_pk: UUID) -> HttpResponse:
    one = found(queries.sheet_seen, pk, request.actor)
    PERMISSIONS.require(request.actor, "add_product", one)
    product = found(queries.product_named, product_pk)
    form = AddProduct(request.POST or None, asked=asked(request))
    back = reverse("evaluation:sheet", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_product(pk, product_pk, **form.arguments(), by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, form.done, back)
    context = {
        "form": form,
        "heading": form.label,
        "intro": form.intro,
        "about": f"{product.code} · {product.output}",
        "back": reverse("evaluation:sheet_products", args=[pk]),
        "key": new_key(),
        "action": reverse("evaluation:sheet_add", args=[pk, product_pk]),
    }
    return show(request, "evaluation/asked_step.html", context, 422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, pk: UUID, addition_pk: UUID) -> HttpResponse:
    found(queries.sheet_seen, pk, request.actor)
    try:
        found(actions.withdraw_addition, addition_pk, by=request.actor, at=request.now)
    except Invalid as refused:
        messages.error(request, sentence(refused.reason))
        return redirect("evaluation:sheet", pk)
    return done(request, _("Đã rút sản phẩm bổ sung."), reverse("evaluation:sheet", args=[pk]))

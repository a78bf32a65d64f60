"""Demands for reports: the catalogue, asking, what is like it, the compilation of what came back."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.problems import Invalid
from roviec.core.text import fold
from roviec.ledger.actions import Conflict
from roviec.reports import actions, queries
from roviec.reports.actions.asking import RHYTHMS
from roviec.reports.forms import DemandForm, SendForm
from roviec.reports.permissions import PERMISSIONS
from roviec.reports.views.finding import crumbs, day_of, demand_or_404, may, tabs
from roviec.reports.views.rounds import compiled_context
from roviec.web.idempotency import new_key
from roviec.work.views.answers import asked, done, show, version_of

PAGE = 50


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Everything that was asked of anybody, with words to narrow it."""
    rows = queries.demands_visible_to(request.actor)
    words = request.GET.get("q", "")
    for word in fold(words).split():
        rows = rows.filter(folded__contains=word)
    if request.GET.get("cua_toi"):
        rows = rows.filter(body=request.actor.body_id)
    page = Paginator(queries.listed(rows), PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "words": words,
        "mine": request.GET.get("cua_toi", ""),
        "may_ask": may(request, "draft_demand"),
        "tabs": tabs(request, "demands"),
    }
    return render(request, "reports/demands.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    PERMISSIONS.require(request.actor, "draft_demand")
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_demand(form.demand_fields(), by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, _("Đã soạn. Xem điều đã có trước khi gửi."), reverse("reports:demand", args=[made.pk]))
    context = {"form": form, "key": new_key(), "crumbs": crumbs((_("Danh mục yêu cầu"), reverse("reports:demands")))}
    return render(request, "reports/demand_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = demand_or_404(request, pk)
    PERMISSIONS.require(request.actor, "edit_demand", found)
    wanted = queries.wanted_of(found)
    initial = {
        "title": found.title,
        "units": "\n".join(unit.name for unit in queries.addressees_of(found)),
        "figures": "\n".join(
            f"{one.name} ({one.counted_in})" if one.counted_in else one.name for one in wanted if not one.measure
        ),
        "measures": [one.measure for one in wanted if one.measure],
        "content": found.content,
        "basis": found.basis,
        "rhythm": found.rhythm,
        "closes_on": found.closes_on,
        "due_on": found.due_on,
    }
    form = _form(request, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_demand(pk, form.demand_fields(), by=request.actor, at=request.now, version=version_of(request))
        except Conflict:
            form.add_error(None, _("Người khác vừa sửa; hãy tải lại trang."))
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, _("Đã lưu."), reverse("reports:demand", args=[pk]))
    context = {"form": form, "demand": found, "key": new_key(), "crumbs": _crumbs()}
    return render(request, "reports/demand_form.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, **more: Any) -> DemandForm:
    members = queries.units_to_ask(request.actor, day_of(request))
    names = {
        "departments": _("Các sở, ban, ngành (%(n)s)"),
        "wards": _("Các xã, phường, đặc khu (%(n)s)"),
        "own": _("Các đơn vị trong cơ quan (%(n)s)"),
    }
    extra = {
        "members": members,
        "groups": [(name, names[name] % {"n": len(units)}) for name, units in members.items()],
        "rhythms": RHYTHMS,
    }
    return DemandForm(request.POST or None, asked=asked(request, **extra), **more)


@require_GET
def demand(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = demand_or_404(request, pk)
    units = queries.addressees_of(found)
    wanted = queries.wanted_of(found)
    context: dict[str, Any] = {
        "demand": found,
        "units": units,
        "wanted": wanted,
        "may_run": may(request, "send_demand", found),
        "crumbs": _crumbs(),
        "key": new_key(),
    }
    if found.state == "draft":
        context |= _already(request, found, units, wanted)
    elif may(request, "view_compilation", found):
        context |= compiled_context(request, found)
    else:
        own = queries.answers_visible_to(request.actor).filter(round__demand=found).order_by("-round__closes_on")
        context["own"] = list(own[:20])
    return render(request, "reports/demand.html", context)


def _already(request: HttpRequest, found: Any, units: list[Any], wanted: list[Any]) -> dict[str, Any]:
    """Who asked for the same, and which of the figures are there."""
    ids = [unit.pk for unit in units]
    like = queries.alike(found.title, [one.name for one in wanted], ids, request.actor, besides=found.pk)
    known = queries.known_figures([one.pk for one in wanted], ids, queries.period_of(found))
    have = {one.pk: sum(key[0] == one.pk for key in known) for one in wanted}
    return {"like": like, "have": [(one, have[one.pk]) for one in wanted], "send": SendForm(asked=asked(request))}


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = demand_or_404(request, pk)
    PERMISSIONS.require(request.actor, "send_demand", found)
    form = SendForm(request.POST or None, asked=asked(request), auto_id="gui_%s")
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_demand(pk, by=request.actor, at=request.now, version=version_of(request), **form.cleaned_data)
        except Conflict:
            form.add_error(None, _("Người khác vừa sửa; hãy tải lại trang."))
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, _("Đã gửi; mỗi đơn vị có một phần việc."), reverse("reports:demand", args=[pk]))
    context = {"form": form, "demand": found, "key": new_key(), "action": reverse("reports:demand_send", args=[pk])}
    return show(request, "reports/send.html", context | {"version": found.version}, 422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    demand_or_404(request, pk)
    actions.end_demand(pk, by=request.actor, at=request.now)
    return done(request, _("Đã kết thúc yêu cầu."), reverse("reports:demands"))


def _crumbs() -> list[dict[str, str]]:
    return crumbs((_("Danh mục yêu cầu"), reverse("reports:demands")))

"""The whole organisation, one unit, and what can be done to it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roviec.organisation import queries
from roviec.organisation.forms.acts import MANDATE_DOINGS, POST_DOINGS, UNIT_DOINGS, AddUnit
from roviec.organisation.permissions import PERMISSIONS, Scope
from roviec.organisation.queries import pages, things
from roviec.organisation.readers.columns import heading
from roviec.organisation.reauthentication import recently_confirmed
from roviec.organisation.views.answers import ask, day_of, found, today
from roviec.paper.sheets import Sheet, write_sheet

SHOWN = 40


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The tree by body; with `?q=` the units and officers whose names contain what was typed."""
    day, text = day_of(request), request.GET.get("q", "").strip()
    context = {"day": day, "today": today(request), "text": text, "may_administer": _may(request, "see_administration")}
    if text:
        units = list(queries.search_units(text, day)[:SHOWN])
        officers = list(queries.search_officers(text)[:SHOWN])
        mandates = pages.current_mandates([officer.pk for officer in officers], day)
        context |= {
            "units": pages.rows_of(units, day),
            "officers": [(officer, mandates.get(officer.pk)) for officer in officers],
            "shown": SHOWN,
        }
    else:
        context["branches"] = pages.organisation_tree(request.actor, day)
    return render(request, "organisation/index.html", context)


@require_GET
def unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = found(queries.unit_page, pk, request.actor, day_of(request))
    scope = Scope.of([page.unit.body_id])
    doings = [
        (kind.title, reverse("organisation:unit_do", args=[pk, verb]))
        for verb, kind in UNIT_DOINGS.items()
        if PERMISSIONS.allows(request.actor, kind.permission, scope)
    ]
    crumbs = [{"label": _("Tổ chức"), "url": reverse("organisation:index")}]
    crumbs += [
        {"label": above.short_name or above.name, "url": reverse("organisation:unit", args=[above.pk])}
        for above in page.above
    ]
    context = {
        "page": page,
        "unit": page.unit,
        "is_past": page.day < day_of(request),
        "is_other_day": page.day != today(request),
        "kinds": pages.by_kind(page.below),
        "doings": [] if page.unit.valid_to else doings,
        "may_edit": bool(doings) and not page.unit.valid_to,
        "crumbs": crumbs,
    }
    return render(request, "organisation/unit.html", context)


@require_http_methods(["GET", "POST"])
def unit_do(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    if (kind := UNIT_DOINGS.get(verb)) is None:
        raise Http404
    unit = found(queries.units_visible_to(request.actor).get, pk=pk)
    PERMISSIONS.require(request.actor, kind.permission, Scope.of([unit.body_id]))
    back = reverse("organisation:unit", args=[pk])
    names = {"doi-ten": ("name", "short_name"), "sua": ("kind", "level", "side", "is_body", "note")}
    initial = {name: getattr(unit, name) for name in names.get(verb, ("level",))}
    return ask(request, kind, pk, back=back, subject=unit.name, version=unit.version, initial=initial)


@require_http_methods(["GET", "POST"])
def top_unit_new(request: HttpRequest) -> HttpResponse:
    PERMISSIONS.require(request.actor, "create_unit", Scope())
    return ask(request, AddUnit, None, back=reverse("organisation:index"), initial={"is_body": True})


@require_http_methods(["GET", "POST"])
def post_do(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Done from the page of the post's unit."""
    if (kind := POST_DOINGS.get(verb)) is None:
        raise Http404
    post = found(things.post, pk)
    PERMISSIONS.require(request.actor, kind.permission, Scope.of([post.unit.body_id]))
    back = reverse("organisation:unit", args=[post.unit_id])
    return ask(request, kind, pk, back=back, subject=f"{post.title}, {post.unit.name}")


@require_http_methods(["GET", "POST"])
def mandate_do(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Done from the page of the officer."""
    if (kind := MANDATE_DOINGS.get(verb)) is None:
        raise Http404
    mandate = found(things.mandate, pk)
    PERMISSIONS.require(request.actor, kind.permission, Scope.of([mandate.post.unit.body_id]))
    back = reverse("organisation:officer", args=[mandate.officer_id])
    return ask(request, kind, pk, back=back, subject=f"{mandate.officer.full_name} – {mandate.post.title}")


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Every unit of the day with its head, as a workbook that the import takes back."""
    PERMISSIONS.require(request.actor, "see_administration")
    return _export(request)


@recently_confirmed
def _export(request: HttpRequest) -> HttpResponse:
    day = day_of(request)
    known = ("code", "name", "short_name", "kind", "level", "side", "parent", "valid_from")
    headers = [*(heading("units", name) for name in known), _("Người đứng đầu")]
    data = write_sheet(Sheet(_("Đơn vị"), headers, things.units_to_export(day)))
    response = HttpResponse(data, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response["Content-Disposition"] = f'attachment; filename="don-vi-{day:%Y-%m-%d}.xlsx"'
    return response


def _may(request: HttpRequest, action: str) -> bool:
    return PERMISSIONS.allows(request.actor, action)

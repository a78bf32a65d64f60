"""Officers, their page, what can be done to it, and the kinds of job."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roviec.organisation import queries
from roviec.organisation.forms.acts import OFFICER_DOINGS, AddOfficer
from roviec.organisation.permissions import PERMISSIONS, Scope
from roviec.organisation.queries import pages, things
from roviec.organisation.views.answers import ask, day_of, found, today

PAGE = 50


@require_GET
def officers(request: HttpRequest) -> HttpResponse:
    """Everybody by given name, or those whose names contain `?q=`."""
    day, text = day_of(request), request.GET.get("q", "").strip()
    listed = (
        queries.search_officers(text)
        if text
        else queries.officers_visible_to(request.actor).order_by("sort_key", "code")
    )
    page = Paginator(listed, PAGE).get_page(request.GET.get("trang"))
    mandates = pages.current_mandates([officer.pk for officer in page], day)
    context = {
        "page": page,
        "text": text,
        "rows": [(officer, mandates.get(officer.pk)) for officer in page],
        "may_add": PERMISSIONS.allows(request.actor, "create_officer", Scope()),
        "crumbs": [{"label": _("Tổ chức"), "url": reverse("organisation:index")}],
    }
    return render(request, "organisation/officers.html", context)


@require_GET
def officer(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = found(queries.officer_page, pk, request.actor, day_of(request))
    scope = Scope.of((m.post.unit.body_id for m in page.now), (m.post.unit_id for m in page.now))
    doings = [
        (kind.title, reverse("organisation:officer_do", args=[pk, verb]))
        for verb, kind in OFFICER_DOINGS.items()
        if PERMISSIONS.allows(request.actor, kind.permission, scope)
        or (kind.permission == "give_mandate" and PERMISSIONS.allows(request.actor, "create_officer", Scope()))
    ]
    crumbs = [{"label": _("Tổ chức"), "url": reverse("organisation:index")}]
    if page.now:
        first = page.now[0].post.unit
        crumbs.append({"label": first.name, "url": reverse("organisation:unit", args=[first.pk])})
    context = {
        "page": page,
        "officer": page.officer,
        "doings": doings,
        "may_record_absence": PERMISSIONS.allows(request.actor, "end_absence", scope),
        "may_end": PERMISSIONS.allows(request.actor, "end_mandate", scope),
        "crumbs": crumbs,
    }
    return render(request, "organisation/officer.html", context)


@require_http_methods(["GET", "POST"])
def officer_do(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    if (kind := OFFICER_DOINGS.get(verb)) is None:
        raise Http404
    person = found(queries.officers_visible_to(request.actor).get, pk=pk)
    if (
        kind.permission == "give_mandate"
    ):  # depends on the post, which the form asks for: whoever keeps a register may ask
        PERMISSIONS.require(request.actor, "create_officer", Scope())
    else:
        bodies, units = things.officer_bodies(pk, today(request))
        PERMISSIONS.require(request.actor, kind.permission, Scope.of(bodies, units))
    initial = {name: getattr(person, name) for name in ("full_name", "personnel_type", "email", "phone")}
    back = reverse("organisation:officer", args=[pk])
    return ask(request, kind, pk, back=back, subject=person.full_name, version=person.version, initial=initial)


@require_http_methods(["GET", "POST"])
def officer_new(request: HttpRequest) -> HttpResponse:
    PERMISSIONS.require(request.actor, "create_officer", Scope())
    return ask(
        request,
        AddOfficer,
        None,
        back=reverse("organisation:officers"),
        after=lambda made: reverse("organisation:officer", args=[made.pk]),
    )


@require_GET
def job_types(request: HttpRequest) -> HttpResponse:
    context = {
        "jobs": pages.job_types_listed(),
        "may_import": PERMISSIONS.allows(request.actor, "create_job_type"),
        "crumbs": [{"label": _("Tổ chức"), "url": reverse("organisation:index")}],
    }
    return render(request, "organisation/job_types.html", context)

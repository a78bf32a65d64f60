"""Where whoever runs the system or keeps a register begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from roviec.organisation.permissions import PERMISSIONS, Scope
from roviec.organisation.queries import pages, registers
from roviec.organisation.views.answers import today


@require_GET
def administration(request: HttpRequest) -> HttpResponse:
    PERMISSIONS.require(request.actor, "see_administration")
    context = {
        "counts": pages.administration_counts(today(request)),
        "imports": registers.imports_visible_to(request.actor)[:5],
        "drafts": registers.restructurings_visible_to(request.actor).filter(state="draft")[:5],
        "may_top": PERMISSIONS.allows(request.actor, "create_unit", Scope()),
    }
    return render(request, "organisation/admin.html", context)

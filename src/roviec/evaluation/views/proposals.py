"""Work that is not on the list yet: what was proposed, proposing it, deciding on it."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.problems import Invalid
from roviec.evaluation.actions.proposals import decide_proposal, propose_product
from roviec.evaluation.forms.catalogue import Decide, Propose
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import catalogue as queries
from roviec.evaluation.queries.yields import units_headed
from roviec.evaluation.views.answering import take_step
from roviec.web.idempotency import new_key
from roviec.work.views.answers import asked, done, found, show

PAGE = 50


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Waiting first."""
    page = Paginator(queries.proposals_visible_to(request.actor), PAGE).get_page(request.GET.get("trang"))
    rows = [
        (one, one.state == "proposed" and PERMISSIONS.allows(request.actor, "decide_proposal", one)) for one in page
    ]
    may_propose = PERMISSIONS.allows(request.actor, "propose_product")
    return render(request, "evaluation/proposals.html", {"page": page, "rows": rows, "may_propose": may_propose})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    PERMISSIONS.require(request.actor, "propose_product")
    units = list(units_headed(request.actor))
    form = Propose(request.POST or None, asked=asked(request, units=units))
    back = reverse("evaluation:proposals")
    if request.method == "POST" and form.is_valid():
        try:
            propose_product(UUID(form.cleaned_data["unit"]), form.proposed(), by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, form.done, back)
    context: dict[str, Any] = {"form": form, "heading": form.label, "intro": form.intro, "about": "", "back": back}
    context |= {"key": new_key(), "action": request.path}
    return show(request, "evaluation/asked_step.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    proposal = found(queries.proposals_visible_to(request.actor).get, pk=pk)
    PERMISSIONS.require(request.actor, "decide_proposal", proposal)
    about = f"{proposal.unit.name}: {proposal.work} ({proposal.output})"
    back = reverse("evaluation:proposals")
    return take_step(request, Decide, decide_proposal, proposal, about=about, back=back, action=request.path)

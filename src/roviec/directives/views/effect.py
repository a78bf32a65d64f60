"""Laws becoming effective: which and when, and of one how ready each article is, with the work and the guidance it waits for."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.provisions.guidance import SURE
from roviec.core.provisions.readiness import Readiness
from roviec.directives import actions, queries
from roviec.directives.forms.effect import EffectForm, FulfilForm, GuidanceForm, ReadinessForm
from roviec.directives.laws_shown import LOOKS, links_of_plan, rows, said, tally_cells, why
from roviec.directives.permissions import PERMISSIONS
from roviec.directives.views.finding import directive_or_404, version_of
from roviec.ledger.actions import Conflict
from roviec.web.idempotency import new_key
from roviec.web.reasons import sentence
from roviec.work.forms.inputs import Asked, AskedForm
from roviec.work.views.answers import is_fragment, show

PAGE = 30


@require_GET
def coming(request: HttpRequest) -> HttpResponse:
    """Laws by the day they take effect, the next one first; `?truoc=1`: those in force already, the last one first."""
    past = request.GET.get("truoc") == "1"
    today = request.now.astimezone(VIETNAM).date()
    ahead = queries.effects_coming(request.actor, today)
    found = queries.effects_before(request.actor, today) if past else ahead
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    ready = queries.readiness(list(page), request.actor, request.now)
    address = reverse("directives:effects")
    lines = [
        {
            "ready": (one := ready[effect.pk]),
            "said": said(one.tally),
            "days": (effect.effective_on - today).days if effect.effective_on else None,
            "links": links_of_plan(effect.directive.plan_id) if effect.directive.plan_id else {},
        }
        for effect in page
    ]
    tabs = [
        {"label": _("Sắp có hiệu lực"), "url": address, "active": not past},
        {"label": _("Đã có hiệu lực"), "url": f"{address}?truoc=1", "active": past},
    ]
    context = {"page": page, "lines": lines, "tabs": tabs, "past": past, "n": page.paginator.count}
    return render(request, "directives/effects.html", context)


@require_GET
def effect(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How ready the law is: four numbers over its articles, each leading to them; what it waits for; its work."""
    law = directive_or_404(request, pk)
    found = queries.effect_of(law)
    may = PERMISSIONS.allows(request.actor, "confirm_effect", law)
    if found is None:
        context = {"directive": law, "may": may, "form": EffectForm(), "idempotency_key": new_key()}
        return render(request, "directives/effect_none.html", context)
    ready = queries.readiness([found], request.actor, request.now)[law.pk]
    wanted = request.GET.get("tinh_trang", "")
    chosen = Readiness(wanted) if wanted in set(Readiness) else None
    shown = [one for one in ready.articles if chosen is None or one.readiness is chosen]
    today = request.now.astimezone(VIETNAM).date()
    proposed = [
        {
            "one": one,
            "why": why(one),
            "picked": one.state == "waiting" or (one.state == "proposed" and one.sure >= SURE),
        }
        for article in ready.articles
        for one in article.guidance
        if one.state != "fulfilled"
    ]
    context = {
        "directive": law,
        "effect": found,
        "ready": ready,
        "said": said(ready.tally),
        "cells": tally_cells(ready.tally, request.path),
        "links": links_of_plan(law.plan_id) if law.plan_id else {},
        "days": (found.effective_on - today).days if found.effective_on else None,
        "rows": rows(shown),
        "chosen": LOOKS[chosen].word if chosen else "",
        "proposed": proposed,
        "form": EffectForm(initial={"effective_on": found.effective_on}),
        "transitional": [one.provision for one in ready.articles if str(one.provision.pk) in found.transitional],
        "may": may,
        "idempotency_key": new_key(),
    }
    return render(request, "directives/effect.html", context)


@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The day and what is waited for; of a document that was not followed, the day alone."""
    law = directive_or_404(request, pk)
    PERMISSIONS.require(request.actor, "confirm_effect", law)
    form = EffectForm(request.POST)
    where = reverse("directives:effect", args=[pk])
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors.get("effective_on", ()))))
        return redirect(where)
    day = form.cleaned_data["effective_on"]
    sent = {"by": request.actor, "at": request.now}
    try:
        if queries.effect_of(law) is None:
            actions.follow_effect(pk, effective_on=day, **sent)
        else:
            waiting = [one for text in request.POST.getlist("cho") if (one := _uuid(text))]
            actions.confirm_effect(pk, effective_on=day, waiting=waiting, version=version_of(request), **sent)
    except Conflict:
        messages.warning(request, _("Văn bản vừa được người khác thay đổi; hãy xem lại."))
    except Invalid as refused:
        messages.error(request, " ".join(sentence(reason) for _field, reason in refused.problems))
    else:
        messages.success(request, _("Đã xác nhận hiệu lực và những gì phải chờ."))
    return redirect(where)


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Work that makes the chosen provisions ready, given out at once."""
    law = directive_or_404(request, pk)
    PERMISSIONS.require(request.actor, "confirm_effect", law)
    picked = [one for text in (request.POST or request.GET).getlist("noi_dung") if (one := _uuid(text))]
    provisions = list(law.provisions.filter(pk__in=picked).order_by("order"))
    if not provisions:
        messages.error(request, _("Chưa chọn điều, khoản nào của văn bản này."))
        return _go(request, reverse("directives:effect", args=[pk]))
    form = ReadinessForm(request.POST or None, asked=_asked(request), initial=_suggested(law, provisions))

    def act(form: Any) -> None:
        work = actions.Work([one.pk for one in provisions], form.task_fields())
        actions.give_readiness_work(
            pk, [work], by=request.actor, at=request.now, unclear_reason=form.cleaned_data["unclear_reason"]
        )

    more = {"provisions": provisions, "directive": law}
    return _step(request, law, form, act, "directives/readiness_work.html", more, _("Đã giao việc chuẩn bị thi hành."))


@require_http_methods(["GET", "POST"])
def await_more(request: HttpRequest, pk: UUID, provision_pk: UUID) -> HttpResponse:
    """Guidance that the reading did not see."""
    law = directive_or_404(request, pk)
    PERMISSIONS.require(request.actor, "confirm_effect", law)
    provision = law.provisions.filter(pk=provision_pk).first()
    if provision is None:
        raise Http404
    form = GuidanceForm(request.POST or None, asked=_asked(request))

    def act(form: Any) -> None:
        actions.add_guidance(provision.pk, by=request.actor, at=request.now, **form.cleaned_data)

    more = {"provision": provision, "directive": law}
    return _step(request, law, form, act, "directives/await_more.html", more, _("Đã ghi văn bản phải chờ."))


@require_http_methods(["GET", "POST"])
def fulfil(request: HttpRequest, pk: UUID, guidance_pk: UUID) -> HttpResponse:
    """The guidance is there; `lai`: it is not after all."""
    law = directive_or_404(request, pk)
    PERMISSIONS.require(request.actor, "confirm_effect", law)
    guidance = law.guidance.filter(pk=guidance_pk).select_related("provision").first()
    if guidance is None:
        raise Http404
    if request.method == "POST" and "lai" in request.POST:
        actions.await_again(guidance.pk, by=request.actor, at=request.now)
        return _go(request, reverse("directives:effect", args=[pk]))
    choices = queries.fulfilling(law, guidance, request.actor)
    form = FulfilForm(request.POST or None, asked=_asked(request, {"documents": choices}))

    def act(form: Any) -> None:
        actions.fulfil_guidance(guidance.pk, by=request.actor, at=request.now, **form.values())

    more = {"guidance": guidance, "directive": law}
    return _step(request, law, form, act, "directives/fulfil.html", more, _("Đã ghi văn bản hướng dẫn."))


def _step(
    request: HttpRequest,
    law: Any,
    form: AskedForm,
    act: Callable[[Any], None],
    template: str,
    more: dict[str, Any],
    done: str,
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(form)
            except Invalid as refused:
                form.take(refused)
            else:
                messages.success(request, done)
                return _go(request, reverse("directives:effect", args=[law.pk]))
    return show(request, template, {"form": form, "action": request.path, "idempotency_key": new_key()} | more, status)


def _suggested(law: Any, provisions: list[Any]) -> dict[str, Any]:
    days = [one.effective_on for one in provisions if one.effective_on]
    cites = ", ".join(one.cite for one in provisions[:5])
    of = {"cites": cites, "number": law.number or law.subject}
    return {
        "title": _("Chuẩn bị thi hành %(cites)s của %(number)s") % of,
        "due": min(days, default=None),
        "provisions": [str(one.pk) for one in provisions],
    }


def _asked(request: HttpRequest, extra: dict[str, Any] | None = None) -> Asked:
    return Asked(request.actor, request.now, extra or {})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _go(request: HttpRequest, address: str) -> HttpResponse:
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)

"""Promises: the lists of a year, one with its story, each step; quotas; the action programme of one person, also as a Word file."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as Text
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.calendars import VIETNAM
from roviec.core.pledges import why_not
from roviec.core.problems import Invalid
from roviec.evaluation.actions import pledges as actions
from roviec.evaluation.forms.pledges import Propose, QuotaForm, RulesForm, form_of
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.pledges_shown import shown
from roviec.evaluation.queries import pledges as queries
from roviec.evaluation.views.answering import send_word, take_step, year_asked
from roviec.evaluation.word.pledges import programme_paper
from roviec.organisation.queries import officers_visible_to
from roviec.web.idempotency import new_key
from roviec.work.views.answers import asked, done, found, show

PAGE = 50
WORDS: dict[str, str | Text] = {
    "mine": gettext_lazy("Của tôi"),
    "for_me": gettext_lazy("Chờ tôi xem"),
    "all": gettext_lazy("Việc nóng, việc khó"),
    "protected": gettext_lazy("Được bảo vệ"),
    "short": gettext_lazy("Còn thiếu định mức"),
}


def day_of(request: HttpRequest) -> date:
    return request.now.astimezone(VIETNAM).date()


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Who promised what hard work this year, and who still owes some. Which list is in the address."""
    which = request.GET.get("loc", "mine")
    if which not in WORDS:
        which = "mine"
    year = year_asked(request)
    tabs = [
        {"label": word, "url": f"?loc={key}&nam={year}", "active": key == which}
        for key, word in WORDS.items()
        if key != "short" or leads_people(request)
    ]
    context: dict[str, Any] = {
        "tabs": tabs,
        "which": which,
        "heading": WORDS[which],
        "year": year,
        "years": [year - 1, year, year + 1],
        "own": queries.own_quota(request.actor, year, day_of(request)) if which == "mine" else None,
        "may_set": PERMISSIONS.allows(request.actor, "set_pledge_rules"),
        "may_propose": PERMISSIONS.allows(request.actor, "propose_pledge"),
    }
    if which == "short":
        rows = short_rows(request, year)
        owing = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
        context |= {"page": owing, "owing": owing.object_list, "n_short": sum(row.short > 0 for row in rows)}
    else:
        rows_of = queries.listed_pledges(which, request.actor, year)
        if which == "for_me":
            waiting = [one for one in rows_of[: queries.MOST_PROPOSED] if shown(one, request)["verbs"]]
            page = Paginator(waiting, PAGE).get_page(request.GET.get("trang"))
        else:
            page = Paginator(rows_of, PAGE).get_page(request.GET.get("trang"))
        context |= {"page": page, "rows": [shown(one, request, verbs=False) for one in page.object_list]}
    return render(request, "evaluation/pledges.html", context)


def leads_people(request: HttpRequest) -> bool:
    return PERMISSIONS.allows(request.actor, "view_quotas")


def short_rows(request: HttpRequest, year: int) -> list[queries.QuotaRow]:
    """Of the whole body for its leaders and register; of the units led for a head."""
    whole = PERMISSIONS.allows(request.actor, "set_pledge_rules")
    units = None if whole else request.actor.units_led
    return queries.quota_rows([request.actor.body_id], year, day_of(request), units=units)


@require_GET
def pledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = found(queries.pledges_visible_to(request.actor).get, pk=pk)
    row = shown(one, request)
    steps = {verb: form_of(verb, one.kind) for verb in row["verbs"]}
    return render(request, "evaluation/pledge.html", {"row": row, "one": one, "steps": steps})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    PERMISSIONS.require(request.actor, "propose_pledge")
    initial = {"kind": request.GET.get("loai", "viec_kho")}
    form = Propose(request.POST or None, asked=asked(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose_pledge(form.promise(), by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, form.done, reverse("evaluation:pledge", args=[made.pk]))
    context = {
        "form": form,
        "heading": form.label,
        "about": _("Tự nhận việc nóng, việc khó, hoặc một điểm của chương trình hành động cá nhân."),
        "back": reverse("evaluation:pledges"),
        "key": new_key(),
        "action": reverse("evaluation:pledge_new"),
    }
    return show(request, "evaluation/asked_step.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    one = found(queries.pledges_visible_to(request.actor).get, pk=pk)
    kind = form_of(verb, one.kind)
    if kind is None:
        raise Http404
    PERMISSIONS.require(request.actor, verb, one)
    if why := why_not(verb, one.state):
        raise Invalid(None, why)
    initial = {"review": one.review} if verb == "review_pledge" else {}
    return take_step(
        request,
        kind,
        getattr(actions, verb),
        one,
        about=one.title,
        back=reverse("evaluation:pledge", args=[pk]),
        action=reverse("evaluation:pledge_step", args=[pk, verb]),
        initial=initial,
    )


@require_http_methods(["GET", "POST"])
def quotas(request: HttpRequest) -> HttpResponse:
    """Quotas by rank with the document behind each, and what the body decided about programmes."""
    PERMISSIONS.require(request.actor, "set_pledge_rules")
    wanted = request.POST.get("form") if request.method == "POST" else ""
    rules = queries.rules_of(request.actor.body_id)
    first = {name: getattr(rules, name) for name in ("programme_open", "programme_years", "quota_by_month", "basis")}
    forms = {
        "quota": QuotaForm(
            request.POST if wanted == "quota" else None,
            asked=asked(request),
            initial={"since": date(day_of(request).year, 1, 1)},
        ),
        "rules": RulesForm(request.POST if wanted == "rules" else None, asked=asked(request), initial=first),
    }
    form = forms.get(wanted or "")
    if form is not None and form.is_valid():
        act = actions.set_quota if wanted == "quota" else actions.set_pledge_rules
        try:
            act(**form.arguments(), by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, form.done, reverse("evaluation:pledge_quotas"))
    context = {
        "quotas": queries.quotas_of(request.actor.body_id),
        "quota_form": forms["quota"],
        "rules_form": forms["rules"],
        "key": new_key(),
    }
    return render(request, "evaluation/pledge_quotas.html", context, status=422 if form and form.errors else 200)


@require_GET
def programme(request: HttpRequest, officer_pk: UUID) -> HttpResponse:
    """One person's action programme of a year with the self-review."""
    officer = found(officers_visible_to(request.actor).get, pk=officer_pk)
    year = year_asked(request)
    points = queries.programme_of(officer_pk, request.actor, year)
    own = request.actor.officer_id == officer_pk
    if not points and not own:
        raise Http404
    context = {
        "officer": officer,
        "year": year,
        "years": [year - 1, year, year + 1],
        "rows": [shown(one, request) for one in points],
        "own": own,
    }
    return render(request, "evaluation/programme.html", context)


@require_GET
def programme_file(request: HttpRequest, officer_pk: UUID) -> HttpResponse:
    officer = found(officers_visible_to(request.actor).get, pk=officer_pk)
    year = year_asked(request)
    points = queries.programme_of(officer_pk, request.actor, year)
    if not points:
        raise Http404
    return send_word(programme_paper(officer, points, year, day_of(request)), f"chuong-trinh-hanh-dong-{year}")

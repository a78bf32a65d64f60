"""A plan beside a baseline: what has slipped, by how much, and since when."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.problems import Invalid
from roviec.web.idempotency import new_key
from roviec.work import actions, queries
from roviec.work.forms.plans import BaselineForm
from roviec.work.permissions import PERMISSIONS
from roviec.work.views.answers import asked, done, found
from roviec.work.views.plan import head_of

PAGE = 50


@require_GET
def plan_compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = found(queries.plan_page, pk, request.actor, request.now)
    baseline = queries.baseline_of(page.plan, request.GET.get("moc", ""))
    context = head_of(page, "compare", request) | {
        "baselines": queries.baselines_of(page.plan),
        "baseline": baseline,
        "may_freeze": PERMISSIONS.allows(request.actor, "freeze_baseline", page.plan) and page.plan.closed_at is None,
    }
    if baseline is not None:
        compared = queries.compare_baseline(page.plan, baseline, page.tasks)
        kind = request.GET.get("loai", "")
        rows = [row for row in compared.rows if row.kind == kind] if kind in queries.COMPARED else compared.rows
        shown = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
        words = {"later": _("Lùi lại"), "earlier": _("Sớm hơn"), "same": _("Giữ nguyên"), "new": _("Thêm mới")}
        context |= {
            "compared": compared,
            "shown": shown,
            "rows": queries.detailed(list(shown)),
            "kind": kind,
            "kinds": [(name, word, compared.counts[name]) for name, word in words.items()],
        }
    return render(request, "work/plan_compare.html", context)


@require_http_methods(["GET", "POST"])
def baseline_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan = found(queries.plans_visible_to(request.actor).get, pk=pk)
    PERMISSIONS.require(request.actor, "freeze_baseline", plan)
    form = BaselineForm(request.POST or None, asked=asked(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.freeze_baseline(plan, name=form.cleaned_data["name"], by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, _("Đã chốt mốc so sánh."), reverse("work:plan_compare", args=[pk]))
    context = {"form": form, "plan": plan, "key": new_key()}
    return render(request, "work/baseline_form.html", context, status=422 if form.errors else 200)

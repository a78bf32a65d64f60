"""The list of plans; a plan made or changed."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.ledger.actions import Conflict
from roviec.organisation.queries import holder_of
from roviec.web.idempotency import new_key
from roviec.work import actions, queries
from roviec.work.forms.plans import PlanForm, PlansFilter
from roviec.work.permissions import PERMISSIONS
from roviec.work.task_shown import changes_since
from roviec.work.views.answers import asked, done, found, version_of

PAGE = 25
ORDERS = {
    "ten": ("folded", "pk"),
    "moi": ("created_at", "pk"),
    "den": ("ends_on", "pk"),
}


def ordered(sort: str) -> tuple[str, ...]:
    """The columns of `?sap_xep=`; a minus turns them round. Nothing: running ones first, newest first."""
    columns = ORDERS.get(sort.removeprefix("-"))
    if columns is None:
        return ("closed_at", "-created_at", "pk")
    return tuple(f"-{name}" for name in columns) if sort.startswith("-") else columns


@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    seen = queries.plans_listed(request.actor)
    bodies = [(str(pk), name) for pk, name in queries.bodies_of(seen)]
    filters = PlansFilter(request.GET, bodies=bodies)
    sort = request.GET.get("sap_xep", "")
    wanted = filters.wanted()
    listed = queries.narrowed_plans(seen, request.now, **wanted).select_related("leader_post")
    page = Paginator(listed.order_by(*ordered(sort)), PAGE).get_page(request.GET.get("trang"))
    counts = queries.counts_of_plans([plan.pk for plan in page], request.now)
    day = request.now.astimezone(VIETNAM).date()
    leaders = holder_of([plan.leader_post_id for plan in page if plan.leader_post_id], day)
    rows = [
        {
            "plan": plan,
            "counts": counts[plan.pk],
            "leader": leaders.get(plan.leader_post_id) if plan.leader_post_id else None,
        }
        for plan in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "filters": filters,
        "narrowed": any(wanted.values()),
        "sorted": {sort.removeprefix("-"): "desc" if sort.startswith("-") else "asc"},
        "may_make": PERMISSIONS.allows(request.actor, "create_plan"),
    }
    return render(request, "work/plans.html", context)


@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    PERMISSIONS.require(request.actor, "create_plan")
    form = PlanForm(request.POST or None, asked=asked(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_plan(**form.arguments(), by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(
                request, _("Đã lập kế hoạch. Thêm nhiệm vụ hoặc đưa văn bản vào."), reverse("work:plan", args=[made.pk])
            )
    context = {"form": form, "key": new_key()}
    return render(request, "work/plan_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan = found(queries.plans_visible_to(request.actor).get, pk=pk)
    PERMISSIONS.require(request.actor, "edit_plan", plan)
    initial = {
        "title": plan.title,
        "code": plan.code,
        "leader": queries.choice_of(f"post:{plan.leader_post_id}", request.now) if plan.leader_post_id else None,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "note": plan.note,
    }
    form = PlanForm(request.POST or None, asked=asked(request), initial=initial)
    status, overtaken, differences = 200, [], []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.edit_plan(
                    plan, **form.arguments(), by=request.actor, at=request.now, version=version_of(request)
                )
            except Invalid as refused:
                form.take(refused)
            except Conflict as conflict:
                status, overtaken = 409, changes_since(plan, conflict.expected)
                differences = form.differences()
            else:
                return done(request, _("Đã lưu."), reverse("work:plan", args=[pk]))
    context = {
        "form": form,
        "plan": plan,
        "version": plan.version,
        "overtaken": overtaken,
        "differences": differences,
        "key": new_key(),
    }
    return render(request, "work/plan_form.html", context, status=status)


@require_http_methods(["POST"])
def plan_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    found(queries.plans_visible_to(request.actor).get, pk=pk)
    actions.close_plan(pk, by=request.actor, at=request.now, version=version_of(request))
    return done(request, _("Đã đóng kế hoạch."), reverse("work:plan", args=[pk]))

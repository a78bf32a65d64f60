"""A plan's table comes back: sent, compared, ticked, applied."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.web.reasons import sentence
from roviec.work import actions, queries
from roviec.work.forms.bringing import ApplyForm, BringForm, NewPlanForm, ProjectForm
from roviec.work.permissions import PERMISSIONS
from roviec.work.readers.project import read_project, shown_dates
from roviec.work.readers.tracking import read_tracking
from roviec.work.views.answers import done, found

# Applied page by page: what was applied is gone from the comparison, and the next lines come up.
PAGE = 200


# A preview of rows is for the eye: enough to know the plan by.
SHOWN_ROWS = 100
PROJECT_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\x1f\x8b")
APPLY: dict[str, Callable[..., Any]] = {"tracking": actions.apply_tracking, "project": actions.apply_project}
COMPARE: dict[str, Callable[..., queries.Brought]] = {
    "tracking": queries.compare_tracking,
    "project": queries.compare_project,
}


def heading(field: str) -> str:
    headings = {
        "title": _("Nhiệm vụ"),
        "lead": _("Chủ trì"),
        "supports": _("Phối hợp"),
        "due": _("Thời hạn"),
        "deliverable": _("Sản phẩm"),
        "progress": _("Tiến độ"),
        "dates": _("Bắt đầu, thời lượng"),
        "milestone": _("Mốc"),
        "constraint": _("Ràng buộc ngày"),
        "links": _("Việc trước"),
    }
    return headings.get(field, "")


@require_http_methods(["GET", "POST"])
def plan_bring(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = found(queries.plan_page, pk, request.actor, request.now)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            brought = _receive(request, page.plan, data, file.name)
        except Invalid as invalid:
            for name, reason in invalid.problems:
                form.add_error(name if name in form.fields else None, sentence(reason))
        else:
            return HttpResponseRedirect(reverse("work:plan_brought", args=[pk, brought.pk]))
    context = {
        "plan": page.plan,
        "form": form,
        "earlier": queries.imports_of_account(pk, request.actor)[:10],
        "crumbs": _crumbs(page.plan),
    }
    return render(request, "work/bring.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def plan_brought(request: HttpRequest, pk: UUID, brought: UUID) -> HttpResponse:
    page = found(queries.plan_page, pk, request.actor, request.now)
    held = found(queries.imports_of_account(pk, request.actor).get, pk=brought)
    form = ApplyForm(request.POST or None)
    places: list[Any] = []
    status = 200
    if request.method == "POST":
        form.is_valid()
        ticked = set(request.POST.getlist("tick"))
        try:
            reason = form.cleaned_data.get("reason", "")
            APPLY[held.kind](held, ticked, by=request.actor, at=request.now, reason=reason)
        except Invalid as invalid:
            status = 422
            places = getattr(invalid, "places", [])
            for name, reason in invalid.problems:
                form.add_error(name if name in form.fields else None, sentence(reason))
        else:
            return done(request, _said(len(ticked)), request.path)
    else:
        ticked = set()
    compared = COMPARE[held.kind](held.lines, page.plan, request.actor, request.now)
    shown = Paginator(compared.lines, PAGE).get_page(request.GET.get("trang"))
    context = {
        "plan": page.plan,
        "held": held,
        "compared": compared,
        "page": shown,
        "lines": [_line(line, ticked, bool(request.method == "POST")) for line in shown],
        "may_apply": any(line.may for line in shown),
        "counts": _counts(compared),
        "remarks": [Reason(**remark) for remark in held.remarks],
        "places": [(place, heading(place.field)) for place in places],
        "form": form,
        "crumbs": [*_crumbs(page.plan), {"label": _("Đưa tệp trở lại"), "url": reverse("work:plan_bring", args=[pk])}],
    }
    return render(request, "work/brought.html", context, status=status)


def _receive(request: HttpRequest, plan: Any, data: bytes, name: str) -> Any:
    """A workbook or a file of Microsoft Project, told by what it holds."""
    made = {"by": request.actor, "at": request.now}
    if data.lstrip()[:5].startswith(PROJECT_STARTS) or name.lower().endswith((".xml", ".xml.gz")):
        return actions.receive_project(plan, read_project(data), data, name, **made)
    return actions.receive_tracking(plan, read_tracking(data, name), data, name, **made)


@require_http_methods(["GET", "POST"])
def plan_from_file(request: HttpRequest) -> HttpResponse:
    """A file of Microsoft Project that is to become a plan: sent, looked at on the next page."""
    PERMISSIONS.require(request.actor, "create_plan")
    form = ProjectForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            project = read_project(data)
            held = actions.receive_project(None, project, data, file.name, by=request.actor, at=request.now)
        except Invalid as invalid:
            for name, reason in invalid.problems:
                form.add_error(name if name in form.fields else None, sentence(reason))
        else:
            return HttpResponseRedirect(reverse("work:plan_from_file_do", args=[held.pk]))
    crumbs = [{"label": _("Kế hoạch"), "url": reverse("work:plans")}]
    return render(request, "work/from_file.html", {"form": form, "crumbs": crumbs}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def plan_from_file_do(request: HttpRequest, brought: UUID) -> HttpResponse:
    """What the plan would hold and what would be lost; then it is made."""
    held = found(queries.imports_of_account(None, request.actor).get, pk=brought)
    form = NewPlanForm(request.POST or None, initial={"title": held.lines["title"] or held.file_name})
    if request.method == "POST" and form.is_valid():
        try:
            plan = actions.make_plan_from_project(held.pk, by=request.actor, at=request.now, **form.cleaned_data)
        except Invalid as invalid:
            for name, reason in invalid.problems:
                form.add_error(name if name in form.fields else None, sentence(reason))
        else:
            return done(request, _("Đã tạo kế hoạch từ tệp."), reverse("work:plan_chart", args=[plan.pk]))
    rows = held.lines["rows"]
    leads = queries.leads_known({row["lead"] for row in rows if row["lead"]}, request.now)
    context = {
        "held": held,
        "form": form,
        "rows": [{**row, "dates": shown_dates(row)} for row in rows[:SHOWN_ROWS]],
        "more": max(len(rows) - SHOWN_ROWS, 0),
        "counts": {
            "tasks": len(rows),
            "wholes": sum(row["summary"] for row in rows),
            "milestones": sum(row["milestone"] for row in rows),
            "links": len(held.lines["links"]),
            "baselines": len(held.lines["baselines"]),
        },
        "unknown": sorted(name for name, known in leads.items() if not known)[:30],
        "remarks": [Reason(**remark) for remark in held.remarks],
        "crumbs": [
            {"label": _("Kế hoạch"), "url": reverse("work:plans")},
            {"label": _("Từ tệp Microsoft Project"), "url": reverse("work:plan_from_file")},
        ],
    }
    return render(request, "work/from_file_do.html", context, status=422 if form.errors else 200)


def _crumbs(plan: Any) -> list[dict[str, str]]:
    return [{"label": plan.code or plan.title[:80], "url": reverse("work:plan_chart", args=[plan.pk])}]


def _counts(compared: queries.Brought) -> dict[str, int]:
    verdicts = [line.verdict for line in compared.lines]
    return {name: verdicts.count(name) for name in ("changed", "added", "there", "unclear")}


def _line(line: queries.LineChange, ticked: set[str], again: bool) -> dict[str, Any]:
    cells = [
        {
            "cell": cell,
            "heading": heading(cell.field),
            "base": _said_value(cell.field, cell.base),
            "now": _said_value(cell.field, cell.now),
            "new": _said_value(cell.field, cell.new),
            "ticked": cell.tick in ticked if again else not cell.conflict,
        }
        for cell in line.cells
    ]
    return {
        "line": line,
        "cells": cells,
        "problems": [(heading(name), reason) for name, reason in line.problems],
        "ticked": line.tick in ticked if again else True,
    }


def _said_value(field: str, value: str) -> str:
    """Days and percents as people write them."""
    if field == "progress" and value.isdecimal():
        return f"{value}%"
    if field == "due":
        try:
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        except ValueError:
            return value
    return value


def _said(count: int) -> str:
    return ngettext("Đã áp dụng %(n)s thay đổi.", "Đã áp dụng %(n)s thay đổi.", count) % {"n": count}

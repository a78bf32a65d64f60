"""Working regulations: units with and without one, a unit's with the month held against it, and a new edition."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.evaluation.actions import regulations as actions
from roviec.evaluation.forms.regulations import EditionForm, Lines, lines_of, read_table
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import regulations as queries
from roviec.organisation.queries import units_visible_to
from roviec.web.idempotency import new_key
from roviec.web.reasons import sentence
from roviec.work.views.answers import asked, done, found

PAGE = 50


def day_of(request: HttpRequest) -> date:
    return request.now.astimezone(VIETNAM).date()


def month_asked(request: HttpRequest) -> date:
    """`?thang=2026-03`, else the month of the business day; never one that has not begun."""
    today = day_of(request)
    text = request.GET.get("thang", "")
    try:
        wanted = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return min(wanted, today.replace(day=1))


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Which units of the body say who stands for what."""
    rows = queries.units_with_regulations(request.actor, day_of(request))
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "rows": page.object_list, "n_without": sum(row.regulation is None for row in rows)}
    return render(request, "evaluation/regulations.html", context)


@require_GET
def unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The fields in force, and for who answers for the unit what of the month's work differs from them."""
    one = found(units_visible_to(request.actor).select_related("body").get, pk=pk)
    if not PERMISSIONS.allows(request.actor, "view_regulation", one):
        raise Http404
    month = month_asked(request)
    end = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    day = min(end, day_of(request))
    regulation = queries.in_force(pk, day)
    context: dict[str, Any] = {
        "unit": one,
        "month": month,
        "before": month - timedelta(days=1),
        "after": end + timedelta(days=1) if end < day_of(request) else None,
        "editions": queries.editions_of(pk),
        "edition": queries.edition(regulation, day) if regulation else None,
        "may_adopt": PERMISSIONS.allows(request.actor, "adopt_regulation", one),
        "may_check": PERMISSIONS.allows(request.actor, "check_regulation", one),
    }
    if context["edition"]:
        context["lines"] = [
            {
                "line": line,
                "person": context["edition"].holders.get(line.post_id, ""),
                "substitute": context["edition"].holders.get(line.substitute_id, ""),
                "gaps": context["edition"].gaps.get(line.pk, []),
            }
            for line in context["edition"].lines
        ]
    if regulation and context["may_check"]:
        checked = queries.check_month(regulation, month, request.now)
        page = Paginator(checked.differences, PAGE).get_page(request.GET.get("trang"))
        context |= {"checked": checked, "page": page, "differences": page.object_list}
    return render(request, "evaluation/regulation.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new edition, begun from the one in force or from a table in a file; a file only fills the form in."""
    one = found(units_visible_to(request.actor).select_related("body").get, pk=pk)
    PERMISSIONS.require(request.actor, "adopt_regulation", one)
    seats = queries.seats_of(pk, day_of(request))
    sent = request.method == "POST" and request.POST.get("form") == "edition"
    upload = request.FILES.get("file") if request.method == "POST" and not sent else None
    problems: list[str] = []
    rows = _rows_in_force(pk, day_of(request))
    if upload is not None:
        try:
            table = read_table(upload.read(), upload.name or "", seats)
        except Invalid as refused:
            problems = [sentence(reason) for _field, reason in refused.problems]
        else:
            rows, problems = table.rows, [sentence(reason) for reason in table.problems]
    initial = {"valid_from": day_of(request).replace(day=1), "title": f"Quy chế làm việc của {one.name}"}
    form = EditionForm(request.POST if sent else None, asked=asked(request), initial=initial)
    lines = Lines(request.POST if sent else None, initial=rows, prefix="dong", form_kwargs={"seats": seats})
    if sent and form.is_valid() and lines.is_valid():
        typed, places = lines_of(lines)
        try:
            actions.adopt_regulation(one, typed, **form.arguments(), by=request.actor, at=request.now)
        except Invalid as refused:
            problems = [sentence(reason) for name, reason in refused.problems if name not in form.fields]
            for name, reason in refused.problems:
                if name in form.fields:
                    form.add_error(name, sentence(reason))
                elif name and name.startswith("lines."):
                    _lines, number, field = name.split(".")
                    lines.forms[places[int(number) - 1]].add_error(field, sentence(reason))
        else:
            return done(request, form.done, reverse("evaluation:regulation", args=[pk]))
    context = {
        "unit": one,
        "form": form,
        "lines": lines,
        "problems": problems,
        "key": new_key(),
        "has_seats": bool(seats),
    }
    wrong = bool(problems) or (sent and (form.errors or lines.errors))
    return render(request, "evaluation/regulation_new.html", context, status=422 if wrong else 200)


def _rows_in_force(pk: UUID, day: date) -> list[dict[str, Any]]:
    regulation = queries.in_force(pk, day)
    if regulation is None:
        return []
    return [
        {
            "field": line.field,
            "post": str(line.post_id),
            "substitute": str(line.substitute_id or ""),
            "handling_days": line.handling_days,
            "words": line.words,
        }
        for line in queries.edition(regulation, day).lines
    ]

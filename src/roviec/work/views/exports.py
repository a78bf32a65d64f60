"""Taking a chart away: the page that asks in what shape, and the file. One pair for plans, units and officers."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from roviec.core.calendars import VIETNAM
from roviec.organisation.queries import officers_visible_to, units_visible_to
from roviec.organisation.reauthentication import confirmation_of
from roviec.paper.plans.mspdi_out import write_mspdi
from roviec.work import queries
from roviec.work.forms.taking import TakeForm
from roviec.work.views.answers import found
from roviec.work.views.charts import officer_tasks, still_open, unit_tasks
from roviec.work.views.plan import filter_of, head_of
from roviec.work.views.taking import attached, chart_of, chosen, write


@dataclass(frozen=True)
class Source:
    """What is taken away: `tasks` are what the page shows of it, `unit` whose paper it is."""

    name: str
    title: str
    tasks: Any
    unit: Any
    narrowed: bool
    address: str
    file: str
    feed: str = ""
    project: bool = False
    page: Any = None


def of_plan(request: HttpRequest, pk: UUID) -> Source:
    page = found(queries.plan_page, pk, request.actor, request.now)
    wanted = filter_of(request, page).wanted("stt")
    tasks = queries.narrowed(page.tasks, wanted, request.now) if wanted.narrows else page.tasks
    plan = page.plan
    title = _("Tiến độ thực hiện %(plan)s") % {"plan": plan.code or plan.title}
    return Source(
        name=plan.code or plan.title,
        title=title,
        tasks=tasks,
        unit=plan.body,
        narrowed=wanted.narrows,
        address=reverse("work:plan_chart", args=[pk]),
        file=reverse("work:plan_file", args=[pk]),
        feed=urlencode({"loai": "plan", "cua": pk}),
        project=True,
        page=page,
    )


def of_unit(request: HttpRequest, pk: UUID) -> Source:
    unit = found(units_visible_to(request.actor).select_related("body").get, pk=pk)
    return Source(
        name=unit.name,
        title=_("Tiến độ công việc của %(name)s") % {"name": unit.name},
        tasks=still_open(unit_tasks(request, pk), request),
        unit=unit,
        narrowed=False,
        address=reverse("work:unit_chart", args=[pk]),
        file=reverse("work:unit_file", args=[pk]),
        feed=urlencode({"loai": "unit", "cua": pk}),
    )


def of_officer(request: HttpRequest, pk: UUID) -> Source:
    officer = found(officers_visible_to(request.actor).get, pk=pk)
    unit = found(
        units_visible_to(request.actor).select_related("body").get, pk=request.actor.unit_id or request.actor.body_id
    )
    return Source(
        name=officer.full_name,
        title=_("Tiến độ công việc của %(name)s") % {"name": officer.full_name},
        tasks=still_open(officer_tasks(request, pk), request),
        unit=unit,
        narrowed=False,
        address=reverse("work:officer_chart", args=[pk]),
        file=reverse("work:officer_file", args=[pk]),
    )


def take_page(request: HttpRequest, source: Source) -> HttpResponse:
    """Asks in what shape; what the address of the chart said goes along unseen."""
    form = TakeForm(request.GET if "loai" in request.GET else None, project=source.project, initial=request.GET.dict())
    asked = set(form.fields)
    kept = [(name, value) for name, value in request.GET.items() if name not in asked and value]
    crumb = {"label": source.name, "url": source.address + (f"?{urlencode(kept)}" if kept else "")}
    context = {
        "source": source,
        "form": form,
        "kept": kept,
        "narrowed": source.narrowed or any(name in ("tim", "loc") for name, _value in kept),
        "crumbs": [crumb],
        **(head_of(source.page, "take", request) if source.page else {}),
    }
    context["crumbs"] = [crumb]
    return render(request, "work/take.html", context)


def file(request: HttpRequest, source: Source) -> HttpResponse:
    if question := confirmation_of(request):
        return question
    form = TakeForm(request.GET, project=source.project)
    wish = form.wish()
    rows = chosen(queries.taken_rows(source.tasks, request.now), wish)
    if wish.shape == "xml":
        plan = source.page.plan
        leads = {row.id: row.lead_full for row in rows}
        made, dated = queries.plan_file(plan, [row.id for row in rows], leads, request.now)
        return attached(request, write_mspdi(made.plan, dated, plan.title, beside=made), source.name, "xml")
    heading = queries.heading_of(source.unit, request.now.astimezone(VIETNAM).date())
    chart = chart_of(
        rows,
        wish,
        title=source.title,
        heading=heading,
        now=request.now,
        narrowed=source.narrowed or bool(wish.tones or wish.words),
    )
    return attached(request, write(chart, wish), source.name, wish.shape)


@require_GET
def plan_take(request: HttpRequest, pk: UUID) -> HttpResponse:
    return take_page(request, of_plan(request, pk))


@require_GET
def plan_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    return file(request, of_plan(request, pk))


@require_GET
def unit_take(request: HttpRequest, pk: UUID) -> HttpResponse:
    return take_page(request, of_unit(request, pk))


@require_GET
def unit_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    return file(request, of_unit(request, pk))


@require_GET
def officer_take(request: HttpRequest, pk: UUID) -> HttpResponse:
    return take_page(request, of_officer(request, pk))


@require_GET
def officer_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    return file(request, of_officer(request, pk))

"""Gantt charts of a plan, a unit and an officer: the page, and the rows that it loads."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from roviec.core.calendars import VIETNAM
from roviec.organisation.queries import descendants, officers_visible_to, units_visible_to
from roviec.web.csp import gantt_page
from roviec.work import queries
from roviec.work.views.answers import found
from roviec.work.views.plan import filter_of, head_of

TASK_URL = "/nhiem-vu/__id__/"
CHANGE_URL = "/ke-hoach/__id__/gantt/"


def day_of(request: HttpRequest) -> Any:
    return request.now.astimezone(VIETNAM).date()


@require_GET
@gantt_page
def plan_chart(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = found(queries.plan_page, pk, request.actor, request.now)
    head = head_of(page, "gantt", request)
    address = reverse("work:plan_gantt", args=[pk])
    table = reverse("work:plan", args=[pk])
    context = {**head, "gantt_url": rows_url(address + head["query"], request), "table_url": table + head["query"]}
    return render(
        request,
        "work/plan_chart.html",
        {
            **context,
            "task_url_template": TASK_URL,
            "change_url_template": CHANGE_URL,
            "plan_id": pk,
            "may_add": page.may_add,
        },
    )


def rows_url(address: str, request: HttpRequest) -> str:
    """Where the chart's rows are, brief. The page names it, so that the browser asks for them before its scripts run."""
    more = {"gon": "1"} | {name: value for name in ("so-sanh",) if (value := request.GET.get(name))}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(more)}"


@require_GET
def plan_gantt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The rows; `?gon=1` without what is empty and without the critical path, which `?gang=1` gives alone."""
    if request.GET.get("gang") == "1":
        plan = found(queries.plans_visible_to(request.actor).get, pk=pk)
        return rows_answer(queries.critical_of(plan, request.now))
    page = found(queries.plan_page, pk, request.actor, request.now)
    wanted = filter_of(request, page).wanted("stt")
    brief = request.GET.get("gon") == "1"
    tasks = queries.narrowed(page.tasks, wanted, request.now) if wanted.narrows else page.tasks
    baseline = request.GET.get("so-sanh", "")
    frozen = {one["id"] for one in queries.baselines_of(page.plan)} if baseline else set()
    chosen = baseline if baseline in frozen else ""
    rows = queries.gantt_rows(tasks, request.now, request.actor, plan=page.plan, baseline=chosen, scheduled=not brief)
    return rows_answer(without_empty(rows) if brief else rows)


# What the chart does not look at, and what it takes for granted: half of the bytes of ten thousand rows.
NOT_DRAWN = {"unit_id", "stage", "late_days", "slack_days"}
TAKEN_FOR_GRANTED = (None, "", 0, False, "task")


def without_empty(rows: dict[str, Any]) -> dict[str, Any]:
    def brief(row: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in row.items() if value not in TAKEN_FOR_GRANTED and name not in NOT_DRAWN}

    return rows | {"tasks": [brief(row) for row in rows["tasks"]], "links": [brief(link) for link in rows["links"]]}


def rows_answer(rows: dict[str, Any]) -> HttpResponse:
    """JSON by msgspec: ten thousand rows cost some twenty milliseconds."""
    return HttpResponse(msgspec.json.encode(rows), content_type="application/json")


def unit_tasks(request: HttpRequest, pk: UUID) -> Any:
    below = descendants(pk, day_of(request), include_self=True).values_list("pk", flat=True)
    return queries.tasks_of_unit(below, request.actor)


def officer_tasks(request: HttpRequest, pk: UUID) -> Any:
    return queries.tasks_of_officer(pk, request.actor, day_of(request))


def still_open(tasks: Any, request: HttpRequest) -> Any:
    """What is not done yet, unless `?xong=1` asks for everything."""
    return tasks if request.GET.get("xong") == "1" else tasks.filter(clock__closed_at=None)


def chart_page(request: HttpRequest, thing: Any, name: str, tasks: Callable[..., Any], json: str) -> HttpResponse:
    all_of_it = tasks(request, thing.pk)
    counts = queries.counts_of(all_of_it, request.now)
    everything = request.GET.get("xong") == "1"
    query = f"?{urlencode({'xong': 1})}" if everything else ""
    shown = queries.listed(still_open(all_of_it, request), request.now).order_by("clock__due", "pk")[:200]
    context = {
        "name": name,
        "counts": counts,
        "everything": everything,
        "gantt_url": rows_url(reverse(json, args=[thing.pk]) + query, request),
        "take_url": reverse(json.replace("_gantt", "_take"), args=[thing.pk]) + query,
        "table_url": "#bang",
        "task_url_template": TASK_URL,
        "change_url_template": CHANGE_URL,
        "several_plans": True,
        "rows": queries.rows_of(list(shown), request.now, among=queries.tasks_visible_to(request.actor)),
    }
    return render(request, "work/chart.html", context)


@require_GET
@gantt_page
def unit_chart(request: HttpRequest, pk: UUID) -> HttpResponse:
    unit = found(units_visible_to(request.actor).get, pk=pk)
    return chart_page(request, unit, unit.name, unit_tasks, "work:unit_gantt")


@require_GET
def unit_gantt(request: HttpRequest, pk: UUID) -> HttpResponse:
    found(units_visible_to(request.actor).get, pk=pk)
    rows = queries.gantt_rows(still_open(unit_tasks(request, pk), request), request.now, request.actor)
    return rows_answer(without_empty(rows) if request.GET.get("gon") == "1" else rows)


@require_GET
@gantt_page
def officer_chart(request: HttpRequest, pk: UUID) -> HttpResponse:
    officer = found(officers_visible_to(request.actor).get, pk=pk)
    return chart_page(request, officer, officer.full_name, officer_tasks, "work:officer_gantt")


@require_GET
def officer_gantt(request: HttpRequest, pk: UUID) -> HttpResponse:
    found(officers_visible_to(request.actor).get, pk=pk)
    rows = queries.gantt_rows(still_open(officer_tasks(request, pk), request), request.now, request.actor)
    return rows_answer(without_empty(rows) if request.GET.get("gon") == "1" else rows)

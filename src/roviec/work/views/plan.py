"""One plan: its table, its history, its file."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from roviec.core.calendars import VIETNAM
from roviec.core.text import fold
from roviec.organisation.reauthentication import confirmation_of
from roviec.paper.sheets import Sheet, write_sheet
from roviec.web.idempotency import new_key
from roviec.web.states import state_view
from roviec.work import queries
from roviec.work.forms.plans import PlanFilter
from roviec.work.task_shown import entries_of
from roviec.work.views.answers import found

PAGE = 50
BATCH = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COUNTED = ("done_on_time", "done_late", "open_on_time", "open_late", "due_soon", "suspended")


@require_GET
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = found(queries.plan_page, pk, request.actor, request.now)
    filters = filter_of(request, page)
    sort = request.GET.get("sap_xep", "stt")
    wanted = filters.wanted(sort)
    tasks = queries.narrowed(page.tasks, wanted, request.now)
    shown = Paginator(tasks, PAGE).get_page(request.GET.get("trang"))
    rows = queries.rows_of(list(shown), request.now, among=queries.tasks_visible_to(request.actor))
    address = reverse("work:plan", args=[pk])
    context = {
        **head_of(page, "table", request),
        "rows": rows,
        "shown": shown,
        "filters": filters,
        "wanted": wanted,
        "links": {name: f"{address}?trang_thai={name}" for name in COUNTED},
        "sorted": {sort.removeprefix("-"): "desc" if sort.startswith("-") else "asc"},
        "by_unit": [pair for pair in page.by_unit if pair[1].total][:8],
        "key": new_key(),
    }
    return render(request, "work/plan.html", context)


@require_GET
def plan_history(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = found(queries.plan_page, pk, request.actor, request.now)
    entries = entries_of(queries.history(page.plan))
    return render(request, "work/plan_history.html", {**head_of(page, "history", request), "entries": entries})


def filter_of(request: HttpRequest, page: queries.PlanPage) -> PlanFilter:
    units = sorted(((str(unit.pk), unit.name) for unit, _counts in page.by_unit), key=lambda pair: fold(pair[1]))
    return PlanFilter(request.GET, units=units)


def crumbs_of(plan: Any) -> list[dict[str, str]]:
    """The programme that it belongs to, if any, and whose it is."""
    above = [{"label": _("Kế hoạch"), "url": reverse("work:plans")}]
    if plan.parent_id:
        title = plan.parent.code or plan.parent.title[:60]
        above.append({"label": title, "url": reverse("work:programme", args=[plan.parent_id])})
    return [*above, {"label": plan.body.name}]


def tabs_of(pk: UUID, side: str, query: str = "", *, is_programme: bool) -> list[dict[str, Any]]:
    """The sides of a plan; of one with plans under it also the whole programme."""
    sides = [
        ("table", _("Bảng"), f"{reverse('work:plan', args=[pk])}{query}"),
        ("gantt", _("Biểu đồ Gantt"), f"{reverse('work:plan_chart', args=[pk])}{query}"),
        ("compare", _("So sánh"), reverse("work:plan_compare", args=[pk])),
        ("history", _("Lịch sử"), reverse("work:plan_history", args=[pk])),
    ]
    if is_programme:
        sides.insert(0, ("programme", _("Cả chương trình"), reverse("work:programme", args=[pk])))
    return [{"label": label, "url": url, "active": name == side} for name, label, url in sides]


def head_of(page: queries.PlanPage, side: str, request: HttpRequest) -> dict[str, Any]:
    """What every side of a plan shows: the question, its answer, the tabs."""
    pk = page.plan.pk
    worst = [(unit, counts) for unit, counts in page.by_unit if counts.open_late][:3]
    kept = {
        name: value for name, value in request.GET.items() if name in ("q", "trang_thai", "don_vi", "nguoi") and value
    }
    query = f"?{urlencode(kept)}" if kept else ""
    return {
        "page": page,
        "plan": page.plan,
        "counts": page.counts,
        "leader": page.leader,
        "worst": worst,
        "late_units": sum(1 for _unit, counts in page.by_unit if counts.open_late),
        "tabs": tabs_of(pk, side, query, is_programme=page.plan.is_programme),
        "crumbs": crumbs_of(page.plan),
        "query": query,
    }


@require_GET
def plan_export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The table as officials keep it, with the filters of the address; parts stand under their wholes."""
    page = found(queries.plan_page, pk, request.actor, request.now)
    if question := confirmation_of(request):
        return question
    wanted = filter_of(request, page).wanted(request.GET.get("sap_xep", "stt"))
    narrowed = queries.narrowed(page.tasks, wanted, request.now) if wanted.narrows else page.tasks
    tasks = list(narrowed)
    headers = [
        _("STT"),
        _("Nhiệm vụ"),
        _("Chủ trì"),
        _("Phối hợp"),
        _("Người thực hiện"),
        _("Hạn hoàn thành"),
        _("Hạn ban đầu"),
        _("Sản phẩm"),
        _("Tiến độ (%)"),
        _("Trạng thái"),
        _("Số ngày làm việc quá hạn"),
    ]
    name = page.plan.code or page.plan.title
    data = write_sheet(Sheet(name, headers, lines(tasks, request)))
    response = HttpResponse(data, content_type=XLSX)
    file = "-".join(fold(name).replace("/", " ").split())[:80] or "ke-hoach"
    response["Content-Disposition"] = f'attachment; filename="{file}.xlsx"'
    return response


def lines(tasks: Sequence[Any], request: HttpRequest) -> Iterator[list[Any]]:
    """Ten thousand rows at a few queries per five hundred."""
    seen = queries.tasks_visible_to(request.actor)
    for start in range(0, len(tasks), BATCH):
        for row in queries.rows_of(tasks[start : start + BATCH], request.now, among=seen):
            task, clock = row.task, row.task.clock
            due = clock.due.astimezone(VIETNAM).date() if clock.due else None
            original = clock.due_original.astimezone(VIETNAM).date() if clock.due_original else None
            yield [
                task.number,
                task.title,
                task.lead_unit.name if task.lead_unit else task.lead_text,
                "; ".join(row.supports),
                row.person.full_name if row.person else "",
                due,
                original if original != due else None,
                task.deliverable,
                task.progress,
                str(state_view(row.standing).word) if not row.parts else _("%(n)s phần việc") % {"n": row.parts},
                row.days_late,
            ]

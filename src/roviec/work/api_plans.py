"""Plans as schedules over the API: links, changes, baselines, programmes. The same queries and actions as the chart's page."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from roviec.core.calendars import VIETNAM
from roviec.web.reasons import sentence
from roviec.work import actions, queries
from roviec.work.api import answer
from roviec.work.changes import Change

router = Router(tags=["plans"])


class ChangesIn(Schema):
    """Changes, applied in their order, all or none; `reason` is kept, and is what a request for extension says."""

    changes: list[Change]
    reason: str = ""


class BaselineIn(Schema):
    name: str


class ParentIn(Schema):
    parent: UUID | None = None


class PreviewOut(Schema):
    moved: list[dict[str, Any]]
    late_more: list[UUID]
    other_units: int
    asks: list[dict[str, Any]]
    problems: list[str]
    notes: list[str]


class ChangedOut(Schema):
    """`undo` takes the change back; null when nothing of it can be (a decision about a due date)."""

    tasks: list[UUID]
    asked: list[UUID]
    undo: UUID | None


def seen(request: HttpRequest, plan_id: UUID) -> Any:
    return queries.plans_visible_to(request.actor).select_related("leader_post").get(pk=plan_id)


def left(done: actions.Changed) -> HttpResponse:
    return answer({"tasks": done.touched, "asked": done.asked, "undo": done.change.pk if done.change else None})


@router.get("/plans/{uuid:plan_id}/links", response=list[dict], summary="Quan hệ phụ thuộc giữa các nhiệm vụ")
def plan_links(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    plan = seen(request, plan_id)
    shown = set(queries.tasks_visible_to(request.actor).filter(plan=plan).values_list("pk", flat=True))
    return answer([link for link in queries.all_links(plan) if {UUID(link["source"]), UUID(link["target"])} <= shown])


@router.post("/plans/{uuid:plan_id}/changes/preview", response=PreviewOut, summary="Thử một thay đổi, không ghi gì")
def preview_changes(request: HttpRequest, plan_id: UUID, data: ChangesIn) -> HttpResponse:
    tried = actions.preview_change(seen(request, plan_id), data.changes, by=request.actor, at=request.now)
    return answer(
        {
            "moved": [{"task": pk, "start": start, "end": end} for pk, start, end in tried.moved],
            "late_more": tried.late_more,
            "other_units": tried.other_units,
            "asks": [{"task": ask.task, "old_due": ask.old_due, "new_due": ask.new_due} for ask in tried.asks],
            "problems": [sentence(reason) for reason in tried.problems],
            "notes": [sentence(reason) for reason in tried.notes],
        }
    )


@router.post("/plans/{uuid:plan_id}/changes", response=ChangedOut, summary="Thay đổi lịch kế hoạch")
def change_plan(request: HttpRequest, plan_id: UUID, data: ChangesIn) -> HttpResponse:
    plan = seen(request, plan_id)
    return left(actions.change_plan(plan, data.changes, by=request.actor, at=request.now, reason=data.reason[:1000]))


@router.post(
    "/plans/{uuid:plan_id}/changes/{uuid:change_id}/undo", response=ChangedOut, summary="Hoàn tác một thay đổi"
)
def undo_change(request: HttpRequest, plan_id: UUID, change_id: UUID) -> HttpResponse:
    change = queries.change_of(seen(request, plan_id), change_id)
    return left(actions.undo_change(change, by=request.actor, at=request.now, reason="API"))


@router.get("/plans/{uuid:plan_id}/baselines", response=list[dict], summary="Các mốc so sánh, mới nhất trước")
def list_baselines(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    return answer(queries.baselines_of(seen(request, plan_id)))


@router.post("/plans/{uuid:plan_id}/baselines", response={201: dict}, summary="Chốt mốc so sánh")
def freeze_baseline(request: HttpRequest, plan_id: UUID, data: BaselineIn) -> HttpResponse:
    frozen = actions.freeze_baseline(seen(request, plan_id), name=data.name, by=request.actor, at=request.now)
    return answer({"id": frozen.pk, "name": frozen.name, "count": frozen.count}, status=201)


@router.get(
    "/plans/{uuid:plan_id}/comparison", response=dict, summary="Kế hoạch so với một mốc (mới nhất nếu không nêu)"
)
def compare_plan(request: HttpRequest, plan_id: UUID, baseline: str = "") -> HttpResponse:
    plan = seen(request, plan_id)
    chosen = queries.baseline_of(plan, baseline)
    if chosen is None:
        return answer({"baseline": None, "counts": {}, "days": 0, "rows": []})
    tasks = queries.tasks_visible_to(request.actor).filter(plan=plan)
    compared = queries.compare_baseline(plan, chosen, tasks)
    rows = queries.detailed(compared.rows)
    return answer({"baseline": chosen.pk, "counts": compared.counts, "days": compared.days, "rows": rows})


@router.get("/plans/{uuid:plan_id}/programme", response=dict, summary="Chương trình: các kế hoạch, số đếm, biến động")
def programme(request: HttpRequest, plan_id: UUID, since: date | None = None) -> HttpResponse:
    today = request.now.astimezone(VIETNAM).date()
    page = queries.programme_of(plan_id, request.actor, request.now, since or today - timedelta(days=30))
    return answer(
        {
            "counts": page.counts,
            "plans": [
                {"id": one.plan.pk, "title": one.plan.title, "depth": one.depth, "counts": one.counts}
                for one in page.branches
            ],
            "moved": page.moved,
            "months": page.months,
            "late": [task.pk for task in page.late],
        }
    )


@router.put("/plans/{uuid:plan_id}/parent", response={204: None}, summary="Đưa vào, đưa ra khỏi chương trình")
def place_plan(request: HttpRequest, plan_id: UUID, data: ParentIn) -> HttpResponse:
    parent = seen(request, data.parent) if data.parent else None
    actions.place_plan(seen(request, plan_id), parent, by=request.actor, at=request.now)
    return HttpResponse(status=204)


@router.get("/tasks/{uuid:task_id}/slips", response=list[dict], summary="Ngày dự kiến xong đã dời những lần nào")
def slips(request: HttpRequest, task_id: UUID) -> HttpResponse:
    task = queries.tasks_visible_to(request.actor).only("pk").get(pk=task_id)
    return answer(queries.slips_of(task.pk))

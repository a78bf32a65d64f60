"""Plans and tasks over the API: the same queries, actions and permissions as the pages."""

import inspect
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema, UploadedFile
from pydantic import BaseModel

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.standing import Standing
from roviec.core.text import fold
from roviec.web.cursors import cursor_page
from roviec.web.etags import version_of
from roviec.web.reasons import sentence
from roviec.work import actions, queries
from roviec.work import api_inputs as takes
from roviec.work.queries.rows import for_page, stored_files, task_rows

router = Router(tags=["work"])

VERBS: dict[str, type[BaseModel]] = {
    "assign_task": takes.Assign,
    "accept_task": takes.Note,
    "refuse_task": takes.Because,
    "name_person": takes.Name,
    "report_progress": takes.Progress,
    "hand_up_for_signature": takes.HandUp,
    "sign": takes.Note,
    "send_back_from_signature": takes.Because,
    "submit_deliverable": takes.Submit,
    "accept_deliverable": takes.Note,
    "return_deliverable": takes.Because,
    "finish_with_document": takes.Issued,
    "reopen_task": takes.Because,
    "ask_extension": takes.AskExtension,
    "decide_extension": takes.DecideExtension,
    "move_due": takes.MoveDue,
    "suspend_task": takes.Because,
    "resume_task": takes.Note,
    "hand_over": takes.HandOver,
    "ask_opinion": takes.AskOpinion,
    "remind_task": takes.Remind,
    "demand_explanation": takes.Demand,
    "give_explanation": takes.Explain,
    "decide_explanation": takes.DecideExplanation,
    "comment_task": takes.Say,
    "watch_task": takes.Nothing,
    "unwatch_task": takes.Nothing,
    "cancel_task": takes.Because,
    "split_into_parts": takes.Parts,
    "complete_spoken_order": takes.Complete,
}
SUMMARIES = {
    "assign_task": "Giao nhiệm vụ",
    "accept_task": "Tiếp nhận",
    "refuse_task": "Từ chối tiếp nhận, có lý do",
    "name_person": "Phân công người thực hiện",
    "report_progress": "Báo cáo tiến độ",
    "hand_up_for_signature": "Trình ký",
    "sign": "Ký",
    "send_back_from_signature": "Trả lại bản trình ký",
    "submit_deliverable": "Nộp sản phẩm",
    "accept_deliverable": "Nghiệm thu",
    "return_deliverable": "Trả lại sản phẩm",
    "finish_with_document": "Ghi văn bản phát hành, kết thúc nhiệm vụ",
    "reopen_task": "Mở lại việc đã hoàn thành",
    "ask_extension": "Đề nghị gia hạn",
    "decide_extension": "Quyết định gia hạn",
    "move_due": "Đổi hạn",
    "suspend_task": "Tạm dừng",
    "resume_task": "Cho tiếp tục",
    "hand_over": "Chuyển xử lý",
    "ask_opinion": "Xin ý kiến",
    "remind_task": "Đôn đốc",
    "demand_explanation": "Yêu cầu giải trình việc quá hạn",
    "give_explanation": "Giải trình việc quá hạn: nguyên nhân, lời, tài liệu",
    "decide_explanation": "Kết luận nguyên nhân khách quan hay không",
    "comment_task": "Trao đổi",
    "watch_task": "Theo dõi",
    "unwatch_task": "Thôi theo dõi",
    "cancel_task": "Hủy",
    "split_into_parts": "Chia phần việc",
    "complete_spoken_order": "Bổ sung việc giao nhanh",
}


class TasksOut(Schema):
    """Rows as in GET /tasks/{id}, without its lists."""

    items: list[dict[str, Any]]
    next_cursor: str | None


class Done(Schema):
    """What an action left: the id and version of the task, also as ETag."""

    id: UUID
    version: int
    state: str


class BulkOut(Schema):
    assigned: list[UUID]
    refused: dict[UUID, list[str]]


class FileOut(Schema):
    digest: str
    size: int
    media_type: str


def answer(data: object, *, status: int = 200, version: int | None = None) -> HttpResponse:
    """JSON by msgspec: a list of a thousand rows costs a few milliseconds."""
    response = HttpResponse(msgspec.json.encode(data), status=status, content_type="application/json")
    if version is not None:
        response["ETag"] = f'"{version}"'
    return response


@router.get("/tasks", response=TasksOut, summary="Nhiệm vụ, mới nhất trước; lọc và lật trang bằng con trỏ")
def list_tasks(
    request: HttpRequest,
    plan: UUID | None = None,
    unit: UUID | None = None,
    person_post: UUID | None = None,
    holder_post: UUID | None = None,
    parent: UUID | None = None,
    state: str = "",
    standing: Standing | None = None,
    q: str = "",
    cursor: str = "",
    limit: int = 50,
) -> HttpResponse:
    tasks = queries.search_tasks(fold(q), request.actor) if q else queries.tasks_visible_to(request.actor)
    wanted = {
        "plan": plan,
        "lead_unit": unit,
        "person_post": person_post,
        "clock__holder_post": holder_post,
        "parent": parent,
        "state": state or None,
    }
    tasks = tasks.filter(**{name: value for name, value in wanted.items() if value is not None})
    if standing is not None:
        tasks = queries.with_standing(tasks, standing, request.now)
    page, following = cursor_page(for_page(tasks), key="created_at", cursor=cursor, limit=limit, descending=True)
    rows = task_rows([task.pk for task in page], request.now)
    return answer({"items": rows, "next_cursor": following})


@router.post("/tasks", response={201: Done}, summary="Tạo dự thảo nhiệm vụ trong một kế hoạch")
def create_task(request: HttpRequest, data: takes.TaskIn) -> HttpResponse:
    fields = takes.FieldsIn(**data.dict(exclude={"plan", "parent"})).as_fields()
    task = actions.create_task(data.plan, fields, by=request.actor, at=request.now, parent=data.parent)
    return left(task, status=201)


@router.post("/tasks/spoken", response={201: Done}, summary="Giao nhanh")
def give_order(request: HttpRequest, data: takes.OrderIn) -> HttpResponse:
    return left(actions.give_spoken_order(**data.dict(), by=request.actor, at=request.now), status=201)


@router.post("/tasks/assign", response=BulkOut, summary="Giao nhiều nhiệm vụ một lần")
def assign_many(request: HttpRequest, data: takes.BulkAssignIn) -> HttpResponse:
    result = actions.assign_tasks(data.tasks, by=request.actor, at=request.now, unclear_reason=data.unclear_reason)
    refused = {str(task.pk): reasons_of(why) for task, why in result.refused}
    return answer({"assigned": [task.pk for task in result.done], "refused": refused})


@router.get("/tasks/{uuid:task_id}", response=dict, summary="Một nhiệm vụ với mọi thứ thuộc về nó; ETag là phiên bản")
def get_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    page = queries.task_page(task_id, request.actor, request.now)
    (row,) = task_rows([task_id], request.now)
    row |= {
        "detail": page.task.detail,
        "authority": page.task.authority,
        "recurrence": page.task.recurrence,
        "planned_start": page.task.planned_start,
        "planned_end": page.task.planned_end,
        "outside_function": page.task.outside_function,
        "unclear_reason": page.task.unclear_reason,
        "gaps": [{"slot": g.slot, "severity": g.severity, "text": sentence(g.reason)} for g in page.gaps],
        "verbs": [verb for verb in page.verbs if verb in VERBS],
        "parts": [part.pk for part in page.parts],
        "supports": [{"unit_id": one.unit_id, "unit": one.unit.name, "text": one.text} for one in page.supports],
        "holds": [
            {
                "unit_id": one.unit_id,
                "unit": one.unit.name,
                "post_id": one.post_id,
                "kind": one.kind,
                "how": one.how,
                "since": one.since,
                "until": one.until,
                "reason": one.reason,
            }
            for one in page.holds
        ],
        "extensions": [
            {"state": one.state, "old_due": one.old_due, "new_due": one.new_due, "reason": one.reason}
            for one in page.extensions
        ],
        "explanations": [
            {
                "due": one.due,
                "demanded_at": one.demanded_at,
                "answer_due": one.answer_due,
                "cause": one.cause,
                "text": one.text,
                "given_at": one.given_at,
                "objective": one.objective,
                "decided_at": one.decided_at,
                "note": one.decision_note,
            }
            for one in page.explanations
        ],
        "opinions": [
            {"id": one.pk, "unit": one.unit.name, "question": one.question, "due": one.due, "answer": one.answer}
            for one in page.consultations
        ],
        "submissions": [
            {
                "at": one.at,
                "text": one.text,
                "link": one.link,
                "accepted": one.accepted,
                "files": [{"name": file.name, "digest": file.file_id} for file in one.files],
            }
            for one in page.submissions
        ],
    }
    return answer(row, version=page.task.version)


@router.put("/tasks/{uuid:task_id}", response=Done, summary="Sửa nội dung; dùng If-Match")
def edit_task(request: HttpRequest, task_id: UUID, data: takes.FieldsIn) -> HttpResponse:
    return left(
        actions.edit_task(task_id, data.as_fields(), by=request.actor, at=request.now, version=version_of(request))
    )


@router.get("/tasks/{uuid:task_id}/history", response=list[dict], summary="Những gì đã xảy ra, từ sổ cái")
def history(request: HttpRequest, task_id: UUID) -> HttpResponse:
    task = queries.tasks_visible_to(request.actor).only("pk").get(pk=task_id)
    told = [
        {"at": line.at, "who": line.who, "as": line.mandate, "verb": line.verb, "what": line.what, "why": line.why}
        for line in queries.history(task)
    ]
    return answer(told)


def _add_verb(verb: str, takes_: type[BaseModel]) -> None:
    action = getattr(actions, verb)
    versioned = "version" in inspect.signature(action).parameters

    def act(request: HttpRequest, task_id: UUID, data: Any) -> HttpResponse:
        arguments = data.arguments()
        if "files" in arguments:
            arguments["files"] = kept_files(data.files)
        if versioned:
            arguments["version"] = version_of(request)
        action(task_id, **arguments, by=request.actor, at=request.now)
        return left(queries.tasks_visible_to(request.actor).only("pk", "version", "state").get(pk=task_id))

    act.__annotations__["data"] = takes_
    act.__name__ = verb
    act.__doc__ = inspect.getdoc(action) or ""
    router.post(f"/tasks/{{uuid:task_id}}/{verb}", response=Done, summary=SUMMARIES[verb])(act)


for _verb, _takes in VERBS.items():
    _add_verb(_verb, _takes)


@router.post("/opinions/{uuid:opinion_id}/answer", response={204: None}, summary="Cho ý kiến")
def answer_opinion(request: HttpRequest, opinion_id: UUID, data: takes.Answer) -> HttpResponse:
    actions.answer_opinion(opinion_id, answer=data.answer, by=request.actor, at=request.now)
    return HttpResponse(status=204)


@router.post("/opinions/{uuid:opinion_id}/withdraw", response={204: None}, summary="Rút đề nghị cho ý kiến")
def withdraw_opinion(request: HttpRequest, opinion_id: UUID) -> HttpResponse:
    actions.withdraw_opinion(opinion_id, by=request.actor, at=request.now)
    return HttpResponse(status=204)


@router.post("/files", response={201: FileOut}, summary="Gửi tệp để kèm vào sản phẩm")
def keep_file(request: HttpRequest, file: File[UploadedFile]) -> HttpResponse:
    if request.actor.mandate_id is None:
        raise Denied("work.keep_file")
    kept = actions.store_file(file.read(), file.name or "", at=request.now)
    return answer({"digest": kept.digest, "size": kept.size, "media_type": kept.media_type}, status=201)


@router.get("/plans", response=dict, summary="Kế hoạch, mới nhất trước, với bốn số đếm")
def list_plans(request: HttpRequest, cursor: str = "", limit: int = 50) -> HttpResponse:
    plans = queries.plans_visible_to(request.actor).select_related("body")
    page, following = cursor_page(plans, key="created_at", cursor=cursor, limit=limit, descending=True)
    counts = queries.counts_of_plans([plan.pk for plan in page], request.now)
    return answer({"items": [plan_row(plan) | {"counts": counts[plan.pk]} for plan in page], "next_cursor": following})


@router.post("/plans", response={201: dict}, summary="Tạo kế hoạch")
def create_plan(request: HttpRequest, data: takes.PlanIn) -> HttpResponse:
    plan = actions.create_plan(**data.dict(), by=request.actor, at=request.now)
    return answer(plan_row(plan), status=201, version=plan.version)


@router.get("/plans/{uuid:plan_id}", response=dict, summary="Một kế hoạch; ETag là phiên bản")
def get_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    page = queries.plan_page(plan_id, request.actor, request.now)
    by_unit = [{"unit_id": unit.pk, "unit": unit.name, "counts": counts} for unit, counts in page.by_unit]
    return answer(
        plan_row(page.plan) | {"counts": page.counts, "by_unit": by_unit, "drafts": page.drafts},
        version=page.plan.version,
    )


@router.patch("/plans/{uuid:plan_id}", response=dict, summary="Sửa kế hoạch; dùng If-Match")
def edit_plan(request: HttpRequest, plan_id: UUID, data: takes.PlanChange) -> HttpResponse:
    values = data.dict(exclude_unset=True)
    plan = actions.edit_plan(plan_id, **values, by=request.actor, at=request.now, version=version_of(request))
    return answer(plan_row(plan), version=plan.version)


@router.get("/plans/{uuid:plan_id}/gantt", response=dict, summary="Biểu đồ Gantt của kế hoạch")
def plan_gantt(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    plan = queries.plans_visible_to(request.actor).get(pk=plan_id)
    tasks = queries.tasks_visible_to(request.actor).filter(plan=plan)
    return answer(queries.gantt_rows(tasks, request.now, request.actor, plan=plan))


def left(task: Any, *, status: int = 200) -> HttpResponse:
    return answer({"id": task.pk, "version": task.version, "state": task.state}, status=status, version=task.version)


def plan_row(plan: Any) -> dict[str, Any]:
    return {
        "id": plan.pk,
        "version": plan.version,
        "code": plan.code,
        "title": plan.title,
        "body_id": plan.body_id,
        "leader_post_id": plan.leader_post_id,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "created_at": plan.created_at,
        "closed_at": plan.closed_at,
    }


def kept_files(refs: list[takes.FileRef]) -> list[tuple[Any, str]]:
    """The files by their digests. Raises Invalid for one that was never sent."""
    kept = stored_files(ref.digest for ref in refs)
    if missing := [ref.name for ref in refs if ref.digest not in kept]:
        raise Invalid("files", Reason("file.not_kept", {"name": missing[0]}))
    return [(kept[ref.digest], ref.name) for ref in refs]


def reasons_of(why: Invalid | Denied) -> list[str]:
    if isinstance(why, Denied):
        return [sentence(why.reason)]
    return [sentence(reason) for _field, reason in why.problems]

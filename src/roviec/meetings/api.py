"""Committees, their sessions and papers over the API: the same queries, actions and permissions as the pages."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from roviec.meetings import actions, queries
from roviec.meetings.views import papers
from roviec.web.cursors import cursor_page
from roviec.web.etags import version_of
from roviec.work.api_inputs import FieldsIn

router = Router(tags=["meetings"])
MOST_PEOPLE = 500
Posts = Annotated[list[UUID], Field(max_length=MOST_PEOPLE)]


class CommitteeIn(Schema):
    """Posts and plans by id; `rhythm`: none, weekly, monthly or quarterly."""

    name: str
    chair_post: UUID
    secretary_post: UUID | None = None
    members: Posts = []
    rhythm: str = "none"
    follows: Posts = []


class CallIn(Schema):
    """`invited`: posts besides the members."""

    on: AwareDatetime
    place: str = ""
    invited: Posts = []


class MoveIn(Schema):
    on: AwareDatetime
    place: str | None = None


class ReasonIn(Schema):
    reason: str


class MinutesIn(Schema):
    attendees: str = ""
    assessment: str = ""
    shortcomings: str = ""


class MatterIn(Schema):
    title: str


class WhichIn(Schema):
    """A late task before the session, or new business by its own id: one of the two."""

    task: UUID | None = None
    matter: UUID | None = None


class SettleIn(WhichIn):
    cause: str
    answers_post: UUID
    solution: str
    new_due: date


class IssueIn(Schema):
    number: str
    on: date
    unclear_reason: str = ""


def answer(data: object, *, status: int = 200, version: int | None = None) -> HttpResponse:
    response = HttpResponse(msgspec.json.encode(data), status=status, content_type="application/json")
    if version is not None:
        response["ETag"] = f'"{version}"'
    return response


def committee_seen(request: HttpRequest, pk: UUID) -> Any:
    return queries.committees_visible_to(request.actor).get(pk=pk)


def meeting_seen(request: HttpRequest, pk: UUID) -> Any:
    return queries.meetings_visible_to(request.actor).get(pk=pk)


@router.get("/committees", response=dict, summary="Ban chỉ đạo, cuộc họp định kỳ")
def list_committees(request: HttpRequest, cursor: str = "", limit: int = 50) -> HttpResponse:
    rows = queries.committees_visible_to(request.actor)
    page, following = cursor_page(rows, key="created_at", cursor=cursor, limit=limit, descending=True)
    return answer({"items": [committee_out(one) for one in page], "next_cursor": following})


@router.post("/committees", response={201: dict}, summary="Lập ban, cuộc họp định kỳ")
def create_committee(request: HttpRequest, data: CommitteeIn) -> HttpResponse:
    made = actions.create_committee(actions.CommitteeFields(**data.dict()), by=request.actor, at=request.now)
    return answer(committee_out(made), status=201, version=made.version)


@router.get("/committees/{uuid:pk}", response=dict, summary="Một ban, với thành viên; ETag là phiên bản")
def get_committee(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = committee_seen(request, pk)
    members = [
        {"post": post.pk, "title": post.title, "name": name} for post, name in queries.members_of(found, request.now)
    ]
    follows = list(found.follows.values_list("pk", flat=True))
    return answer(committee_out(found) | {"members": members, "follows": follows}, version=found.version)


@router.put("/committees/{uuid:pk}", response=dict, summary="Sửa ban, cuộc họp định kỳ")
def edit_committee(request: HttpRequest, pk: UUID, data: CommitteeIn) -> HttpResponse:
    found = committee_seen(request, pk)
    fields = actions.CommitteeFields(**data.dict(), next_at=found.next_at)
    done = actions.edit_committee(pk, fields, by=request.actor, at=request.now, version=version_of(request))
    return answer(committee_out(done), version=done.version)


@router.get("/committees/{uuid:pk}/meetings", response=dict, summary="Các phiên họp, mới nhất trước")
def list_meetings(request: HttpRequest, pk: UUID, cursor: str = "", limit: int = 50) -> HttpResponse:
    rows = committee_seen(request, pk).meetings.all()
    page, following = cursor_page(rows, key="number", cursor=cursor, limit=limit, descending=True)
    return answer({"items": [meeting_out(one) for one in page], "next_cursor": following})


@router.post("/committees/{uuid:pk}/meetings", response={201: dict}, summary="Lên lịch họp; mời thành viên và khách")
def call_meeting(request: HttpRequest, pk: UUID, data: CallIn) -> HttpResponse:
    committee_seen(request, pk)
    made = actions.call_meeting(pk, **data.dict(), by=request.actor, at=request.now, version=version_of(request))
    return answer(meeting_out(made), status=201, version=made.version)


@router.get("/meetings/{uuid:pk}", response=dict, summary="Một phiên họp: chương trình, kết luận; ETag là phiên bản")
def get_meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = meeting_seen(request, pk)
    before = queries.agenda(found, request.actor, request.now)
    late = [
        {
            "task": line.task.pk,
            "title": line.task.title,
            "due": line.task.clock.due,
            "lead_unit": line.task.lead_unit_id,
            "head_post": line.head.pk if line.head else None,
            "head": line.head_name,
            "extension_asked_to": line.extension.new_due if line.extension else None,
            "outcome": line.matter.outcome if line.matter else "open",
        }
        for line in before.late
    ]
    texts = {name: getattr(found, name) for name in ("attendees", "assessment", "shortcomings")}
    told = {
        "counts": asdict(before.counts),
        "late": late,
        "late_total": before.late_total,
        "matters": [matter_out(one) for one in before.new],
        "settled": [matter_out(one) for one in queries.settled_of(found)],
        "conclusions": [conclusion_out(one) for one in queries.conclusions_of(found)],
        "invited": list(found.invited.values_list("pk", flat=True)),
    }
    return answer(meeting_out(found) | texts | told, version=found.version)


@router.post("/meetings/{uuid:pk}/move", response=dict, summary="Dời lịch họp")
def move_meeting(request: HttpRequest, pk: UUID, data: MoveIn) -> HttpResponse:
    meeting_seen(request, pk)
    done = actions.move_meeting(pk, **data.dict(), by=request.actor, at=request.now, version=version_of(request))
    return answer(meeting_out(done), version=done.version)


@router.post("/meetings/{uuid:pk}/cancel", response=dict, summary="Không họp phiên này")
def cancel_meeting(request: HttpRequest, pk: UUID, data: ReasonIn) -> HttpResponse:
    meeting_seen(request, pk)
    done = actions.cancel_meeting(pk, reason=data.reason, by=request.actor, at=request.now, version=version_of(request))
    return answer(meeting_out(done), version=done.version)


@router.put("/meetings/{uuid:pk}/minutes", response=dict, summary="Phần chung của thông báo kết luận")
def write_minutes(request: HttpRequest, pk: UUID, data: MinutesIn) -> HttpResponse:
    meeting_seen(request, pk)
    minutes = actions.Minutes(**data.dict())
    done = actions.write_minutes(pk, minutes, by=request.actor, at=request.now, version=version_of(request))
    return answer(meeting_out(done), version=done.version)


@router.post("/meetings/{uuid:pk}/matters", response={201: dict}, summary="Thêm nội dung mới")
def add_matter(request: HttpRequest, pk: UUID, data: MatterIn) -> HttpResponse:
    meeting_seen(request, pk)
    return answer(matter_out(actions.add_matter(pk, data.title, by=request.actor, at=request.now)), status=201)


@router.delete("/meetings/{uuid:pk}/matters/{uuid:matter_id}", response={204: None}, summary="Bỏ một nội dung")
def drop_matter(request: HttpRequest, pk: UUID, matter_id: UUID) -> HttpResponse:
    meeting_seen(request, pk)
    actions.drop_matter(pk, matter_id, by=request.actor, at=request.now)
    return HttpResponse(status=204)


@router.post(
    "/meetings/{uuid:pk}/settle", response=dict, summary="Nguyên nhân, người đứng đầu, giải pháp, ngày cam kết"
)
def settle_matter(request: HttpRequest, pk: UUID, data: SettleIn) -> HttpResponse:
    meeting_seen(request, pk)
    settlement = actions.Settlement(data.cause, data.answers_post, data.solution, data.new_due)
    which = {"task": data.task, "matter": data.matter}
    return answer(matter_out(actions.settle_matter(pk, settlement, **which, by=request.actor, at=request.now)))


@router.post("/meetings/{uuid:pk}/leave", response=dict, summary="Để lại kỳ sau")
def leave_matter(request: HttpRequest, pk: UUID, data: WhichIn) -> HttpResponse:
    meeting_seen(request, pk)
    return answer(matter_out(actions.leave_matter(pk, **data.dict(), by=request.actor, at=request.now)))


@router.post("/meetings/{uuid:pk}/conclusions", response={201: dict}, summary="Ghi một kết luận giao việc (dự thảo)")
def add_conclusion(request: HttpRequest, pk: UUID, data: FieldsIn) -> HttpResponse:
    meeting_seen(request, pk)
    made = actions.add_conclusion(pk, data.as_fields(), by=request.actor, at=request.now)
    return answer(conclusion_out(made), status=201)


@router.delete("/meetings/{uuid:pk}/conclusions/{uuid:task_id}", response={204: None}, summary="Bỏ một kết luận")
def drop_conclusion(request: HttpRequest, pk: UUID, task_id: UUID) -> HttpResponse:
    meeting_seen(request, pk)
    actions.drop_conclusion(pk, task_id, by=request.actor, at=request.now)
    return HttpResponse(status=204)


@router.post("/meetings/{uuid:pk}/issue", response=dict, summary="Phát hành thông báo kết luận và giao việc")
def issue_notice(request: HttpRequest, pk: UUID, data: IssueIn) -> HttpResponse:
    meeting_seen(request, pk)
    done = actions.issue_notice(pk, **data.dict(), by=request.actor, at=request.now, version=version_of(request))
    return answer(meeting_out(done), version=done.version)


@router.get("/meetings/{uuid:pk}/notice", summary="Thông báo kết luận; kieu=docx hoặc pdf")
def get_notice(request: HttpRequest, pk: UUID, kieu: str = "docx") -> HttpResponse:
    return papers.notice_file(request, meeting_seen(request, pk), kieu)


@router.get("/meetings/{uuid:pk}/report", summary="Báo cáo tình hình thực hiện kết luận; kieu=docx hoặc pdf")
def get_report(request: HttpRequest, pk: UUID, kieu: str = "docx") -> HttpResponse:
    return papers.report_file(request, meeting_seen(request, pk), kieu)


def committee_out(one: Any) -> dict[str, Any]:
    names = ("name", "rhythm", "next_at", "created_at", "closed_at", "version")
    ids = {"id": one.pk, "body": one.body_id, "plan": one.plan_id}
    posts = {"chair_post": one.chair_post_id, "secretary_post": one.secretary_post_id}
    return ids | posts | {name: getattr(one, name) for name in names}


def meeting_out(one: Any) -> dict[str, Any]:
    names = ("number", "at", "place", "state", "notice_number", "notice_on", "issued_at", "version")
    return {"id": one.pk, "committee": one.committee_id} | {name: getattr(one, name) for name in names}


def matter_out(one: Any) -> dict[str, Any]:
    names = ("title", "outcome", "cause", "solution", "old_due", "new_due")
    ids = {"id": one.pk, "task": one.task_id, "answers_post": one.answers_post_id}
    return ids | {name: getattr(one, name) for name in names}


def conclusion_out(one: Any) -> dict[str, Any]:
    task = one.task
    names = ("title", "deliverable", "state")
    ids = {"task": task.pk, "order": one.order, "lead_unit": task.lead_unit_id, "due": task.clock.due}
    return ids | {name: getattr(task, name) for name in names}

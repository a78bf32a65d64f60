"""Documents over the API: the same queries, actions and permissions as the pages."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema, UploadedFile

from roviec.directives import actions, queries
from roviec.web.cursors import cursor_page
from roviec.web.etags import version_of
from roviec.web.reasons import sentence

router = Router(tags=["directives"])


class DirectivesOut(Schema):
    items: list[dict[str, Any]]
    next_cursor: str | None


class ReceivedOut(Schema):
    """`is_new` is false when the same file was here before; then it is the earlier document."""

    id: UUID
    is_new: bool
    number: str
    proposals: int
    version: int


class ChangesIn(Schema):
    """What is left out stays as it is; units by id."""

    text: str | None = None
    deliverable: str | None = None
    due: date | None = None
    recurrence: str | None = None
    lead_units: list[UUID] | None = None
    support_units: list[UUID] | None = None


class NamesIn(Schema):
    """Name in the document → unit here; null for a body outside this installation."""

    names: dict[str, UUID | None]


class ConfirmIn(Schema):
    proposals: list[UUID]
    authority: str = ""
    unclear_reason: str = ""
    accountable_post: UUID | None = None
    plan: UUID | None = None
    assign: bool = True


class LinksIn(Schema):
    """Proposal → the task that does this work already."""

    links: dict[UUID, UUID]


class ConfirmedOut(Schema):
    plan: UUID
    tasks: list[UUID]
    assigned: int
    kept_as_draft: dict[UUID, list[str]]


def answer(data: object, *, status: int = 200, version: int | None = None) -> HttpResponse:
    response = HttpResponse(msgspec.json.encode(data), status=status, content_type="application/json")
    if version is not None:
        response["ETag"] = f'"{version}"'
    return response


@router.get("/directives", response=DirectivesOut, summary="Văn bản, mới nhất trước")
def list_directives(
    request: HttpRequest, q: str = "", state: str = "", cursor: str = "", limit: int = 50
) -> HttpResponse:
    rows = queries.search_directives(request.actor, q)
    if state:
        rows = rows.filter(state=state)
    page, following = cursor_page(rows, key="received_at", cursor=cursor, limit=limit, descending=True)
    return answer({"items": [head_of(one) for one in page], "next_cursor": following})


@router.post("/directives", response={200: ReceivedOut, 201: ReceivedOut}, summary="Đưa văn bản vào và đọc nhiệm vụ")
def receive(request: HttpRequest, file: File[UploadedFile]) -> HttpResponse:
    received = actions.receive_directive(file.read(), file.name or "", by=request.actor, at=request.now)
    directive = received.directive
    told = {
        "id": directive.pk,
        "is_new": received.is_new,
        "number": directive.number,
        "proposals": directive.proposals.count(),
        "version": directive.version,
    }
    return answer(told, status=201 if received.is_new else 200, version=directive.version)


@router.get("/directives/{uuid:pk}", response=dict, summary="Một văn bản với các đề xuất; ETag là phiên bản")
def get_directive(request: HttpRequest, pk: UUID) -> HttpResponse:
    directive = queries.directives_visible_to(request.actor).get(pk=pk)
    rows = [proposal_out(one) for one in queries.proposals_of(directive)]
    notes = [{"code": note["code"], "params": note.get("params", {})} for note in directive.unread]
    told = head_of(directive) | {"proposals": rows, "readdressed": directive.readdressed, "notes": notes}
    return answer(told, version=directive.version)


@router.post("/directives/{uuid:pk}/names", response=dict, summary="Nói tên trong văn bản là đơn vị nào, cho mọi dòng")
def readdress(request: HttpRequest, pk: UUID, data: NamesIn) -> HttpResponse:
    mapping: Mapping[str, Any] = {name: unit or actions.External() for name, unit in data.names.items()}
    done = actions.readdress(pk, mapping, by=request.actor, at=request.now, version=version_of(request))
    return answer(head_of(done), version=done.version)


@router.post("/directives/{uuid:pk}/confirm", response=ConfirmedOut, summary="Biến đề xuất thành nhiệm vụ và giao")
def confirm(request: HttpRequest, pk: UUID, data: ConfirmIn) -> HttpResponse:
    done = actions.confirm_proposals(
        pk,
        data.proposals,
        by=request.actor,
        at=request.now,
        accountable_post=data.accountable_post,
        plan=data.plan,
        authority=data.authority,
        assign=data.assign,
        unclear_reason=data.unclear_reason,
        version=version_of(request),
    )
    kept = {str(task.pk): [sentence(r) for _f, r in getattr(why, "problems", ())] for task, why in done.kept_as_draft}
    told = {"plan": done.plan.pk, "tasks": [t.pk for t in done.tasks], "assigned": done.assigned, "kept_as_draft": kept}
    return answer(told)


@router.post(
    "/directives/{uuid:pk}/link", response=dict, summary="Gắn đề xuất vào nhiệm vụ đã giao, không giao lần nữa"
)
def link_proposals(request: HttpRequest, pk: UUID, data: LinksIn) -> HttpResponse:
    rows = actions.link_proposals(pk, data.links, by=request.actor, at=request.now, version=version_of(request))
    return answer({"linked": [row.pk for row in rows]})


@router.post("/directives/{uuid:pk}/set-aside", response=dict, summary="Xếp vào mục Để biết")
def set_aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    done = actions.set_aside(pk, by=request.actor, at=request.now, version=version_of(request))
    return answer(head_of(done), version=done.version)


@router.patch("/proposals/{uuid:pk}", response=dict, summary="Sửa một đề xuất; If-Match là phiên bản của văn bản")
def correct(request: HttpRequest, pk: UUID, data: ChangesIn) -> HttpResponse:
    changes = actions.Changes(**data.dict(exclude_unset=True))
    actions.correct_proposal(pk, changes, by=request.actor, at=request.now, version=version_of(request))
    return one_proposal(request, pk)


@router.post("/proposals/{uuid:pk}/drop", response=dict, summary="Bỏ một đề xuất")
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.drop_proposal(pk, by=request.actor, at=request.now, version=version_of(request))
    return one_proposal(request, pk)


@router.post("/proposals/{uuid:pk}/restore", response=dict, summary="Lấy lại đề xuất đã bỏ")
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.restore_proposal(pk, by=request.actor, at=request.now, version=version_of(request))
    return one_proposal(request, pk)


def one_proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    directive = queries.directives_visible_to(request.actor).get(proposals=pk)
    return answer(proposal_out(queries.proposals_of(directive).get(pk=pk)), version=directive.version)


def head_of(directive: Any) -> dict[str, Any]:
    names = (
        "number",
        "kind",
        "subject",
        "issuer",
        "issued_on",
        "signer",
        "state",
        "file_name",
        "received_at",
        "version",
    )
    return {"id": directive.pk, "plan": directive.plan_id} | {name: getattr(directive, name) for name in names}


def proposal_out(one: Any) -> dict[str, Any]:
    names = ("order", "number", "state", "anchor", "heading", "text", "leads", "supports", "accountable")
    dates = ("deadline_raw", "deadline_kind", "due", "start", "recurrence", "deliverable")
    return {
        "id": one.pk,
        "task": one.task_id,
        "sure": float(one.sure),
        "lead_units": [unit.pk for unit in one.lead_units.all()],
        "support_units": [unit.pk for unit in one.support_units.all()],
        "units": one.found.get("units", {}),
    } | {name: getattr(one, name) for name in (*names, *dates)}

"""Incoming documents over the API: how document-management software hands over what it registered."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema, UploadedFile
from pydantic import Field

from roviec.directives import actions, queries
from roviec.directives.api import answer
from roviec.web.cursors import cursor_page
from roviec.web.etags import version_of
from roviec.web.reasons import sentence

router = Router(tags=["arrivals"])
MOST = 1000


class ArrivalsIn(Schema):
    """Lines of a register; `source_key`: what the sending software calls one; sent again, nothing happens twice.

    A longer list is refused whole: send it in several.
    """

    lines: Annotated[list[actions.ArrivalFields], Field(max_length=MOST)]


class TakenOut(Schema):
    """Ids of the new ones and of those known before; `refused` maps the place of a line (from 0) to the reasons."""

    new: list[UUID]
    known: list[UUID]
    refused: dict[int, list[str]]


class InstructionIn(Schema):
    decision: str
    leader_post: UUID
    words: str
    lead_unit: UUID
    person_post: UUID | None = None
    supports: list[UUID] = []
    due: date | None = None
    deliverable: str = ""
    unclear_reason: str = ""


class AnsweredIn(Schema):
    number: str
    issued_on: date


@router.get("/arrivals", response=dict, summary="Văn bản đến, mới nhất trước")
def list_arrivals(
    request: HttpRequest, q: str = "", decision: str = "", cursor: str = "", limit: int = 50
) -> HttpResponse:
    rows = queries.search_arrivals(request.actor, q, decision)
    page, following = cursor_page(rows, key="received_at", cursor=cursor, limit=limit, descending=True)
    return answer({"items": [arrival_out(one) for one in page], "next_cursor": following})


@router.post("/arrivals", response={200: TakenOut, 201: TakenOut}, summary="Chuyển văn bản đến từ phần mềm khác vào sổ")
def take_in(request: HttpRequest, data: ArrivalsIn) -> HttpResponse:
    return told(actions.take_in_arrivals(data.lines, source="api", by=request.actor, at=request.now))


@router.post("/arrivals/file", response={200: TakenOut, 201: TakenOut}, summary="Chuyển một tệp văn bản đến vào sổ")
def take_in_file(request: HttpRequest, file: File[UploadedFile], source_key: str = "") -> HttpResponse:
    data, name = file.read(), file.name or ""
    return told(actions.take_in_file(data, name, source="api", source_key=source_key, by=request.actor, at=request.now))


@router.post("/arrivals/{uuid:pk}/inform", response=dict, summary="Để biết")
def inform(request: HttpRequest, pk: UUID) -> HttpResponse:
    done = actions.note_for_information(pk, by=request.actor, at=request.now, version=version_of(request))
    return answer(arrival_out(done), version=done.version)


@router.post("/arrivals/{uuid:pk}/instruct", response=dict, summary="Ghi bút phê của lãnh đạo và giao việc")
def instruct(request: HttpRequest, pk: UUID, data: InstructionIn) -> HttpResponse:
    wanted = actions.Instruction(**data.dict())
    done = actions.enter_instruction(pk, wanted, by=request.actor, at=request.now, version=version_of(request))
    return answer(arrival_out(done), version=done.version)


@router.post("/arrivals/{uuid:pk}/answered", response=dict, summary="Ghi văn bản trả lời; nhiệm vụ hoàn thành")
def answered(request: HttpRequest, pk: UUID, data: AnsweredIn) -> HttpResponse:
    done = actions.issue_answer(pk, **data.dict(), by=request.actor, at=request.now, version=version_of(request))
    return answer(arrival_out(done), version=done.version)


def told(taken: actions.TakenIn) -> HttpResponse:
    refused = {place: [sentence(reason) for _field, reason in why.problems] for place, why in taken.refused}
    out = {"new": [one.pk for one in taken.new], "known": [one.pk for one in taken.known], "refused": refused}
    return answer(out, status=201 if taken.new else 200)


def arrival_out(one: Any) -> dict[str, Any]:
    names = ("number_in", "arrived_on", "number", "kind", "subject", "issuer", "issued_on", "urgency", "answer_by")
    state = ("decision", "instruction", "answer_number", "answered_on", "source", "source_key", "version")
    ids = {"id": one.pk, "directive": one.directive_id, "task": one.task_id}
    return ids | {name: getattr(one, name) for name in (*names, *state)}

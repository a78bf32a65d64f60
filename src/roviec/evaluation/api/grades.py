"""Grades, appeals and exports over the API: the same queries, actions and permissions as the pages. A connector to the national
database lists what waits, takes the file and gives back the receipt."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from roviec.core.calendars import VIETNAM
from roviec.evaluation.actions import appeals as appealing
from roviec.evaluation.actions import exports as exporting
from roviec.evaluation.actions.viewing import note_view
from roviec.evaluation.queries import appeals, exports, grades
from roviec.web.etags import version_of

router = Router(tags=["grades"])
MOST = 200
Year = Annotated[int, Field(ge=2026, le=2100)]


class GradeOut(Schema):
    """`state`: open, sent, met, proposed, decided. `band`: 0 the best; null while not decided, not told, or without a grade."""

    id: UUID
    version: int
    officer_id: UUID
    unit_id: UUID
    year: int
    role: str
    state: str
    own_band: int | None
    band: int | None
    decided_at: datetime | None
    published_at: datetime | None


class AppealOut(Schema):
    """`state`: received, accepted, partly, refused, withdrawn."""

    id: UUID
    version: int
    sheet_id: UUID | None
    grade_id: UUID | None
    officer_id: UUID
    text: str
    received_at: datetime
    due: datetime
    state: str
    answer: str


class AppealIn(Schema):
    text: str


class AnswerIn(Schema):
    outcome: Literal["accepted", "partly", "refused"]
    answer: str


class ExportOut(Schema):
    """`state`: queued, handed_over. Of a period's sheets, or (`year`) of the grades of a year."""

    id: UUID
    version: int
    body_id: UUID
    period_id: UUID | None
    year: int | None
    rows: int
    state: str
    ready_at: datetime
    due: datetime
    receipt: str


class ReceiptIn(Schema):
    receipt: Annotated[str, Field(max_length=300)]


@router.get("/grades", response=list[GradeOut], summary="Xếp loại chất lượng của một năm mà người gọi được xem")
def list_grades(request: HttpRequest, year: Year, limit: int = 50) -> Any:
    """Without results of other people: each of them is read, and noted, on its own."""
    rows = grades.grades_visible_to(request.actor).filter(year=year, replaced_at=None).order_by("pk")
    return [_told(one, request, with_band=False) for one in rows[: max(1, min(limit, MOST))]]


@router.get("/grades/{uuid:grade_id}", response=GradeOut, summary="Một kết quả xếp loại; việc xem được ghi lại")
def get_grade(request: HttpRequest, grade_id: UUID) -> Any:
    one = grades.grades_visible_to(request.actor).get(pk=grade_id)
    note_view(one, by=request.actor, at=request.now)
    return _told(one, request, with_band=True)


def _told(one: Any, request: HttpRequest, *, with_band: bool) -> Any:
    own = one.officer_id == request.actor.officer_id
    if (own and one.published_at is None) or (not own and not with_band):
        one.band = None
    if not own and not with_band:
        one.own_band = None
    return one


@router.get("/appeals", response=list[AppealOut], summary="Kiến nghị: open, late, mine, done")
def list_appeals(request: HttpRequest, which: Literal["open", "late", "mine", "done"] = "open", limit: int = 50) -> Any:
    day = request.now.astimezone(VIETNAM).date()
    return list(appeals.listed_appeals(which, request.actor, request.now, day)[: max(1, min(limit, MOST))])


@router.post("/sheets/{uuid:sheet_id}/appeals", response={201: AppealOut}, summary="Kiến nghị về một phiếu của mình")
def appeal_sheet(request: HttpRequest, sheet_id: UUID, data: AppealIn) -> Any:
    return 201, appealing.appeal_sheet(sheet_id, text=data.text, by=request.actor, at=request.now)


@router.post(
    "/grades/{uuid:grade_id}/appeals", response={201: AppealOut}, summary="Kiến nghị về kết quả xếp loại của mình"
)
def appeal_grade(request: HttpRequest, grade_id: UUID, data: AppealIn) -> Any:
    return 201, appealing.appeal_grade(grade_id, text=data.text, by=request.actor, at=request.now)


@router.post("/appeals/{uuid:appeal_id}/answer", response=AppealOut, summary="Giải quyết kiến nghị; dùng If-Match")
def settle_appeal(request: HttpRequest, appeal_id: UUID, data: AnswerIn) -> Any:
    return appealing.settle_appeal(
        appeal_id, **data.dict(), by=request.actor, at=request.now, version=version_of(request)
    )


@router.get("/national-exports", response=list[ExportOut], summary="Kết quả chờ chuyển lên cơ sở dữ liệu quốc gia")
def list_exports(request: HttpRequest, handed_over: bool = False, limit: int = 50) -> Any:
    return list(exports.listed_exports(request.actor, handed_over=handed_over)[: max(1, min(limit, MOST))])


@router.get(
    "/national-exports/{uuid:export_id}/file", response=dict[str, Any], summary="Tệp kết quả; việc lấy được ghi lại"
)
def get_export_file(request: HttpRequest, export_id: UUID) -> Any:
    one = exports.exports_visible_to(request.actor).get(pk=export_id)
    exporting.take_export(one, by=request.actor, at=request.now)
    return exports.document_of(one)


@router.post(
    "/national-exports/{uuid:export_id}/receipt",
    response=ExportOut,
    summary="Ghi mã xác nhận của nơi nhận; dùng If-Match",
)
def hand_over_export(request: HttpRequest, export_id: UUID, data: ReceiptIn) -> Any:
    return exporting.hand_over_export(
        export_id, receipt=data.receipt, by=request.actor, at=request.now, version=version_of(request)
    )

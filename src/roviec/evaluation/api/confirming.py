"""Sheets over the API: a head's list, one sheet with its reasons, confirming, giving back, closing and opening a period again."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from roviec.evaluation.actions import confirming as actions
from roviec.evaluation.actions import periods as closing
from roviec.evaluation.actions.viewing import note_view
from roviec.evaluation.actions.viewing_lists import note_list_view
from roviec.evaluation.queries import periods, unit_lists
from roviec.evaluation.queries.before_head import Row, rows_before
from roviec.evaluation.queries.sheets import sheet_seen, sheet_shown
from roviec.organisation.reauthentication import confirmation_of
from roviec.web.etags import version_of
from roviec.web.reasons import sentence

router = Router(tags=["evaluation"])
MOST = 500
Ids = Annotated[list[UUID], Field(max_length=MOST)]


class ConfirmIn(Schema):
    """`points`: item of form 01 -> "2.5", only where they differ from what was sent; then with a comment."""

    points: dict[str, str] = {}
    comment: str = ""


class SheetsIn(Schema):
    sheets: Ids


class GiveBackIn(Schema):
    reason: str


class ClosePeriodIn(Schema):
    """`why_left`: why sheets that nobody has confirmed stay without a result."""

    why_left: str = ""


def answer(data: object, *, version: int | None = None) -> HttpResponse:
    response = HttpResponse(msgspec.json.encode(data), content_type="application/json")
    if version is not None:
        response["ETag"] = f'"{version}"'
    return response


@router.get("/units/{uuid:unit}/sheets/{slug:period}", response=dict, summary="Phiếu chờ người đứng đầu đơn vị")
def list_unit_sheets(request: HttpRequest, unit: UUID, period: str) -> HttpResponse:
    unit_lists.unit_seen(unit, request.actor)
    rows = rows_before(unit, period, request.now)
    if rows:
        note_list_view({row.sheet.period_id for row in rows}, unit, by=request.actor, at=request.now)
    return answer({"items": [row_out(row) for row in rows]})


@router.get("/sheets/{uuid:pk}", response=dict, summary="Một phiếu: sản phẩm, tỷ lệ, lý do; ETag là phiên bản")
def get_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    sheet = sheet_seen(pk, request.actor)
    shown = sheet_shown(sheet, request.now)
    note_view(sheet, by=request.actor, at=request.now)
    more = {
        "own_points": sheet.own_points,
        "points": sheet.points,
        "unit_facts": shown.unit_facts,
        "items": shown.items,
        "score": shown.stored,
        "reasons": [{"rule": one.code, "text": sentence(one), "cite": one.cite} for one in shown.score.reasons],
        "comment": sheet.comment,
    }
    return answer(sheet_out(sheet) | more, version=sheet.version)


@router.post("/sheets/{uuid:pk}/confirm", response=dict, summary="Xác nhận một phiếu (Điều 17.2)")
def confirm_sheet(request: HttpRequest, pk: UUID, data: ConfirmIn) -> HttpResponse:
    sheet_seen(pk, request.actor)
    version = version_of(request)
    done = actions.confirm_sheet(
        pk, points=data.points, comment=data.comment, by=request.actor, at=request.now, version=version
    )
    return answer(sheet_out(done), version=done.version)


@router.post("/sheets/confirm", response=dict, summary="Xác nhận nhiều phiếu không có gì khác thường")
def confirm_sheets(request: HttpRequest, data: SheetsIn) -> HttpResponse:
    """Which were confirmed, and why the others were not."""
    for pk in data.sheets:
        sheet_seen(pk, request.actor)
    done = actions.confirm_sheets(data.sheets, by=request.actor, at=request.now)
    left = {str(pk): [sentence(one) for one in reasons] for pk, reasons in done.left.items()}
    return answer({"confirmed": done.sheets, "left": left})


@router.post("/sheets/{uuid:pk}/return", response=dict, summary="Trả lại phiếu")
def return_sheet(request: HttpRequest, pk: UUID, data: GiveBackIn) -> HttpResponse:
    sheet_seen(pk, request.actor)
    version = version_of(request)
    done = actions.return_sheet(pk, reason=data.reason, by=request.actor, at=request.now, version=version)
    return answer(sheet_out(done), version=done.version)


@router.get("/scoring-periods/{uuid:pk}", response=dict, summary="Kỳ theo dõi, đánh giá của cơ quan: số phiếu, phân bố")
def get_scoring_period(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = periods.period_seen(pk, request.actor)
    counts = periods.distribution_of(found)
    names = periods.bands_of(found)
    bands = [{"band": name, "sheets": counts.bands.get(place, 0)} for place, name in enumerate(names)]
    more = {"sheets": counts.all, "sent": counts.sent, "confirmed": counts.confirmed, "bands": bands}
    return answer(period_out(found) | more, version=found.version)


@router.post("/scoring-periods/{uuid:pk}/close", response=dict, summary="Chốt kỳ: từ đó không phiếu nào thay đổi")
def close_period(request: HttpRequest, pk: UUID, data: ClosePeriodIn) -> HttpResponse:
    """With a session the password must have been given within ten minutes; a token is a credential of its own."""
    periods.period_seen(pk, request.actor)
    if question := confirmation_of(request):
        return question
    version = version_of(request)
    done = closing.close_period(pk, why_left=data.why_left, by=request.actor, at=request.now, version=version)
    return answer(period_out(done), version=done.version)


@router.post("/scoring-periods/{uuid:pk}/reopen", response=dict, summary="Mở lại kỳ đã chốt, có lý do")
def reopen_period(request: HttpRequest, pk: UUID, data: GiveBackIn) -> HttpResponse:
    periods.period_seen(pk, request.actor)
    if question := confirmation_of(request):
        return question
    version = version_of(request)
    done = closing.reopen_period(pk, reason=data.reason, by=request.actor, at=request.now, version=version)
    return answer(period_out(done), version=done.version)


def sheet_out(one: Any) -> dict[str, Any]:
    """Without points until it is confirmed: what is worked out meanwhile stands in `score`."""
    total = None if one.state != "confirmed" or one.total is None else f"{one.total:f}"
    ids = {"id": one.pk, "period": one.period_id, "officer": one.officer_id, "unit": one.unit_id}
    return ids | {"role": one.role, "state": one.state, "total": total, "version": one.version}


def row_out(row: Row) -> dict[str, Any]:
    told = [{"rule": one.code, "text": sentence(one), "cite": one.cite} for one in row.marks]
    waits = [low.sheet for low in row.waits_for]
    return sheet_out(row.sheet) | {"name": row.sheet.officer.full_name, "marks": told, "waits_for": waits}


def period_out(one: Any) -> dict[str, Any]:
    names = ("period", "starts_on", "ends_on", "state", "ruleset", "closed_at", "reopened", "version")
    return {"id": one.pk, "body": one.body_id} | {name: getattr(one, name) for name in names}

"""Promises, working regulations, commendation and files of facts over the API: the same queries, actions and permissions as the pages."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from roviec.core.calendars import VIETNAM
from roviec.evaluation.actions import pledges as actions
from roviec.evaluation.actions.pledges import Promise
from roviec.evaluation.actions.viewing import note_view
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import commending, factfiles, pledges, regulations
from roviec.organisation.queries import units_visible_to
from roviec.web.etags import version_of
from roviec.web.reasons import sentence

router = Router(tags=["promises"])
MOST = 200
Which = Literal["mine", "for_me", "all", "protected"]
Year = Annotated[int, Field(ge=2000, le=2100)]


class PledgeOut(Schema):
    """`kind`: viec_nong, viec_kho, chuong_trinh. `state`: proposed, approved, refused, kept, failed, protected, withdrawn."""

    id: UUID
    version: int
    kind: str
    state: str
    officer_id: UUID
    unit_id: UUID
    year: int
    title: str
    result: str
    due_on: date
    task_id: UUID | None


class PledgeIn(Schema):
    kind: str
    title: Annotated[str, Field(max_length=1000)]
    result: Annotated[str, Field(max_length=1000)]
    due_on: date
    why_hard: str = ""


class PledgeDecisionIn(Schema):
    approved: bool
    note: str = ""


class PledgeReviewIn(Schema):
    review: str


class PledgeEndIn(Schema):
    """`outcome`: kept, failed, protected."""

    outcome: str
    note: str = ""


class DifferenceOut(Schema):
    task_id: UUID
    title: str
    field: str
    reasons: list[str]


class RegulationCheckOut(Schema):
    """Of the month's assignments: how many were looked at, how many fit the unit's working regulation, and the others."""

    title: str
    looked_at: int
    fitting: int
    differences: list[DifferenceOut]


class CommendationOut(Schema):
    id: UUID
    title: str
    year: int
    state: str
    decision: str
    n_units: int
    n_officers: int


class FactFileOut(Schema):
    """What was made about whom and for which purpose; the facts are at its own address."""

    id: UUID
    officer_id: UUID
    purpose: str
    why: str
    since: date
    until: date
    made_at: datetime
    comment: str


class FactFileWhole(FactFileOut):
    facts: dict[str, Any]


@router.get("/pledges", response=list[PledgeOut], summary="Cam kết của một năm: mine, for_me, all, protected")
def list_pledges(request: HttpRequest, which: Which = "mine", year: Year | None = None, limit: int = 50) -> Any:
    asked = year or request.now.astimezone(VIETNAM).year
    return list(pledges.listed_pledges(which, request.actor, asked)[: max(1, min(limit, MOST))])


@router.get("/pledges/{uuid:pledge_id}", response=PledgeOut, summary="Một cam kết")
def get_pledge(request: HttpRequest, pledge_id: UUID) -> Any:
    return pledges.pledges_visible_to(request.actor).get(pk=pledge_id)


@router.post("/pledges", response={201: PledgeOut}, summary="Đăng ký việc nóng, việc khó, điểm chương trình hành động")
def propose_pledge(request: HttpRequest, data: PledgeIn) -> Any:
    return 201, actions.propose_pledge(Promise(**data.dict()), by=request.actor, at=request.now)


@router.post("/pledges/{uuid:pledge_id}/decide", response=PledgeOut, summary="Duyệt cam kết; dùng If-Match")
def decide_pledge(request: HttpRequest, pledge_id: UUID, data: PledgeDecisionIn) -> Any:
    return actions.decide_pledge(pledge_id, **data.dict(), **_who(request))


@router.post("/pledges/{uuid:pledge_id}/review", response=PledgeOut, summary="Tự kiểm điểm theo cam kết; dùng If-Match")
def review_pledge(request: HttpRequest, pledge_id: UUID, data: PledgeReviewIn) -> Any:
    return actions.review_pledge(pledge_id, **data.dict(), **_who(request))


@router.post("/pledges/{uuid:pledge_id}/end", response=PledgeOut, summary="Kết luận về cam kết; dùng If-Match")
def end_pledge(request: HttpRequest, pledge_id: UUID, data: PledgeEndIn) -> Any:
    return actions.end_pledge(pledge_id, **data.dict(), **_who(request))


@router.get(
    "/units/{uuid:unit_id}/regulation", response=RegulationCheckOut, summary="Việc tháng này đối chiếu quy chế đơn vị"
)
def check_regulation(request: HttpRequest, unit_id: UUID) -> Any:
    unit = units_visible_to(request.actor).get(pk=unit_id)
    PERMISSIONS.require(request.actor, "check_regulation", unit)
    day = request.now.astimezone(VIETNAM).date()
    regulation = regulations.in_force(unit_id, day)
    if regulation is None:
        return {"title": "", "looked_at": 0, "fitting": 0, "differences": []}
    checked = regulations.check_month(regulation, day, request.now)
    return {
        "title": regulation.title,
        "looked_at": checked.looked_at,
        "fitting": checked.fitting,
        "differences": [
            {
                "task_id": one.task.pk,
                "title": one.task.title,
                "field": one.field,
                "reasons": [sentence(reason) for reason in one.reasons],
            }
            for one in checked.differences[:MOST]
        ],
    }


@router.get("/commendations", response=list[CommendationOut], summary="Các đợt khen thưởng, số tập thể và cá nhân")
def list_commendations(request: HttpRequest, limit: int = 50) -> Any:
    return list(commending.listed_rounds(request.actor)[: max(1, min(limit, MOST))])


@router.get("/fact-files", response=list[FactFileOut], summary="Hồ sơ sự việc về mình hoặc do cơ quan mình lập")
def list_factfiles(request: HttpRequest, limit: int = 50) -> Any:
    return list(factfiles.factfiles_visible_to(request.actor).defer("facts")[: max(1, min(limit, MOST))])


@router.get("/fact-files/{uuid:file_id}", response=FactFileWhole, summary="Một hồ sơ sự việc; xem được ghi vào sổ")
def get_factfile(request: HttpRequest, file_id: UUID) -> Any:
    found = factfiles.factfiles_visible_to(request.actor).get(pk=file_id)
    note_view(found, by=request.actor, at=request.now)
    return found


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": request.now, "version": version_of(request)}

"""Units, officers and mandates over the API: the same queries, actions and permissions as the pages."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status

from roviec.core.calendars import VIETNAM
from roviec.organisation import actions, queries
from roviec.organisation.queries import pages, things
from roviec.web.cursors import cursor_page
from roviec.web.etags import etag_of, version_of

router = Router(tags=["organisation"])


class UnitOut(Schema):
    id: UUID
    code: str
    name: str
    short_name: str
    kind: str
    level: str
    side: str
    is_body: bool
    is_external: bool
    body_id: UUID | None
    valid_from: date
    valid_to: date | None
    version: int


class UnitIn(Schema):
    code: str
    name: str
    valid_from: date
    level: str = "province"
    parent: UUID | None = None
    short_name: str = ""
    kind: str = ""
    side: str = "state"
    is_body: bool = False
    is_external: bool = False
    note: str = ""


class RenameIn(Schema):
    name: str
    short_name: str = ""
    from_day: date


class PlaceIn(Schema):
    parent: UUID | None
    from_day: date


class OfficerOut(Schema):
    """E-mail and telephone are empty unless the actor sees the officer's body."""

    id: UUID
    code: str
    full_name: str
    personnel_type: str
    email: str = ""
    phone: str = ""
    version: int


class OfficerIn(Schema):
    code: str
    full_name: str
    personnel_type: str = "cong_chuc"
    email: str = ""
    phone: str = ""


class MandateOut(Schema):
    id: UUID
    officer_id: UUID
    post_id: UUID
    kind: str
    document: str
    is_scoring: bool
    valid_from: date
    valid_to: date | None
    version: int


class MandateIn(Schema):
    officer: UUID
    post: UUID
    valid_from: date
    kind: str = "bo_nhiem"
    document: str = ""
    valid_to: date | None = None
    is_scoring: bool | None = None


class EndIn(Schema):
    on: date
    document: str = ""


class UnitsOut(Schema):
    items: list[UnitOut]
    next_cursor: str | None


class OfficersOut(Schema):
    items: list[OfficerOut]
    next_cursor: str | None


class MandatesOut(Schema):
    items: list[MandateOut]
    next_cursor: str | None


class Listed(Schema):
    """`q`: part of a name, marks or none. `day`: as of that day (today)."""

    q: str = ""
    day: date | None = None
    cursor: str = ""
    limit: int = 50


def _today(request: HttpRequest) -> date:
    return request.now.astimezone(VIETNAM).date()


@router.get("/units", response=UnitsOut, summary="Đơn vị đang hoạt động, theo mã")
def units(request: HttpRequest, listed: Query[Listed]) -> dict[str, Any]:
    day = listed.day or _today(request)
    rows = queries.search_units(listed.q, day) if listed.q else things.units_on(request.actor, day)
    items, following = cursor_page(rows, key="code", cursor=listed.cursor, limit=listed.limit)
    return {"items": items, "next_cursor": following}


@router.get(
    "/units/find", response=list[UnitOut], summary="Đơn vị mà một tên gọi chỉ đến; nhiều hơn một nếu tên không rõ"
)
def find(request: HttpRequest, name: str, day: date | None = None) -> list[Any]:
    return queries.find_unit(name, day or _today(request))


@router.post("/units", response={201: UnitOut}, summary="Thêm đơn vị")
def create_unit(request: HttpRequest, response: HttpResponse, data: UnitIn) -> Status:
    unit = actions.create_unit(actions.NewUnit(**data.dict()), by=request.actor, at=request.now)
    response["ETag"] = etag_of(unit)
    return Status(201, unit)


@router.get("/units/{uuid:pk}", response=UnitOut, summary="Một đơn vị; ETag là phiên bản")
def unit(request: HttpRequest, response: HttpResponse, pk: UUID) -> Any:
    found = queries.units_visible_to(request.actor).get(pk=pk)
    response["ETag"] = etag_of(found)
    return found


@router.post("/units/{uuid:pk}/rename", response=UnitOut, summary="Đổi tên đơn vị")
def rename_unit(request: HttpRequest, response: HttpResponse, pk: UUID, data: RenameIn) -> Any:
    unit = actions.rename_unit(pk, **data.dict(), by=request.actor, at=request.now, version=version_of(request))
    response["ETag"] = etag_of(unit)
    return unit


@router.post("/units/{uuid:pk}/place", response=UnitOut, summary="Chuyển đơn vị sang đơn vị cấp trên khác")
def place_unit(request: HttpRequest, response: HttpResponse, pk: UUID, data: PlaceIn) -> Any:
    unit = actions.place_unit(pk, **data.dict(), by=request.actor, at=request.now, version=version_of(request))
    response["ETag"] = etag_of(unit)
    return unit


@router.get("/officers", response=OfficersOut, summary="Cán bộ, theo tên")
def officers(request: HttpRequest, listed: Query[Listed]) -> dict[str, Any]:
    rows = queries.search_officers(listed.q) if listed.q else queries.officers_visible_to(request.actor)
    items, following = cursor_page(rows, key="sort_key", cursor=listed.cursor, limit=listed.limit)
    seen = things.contacts_seen(request.actor, [officer.pk for officer in items], listed.day or _today(request))
    return {"items": [_officer(one, one.pk in seen) for one in items], "next_cursor": following}


@router.post("/officers", response={201: OfficerOut}, summary="Thêm cán bộ")
def create_officer(request: HttpRequest, response: HttpResponse, data: OfficerIn) -> Status:
    officer = actions.create_officer(actions.NewOfficer(**data.dict()), by=request.actor, at=request.now)
    response["ETag"] = etag_of(officer)
    return Status(201, officer)


@router.get("/officers/{uuid:pk}", response=OfficerOut, summary="Một cán bộ; ETag là phiên bản")
def officer(request: HttpRequest, response: HttpResponse, pk: UUID) -> Any:
    page = pages.officer_page(pk, request.actor, _today(request))
    response["ETag"] = etag_of(page.officer)
    return _officer(page.officer, page.sees_contact)


@router.get("/mandates", response=MandatesOut, summary="Ai giữ chức danh nào vào một ngày")
def mandates(
    request: HttpRequest, listed: Query[Listed], officer: UUID | None = None, unit: UUID | None = None
) -> dict[str, Any]:
    rows = things.mandates_on(request.actor, listed.day or _today(request), officer, unit)
    items, following = cursor_page(rows, key="valid_from", cursor=listed.cursor, limit=listed.limit)
    return {"items": items, "next_cursor": following}


@router.post("/mandates", response={201: MandateOut}, summary="Giao giữ chức vụ")
def give_mandate(request: HttpRequest, response: HttpResponse, data: MandateIn) -> Status:
    mandate = actions.give_mandate(actions.NewMandate(**data.dict()), by=request.actor, at=request.now)
    response["ETag"] = etag_of(mandate)
    return Status(201, mandate)


@router.get("/mandates/{uuid:pk}", response=MandateOut, summary="Một lần giữ chức vụ; ETag là phiên bản")
def mandate(request: HttpRequest, response: HttpResponse, pk: UUID) -> Any:
    found = things.mandate(pk)
    response["ETag"] = etag_of(found)
    return found


@router.post("/mandates/{uuid:pk}/end", response=MandateOut, summary="Kết thúc giữ chức vụ")
def end_mandate(request: HttpRequest, response: HttpResponse, pk: UUID, data: EndIn) -> Any:
    mandate = actions.end_mandate(pk, **data.dict(), by=request.actor, at=request.now, version=version_of(request))
    response["ETag"] = etag_of(mandate)
    return mandate


def _officer(officer: Any, sees_contact: bool) -> dict[str, Any]:
    shown = {name: getattr(officer, name) for name in ("id", "code", "full_name", "personnel_type", "version")}
    return shown | ({"email": officer.email, "phone": officer.phone} if sees_contact else {})

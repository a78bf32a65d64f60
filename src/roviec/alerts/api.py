"""Notices over the API: the caller's own, as on the page."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from roviec.alerts import actions
from roviec.alerts.queries import notices_visible_to, unread_count
from roviec.alerts.shown import Shown, show
from roviec.core.notices import Group
from roviec.web.cursors import cursor_page

router = Router(tags=["notices"])


class NoticeOut(Schema):
    """`sentence` and `details` are in the language of the account; `url` is the page of the thing, "" when there is none."""

    id: UUID
    kind: str
    group: str
    sentence: str
    details: list[str]
    title: str
    url: str
    at: datetime
    read_at: datetime | None


class NoticesOut(Schema):
    items: list[NoticeOut]
    next_cursor: str | None


class CountOut(Schema):
    unread: int


@router.get("/notices", response=NoticesOut, summary="Thông báo của tôi, mới nhất trước")
def notices(
    request: HttpRequest, group: Group | None = None, unread: bool = False, cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    mine = notices_visible_to(request.actor, group=group, unread=unread)
    page, next_cursor = cursor_page(mine, key="at", cursor=cursor, limit=limit, descending=True)
    return {"items": show(page), "next_cursor": next_cursor}


@router.get("/notices/count", response=CountOut, summary="Số thông báo chưa đọc")
def count(request: HttpRequest) -> dict[str, int]:
    return {"unread": unread_count(request.actor, request.now)}


@router.post("/notices/read-all", response=CountOut, summary="Đánh dấu đã đọc tất cả; trả về số còn chưa đọc")
def read_all(request: HttpRequest) -> dict[str, int]:
    actions.read_all(by=request.actor, at=request.now)
    return {"unread": unread_count(request.actor, request.now)}


@router.post("/notices/{notice_id}/read", response=NoticeOut, summary="Đánh dấu đã đọc")
def read(request: HttpRequest, notice_id: UUID) -> Shown:
    if not notices_visible_to(request.actor).filter(pk=notice_id).exists():
        raise Http404
    return show([actions.read_notice(notice_id, by=request.actor, at=request.now, how="marked")])[0]

"""Closed work that was drawn by lot, looked at again, over the API."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from roviec.custody import things
from roviec.custody.actions.spots import record_spot_check
from roviec.custody.permissions import PERMISSIONS
from roviec.custody.queries import spots
from roviec.web.etags import version_of

router = Router(tags=["hands"])


class CheckOut(Schema):
    """`result`: waiting, sound, unsound. `reopened`: when the work was opened again after it."""

    id: UUID
    version: int
    work: UUID
    title: str
    month: str
    result: str
    note: str
    checked_at: datetime | None
    by: str
    reopened: list[datetime]


class FoundIn(Schema):
    sound: bool
    note: Annotated[str, Field(max_length=1000)] = ""


@router.get("/spot-checks", response=list[CheckOut], summary="Việc đã đóng được bốc để kiểm tra lại")
def spot_checks(request: HttpRequest) -> list[dict[str, Any]]:
    actor = request.actor
    PERMISSIONS.require(actor, "see_spot_checks", actor.body_id)
    rows = spots.checks_of(actor.body_id)
    titles = things.titles_of([(one.clock_id, one.clock.kind) for one in rows], actor)
    return [_check(one, titles.get(one.clock_id, ("", ""))[0]) for one in rows]


@router.post("/spot-checks/{uuid:check_id}", response=CheckOut, summary="Ghi kết quả kiểm tra lại; dùng If-Match")
def record_check(request: HttpRequest, check_id: UUID, data: FoundIn) -> dict[str, Any]:
    checked = record_spot_check(
        check_id, sound=data.sound, note=data.note, by=request.actor, at=request.now, version=version_of(request)
    )
    titles = things.titles_of([(checked.clock_id, checked.clock.kind)], request.actor)
    return _check(checked, titles.get(checked.clock_id, ("", ""))[0])


def _check(one: Any, title: str) -> dict[str, Any]:
    return {
        "id": one.pk,
        "version": one.version,
        "work": one.clock_id,
        "title": title,
        "month": f"{one.draw.month:%Y-%m}",
        "result": one.result,
        "note": one.note,
        "checked_at": one.checked_at,
        "by": one.by_label,
        "reopened": [again.at for again in one.reopenings.all()],
    }

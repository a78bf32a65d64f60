"""Ladders over the API: which one work climbs, how one task climbs it, and a body's own. The same queries and actions as the pages."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from roviec.alerts import actions
from roviec.alerts.ladder_words import KIND_NAMES
from roviec.alerts.permissions import PERMISSIONS
from roviec.alerts.queries.climbs import climb_of
from roviec.alerts.queries.ladders import ladder_among, ladders_of, scopes_on, shipped_ladder
from roviec.alerts.sources.ladder import Foreseen, foresee
from roviec.core.calendars import VIETNAM
from roviec.core.ladder import Ladder, read_ladder
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.organisation.queries import units_visible_to
from roviec.work.queries import task_seen

router = Router(tags=["ladders"])
Text = Annotated[str, Field(max_length=50_000)]


class RungOut(Schema):
    """`tomorrow`: how many pieces of work would reach it tomorrow; only in a preview."""

    code: str
    when: str
    working_days: int
    tell: list[str]
    at_once: bool
    explain: bool
    why: str
    tomorrow: int | None = None


class LadderOut(Schema):
    kind: str
    label: str
    name: str
    valid_from: date
    rungs: list[RungOut]


class AdoptedOut(Schema):
    """A ladder that the body has set; in force until `ends_on` (first day without) or the next one."""

    id: UUID
    kind: str
    code: str
    name: str
    valid_from: date
    ends_on: date | None
    text: str
    adopted_at: datetime
    adopted_by_label: str


class LaddersOut(Schema):
    in_force: list[LadderOut]
    own: list[AdoptedOut]


class TextIn(Schema):
    """A ladder as TOML."""

    text: Text


class PreviewOut(Schema):
    proposed: LadderOut
    present: LadderOut


class HeardOut(Schema):
    name: str
    read_at: datetime | None
    snoozed_until: datetime | None


class FiredOut(Schema):
    """`passed`: a higher rung fired instead, so nobody heard this one."""

    code: str
    step: int
    at: datetime
    passed: bool
    heard: list[HeardOut]


class ComingOut(Schema):
    code: str
    at: datetime


class ClimbOut(Schema):
    ladder: str
    fired: list[FiredOut]
    coming: ComingOut | None


@router.get("/ladders", response=LaddersOut, summary="Thang cảnh báo đang áp dụng và thang cơ quan đã đặt")
def ladders(request: HttpRequest) -> dict[str, Any]:
    body, day = request.actor.body_id, _today(request)
    scopes = scopes_on(day)
    return {
        "in_force": [
            _ladder(ladder_among(scopes, body, urgent=kind == "task.urgent") if body else shipped_ladder(kind, day))
            for kind in KIND_NAMES
        ],
        "own": list(ladders_of(body)) if body else [],
    }


@router.post("/ladders/preview", response=PreviewOut, summary="Đọc một thang, cho biết ngày mai sẽ báo gì; không ghi")
def preview_ladder(request: HttpRequest, data: TextIn) -> dict[str, Any]:
    body = _own_body(request)
    ladder = read_ladder(data.text)
    if why := actions.why_not_from(ladder, request.now):
        raise Invalid("text", why)
    tomorrow = request.now + timedelta(days=1)
    present = ladder_among(scopes_on(_today(request)), body, urgent=ladder.kind == "task.urgent")
    return {
        "proposed": _ladder(ladder, foresee(ladder, body, tomorrow)),
        "present": _ladder(present, foresee(present, body, tomorrow)),
    }


@router.post("/ladders", response={201: AdoptedOut}, summary="Đặt thang cảnh báo của cơ quan")
def adopt_ladder(request: HttpRequest, data: TextIn) -> Any:
    return 201, actions.adopt_ladder(data.text, body_id=_own_body(request), by=request.actor, at=request.now)


@router.post("/ladders/{uuid:ladder_id}/end", response=AdoptedOut, summary="Thôi áp dụng thang của cơ quan từ hôm nay")
def end_ladder(request: HttpRequest, ladder_id: UUID) -> Any:
    if not ladders_of(_own_body(request)).filter(pk=ladder_id).exists():
        raise Http404
    return actions.end_ladder(ladder_id, on=_today(request), by=request.actor, at=request.now)


@router.get("/tasks/{uuid:task_id}/warnings", response=ClimbOut, summary="Đã báo ai, lúc nào, bậc tiếp theo")
def warnings_of(request: HttpRequest, task_id: UUID) -> dict[str, Any]:
    task_seen(task_id, request.actor)
    found = climb_of(task_id, request.now, with_people=True)
    if found is None:
        raise Http404
    return {
        "ladder": found.ladder.label,
        "fired": [
            {
                "code": one.code,
                "step": one.step,
                "at": one.at,
                "passed": one.passed,
                "heard": [
                    {"name": said.officer.full_name, "read_at": said.read_at, "snoozed_until": said.snoozed_until}
                    for said in one.heard
                ],
            }
            for one in found.fired
        ],
        "coming": {"code": found.coming.rung.code, "at": found.coming.at} if found.coming else None,
    }


def _own_body(request: HttpRequest) -> UUID:
    """The body that the administrator serves; Denied for everybody else."""
    body = units_visible_to(request.actor).filter(pk=request.actor.body_id).first()
    if body is None:
        raise Denied("alerts.set_ladder")
    PERMISSIONS.require(request.actor, "set_ladder", body)
    return body.pk


def _ladder(ladder: Ladder, foreseen: Foreseen | None = None) -> dict[str, Any]:
    return {
        "kind": ladder.kind,
        "label": ladder.label,
        "name": ladder.name,
        "valid_from": ladder.valid_from,
        "rungs": [
            {
                **{name: getattr(rung, name) for name in ("code", "when", "at_once", "explain", "why")},
                "working_days": rung.days,
                "tell": list(rung.tell),
                "tomorrow": foreseen.fires[rung.code] if foreseen else None,
            }
            for rung in ladder.rungs
        ],
    }


def _today(request: HttpRequest) -> date:
    return request.now.astimezone(VIETNAM).date()

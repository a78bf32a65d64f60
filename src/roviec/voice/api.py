"""Obstacles over the API: the same queries, actions and permissions as the pages."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from roviec.voice import actions, queries
from roviec.web.etags import version_of

router = Router(tags=["obstacles"])
MOST = 200
Which = Literal["for_me", "mine", "open", "late", "answered", "cleared"]


class ObstacleOut(Schema):
    """`state`: open, answered, cleared, withdrawn."""

    id: UUID
    version: int
    task_id: UUID
    text: str
    wanted: str
    state: str
    raised_by_unit_id: UUID
    raised_at: datetime
    owner_unit_id: UUID
    owner_post_id: UUID | None
    answer_due: datetime


class ObstacleIn(Schema):
    """Without `unit` and `post` it goes to who gave the task."""

    text: str
    wanted: str
    unit: UUID | None = None
    post: UUID | None = None


class AnswerIn(Schema):
    answer: str


class PassIn(Schema):
    reason: str
    unit: UUID | None = None
    post: UUID | None = None


class SettleIn(Schema):
    cleared: bool
    note: str = ""


class WithdrawIn(Schema):
    reason: str


@router.get(
    "/obstacles", response=list[ObstacleOut], summary="Vướng mắc; danh sách for_me, mine, open, late, answered, cleared"
)
def list_obstacles(request: HttpRequest, which: Which = "open", limit: int = 50) -> Any:
    return list(queries.listed_obstacles(which, request.actor, request.now)[: max(1, min(limit, MOST))])


@router.get("/obstacles/{uuid:obstacle_id}", response=ObstacleOut, summary="Một vướng mắc")
def get_obstacle(request: HttpRequest, obstacle_id: UUID) -> Any:
    return queries.obstacles_visible_to(request.actor).get(pk=obstacle_id)


@router.post("/tasks/{uuid:task_id}/obstacles", response={201: ObstacleOut}, summary="Nêu vướng mắc")
def raise_obstacle(request: HttpRequest, task_id: UUID, data: ObstacleIn) -> Any:
    return 201, actions.raise_obstacle(task_id, **data.dict(), by=request.actor, at=request.now)


@router.post("/obstacles/{uuid:obstacle_id}/answer", response=ObstacleOut, summary="Trả lời vướng mắc; dùng If-Match")
def answer_obstacle(request: HttpRequest, obstacle_id: UUID, data: AnswerIn) -> Any:
    return actions.answer_obstacle(obstacle_id, **data.dict(), **_who(request))


@router.post(
    "/obstacles/{uuid:obstacle_id}/pass", response=ObstacleOut, summary="Chuyển nơi khác tháo gỡ; dùng If-Match"
)
def pass_obstacle(request: HttpRequest, obstacle_id: UUID, data: PassIn) -> Any:
    return actions.pass_obstacle(obstacle_id, **data.dict(), **_who(request))


@router.post(
    "/obstacles/{uuid:obstacle_id}/settle", response=ObstacleOut, summary="Xác nhận đã tháo gỡ hay chưa; dùng If-Match"
)
def settle_obstacle(request: HttpRequest, obstacle_id: UUID, data: SettleIn) -> Any:
    return actions.settle_obstacle(obstacle_id, **data.dict(), **_who(request))


@router.post("/obstacles/{uuid:obstacle_id}/withdraw", response=ObstacleOut, summary="Rút vướng mắc; dùng If-Match")
def withdraw_obstacle(request: HttpRequest, obstacle_id: UUID, data: WithdrawIn) -> Any:
    return actions.withdraw_obstacle(obstacle_id, **data.dict(), **_who(request))


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": request.now, "version": version_of(request)}

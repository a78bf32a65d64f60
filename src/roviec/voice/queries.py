"""Reads of obstacles, for a given actor."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from roviec.core.actor import Actor, ActorKind
from roviec.voice.models import Obstacle, ObstacleTurn
from roviec.work.queries import tasks_visible_to
from roviec.work.queries.my_day import posts_of, units_headed

RELATED = (
    "task",
    "task__plan",
    "task__lead_unit",
    "task__clock",
    "owner_unit",
    "owner_post",
    "raised_by_unit",
    "raised_by_post",
)
# What the list can be narrowed to.
LISTS = ("for_me", "mine", "open", "late", "answered", "cleared")


def obstacles_visible_to(actor: Actor) -> QuerySet[Obstacle]:
    """On tasks that the actor sees, and those that its body has to clear. The same rule as `permissions.sees_obstacle`."""
    rows = Obstacle.objects.select_related(*RELATED)
    if actor.kind is ActorKind.WORKER:
        return rows
    if actor.body_id is None:
        return rows.none()
    return rows.filter(Q(owner_unit__body=actor.body_id) | Q(task__in=tasks_visible_to(actor).values("pk")))


def listed_obstacles(which: str, actor: Actor, now: datetime) -> QuerySet[Obstacle]:
    """One of LISTS, what is due first before the rest; what is closed newest first. ValueError for another word."""
    rows = obstacles_visible_to(actor)
    posts, headed = posts_of(actor), units_headed(actor)
    in_order = (F("answer_due").asc(), "pk")
    match which:
        case "for_me":
            mine = Q(owner_post__in=posts) | Q(owner_unit__in=headed, owner_post=None)
            return rows.filter(mine, state=Obstacle.State.OPEN).order_by(*in_order)
        case "mine":
            mine = Q(raised_by_post__in=posts) | Q(raised_by_unit__in=headed)
            return rows.filter(mine, closed_at=None).order_by(*in_order)
        case "open":
            return rows.filter(state=Obstacle.State.OPEN).order_by(*in_order)
        case "late":
            return rows.filter(state=Obstacle.State.OPEN, answer_due__lt=now).order_by(*in_order)
        case "answered":
            return rows.filter(state=Obstacle.State.ANSWERED).order_by(*in_order)
        case "cleared":
            return rows.filter(state=Obstacle.State.CLEARED).order_by("-closed_at", "pk")
    raise ValueError(which)


def obstacles_of_tasks(task_ids: Iterable[UUID]) -> list[Obstacle]:
    """Oldest first, each with its turns in `.said`. Two queries."""
    rows = Obstacle.objects.filter(task__in=list(task_ids)).select_related(*RELATED).order_by("raised_at")
    return with_turns(list(rows))


def with_turns(obstacles: list[Obstacle]) -> list[Obstacle]:
    turns = ObstacleTurn.objects.filter(obstacle__in=obstacles).select_related("unit").order_by("at")
    said: dict[UUID, list[ObstacleTurn]] = {one.pk: [] for one in obstacles}
    for turn in turns if obstacles else ():
        said[turn.obstacle_id].append(turn)
    for one in obstacles:
        one.said = said[one.pk]  # type: ignore[attr-defined]
    return obstacles

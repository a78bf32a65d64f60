"""Who may do what with obstacles. What is not listed is denied."""

from roviec.core.actor import Actor, ActorKind
from roviec.core.permission import Permissions
from roviec.voice.models import Obstacle
from roviec.work.models import Task
from roviec.work.permissions import distributes, heads, sees, works_on


def is_stuck(actor: Actor, obstacle: Obstacle) -> bool:
    """Who raised it, or the head of the unit that is stuck."""
    return actor.holds(obstacle.raised_by_post_id) or heads(actor, obstacle.raised_by_unit)


def owns(actor: Actor, obstacle: Obstacle) -> bool:
    """The post that must clear it; the head or tracking office of the unit where no post is named, or above that post."""
    if obstacle.owner_post_id is not None and actor.holds(obstacle.owner_post_id):
        return True
    return distributes(actor, obstacle.owner_unit)


def sees_obstacle(actor: Actor, obstacle: Obstacle) -> bool:
    if actor.kind is ActorKind.WORKER or (actor.body_id is not None and actor.body_id == obstacle.owner_unit.body_id):
        return True
    return sees(actor, obstacle.task)


def raises(actor: Actor, task: Task) -> bool:
    return works_on(actor, task)


PERMISSIONS = Permissions(
    "voice",
    {
        "raise_obstacle": raises,
        "view_obstacle": sees_obstacle,
        "answer_obstacle": owns,
        "pass_obstacle": owns,
        "settle_obstacle": is_stuck,
        "withdraw_obstacle": is_stuck,
    },
)

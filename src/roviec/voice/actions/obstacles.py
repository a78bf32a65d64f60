"""An obstacle goes up in one step, with an owner and a date; its owner answers or passes it on; who was stuck says whether it is over."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import WorkingDays
from roviec.core.obstacles import ANSWER_DAYS, why_not
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody.actions import sign_of_life
from roviec.custody.calendars import calendar_named
from roviec.ledger.actions import lock, record
from roviec.organisation.models import Post, Unit
from roviec.voice.models import Obstacle, ObstacleTurn
from roviec.voice.permissions import PERMISSIONS
from roviec.work.actions.dates import label
from roviec.work.actions.steps import lock_task, named
from roviec.work.models import Task

RELATED = ("task", "task__plan", "task__clock", "task__lead_unit", "owner_unit", "owner_post", "raised_by_unit")


def raise_obstacle(
    task: Task | UUID,
    *,
    text: str,
    wanted: str,
    by: Actor,
    at: datetime,
    unit: UUID | None = None,
    post: UUID | None = None,
) -> Obstacle:
    """To the post or unit named; else to who gave the task, else to the body that gave it. Answered within ANSWER_DAYS."""
    problems = [
        (field, Reason(f"obstacle.no_{field}"))
        for field, said in (("text", text), ("wanted", wanted))
        if not said.strip()
    ]
    if problems:
        raise Invalid.many(problems)
    with transaction.atomic():
        locked = lock_task(task)
        PERMISSIONS.require(by, "raise_obstacle", locked)
        if locked.clock.closed_at is not None or locked.assigned_at is None:
            raise Invalid(None, Reason("obstacle.task_closed"))
        owner_unit, owner_post = _owner(locked, unit, post)
        if owner_post is not None and by.holds(owner_post.pk):
            raise Invalid("who", Reason("obstacle.own"))
        obstacle = Obstacle(
            task=locked,
            text=text.strip(),
            wanted=wanted.strip(),
            raised_by_unit_id=by.unit_id or locked.clock.unit_id,
            raised_by_post_id=by.post_id,
            raised_by_label=label(by),
            raised_at=at,
            owner_unit=owner_unit,
            owner_post=owner_post,
            owned_since=at,
            answer_due=_answer_due(owner_unit, at),
        )
        data = named(owner_unit, owner_post, task=locked.pk, text=text.strip()[:500], wanted=wanted.strip()[:500])
        record(obstacle, "raised", by=by, at=at, data=data, tell="voice.obstacle_raised")
        sign_of_life(locked.clock, at)
        record(locked, "obstacle_raised", by=by, at=at, data={**data, "obstacle": obstacle.pk})
    return obstacle


def answer_obstacle(
    obstacle: Obstacle | UUID, *, answer: str, by: Actor, at: datetime, version: int | None = None
) -> Obstacle:
    """The owner's answer: guidance, a decision. It waits for who was stuck."""
    if not answer.strip():
        raise Invalid("answer", Reason("obstacle.no_answer"))
    return _step(
        obstacle, "answer_obstacle", ObstacleTurn.Kind.ANSWER, answer, Obstacle.State.ANSWERED, by, at, version
    )


def pass_obstacle(
    obstacle: Obstacle | UUID,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    unit: UUID | None = None,
    post: UUID | None = None,
    version: int | None = None,
) -> Obstacle:
    """To whoever is competent. The date stays: passing on wins no time."""
    if not reason.strip():
        raise Invalid("reason", Reason("task.reason_missing"))
    with transaction.atomic():
        locked = _begin(obstacle, "pass_obstacle", by, version)
        owner_unit, owner_post = _named_owner(unit, post)
        if (owner_unit.pk, owner_post.pk if owner_post else None) == (locked.owner_unit_id, locked.owner_post_id):
            raise Invalid("who", Reason("task.nobody_named"))
        locked.owner_unit, locked.owner_post, locked.owned_since = owner_unit, owner_post, at
        _turn(locked, ObstacleTurn.Kind.PASS, reason, by, at, owner_unit)
        data = named(owner_unit, owner_post, reason=reason.strip()[:500])
        changed = ["owner_unit", "owner_post", "owned_since"]
        record(locked, "passed_on", by=by, at=at, data=data, changed=changed, tell="voice.obstacle_raised")
    return locked


def settle_obstacle(
    obstacle: Obstacle | UUID, *, cleared: bool, by: Actor, at: datetime, note: str = "", version: int | None = None
) -> Obstacle:
    """Over, or not: then, with a reason, the owner has it again, and a new date to answer by."""
    if cleared:
        return _step(
            obstacle, "settle_obstacle", ObstacleTurn.Kind.CLEARED, note, Obstacle.State.CLEARED, by, at, version
        )
    if not note.strip():
        raise Invalid("note", Reason("task.reason_missing"))
    return _step(obstacle, "settle_obstacle", ObstacleTurn.Kind.STILL, note, Obstacle.State.OPEN, by, at, version)


def withdraw_obstacle(
    obstacle: Obstacle | UUID, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Obstacle:
    if not reason.strip():
        raise Invalid("reason", Reason("task.reason_missing"))
    kind, state = ObstacleTurn.Kind.WITHDRAW, Obstacle.State.WITHDRAWN
    return _step(obstacle, "withdraw_obstacle", kind, reason, state, by, at, version)


TOPICS = {ObstacleTurn.Kind.ANSWER: "voice.obstacle_answered", ObstacleTurn.Kind.STILL: "voice.obstacle_raised"}


def _step(
    obstacle: Obstacle | UUID,
    action: str,
    kind: ObstacleTurn.Kind,
    text: str,
    state: Obstacle.State,
    by: Actor,
    at: datetime,
    version: int | None,
) -> Obstacle:
    with transaction.atomic():
        locked = _begin(obstacle, action, by, version)
        locked.state = state
        if state in (Obstacle.State.CLEARED, Obstacle.State.WITHDRAWN):
            locked.closed_at = at
        if kind == ObstacleTurn.Kind.STILL:
            locked.answer_due = _answer_due(locked.owner_unit, at)
        _turn(locked, kind, text, by, at)
        changed = ["state", "closed_at", "answer_due"]
        data = named(locked.owner_unit, locked.owner_post, text=text.strip()[:1000])
        record(locked, kind.value, by=by, at=at, data=data, changed=changed, tell=TOPICS.get(kind))
    return locked


def _begin(obstacle: Obstacle | UUID, action: str, by: Actor, version: int | None) -> Obstacle:
    pk = obstacle.pk if isinstance(obstacle, Obstacle) else obstacle
    locked = lock(Obstacle, pk, version=version, related=RELATED)
    PERMISSIONS.require(by, action, locked)
    if why := why_not(action, locked.state):
        raise Invalid(None, why)
    return locked


def _turn(
    obstacle: Obstacle, kind: ObstacleTurn.Kind, text: str, by: Actor, at: datetime, unit: Unit | None = None
) -> None:
    ObstacleTurn.objects.create(obstacle=obstacle, kind=kind, text=text.strip(), by_label=label(by), unit=unit, at=at)


def _answer_due(unit: Unit, at: datetime) -> datetime:
    return calendar_named(unit.calendar).add_working_days(at, WorkingDays(ANSWER_DAYS))


def _owner(task: Task, unit: UUID | None, post: UUID | None) -> tuple[Unit, Post | None]:
    if unit or post:
        return _named_owner(unit, post)
    giver = task.assigned_by_post
    return (giver.unit, giver) if giver else (task.plan.body, None)


def _named_owner(unit: UUID | None, post: UUID | None) -> tuple[Unit, Post | None]:
    if post is not None:
        found = Post.objects.select_related("unit").filter(pk=post).first()
        if found is not None:
            return found.unit, found
    found_unit = Unit.objects.filter(pk=unit).first() if unit else None
    if found_unit is None:
        raise Invalid("who", Reason("task.nobody_named"))
    return found_unit, None

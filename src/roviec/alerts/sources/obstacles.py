"""News of obstacles. The thing is the task, where the obstacle stands with its story; the obstacle is what the news is about."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from roviec.alerts.models import Transition
from roviec.alerts.sources.news import News
from roviec.core.notices import Place, Seat, Touched
from roviec.ledger.models import OutboxMessage
from roviec.voice.models import Obstacle

BATCH = 5_000
SUBJECT = "voice.obstacle"
LONGEST = 300


def about_obstacle(kind: str) -> Callable[[OutboxMessage, datetime], list[News]]:
    """To who must clear it now, or to who is stuck: by the kind."""

    def event(message: OutboxMessage, now: datetime) -> list[News]:
        obstacle = Obstacle.objects.filter(pk=message.thing_id).first()
        if obstacle is None:
            return []
        by = message.payload.get("by") or {}
        officer = by.get("officer")
        said = message.payload.get("text") or message.payload.get("reason") or obstacle.text
        params = {"due": obstacle.answer_due.isoformat()} if obstacle.state == Obstacle.State.OPEN else {}
        if by.get("label"):
            params["by"] = by["label"]
        return [
            News(
                kind=kind,
                thing_id=obstacle.task_id,
                key=f"{kind}:{message.pk}",
                at=message.at,
                touched=_touched(obstacle, message.payload),
                params={**params, "text": str(said)[:LONGEST]},
                but_not=UUID(str(officer)) if officer else None,
            )
        ]

    return event


def obstacle_unanswered(now: datetime, skip: Collection[UUID]) -> list[News]:
    """The date to answer by has passed. Once per date."""
    told = Transition.objects.filter(thing_id=OuterRef("pk"), kind="obstacle_unanswered", mark=OuterRef("answer_due"))
    rows = Obstacle.objects.filter(~Exists(told), state=Obstacle.State.OPEN, answer_due__lt=now)
    return [
        News(
            kind="obstacle_unanswered",
            thing_id=one.task_id,
            key=f"obstacle_unanswered:{one.pk}:{int(one.answer_due.timestamp())}",
            at=now,
            touched=_touched(one),
            params={"due": one.answer_due.isoformat(), "text": one.text[:LONGEST]},
            mark=one.answer_due,
            unit_id=one.owner_unit_id,
            subject=(SUBJECT, one.pk),
        )
        for one in rows.exclude(pk__in=skip).order_by("pk")[:BATCH]
    ]


def _touched(obstacle: Obstacle, said: Mapping[str, Any] | None = None) -> Touched:
    """`said`: what was announced, which names who had to clear it then."""
    stuck = Place(None, obstacle.raised_by_post_id) if obstacle.raised_by_post_id else Place(obstacle.raised_by_unit_id)
    owner = Place(obstacle.owner_unit_id, obstacle.owner_post_id)
    if said and said.get("unit"):
        owner = Place(UUID(str(said["unit"])), UUID(str(said["post"])) if said.get("post") else None)
    return Touched({Seat.ASKED: (owner,), Seat.ASKER: (stuck,)}, {})

"""What of obstacles a unit holds, and how it goes to its successor."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from roviec.core.actor import Actor
from roviec.custody.estates import record_moved, target
from roviec.organisation.estates import Estate, Mapping_, register
from roviec.organisation.queries import posts_continuing
from roviec.voice.models import Obstacle

RUNNING = (Obstacle.State.OPEN, Obstacle.State.ANSWERED)


def obstacles_of(unit_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    """Those that the unit has to clear."""
    rows = Obstacle.objects.filter(owner_unit__in=list(unit_ids), state__in=RUNNING)
    return Counter(rows.values_list("owner_unit_id", flat=True))


def move_obstacles(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """The successor has to clear them, by the same date; in the same seat where that goes on."""
    rows = list(
        Obstacle.objects.select_for_update(of=("self",))
        .filter(owner_unit__in=list(mapping), state__in=RUNNING)
        .order_by("pk")
    )
    continuing = posts_continuing({one.owner_post_id for one in rows if one.owner_post_id})
    before = {one.pk: one.owner_unit_id for one in rows}
    for one in rows:
        one.owner_unit_id = target(mapping, one.owner_unit_id)
        one.owner_post_id = continuing.get(one.owner_post_id) if one.owner_post_id else None
        one.owned_since = at
    record_moved(rows, "owner_unit", before, by=by, at=at, also=["owner_post", "owned_since"])
    return len(rows)


def register_estates() -> None:
    register(
        Estate(
            "voice.obstacles",
            "voice.Obstacle.owner_unit",
            holds=obstacles_of,
            move=move_obstacles,
            label=_("Vướng mắc phải tháo gỡ"),
        )
    )
    register(Estate("voice.past", ("voice.Obstacle.raised_by_unit", "voice.ObstacleTurn.unit")))

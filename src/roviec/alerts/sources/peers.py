"""News of cross-evaluation: who is asked, and who has a result. Nothing of an answer or a number is in a notice."""

from datetime import datetime
from uuid import UUID

from roviec.alerts.queries.touched import PEERS
from roviec.alerts.sources.news import News
from roviec.core.calendars import VIETNAM
from roviec.core.notices import Seat, Touched
from roviec.evaluation.models import PeerRequest, PeerResult, PeerRound
from roviec.ledger.models import OutboxMessage


def peers_opened(message: OutboxMessage, now: datetime) -> list[News]:
    """To everybody who is asked, with the hour at which it closes; nothing once it is over."""
    one = PeerRound.objects.filter(pk=message.thing_id, state=PeerRound.State.OPEN).first()
    if one is None:
        return []
    asked = PeerRequest.objects.filter(round=one).order_by("pk").values_list("rater", flat=True)
    until = {"until": f"{one.closes_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"}
    return [_of_round("peers_opened", message, officer, until) for officer in asked]


def peers_closed(message: OutboxMessage, now: datetime) -> list[News]:
    """To those of whom it says something, all at once."""
    officers = PeerResult.objects.filter(round=message.thing_id).order_by("pk").values_list("officer", flat=True)
    return [_of_round("peers_closed", message, officer, {}) for officer in officers]


def _of_round(kind: str, message: OutboxMessage, officer: UUID, params: dict[str, str]) -> News:
    return News(
        kind=kind,
        thing_kind=PEERS,
        thing_id=message.thing_id,
        key=f"{kind}:{message.thing_id}:{officer}",
        at=message.at,
        touched=Touched({}, {Seat.DOER: (officer,)}),
        params=params,
    )

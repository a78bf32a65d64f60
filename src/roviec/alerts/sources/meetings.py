"""What is announced about sessions, as news for whoever sits in them. It links to the session, never repeats its agenda."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from roviec.alerts.queries.touched import MEETING
from roviec.alerts.sources.news import News
from roviec.core.notices import Place, Seat, Touched
from roviec.ledger.models import OutboxMessage
from roviec.meetings.models import Meeting
from roviec.meetings.queries import seats_of


def about_meeting(kind: str) -> Callable[[OutboxMessage, datetime], list[News]]:
    """News about the session that the message names: chair, secretary, members and guests, each once."""

    def event(message: OutboxMessage, now: datetime) -> list[News]:
        meeting = Meeting.objects.select_related("committee").filter(pk=message.thing_id).first()
        if meeting is None:
            return []
        said = message.payload
        by = said.get("by") or {}
        # Where and when as announced: a session moved twice is told of twice.
        params = {
            "session": meeting.number,
            "hour": said.get("on", "") if kind in ("meeting_called", "meeting_moved") else "",
            "place": said.get("place", ""),
            "document": said.get("number", "") if kind == "meeting_concluded" else "",
            "reason": said.get("reason", ""),
            "by": by.get("label", ""),
        }
        return [
            News(
                kind=kind,
                thing_kind=MEETING,
                thing_id=meeting.pk,
                key=f"{kind}:{message.pk}",
                at=message.at,
                touched=Touched({Seat.SITS: tuple(Place(None, post) for post in seats_of(meeting))}, {}),
                params={name: value for name, value in params.items() if value},
                but_not=UUID(by["officer"]) if by.get("officer") else None,
            )
        ]

    return event

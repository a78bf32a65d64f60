"""Sessions: called, moved, called off, and what is written down while they last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import lock, record
from roviec.meetings.models import Committee, Matter, Meeting
from roviec.meetings.permissions import PERMISSIONS
from roviec.organisation.models import Post

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the notice says besides its tasks: who was there, what was achieved, what was not and why."""

    attendees: str = ""
    assessment: str = ""
    shortcomings: str = ""


def call_meeting(
    committee: Committee | UUID,
    *,
    on: datetime,
    by: Actor,
    at: datetime,
    place: str = "",
    invited: Sequence[UUID] = (),
    version: int | None = None,
) -> Meeting:
    """The next session. What the last one left open is before it from the start. One is planned at a time.

    Members and `invited` posts are told. Raises Invalid("invited", …) when a post is not there.
    """
    with transaction.atomic():
        pk = committee.pk if isinstance(committee, Committee) else committee
        locked = lock(Committee, pk, version=version)
        PERMISSIONS.require(by, "call_meeting", locked)
        if locked.meetings.filter(state=Meeting.State.PLANNED).exists():
            raise Invalid(None, Reason("meeting.one_planned"))
        guests = list(Post.objects.filter(pk__in=invited))
        if len(guests) != len(set(invited)):
            raise Invalid("invited", Reason("meeting.unknown_post"))
        last = locked.meetings.filter(state=Meeting.State.ISSUED).order_by("-number").first()
        number = (locked.meetings.aggregate(last=Max("number"))["last"] or 0) + 1
        meeting = Meeting(committee=locked, number=number, at=on, place=place.strip()[:300])
        data = {"committee": locked.pk, "number": number, "on": on, "place": meeting.place, "invited": list(invited)}
        record(meeting, "called", by=by, at=at, data=data, tell="meetings.called")
        meeting.invited.set(guests)
        if last:
            left = last.matters.filter(outcome=Matter.Outcome.STAYS, task__isnull=True).order_by("order")
            Matter.objects.bulk_create(
                Matter(meeting=meeting, order=order, title=matter.title) for order, matter in enumerate(left, 1)
            )
        locked.next_at = on
        record(locked, "meeting_called", by=by, at=at, data={"meeting": meeting.pk, "on": on}, changed=["next_at"])
    return meeting


def move_meeting(
    meeting: Meeting | UUID,
    *,
    on: datetime,
    by: Actor,
    at: datetime,
    place: str | None = None,
    version: int | None = None,
) -> Meeting:
    with transaction.atomic():
        locked = begin(meeting, "move_meeting", by=by, version=version)
        before, locked.at = locked.at, on
        if place is not None:
            locked.place = place.strip()[:300]
        if before == on and place is None:
            return locked
        record(
            locked,
            "moved",
            by=by,
            at=at,
            data={"before": before, "on": on, "place": locked.place},
            changed=["at", "place"],
            tell="meetings.moved",
        )
        committee = lock(Committee, locked.committee_id)
        committee.next_at = on
        record(committee, "meeting_moved", by=by, at=at, data={"meeting": locked.pk, "on": on}, changed=["next_at"])
    return locked


def cancel_meeting(
    meeting: Meeting | UUID, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Meeting:
    """Not held. Conclusions drafted for it must be dropped first: nothing is lost unseen."""
    if not reason.strip():
        raise Invalid("reason", Reason("task.reason_missing"))
    with transaction.atomic():
        locked = begin(meeting, "cancel_meeting", by=by, version=version)
        if locked.conclusions.exists():
            raise Invalid(None, Reason("meeting.has_conclusions"))
        locked.state = Meeting.State.CANCELLED
        record(
            locked, "called_off", by=by, at=at, data={"reason": reason}, changed=["state"], tell="meetings.cancelled"
        )
    return locked


def write_minutes(
    meeting: Meeting | UUID, minutes: Minutes, *, by: Actor, at: datetime, version: int | None = None
) -> Meeting:
    values = {"attendees": minutes.attendees, "assessment": minutes.assessment, "shortcomings": minutes.shortcomings}
    if long := [name for name, value in values.items() if len(value) > LONGEST]:
        raise Invalid.many([(name, Reason("task.too_long", {"most": LONGEST})) for name in long])
    with transaction.atomic():
        locked = begin(meeting, "write_minutes", by=by, version=version)
        changed = [name for name, value in values.items() if getattr(locked, name) != value.strip()]
        for name in changed:
            setattr(locked, name, values[name].strip())
        if changed:
            record(locked, "minutes_written", by=by, at=at, data={"changed": changed}, changed=changed)
    return locked


def begin(meeting: Meeting | UUID, action: str, *, by: Actor, version: int | None = None) -> Meeting:
    """The session locked, its notice not issued yet."""
    pk = meeting.pk if isinstance(meeting, Meeting) else meeting
    locked = lock(Meeting, pk, version=version, related=("committee", "committee__plan"))
    PERMISSIONS.require(by, action, locked)
    if locked.state != Meeting.State.PLANNED:
        raise Invalid(None, Reason("meeting.closed"))
    return locked

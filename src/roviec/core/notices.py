"""Which kinds of news there are, and who must know each: as a table, over the seats that a piece of work touches.

A seat is a post, or (post None) whoever heads the unit. Who sits there on the day, who stands in for them and what happens when
the seat is empty is looked up by `alerts.queries.people`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Seat(StrEnum):
    """Seats that a piece of work touches."""

    HOLDER = "holder"  # whoever has it now; the head of the unit while nobody is named
    HEAD = "head"  # head of the unit that leads
    ACCOUNTABLE = "accountable"  # the post that answers for it
    DOER = "doer"  # the person named to do it
    GIVER = "giver"  # who gave the work
    SUPPORTS = "supports"  # heads of the units that coordinate
    ASKED = "asked"  # unit or post whose opinion is asked
    ASKER = "asker"  # who asked for an opinion or an extension
    WATCHERS = "watchers"
    MENTIONED = "mentioned"
    LEADER = "leader"  # the leader in charge: who has the unit in the portfolio, else who answers for the work, else leads the body
    ABOVE_TRACKERS = "above_trackers"  # the office that tracks work in the body above
    ABOVE = "above"  # who leads the body above the one that has the work
    SITS = "sits"  # posts that sit in a session: chair, secretary, members, guests
    TRACKERS = "trackers"  # the office that tracks the work of the body that gave it: where a warning ends that nobody else can get


class Group(StrEnum):
    """What the list of notices can be narrowed to."""

    NEW = "new"  # given to you, moved to you
    LATE = "late"
    SOON = "soon"
    WAITING = "waiting"  # something waits for you
    DECIDED = "decided"  # what became of what you handed in or asked for
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Kind:
    """`free`: whoever gets it may do without it; all others are obligatory."""

    group: Group
    who: tuple[Seat, ...]
    free: bool = False


KINDS: Mapping[str, Kind] = {
    "assigned": Kind(Group.NEW, (Seat.HOLDER, Seat.HEAD, Seat.ACCOUNTABLE)),
    "assigned_many": Kind(Group.NEW, (Seat.HOLDER,)),
    "directive_received": Kind(Group.NEW, (Seat.TRACKERS, Seat.HEAD)),
    "supporting_many": Kind(Group.NEW, (Seat.HOLDER,)),
    "supporting": Kind(Group.NEW, (Seat.SUPPORTS,)),
    "person_named": Kind(Group.NEW, (Seat.HOLDER,)),
    "handed_over": Kind(Group.NEW, (Seat.HOLDER, Seat.HEAD)),
    "meeting_called": Kind(Group.NEW, (Seat.SITS,)),
    "meeting_moved": Kind(Group.NEW, (Seat.SITS,)),
    "meeting_cancelled": Kind(Group.DECIDED, (Seat.SITS,)),
    "meeting_concluded": Kind(Group.DECIDED, (Seat.SITS,)),
    "restructured": Kind(Group.NEW, (Seat.HEAD,)),
    "late": Kind(Group.LATE, (Seat.HOLDER, Seat.HEAD, Seat.ACCOUNTABLE)),
    "due_soon": Kind(Group.SOON, (Seat.HOLDER, Seat.DOER)),
    # Rungs of a ladder above the day of lateness, and silence: the rung says who.
    "late_climbs": Kind(Group.LATE, (Seat.HOLDER, Seat.HEAD, Seat.LEADER)),
    "silent": Kind(Group.WAITING, (Seat.HOLDER, Seat.HEAD)),
    "handed_round": Kind(Group.WAITING, (Seat.HEAD, Seat.ACCOUNTABLE)),
    "unreachable": Kind(Group.WAITING, (Seat.HOLDER, Seat.TRACKERS)),
    "explanation_overdue": Kind(Group.LATE, (Seat.HOLDER, Seat.HEAD)),
    "worker_silent": Kind(Group.WAITING, (Seat.TRACKERS,)),
    "probably_late": Kind(Group.SOON, (Seat.HOLDER, Seat.HEAD), free=True),
    "unnamed": Kind(Group.WAITING, (Seat.HOLDER,)),
    "not_accepted": Kind(Group.WAITING, (Seat.HOLDER, Seat.GIVER)),
    "for_signature": Kind(Group.WAITING, (Seat.HOLDER,)),
    "submitted": Kind(Group.WAITING, (Seat.HOLDER,)),
    "extension_asked": Kind(Group.WAITING, (Seat.GIVER,)),
    "extension_waiting": Kind(Group.WAITING, (Seat.GIVER,)),
    "effect_near": Kind(Group.SOON, (Seat.TRACKERS, Seat.HEAD)),
    "opinion_asked": Kind(Group.WAITING, (Seat.ASKED,)),
    "opinion_overdue": Kind(Group.LATE, (Seat.ASKED, Seat.ASKER)),
    "spoken_incomplete": Kind(Group.WAITING, (Seat.GIVER, Seat.HOLDER)),
    "accepted": Kind(Group.DECIDED, (Seat.GIVER,), free=True),
    "refused": Kind(Group.DECIDED, (Seat.GIVER,)),
    "signed": Kind(Group.DECIDED, (Seat.HOLDER,), free=True),
    "sent_back": Kind(Group.DECIDED, (Seat.HOLDER,)),
    "deliverable_accepted": Kind(Group.DECIDED, (Seat.DOER, Seat.HEAD), free=True),
    "returned": Kind(Group.DECIDED, (Seat.HOLDER, Seat.HEAD)),
    "reopened": Kind(Group.NEW, (Seat.HOLDER, Seat.DOER, Seat.HEAD)),
    "extension_decided": Kind(Group.DECIDED, (Seat.ASKER, Seat.HOLDER, Seat.HEAD)),
    "opinion_answered": Kind(Group.DECIDED, (Seat.ASKER, Seat.HOLDER), free=True),
    "suspended": Kind(Group.DECIDED, (Seat.HOLDER, Seat.HEAD)),
    "resumed": Kind(Group.DECIDED, (Seat.HOLDER, Seat.HEAD), free=True),
    "due_changed": Kind(Group.DECIDED, (Seat.HOLDER, Seat.HEAD)),
    "calendar_changed": Kind(Group.DECIDED, (Seat.HOLDER,)),
    "reminded": Kind(Group.WAITING, (Seat.HOLDER, Seat.HEAD)),
    "cancelled": Kind(Group.DECIDED, (Seat.DOER, Seat.HEAD, Seat.ACCOUNTABLE)),
    "explanation_demanded": Kind(Group.WAITING, (Seat.HOLDER, Seat.DOER, Seat.HEAD)),
    "explanation_given": Kind(Group.WAITING, (Seat.HEAD, Seat.GIVER)),
    "explanation_decided": Kind(Group.DECIDED, (Seat.DOER, Seat.HEAD, Seat.HOLDER)),
    "obstacle_raised": Kind(Group.WAITING, (Seat.ASKED,)),
    "obstacle_answered": Kind(Group.DECIDED, (Seat.ASKER,)),
    "pledge_proposed": Kind(Group.WAITING, (Seat.HEAD,)),
    "pledge_reviewed": Kind(Group.WAITING, (Seat.HEAD,)),
    "pledge_decided": Kind(Group.DECIDED, (Seat.DOER,)),
    "pledge_ended": Kind(Group.DECIDED, (Seat.DOER,)),
    "pledges_owed": Kind(Group.WAITING, (Seat.DOER,)),
    "commended": Kind(Group.DECIDED, (Seat.DOER, Seat.HEAD)),
    "factfile_made": Kind(Group.NEW, (Seat.DOER,)),
    "obstacle_unanswered": Kind(Group.LATE, (Seat.ASKED, Seat.ASKER)),
    # Of evaluation, whose notices hold no point and no grade.
    "peers_opened": Kind(Group.WAITING, (Seat.DOER,)),
    "peers_closed": Kind(Group.DECIDED, (Seat.DOER,)),
    "sheet_unsent": Kind(Group.SOON, (Seat.DOER,)),
    "sheets_waiting": Kind(Group.WAITING, (Seat.HEAD,)),
    "period_unclosed": Kind(Group.WAITING, (Seat.HEAD, Seat.TRACKERS)),
    "sheet_returned": Kind(Group.DECIDED, (Seat.DOER,)),
    "sheet_result": Kind(Group.DECIDED, (Seat.DOER,)),
    "sheet_reopened": Kind(Group.DECIDED, (Seat.DOER,)),
    "grade_result": Kind(Group.DECIDED, (Seat.DOER,)),
    "grade_replaced": Kind(Group.DECIDED, (Seat.DOER,)),
    "appeal_received": Kind(Group.WAITING, (Seat.ASKED,)),
    "appeal_settled": Kind(Group.DECIDED, (Seat.DOER,)),
    "appeal_overdue": Kind(Group.LATE, (Seat.ASKED,)),
    "export_overdue": Kind(Group.LATE, (Seat.HEAD, Seat.TRACKERS)),
    "commented": Kind(Group.TALK, (Seat.MENTIONED, Seat.WATCHERS, Seat.DOER), free=True),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look for a person: the post, or (post None) the head of the unit; with `tracks`, who tracks the work of that body."""

    unit: UUID | None
    post: UUID | None = None
    tracks: bool = False


@dataclass(frozen=True, slots=True)
class Touched:
    """The seats of one piece of work, as places; and officers who are meant by name (mentions, watchers)."""

    places: Mapping[Seat, tuple[Place, ...]]
    officers: Mapping[Seat, tuple[UUID, ...]]


def places_to_tell(kind: str, touched: Touched, who: tuple[Seat, ...] | None = None) -> tuple[Place, ...]:
    """The places that must know news of this kind, each once, in the order of the table. KeyError for a kind not in it.

    `who` takes the place of the table's seats: a rung of a ladder says itself who hears of it.
    """
    found = [place for seat in _seats(kind, who) for place in touched.places.get(seat, ())]
    return tuple(dict.fromkeys(place for place in found if place.unit or place.post))


def officers_to_tell(kind: str, touched: Touched, who: tuple[Seat, ...] | None = None) -> frozenset[UUID]:
    """The officers meant by name."""
    return frozenset(officer for seat in _seats(kind, who) for officer in touched.officers.get(seat, ()))


def _seats(kind: str, who: tuple[Seat, ...] | None) -> tuple[Seat, ...]:
    return KINDS[kind].who if who is None else who

"""Who acts: a snapshot of an account, the mandate it chose and the power it borrowed, as plain values.

Built by `organisation.queries.actor_for`; every action takes one as `by`, and nothing happens without one.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    PERSON = "person"
    SERVICE = "service"  # an API client of another system
    WORKER = "worker"  # the system itself: ticks, series, demo clock


class Duty(StrEnum):
    """What the chosen post obliges and allows; derived from the post, never typed per person."""

    STAFF = "staff"
    HEAD = "head"  # head of a unit
    DEPUTY = "deputy"  # deputy head of a unit
    LEADER = "leader"  # leads a whole body (chairman, secretary) or is its deputy
    TRACKER = "tracker"  # the office that tracks all work of its body (văn phòng)
    CLERK = "clerk"  # keeps the register of units, posts and officers of its body and the bodies below it
    ADMIN = "admin"  # runs the system; sees no scores


@dataclass(frozen=True, slots=True)
class Actor:
    """All ids are of rows of `organisation`; `units_led` holds the units under the actor's direction (own unit and below, portfolio)."""

    account_id: UUID
    account_label: str
    kind: ActorKind = ActorKind.PERSON
    officer_id: UUID | None = None
    mandate_id: UUID | None = None
    mandate_label: str = ""
    post_id: UUID | None = None
    unit_id: UUID | None = None
    body_id: UUID | None = None
    duties: frozenset[Duty] = field(default_factory=frozenset)
    units_led: frozenset[UUID] = field(default_factory=frozenset)
    bodies_seen: frozenset[UUID] = field(default_factory=frozenset)  # own body and the bodies it supervises
    stands_in_for: frozenset[UUID] = field(default_factory=frozenset)  # posts whose holder is absent today
    delegation_id: UUID | None = None
    on_behalf_of: UUID | None = None  # the officer whose power is used
    on_behalf_label: str = ""

    def has(self, *duties: Duty) -> bool:
        return any(duty in self.duties for duty in duties)

    def leads(self, unit_id: UUID | None) -> bool:
        return unit_id is not None and unit_id in self.units_led

    def holds(self, post_id: UUID | None) -> bool:
        """True when the actor sits on the post or stands in for who does."""
        return post_id is not None and (post_id == self.post_id or post_id in self.stands_in_for)

"""Notices belong to the officer that they are for; only the system itself makes them."""

from roviec.alerts.models import Address, Notice
from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Permissions
from roviec.organisation.models import Unit


def is_theirs(actor: Actor, notice: Notice) -> bool:
    return actor.officer_id is not None and notice.officer_id == actor.officer_id


def is_their_address(actor: Actor, address: Address) -> bool:
    return actor.officer_id is not None and address.officer_id == actor.officer_id


def is_officer(actor: Actor, thing: object = None) -> bool:
    return actor.officer_id is not None


def is_system(actor: Actor, thing: object = None) -> bool:
    return actor.kind is ActorKind.WORKER


def administers(actor: Actor, thing: object = None) -> bool:
    return actor.has(Duty.ADMIN) or actor.kind is ActorKind.WORKER


def administers_body(actor: Actor, body: Unit) -> bool:
    """Runs the system, for a body that it serves."""
    return actor.has(Duty.ADMIN) and body.is_body and body.pk in {actor.body_id, *actor.bodies_seen}


PERMISSIONS = Permissions(
    "alerts",
    {
        "read_notice": is_theirs,
        "read_all": is_officer,
        "snooze_notice": is_theirs,
        "choose": is_officer,
        "set_ladder": administers_body,
        "tell": is_system,
        "bring_history": is_system,
        # Messages that leave the house, and where to
        "send": is_system,
        "try_again": administers,
        "see_queue": administers,
        "add_address": is_officer,
        "use_address": is_their_address,
    },
)

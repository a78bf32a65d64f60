"""Notices belong to the officer that they are for; only the system itself makes them."""

from roviec.alerts.models import Notice
from roviec.core.actor import Actor, ActorKind
from roviec.core.permission import Permissions


def is_theirs(actor: Actor, notice: Notice) -> bool:
    return actor.officer_id is not None and notice.officer_id == actor.officer_id


def is_officer(actor: Actor, thing: object = None) -> bool:
    return actor.officer_id is not None


def is_system(actor: Actor, thing: object = None) -> bool:
    return actor.kind is ActorKind.WORKER


PERMISSIONS = Permissions(
    "alerts", {"read_notice": is_theirs, "read_all": is_officer, "tell": is_system, "bring_history": is_system}
)

"""Who asks colleagues about one another, who answers, who sees what came of it, and who sees how scores are spread."""

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Predicate
from roviec.evaluation.models import PeerRequest, PeerResult, PeerRound
from roviec.organisation.models import Unit


def asks_in(actor: Actor, unit: Unit | None) -> bool:
    """A body as a whole: its leaders and personnel office; a unit: also who heads it or one above it."""
    if unit is None or actor.kind is not ActorKind.PERSON or actor.body_id is None or actor.body_id != unit.body_id:
        return False
    if actor.has(Duty.LEADER, Duty.CLERK):
        return True
    return not unit.is_body and actor.has(Duty.HEAD) and actor.leads(unit.pk)


def runs_round(actor: Actor, one: PeerRound) -> bool:
    return asks_in(actor, one.unit or one.body)


def closes(actor: Actor, one: PeerRound) -> bool:
    """The worker too: the hour was announced, so that nobody chooses the moment after the one answer that interests them."""
    return actor.kind is ActorKind.WORKER or runs_round(actor, one)


def is_asked(actor: Actor, asked: PeerRequest) -> bool:
    return actor.kind is ActorKind.PERSON and actor.officer_id is not None and actor.officer_id == asked.rater_id


def sees_round(actor: Actor, one: PeerRound) -> bool:
    """That it takes place, and what it says of the whole: everybody of the body. Of single people `sees_result` decides."""
    return actor.kind is ActorKind.PERSON and actor.body_id is not None and actor.body_id == one.body_id


def sees_result(actor: Actor, result: PeerResult) -> bool:
    """One's own; the head those of the units led; leaders and personnel office of the body. Administrators no other's."""
    if actor.kind is not ActorKind.PERSON or actor.officer_id is None:
        return False
    if actor.officer_id == result.officer_id:
        return True
    if actor.has(Duty.ADMIN) or actor.body_id != result.round.body_id:
        return False
    return actor.has(Duty.LEADER, Duty.CLERK) or (actor.has(Duty.HEAD) and actor.leads(result.unit_id))


def sees_spread(actor: Actor, unit: Unit) -> bool:
    """How confirmed scores of a unit, or a whole body, are spread. Administrators none."""
    return not actor.has(Duty.ADMIN) and asks_in(actor, unit)


RULES: dict[str, Predicate] = {
    "open_peer_round": asks_in,
    "close_peer_round": closes,
    "drop_peer_round": runs_round,
    "view_peer_round": sees_round,
    "answer_peers": is_asked,
    "view_peer_result": sees_result,
    "view_spread": sees_spread,
}

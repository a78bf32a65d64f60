"""Who may do what with rounds of commendation. The lists show results of others: leaders and the personnel office see them."""

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Predicate
from roviec.evaluation.models import Commendation
from roviec.organisation.models import Unit


def runs(actor: Actor, round_: Commendation | None = None) -> bool:
    """Leaders of the body and the office that keeps its register."""
    return (
        actor.kind is ActorKind.PERSON
        and actor.body_id is not None
        and actor.has(Duty.LEADER, Duty.CLERK)
        and (round_ is None or round_.body_id == actor.body_id)
    )


def proposes(actor: Actor, round_: Commendation) -> bool:
    return round_.body_id == actor.body_id and actor.has(Duty.HEAD, Duty.LEADER, Duty.CLERK)


def proposes_from(actor: Actor, unit: Unit) -> bool:
    """A head proposes from the units led; who runs the round from the whole body."""
    if unit.body_id != actor.body_id:
        return False
    return actor.has(Duty.LEADER, Duty.CLERK) or (actor.has(Duty.HEAD) and actor.leads(unit.pk))


def sees(actor: Actor, round_: Commendation) -> bool:
    """While it runs who may propose; once decided the whole body sees whom it chose."""
    if actor.kind is ActorKind.WORKER:
        return True
    return round_.body_id == actor.body_id and (
        round_.state == Commendation.State.DECIDED or actor.has(Duty.HEAD, Duty.LEADER, Duty.CLERK)
    )


def decides(actor: Actor, round_: Commendation) -> bool:
    return actor.kind is ActorKind.PERSON and round_.body_id == actor.body_id and actor.has(Duty.LEADER)


RULES: dict[str, Predicate] = {
    "open_commendation": runs,
    "view_commendation": sees,
    "view_commendation_facts": runs,
    "nominate": proposes,
    "nominate_from": proposes_from,
    "begin_council": runs,
    "note_votes": runs,
    "decide_commendation": decides,
    "drop_commendation": runs,
}

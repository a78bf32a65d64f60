"""Who may do what with working regulations."""

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Predicate
from roviec.organisation.models import Unit


def adopts(actor: Actor, unit: Unit) -> bool:
    """The head of the unit or a leader of its body."""
    return actor.has(Duty.HEAD, Duty.LEADER) and actor.leads(unit.pk) and unit.body_id == actor.body_id


def sees_regulation(actor: Actor, unit: Unit) -> bool:
    """Within the body everybody may know who stands for what, and bodies above."""
    return actor.kind is ActorKind.WORKER or unit.body_id in actor.bodies_seen


def checks(actor: Actor, unit: Unit) -> bool:
    """The month's differences: who heads the unit, leads the body, tracks its work or keeps its register."""
    if unit.body_id != actor.body_id:
        return False
    return actor.has(Duty.TRACKER, Duty.CLERK) or (
        actor.has(Duty.HEAD, Duty.DEPUTY, Duty.LEADER) and actor.leads(unit.pk)
    )


RULES: dict[str, Predicate] = {
    "adopt_regulation": adopts,
    "view_regulation": sees_regulation,
    "check_regulation": checks,
}

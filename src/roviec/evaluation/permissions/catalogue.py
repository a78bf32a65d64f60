"""Who may do what with catalogues and with what work yields. The list is the body's: its personnel office and its leaders keep it
(Decree 335/2025, art. 13.2), heads propose what is missing (13.3), everybody of the body reads it."""

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Predicate
from roviec.evaluation.models import Product, ProductProposal, WorkCatalogue
from roviec.organisation.models import Unit
from roviec.work.models import Task
from roviec.work.permissions import gave, heads, is_system, runs_body


def keeps_list(actor: Actor, thing: WorkCatalogue | Product | ProductProposal | Unit | None = None) -> bool:
    """The personnel office (who keeps the body's register) and the body's leaders; the system for the demo and for imports."""
    if is_system(actor):
        return True
    if actor.body_id is None or not actor.has(Duty.CLERK, Duty.LEADER):
        return False
    return thing is None or _body_of(thing) == actor.body_id


def sees_list(actor: Actor, catalogue: WorkCatalogue) -> bool:
    """A draft by who keeps it; an edition in force, or once in force, inside its body and above."""
    if keeps_list(actor, catalogue):
        return True
    return catalogue.state == WorkCatalogue.State.IN_FORCE and catalogue.body_id in {actor.body_id, *actor.bodies_seen}


def proposes(actor: Actor, unit: Unit | None = None) -> bool:
    """Heads and their deputies for the units that they head."""
    if unit is None:
        return actor.kind is ActorKind.PERSON and actor.has(Duty.HEAD, Duty.DEPUTY, Duty.LEADER)
    return heads(actor, unit)


def sees_proposal(actor: Actor, proposal: ProductProposal) -> bool:
    return keeps_list(actor, proposal) or heads(actor, proposal.unit)


def sets_yields(actor: Actor, task: Task) -> bool:
    """Who gives the work says what it yields (art. 18.1.b): the head of the unit that leads, who assigned it, who runs the body.

    Never only the one who does it: what counts for the score is not chosen by who is scored.
    """
    if is_system(actor):
        return True
    if task.lead_unit is not None and heads(actor, task.lead_unit):
        return True
    runs_own = (
        actor.has(Duty.LEADER, Duty.TRACKER) and task.lead_unit is not None and task.lead_unit.body_id == actor.body_id
    )
    return runs_own or ((gave(actor, task) or runs_body(actor, task)) and not actor.holds(task.person_post_id))


def sees_untold(actor: Actor, unit: Unit | None = None) -> bool:
    """Work that still has no product: of a unit for who heads it, of the body for who leads or tracks it or keeps the list."""
    if unit is None:
        return actor.body_id is not None and actor.has(Duty.HEAD, Duty.DEPUTY, Duty.LEADER, Duty.TRACKER, Duty.CLERK)
    own = unit.body_id == actor.body_id and actor.has(Duty.LEADER, Duty.TRACKER, Duty.CLERK)
    return own or heads(actor, unit)


def _body_of(thing: WorkCatalogue | Product | ProductProposal | Unit) -> object:
    match thing:
        case Unit():
            return thing.pk
        case Product():
            return thing.catalogue.body_id
    return thing.body_id


RULES: dict[str, Predicate] = {
    "import_catalogue": keeps_list,
    "publish_catalogue": keeps_list,
    "drop_catalogue": keeps_list,
    "view_catalogue": sees_list,
    "end_product": keeps_list,
    "propose_product": proposes,
    "view_proposal": sees_proposal,
    "decide_proposal": keeps_list,
    "set_yields": sets_yields,
    "carry_yields": is_system,
    "view_untold": sees_untold,
}

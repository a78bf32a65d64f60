"""Who may do what with promises. One's own are proposed, reviewed and withdrawn by oneself; decided by a head above, never oneself."""

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Predicate
from roviec.core.pledges import DecidingSeat, PledgeState, is_competent
from roviec.evaluation.models import Pledge, PledgeRules
from roviec.organisation.models import Post, Unit, UnitClosure
from roviec.organisation.models.post import Rank


def is_own(actor: Actor, pledge: Pledge) -> bool:
    return actor.officer_id is not None and actor.officer_id == pledge.officer_id


def has_a_seat(actor: Actor, thing: object = None) -> bool:
    return (
        actor.kind is ActorKind.PERSON
        and actor.officer_id is not None
        and actor.post_id is not None
        and actor.body_id is not None
    )


def is_competent_for(actor: Actor, pledge: Pledge) -> bool:
    """A head above (`core.pledges.is_competent`), also while standing in for one. Where no body stands above, the office that
    tracks the body's work enters what was decided outside."""
    if not has_a_seat(actor) or is_own(actor, pledge):
        return False
    if _enters_from_outside(actor, pledge):
        return True
    rows = Post.objects.filter(pk__in={actor.post_id, *actor.stands_in_for}).values_list("rank", "unit", "unit__body")
    return any(
        is_competent(
            pledge.post.rank,
            DecidingSeat(
                rank=rank,
                same_body=body == pledge.body_id,
                same_unit=unit == pledge.unit_id,
                leads_unit=actor.leads(pledge.unit_id),
                body_above=pledge.body_id in actor.bodies_seen and body == actor.body_id,
            ),
        )
        for rank, unit, body in rows
    )


def _enters_from_outside(actor: Actor, pledge: Pledge) -> bool:
    if pledge.post.rank != Rank.LEADER or actor.body_id != pledge.body_id or not actor.has(Duty.TRACKER):
        return False
    above = UnitClosure.objects.filter(
        descendant=pledge.body_id, ancestor__is_body=True, ancestor__side=pledge.body.side, valid_to=None
    )
    return not above.exclude(ancestor=pledge.body_id).exists()


def sees_pledge(actor: Actor, pledge: Pledge) -> bool:
    """Hard tasks that were taken on are seen as tasks are; proposals and programmes by oneself and those above."""
    if actor.kind is ActorKind.WORKER or is_own(actor, pledge):
        return True
    if pledge.kind == Pledge.Kind.PROGRAMME:
        open_to_all = PledgeRules.objects.filter(body=pledge.body_id, programme_open=True).exists()
    else:
        open_to_all = pledge.state not in (PledgeState.PROPOSED, PledgeState.REFUSED, PledgeState.WITHDRAWN)
    if open_to_all and pledge.body_id in actor.bodies_seen:
        return True
    if pledge.post.rank == Rank.LEADER and (
        (actor.has(Duty.LEADER) and pledge.body_id in actor.bodies_seen - {actor.body_id})
        or (actor.has(Duty.TRACKER) and pledge.body_id == actor.body_id)
    ):
        return True
    return leads(actor, pledge.unit) or is_competent_for(actor, pledge)


def leads(actor: Actor, unit: Unit) -> bool:
    """Heads the unit or one above it, within the actor's own body."""
    return actor.has(Duty.HEAD, Duty.LEADER) and actor.leads(unit.pk) and unit.body_id == actor.body_id


def sets_quotas(actor: Actor, body: Unit | None = None) -> bool:
    """Leaders of the body and who keeps its register."""
    return actor.has(Duty.LEADER, Duty.CLERK) and (body is None or body.pk == actor.body_id)


def sees_quotas(actor: Actor, thing: object = None) -> bool:
    """Of the own unit for a head, of the body for its leaders and register."""
    return actor.body_id is not None and actor.has(Duty.HEAD, Duty.LEADER, Duty.CLERK)


RULES: dict[str, Predicate] = {
    "propose_pledge": has_a_seat,
    "view_pledge": sees_pledge,
    "withdraw_pledge": is_own,
    "review_pledge": is_own,
    "decide_pledge": is_competent_for,
    "end_pledge": is_competent_for,
    "set_pledge_rules": sets_quotas,
    "view_quotas": sees_quotas,
}

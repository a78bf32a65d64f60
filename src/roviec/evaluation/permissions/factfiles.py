"""Who may make and see a file of facts: the level that decides on the person, and the person. Administrators never."""

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Predicate
from roviec.evaluation.models import FactFile
from roviec.organisation.models import Mandate, Officer
from roviec.organisation.models.post import Rank

DECIDED_ABOVE = (Rank.LEADER, Rank.DEPUTY_LEADER)


def makes(actor: Actor, officer: Officer) -> bool:
    """Leaders and the personnel office of the person's body; for the leader of a body (and the deputies) those of the body above."""
    if actor.kind is not ActorKind.PERSON or actor.officer_id in (None, officer.pk):
        return False
    if actor.body_id is None or not actor.has(Duty.LEADER, Duty.CLERK):
        return False
    held = set(Mandate.objects.filter(officer=officer, valid_to=None).values_list("post__unit__body", "post__rank"))
    own = {rank for body, rank in held if body == actor.body_id}
    if own:
        return Rank.LEADER not in own
    above = actor.bodies_seen - {actor.body_id}
    return any(body in above and rank in DECIDED_ABOVE for body, rank in held)


def is_about(actor: Actor, file: FactFile) -> bool:
    return actor.officer_id is not None and file.officer_id == actor.officer_id


def sees(actor: Actor, file: FactFile) -> bool:
    """The person whom it is about; leaders and the personnel office of the body that made it."""
    if is_about(actor, file):
        return True
    return actor.kind is ActorKind.PERSON and file.body_id == actor.body_id and actor.has(Duty.LEADER, Duty.CLERK)


def lists(actor: Actor, thing: object = None) -> bool:
    """Everybody, for there the files about oneself are found."""
    return actor.kind is ActorKind.PERSON and actor.officer_id is not None


RULES: dict[str, Predicate] = {
    "list_factfiles": lists,
    "make_factfile": makes,
    "view_factfile": sees,
    "comment_factfile": is_about,
}

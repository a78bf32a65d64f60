"""Who opens periods and fills sheets, who writes on a sheet, who sees it."""

from uuid import UUID

from django.db.models import Q, QuerySet

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Predicate
from roviec.evaluation.models import ScoringPeriod, Sheet
from roviec.organisation.models import Post, Unit
from roviec.organisation.models.mandate import MandateKind
from roviec.organisation.models.post import Rank

FILLING_IN = (MandateKind.ACTING, MandateKind.IN_CHARGE)


def owns(actor: Actor, sheet: Sheet) -> bool:
    return actor.kind is ActorKind.PERSON and actor.officer_id == sheet.officer_id


def opens(actor: Actor, unit: Unit) -> bool:
    """The leader or the personnel office of the body, of a department that scores for itself its head; the worker when a month begins."""
    return actor.kind is ActorKind.WORKER or runs(actor, unit.body_id, None if unit.is_body else unit.pk)


def fills(actor: Actor, period: ScoringPeriod) -> bool:
    return actor.kind is ActorKind.WORKER or runs(actor, period.body_id, period.agency_id)


def runs(actor: Actor, body: UUID | None, agency: UUID | None) -> bool:
    if body is None or actor.body_id != body:
        return False
    return actor.has(Duty.LEADER, Duty.CLERK) or (actor.has(Duty.HEAD) and actor.leads(agency))


def posts_at_head(actor: Actor) -> QuerySet[Post]:
    """Head's seats that the actor sits on or stands in for, and the own seat of who is acting or in charge. For many people: none."""
    posts = [post for post in (actor.post_id, *actor.stands_in_for) if post]
    filling_in = Q(mandates__pk=actor.mandate_id) | Q(mandates__valid_to=None)
    at_head = Q(rank__in=(Rank.HEAD, Rank.LEADER)) | Q(filling_in, mandates__kind__in=FILLING_IN)
    return Post.objects.filter(at_head, pk__in=posts)


def sees(actor: Actor, sheet: Sheet) -> bool:
    """One's own; the head, or who stands there for the time being, the unit's; the head also those below it; leaders and personnel office
    the body's; a leader the bodies' heads below."""
    if actor.kind is not ActorKind.PERSON:
        return False
    if owns(actor, sheet):
        return True
    if actor.has(Duty.ADMIN):
        return False
    if actor.has(Duty.LEADER, Duty.CLERK) and actor.body_id == sheet.period.body_id:
        return True
    if actor.has(Duty.HEAD) and actor.leads(sheet.unit_id) and actor.body_id == sheet.period.body_id:
        return True
    if posts_at_head(actor).filter(unit=sheet.unit_id).exists():
        return True
    of_body = sheet.unit_id == sheet.period.body_id and sheet.role == Sheet.Role.HEAD
    return of_body and actor.has(Duty.LEADER) and sheet.period.body_id in actor.bodies_seen


RULES: dict[str, Predicate] = {
    "open_period": opens,
    "set_rules": opens,
    "fill_period": fills,
    "score_own": owns,
    "add_product": owns,
    "withdraw_addition": owns,
    "send_sheet": owns,
    "view_sheet": sees,
}

"""Who opens periods and fills sheets, who writes on a sheet, who sees it."""

from uuid import UUID

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Predicate
from roviec.evaluation.models import ScoringPeriod, Sheet
from roviec.organisation.models import Unit


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


def sees(actor: Actor, sheet: Sheet) -> bool:
    """One's own; the head the unit's and those below it; leaders and personnel office the body's; a leader the bodies' heads below."""
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

"""Who confirms sheets, says d, đ, e of leaders, and closes a period."""

from uuid import UUID

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Predicate
from roviec.core.scoring.competence import Confirmer
from roviec.evaluation.models import ScoringPeriod
from roviec.evaluation.permissions.sheets import posts_at_head, runs
from roviec.organisation.models import Unit


class Before:
    """A sheet together with who is competent for it at the moment."""

    __slots__ = ("confirmer", "officer")

    def __init__(self, officer: UUID, confirmer: Confirmer | None) -> None:
        self.officer = officer
        self.confirmer = confirmer


def confirms(actor: Actor, sheet: Before) -> bool:
    """Whoever sits on the competent post or stands in for who does; never oneself."""
    return (
        _person(actor)
        and sheet.confirmer is not None
        and actor.officer_id != sheet.officer
        and actor.holds(sheet.confirmer.post)
    )


def heads(actor: Actor, unit: Unit) -> bool:
    """The head of the unit or of one above it in the same body; who stands in for the unit's head, is acting or in charge."""
    if actor.has(Duty.HEAD) and actor.leads(unit.pk) and actor.body_id == unit.body_id:
        return True
    return posts_at_head(actor).filter(unit=unit.pk).exists()


def sees_unit(actor: Actor, unit: Unit) -> bool:
    """Lists of scores: the head the unit, the leaders and the personnel office their body. Administrators none."""
    return _person(actor) and (runs_body(actor, unit.body_id) or heads(actor, unit))


def runs_body(actor: Actor, body: UUID | None) -> bool:
    return body is not None and actor.body_id == body and actor.has(Duty.LEADER, Duty.CLERK)


def sees_period(actor: Actor, period: ScoringPeriod) -> bool:
    """The list and distribution of the whole body, or of the department that scores for itself: its head's too."""
    return _person(actor) and runs(actor, period.body_id, period.agency_id)


def _person(actor: Actor) -> bool:
    """Under a post that runs the system nobody sees scores."""
    return actor.kind is ActorKind.PERSON and not actor.has(Duty.ADMIN)


RULES: dict[str, Predicate] = {
    "view_unit_sheets": sees_unit,
    "view_period": sees_period,
    "confirm_sheet": confirms,
    "confirm_sheets": confirms,
    "return_sheet": confirms,
    "decide_addition": confirms,
    "say_unit_fact": confirms,
    "close_period": sees_period,
    "reopen_period": sees_period,
}

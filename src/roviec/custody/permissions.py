"""Who may see whose hands, and who looks at closed work again. What is not listed is denied."""

from uuid import UUID

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Permissions
from roviec.custody.models import SpotCheck, Trace
from roviec.organisation.models import Unit

HEADING = (Duty.HEAD, Duty.DEPUTY, Duty.LEADER)


def is_system(actor: Actor, _: object = None) -> bool:
    return actor.kind is ActorKind.WORKER


def has_a_mandate(actor: Actor, _: object = None) -> bool:
    return actor.mandate_id is not None


def sees_unit(actor: Actor, unit: Unit) -> bool:
    """Whoever heads it or a unit above it; leaders and the tracking office of the body and of bodies above it."""
    if actor.has(*HEADING) and actor.leads(unit.pk):
        return True
    return actor.has(Duty.LEADER, Duty.TRACKER) and unit.body_id in actor.bodies_seen


def sees_people(actor: Actor, unit: Unit) -> bool:
    """By name only for who heads them, in the own body."""
    return actor.has(*HEADING) and actor.leads(unit.pk) and unit.body_id == actor.body_id


def compares(actor: Actor, body_id: UUID) -> bool:
    return actor.has(*HEADING, Duty.TRACKER) and body_id in actor.bodies_seen


def sees_passing(actor: Actor, unit: Unit) -> bool:
    """Whoever sees the unit; of a body also whoever may compare its units."""
    return sees_unit(actor, unit) or (unit.is_body and compares(actor, unit.pk))


def is_about(actor: Actor, trace: Trace) -> bool:
    return actor.officer_id is not None and actor.officer_id == trace.officer_id


def checks(actor: Actor, body_id: UUID) -> bool:
    """The leaders and the tracking office of the body."""
    return actor.has(Duty.LEADER, Duty.TRACKER) and actor.body_id == body_id


def checks_this(actor: Actor, check: SpotCheck) -> bool:
    return checks(actor, check.draw.body_id)


PERMISSIONS = Permissions(
    "custody",
    {
        "count_hands": is_system,
        "draw_spot_checks": is_system,
        "see_own_hands": has_a_mandate,
        "see_unit_hands": sees_unit,
        "see_people_hands": sees_people,
        "see_passing": sees_passing,
        "compare_units": compares,
        "remark_trace": is_about,
        "see_spot_checks": checks,
        "record_spot_check": checks_this,
    },
)

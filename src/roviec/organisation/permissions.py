"""Who may do what in the organisation. What is not listed is denied."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Permissions


@dataclass(frozen=True, slots=True)
class Scope:
    """What an action touches: the bodies whose register it changes (none: something that stands in no body yet) and the units."""

    bodies: frozenset[UUID] = frozenset()
    units: frozenset[UUID] = frozenset()

    @classmethod
    def of(cls, bodies: Iterable[UUID | None], units: Iterable[UUID | None] = ()) -> "Scope":
        return cls(frozenset(b for b in bodies if b), frozenset(u for u in units if u))


def runs_the_system(actor: Actor, _: object) -> bool:
    """Administrators, and commands on the machine itself, whose user could change the database anyway."""
    return actor.has(Duty.ADMIN) or actor.kind is ActorKind.WORKER


def keeps_register(actor: Actor, scope: Scope) -> bool:
    """Clerks of the bodies concerned or of bodies above them; what stands in no body is for administrators."""
    return runs_the_system(actor, scope) or (
        actor.has(Duty.CLERK) and bool(scope.bodies) and scope.bodies <= actor.bodies_seen
    )


def keeps_register_of_people(actor: Actor, scope: Scope) -> bool:
    """As above; officers without a post yet are open to every clerk."""
    return keeps_register(actor, scope) or (actor.has(Duty.CLERK) and not scope.bodies)


def keeps_register_or_leads(actor: Actor, scope: Scope) -> bool:
    """Absences: also who leads all units concerned."""
    return keeps_register_of_people(actor, scope) or (
        actor.has(Duty.HEAD, Duty.DEPUTY, Duty.LEADER) and bool(scope.units) and scope.units <= actor.units_led
    )


def keeps_some_register(actor: Actor, _: object) -> bool:
    return runs_the_system(actor, _) or actor.has(Duty.CLERK)


def names_outside_bodies(actor: Actor, _: object) -> bool:
    """Who turns documents into work: they name bodies that are not here."""
    return keeps_some_register(actor, _) or actor.has(Duty.TRACKER, Duty.LEADER, Duty.HEAD, Duty.DEPUTY)


def signed_in(actor: Actor, _: object) -> bool:
    return actor is not None


PERMISSIONS = Permissions(
    "organisation",
    {
        "see_units": signed_in,
        "see_officers": signed_in,
        "see_job_types": signed_in,
        "see_administration": keeps_some_register,
        "see_calendars": signed_in,
        "change_calendar": keeps_register,
        "create_unit": keeps_register,
        "add_outside_body": names_outside_bodies,
        "edit_unit": keeps_register,
        "rename_unit": keeps_register,
        "place_unit": keeps_register,
        "close_unit": keeps_register,
        "add_alias": keeps_register,
        "add_function": keeps_register,
        "end_function": keeps_register,
        "create_job_type": keeps_some_register,
        "create_post": keeps_register,
        "close_post": keeps_register,
        "appoint_administrator": runs_the_system,
        "create_officer": keeps_register_of_people,
        "edit_officer": keeps_register_of_people,
        "give_mandate": keeps_register,
        "end_mandate": keeps_register,
        "give_portfolio": keeps_register,
        "end_portfolio": keeps_register,
        "give_delegation": keeps_register,
        "end_delegation": keeps_register,
        "record_absence": keeps_register_or_leads,
        "end_absence": keeps_register_or_leads,
        "check_register": keeps_some_register,
        "apply_register": keeps_some_register,
        "draft_restructuring": keeps_register,
        "restructure": keeps_register,
        "apply_mergers": runs_the_system,
    },
)

"""Changes of calendars, and what they moved."""

from uuid import UUID

from django.db.models import QuerySet

from roviec.core.actor import Actor, Duty
from roviec.custody.models import CalendarChange, Clock, DueMove
from roviec.organisation.models import Unit


def change(pk: UUID) -> CalendarChange:
    """DoesNotExist for an unknown id."""
    return CalendarChange.objects.get(pk=pk)


def changes_of(codes: list[str]) -> QuerySet[CalendarChange]:
    """Latest first."""
    return CalendarChange.objects.filter(calendar__in=codes).order_by("-at", "-pk")


def moves_visible_to(actor: Actor, of: CalendarChange) -> QuerySet[DueMove]:
    """Those of work that the actor may see: of the bodies seen and the units led; administrators all."""
    moves = of.moves.select_related("clock", "unit").order_by("unit__name", "new")
    if actor.has(Duty.ADMIN):
        return moves
    return moves.filter(clock__body__in=actor.bodies_seen) | moves.filter(unit__in=actor.units_led)


def own_moves(actor: Actor, of: CalendarChange) -> QuerySet[DueMove]:
    """Those of work that lies with the actor's post, or that a unit answers for which the actor heads."""
    moves = of.moves.select_related("clock", "unit").order_by("new")
    return moves.filter(clock__holder_post=actor.post_id) | moves.filter(unit__in=actor.units_led)


def moves_of_clock(clock_id: UUID) -> QuerySet[DueMove]:
    """What calendars moved of one clock, latest first."""
    return DueMove.objects.filter(clock=clock_id).select_related("change").order_by("-change__at")


def kinds_of(clock_ids: list[UUID]) -> list[tuple[UUID, str]]:
    """(id, kind) of clocks."""
    return list(Clock.objects.filter(pk__in=clock_ids).values_list("pk", "kind"))


def unit_names(unit_ids: list[UUID]) -> dict[UUID, str]:
    return {unit.pk: unit.short_name or unit.name for unit in Unit.objects.filter(pk__in=unit_ids)}


def made_by_older_version(code: str, label: str) -> int:
    """Open due dates of the calendar that another version than this one made."""
    open_ = Clock.objects.filter(closed_at__isnull=True, due__isnull=False, due_calendar__startswith=f"{code}@")
    return open_.exclude(due_calendar=label).count()

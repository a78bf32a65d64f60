"""Which page somebody sees first, by what the chosen mandate obliges to."""

from typing import Any

from django.urls import NoReverseMatch, reverse

from roviec.core.actor import Actor, Duty


def first_screen(actor: Actor) -> str:
    """Its address: leaders the seven lines, the tracking office its board, heads their unit, everybody else their own day."""
    return next(filter(None, _screens(actor)), "") or reverse("boards:my_day")


def _screens(actor: Actor) -> list[str]:
    if actor.mandate_id is None:
        return [address("organisation:admin") if actor.has(Duty.ADMIN) else "", address("organisation:index")]
    if actor.has(Duty.LEADER):
        return [address("boards:leader")]
    if actor.has(Duty.TRACKER):
        return [address("boards:tracker")]
    if actor.has(Duty.HEAD, Duty.DEPUTY):
        return [address("boards:unit", actor.unit_id)]
    if actor.has(Duty.ADMIN):
        return [address("organisation:admin")]
    return []


def address(name: str, *args: Any) -> str:
    """The address of a page, or "" for a page that this installation does not have."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""

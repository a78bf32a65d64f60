"""One search over everything that the actor may see, marks or none."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.text import fold
from roviec.directives.queries import search_directives
from roviec.organisation.models import Mandate, Officer
from roviec.organisation.queries import officers_visible_to, search_officers, search_units, units_visible_to
from roviec.work.queries import listed, plans_listed, search_tasks

FEW, MANY = 8, 100
# Shorter words stand in nearly every name.
LEAST = 2


@dataclass(frozen=True)
class Found:
    """`kind` names the group; `rows` are tasks with `.standing`, plans, directives, units, or officers with `.seats` (today's mandates)."""

    kind: str
    rows: list[Any] = field(default_factory=list)
    more: bool = False


def search(text: str, actor: Actor, now: datetime, only: str = "") -> list[Found]:
    """Groups in the order of the page; of each at most FEW rows, or MANY of the one asked for. One query a group, one more for seats."""
    if len(fold(text)) < LEAST:
        return []
    found = []
    for kind, ask in KINDS.items():
        if only and kind != only:
            continue
        most = MANY if only else FEW
        rows = list(ask(text, actor, now)[: most + 1])
        found.append(Found(kind, rows[:most], more=len(rows) > most))
    return [_with_seats(group, now) if group.kind == "can-bo" else group for group in found]


def _tasks(text: str, actor: Actor, now: datetime) -> Any:
    return listed(search_tasks(fold(text), actor), now)


def _plans(text: str, actor: Actor, now: datetime) -> Any:
    plans = plans_listed(actor)
    for word in fold(text).split():
        plans = plans.filter(folded__contains=word)
    return plans


def _directives(text: str, actor: Actor, now: datetime) -> Any:
    return search_directives(actor, text)


def _units(text: str, actor: Actor, now: datetime) -> Any:
    return search_units(text).filter(pk__in=units_visible_to(actor).values("pk")).order_by("valid_to", "folded")


def _officers(text: str, actor: Actor, now: datetime) -> Any:
    return search_officers(text).filter(pk__in=officers_visible_to(actor).values("pk"))


KINDS: dict[str, Callable[[str, Actor, datetime], Any]] = {
    "nhiem-vu": _tasks,
    "ke-hoach": _plans,
    "van-ban": _directives,
    "don-vi": _units,
    "can-bo": _officers,
}


def _with_seats(group: Found, now: datetime) -> Found:
    day = now.astimezone(VIETNAM).date()
    people: dict[Any, Officer] = {officer.pk: officer for officer in group.rows}
    for officer in people.values():
        officer.seats = []
    for row in Mandate.objects.on(day).filter(officer__in=people).select_related("post", "post__unit"):
        people[row.officer_id].seats.append(row)
    return group

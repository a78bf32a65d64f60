"""The ladder: how one task climbs it, and which ladder a body has."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from roviec.alerts.ladder_words import roles, rung_name, step_name
from roviec.alerts.queries.climbs import Climb, climb_of
from roviec.alerts.sentences import READ_HOW
from roviec.work.queries import task_seen


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    read_at: datetime | None
    how: str
    snoozed_until: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One rung of the page: fired (with whoever heard), passed by, or still to come."""

    name: str
    who: str
    why: str
    at: datetime | None
    passed: bool = False
    people: tuple[Person, ...] = ()
    coming: bool = False


@require_GET
def climb(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which warnings of one task went to whom, when and why, and what comes next."""
    try:
        task = task_seen(pk, request.actor)
    except ObjectDoesNotExist:
        raise Http404 from None
    found = climb_of(pk, request.now, with_people=True)
    if found is None:
        raise Http404
    return render(
        request, "alerts/climb.html", {"task": task, "lines": _lines(found, request.now), "ladder": found.ladder}
    )


def _lines(found: Climb, now: datetime) -> list[Line]:
    lines = []
    for one in found.fired:
        people = tuple(
            Person(
                notice.officer.full_name,
                notice.read_at,
                str(READ_HOW.get(notice.read_how, "")),
                notice.snoozed_until if notice.snoozed_until and notice.snoozed_until > now else None,
            )
            for notice in one.heard
        )
        rung = one.rung
        lines.append(
            Line(
                name=rung_name(rung) if rung else step_name(one.step),
                who=roles(rung.tell) if rung else "",
                why=rung.why if rung else "",
                at=one.at,
                passed=one.passed,
                people=people,
            )
        )
    if found.coming:
        rung = found.coming.rung
        lines.append(Line(rung_name(rung), roles(rung.tell), rung.why, found.coming.at, coming=True))
    return lines

"""How one piece of work climbs its ladder: which rungs fired, when, who heard, and which comes next."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from roviec.alerts.models import Notice, Transition
from roviec.alerts.queries.ladders import ladder_among, ladder_labelled, scopes_on
from roviec.alerts.queries.rungs import climbers
from roviec.core.calendars import VIETNAM
from roviec.core.ladder import Ladder, NextRung, Rung, next_rung
from roviec.custody.calendars import calendar_of_label


@dataclass(frozen=True, slots=True)
class Fired:
    """`rung` None: the ladder that it stood on is not kept any more. `heard`: nobody, when a higher rung fired instead."""

    code: str
    step: int
    rung: Rung | None
    at: datetime
    passed: bool
    heard: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Climb:
    """`coming` None: quiet, or at the top."""

    ladder: Ladder
    fired: tuple[Fired, ...]
    coming: NextRung | None


def climb_of(task_id: UUID, now: datetime, *, with_people: bool = False) -> Climb | None:
    """None for work that is not there. Whoever may see the task may see who was warned of it: lateness is shared (R03).

    Three queries, four with people.
    """
    found = climbers([task_id])
    if not found:
        return None
    scopes = scopes_on(now.astimezone(VIETNAM).date())
    ladder = ladder_among(scopes, found[0].body, urgent=found[0].urgent)
    coming = next_rung(ladder, found[0].facts, calendar_of_label(found[0].calendar), now)
    heard = _heard(task_id) if with_people else {}
    rows = Transition.objects.filter(thing_id=task_id).exclude(ladder="").order_by("at", "step")
    fired = []
    for row in rows:
        stood_on = ladder if row.ladder == ladder.label else ladder_labelled(row.ladder)
        rung = (
            next((one for one in stood_on.rungs if (one.code, one.step) == (row.kind, row.step)), None)
            if stood_on
            else None
        )
        key = f"{row.kind}:{task_id}:{int(row.mark.timestamp())}"
        fired.append(Fired(row.kind, row.step, rung, row.at, row.passed, tuple(heard.get(key, ()))))
    return Climb(ladder, tuple(fired), coming)


def _heard(task_id: UUID) -> dict[str, list[Notice]]:
    found: dict[str, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.filter(thing_id=task_id).select_related("officer").order_by("officer__sort_key"):
        found[notice.key].append(notice)
    return found

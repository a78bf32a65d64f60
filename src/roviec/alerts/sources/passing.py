"""Handed over, and handed round: the new holder learns of it; who answers learns when it went back or through many hands."""

from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from roviec.alerts.queries.touched import tasks_touched
from roviec.alerts.sources.news import News
from roviec.core.passing import goes_round
from roviec.custody.models import HandoverKind, Hold, HoldKind

# Passing on by people's own choice; naming, signing, handing in and restructuring are not.
PASSED = (
    HandoverKind.BEYOND_ABILITY,
    HandoverKind.REARRANGED,
    HandoverKind.ABSENCE,
    HandoverKind.WRONGLY_GIVEN,
)
WINDOW = timedelta(days=30)


def handed_round(task: UUID, now: datetime) -> list[News]:
    """The news that a task goes round, once for each pass that makes or keeps it so."""
    holds = list(
        Hold.objects.filter(clock=task, kind__in=(HoldKind.WORKING, HoldKind.UNNAMED))
        .order_by("since")
        .values_list("unit", "post", "how", "since")
    )
    passes = [number for number, (*_, how, since) in enumerate(holds) if how in PASSED and since > now - WINDOW]
    if not passes:
        return []
    # From whoever had it before the first of these passes.
    hands = [key for key, _ in groupby((unit, post) for unit, post, *_ in holds[max(0, passes[0] - 1) :])]
    if not goes_round(hands):
        return []
    touched = tasks_touched([task])
    since = holds[passes[-1]][3]
    news = News(
        kind="handed_round",
        thing_id=task,
        key=f"handed_round:{task}:{int(since.timestamp())}",
        at=since,
        touched=touched[task],
        params={"hands": len(hands)},
    )
    return [news]

"""What happened in a plan since somebody looked: the ledger read from where they stopped.

Entries of actions that ran at the same time may become visible in another order than their numbers (PostgreSQL gives numbers before
commit). So a cursor is a number below which everything has settled, and how many entries of the plan stood above it: when there are
more, all above are told again, which does no harm. A poll that finds nothing new costs one query.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.models import Entry
from roviec.ledger.system_time import system_now
from roviec.work.models import ChangedTask, PlanChange, Task

SETTLED = timedelta(seconds=60)  # no action takes longer than that
MOST = 3_000  # entries; who stopped longer ago loads the plan again
OF_MANY = ("plan_changed", "plan_undone")


@dataclass
class Since:
    """`tasks` have changed rows, `links` are others, `gone` are links cut. `stale`: so much happened that all is to be loaded again."""

    cursor: str
    tasks: set[UUID] = field(default_factory=set)
    links: set[UUID] = field(default_factory=set)
    gone: set[UUID] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)
    stale: bool = False


def cursor_now(plan_id: UUID) -> str:
    return _cursor(plan_id, system_now())


def changed_since(plan_id: UUID, cursor: str) -> Since:
    """Raises Invalid for a cursor that is not ours."""
    low, seen, made = _parse(cursor)
    entries = list(_above(plan_id, low)[: MOST + 1])
    now = system_now()
    if len(entries) > MOST:
        return Since(_cursor(plan_id, now), stale=True)
    if len(entries) == seen:
        # An old cursor is renewed, so that what others write elsewhere is not read through again and again.
        return Since(cursor if now.timestamp() - made < SETTLED.total_seconds() * 5 else _cursor(plan_id, now))
    found = Since(_cursor(plan_id, now), entries=entries)
    changes = []
    for entry in entries:
        if entry.stream_id != plan_id:
            found.tasks.add(entry.stream_id)
        elif entry.verb in OF_MANY:
            changes.append(json.loads(entry.data)["change"])
    if changes:
        found.tasks.update(ChangedTask.objects.filter(change__in=changes).values_list("task", flat=True))
        for links in PlanChange.objects.filter(pk__in=changes).values_list("links", flat=True):
            found.links.update(UUID(one) for one in links["made"])
            found.links.update(UUID(one["id"]) for one in links["changed"])
            found.gone.update(UUID(one["id"]) for one in links["cut"])
    return found


def _above(plan_id: UUID, low: int) -> QuerySet[Entry]:
    """By number first: the tail of the ledger is short, the plan may be long."""
    own = Exists(Task.objects.filter(pk=OuterRef("stream_id"), plan=plan_id))
    return Entry.objects.filter(Q(stream_id=plan_id) | own, number__gt=low).order_by("number")


def _cursor(plan_id: UUID, now: datetime) -> str:
    settled = Entry.objects.filter(recorded_at__lt=now - SETTLED).order_by("-number")
    low = settled.values_list("number", flat=True).first() or 0
    return f"{low}-{_above(plan_id, low).count()}-{int(now.timestamp())}"


def _parse(cursor: str) -> tuple[int, int, int]:
    parts = cursor.split("-")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 19 for part in parts):
        raise Invalid("tu", Reason("plan_change.bad_cursor"))
    low, seen, made = map(int, parts)
    return low, seen, made

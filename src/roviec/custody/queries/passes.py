"""Who passed work to whom between the parts of a unit, and how long it then stayed: what the process map is drawn from.

A median is not a sum, so that the database counts turns by length in tenths of a working day (as exact as pages say it): those counts add
up over units, however many turns there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet

from roviec.custody.models import Hold
from roviec.custody.queries.hands import DAY, Span, counted

TENTH = DAY // 10


@dataclass(frozen=True, slots=True)
class Pass:
    """Work that went from one part to another, None being everything outside. `minutes`: the median of the working minutes that it then
    stayed in the hand that got it, to a tenth of a day."""

    source: UUID | None
    target: UUID | None
    n: int
    minutes: int


def passes_between(belongs: Mapping[UUID, UUID], span: Span) -> list[Pass]:
    """Most first. `belongs`: unit -> the part that it stands in; what stays inside one part is no pass. Two queries."""
    ids = list(belongs)
    ended = Hold.objects.filter(span.of(), minutes__isnull=False, came_from__isnull=False).exclude(came_from=F("unit"))
    lengths: defaultdict[tuple[UUID | None, UUID | None], Counter[int]] = defaultdict(Counter)
    # By the index over units and by that over givers: an OR over both would look at every hold of the time.
    for which in (ended.filter(unit__in=ids), ended.filter(came_from__in=ids).exclude(unit__in=ids)):
        for giver, taker, tenths, n in _by_length(which, "came_from", "unit"):
            lengths[belongs.get(giver), belongs.get(taker)][tenths] += n
    found = [Pass(*pair, *_summed(tenths)) for pair, tenths in lengths.items() if pair[0] != pair[1]]
    return sorted(found, key=lambda one: (-one.n, str(one.source), str(one.target)))


def kept_by(belongs: Mapping[UUID, UUID], span: Span) -> dict[UUID, tuple[int, int]]:
    """Part -> (turns in its hands that ended, their median in working minutes). One query."""
    lengths: defaultdict[UUID, Counter[int]] = defaultdict(Counter)
    for unit, tenths, n in _by_length(counted(span).filter(unit__in=list(belongs)), "unit"):
        lengths[belongs[unit]][tenths] += n
    return {part: _summed(tenths) for part, tenths in lengths.items()}


def _by_length(holds: QuerySet[Hold], *keys: str) -> Iterable[Any]:
    """(keys…, tenths of a working day, how many)."""
    rows = holds.order_by().annotate(tenths=F("minutes") / TENTH)
    return rows.values_list(*keys, "tenths").annotate(n=Count("pk"))


def _summed(lengths: Counter[int]) -> tuple[int, int]:
    """How many there are, and the length of the one in the middle (of an even number the shorter of the two) in minutes."""
    n, passed = lengths.total(), 0
    for tenths in sorted(lengths):
        passed += lengths[tenths]
        if passed >= (n + 1) // 2:
            return n, tenths * TENTH + TENTH // 2
    return 0, 0

"""One grouped query over clocks: how many stand where, and of the late ones why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from roviec.core.standing import Standing
from roviec.custody.models import Clock, HoldKind
from roviec.custody.queries import Counts, standing_q

WAITING = (HoldKind.UNNAMED, HoldKind.OUTSIDE, HoldKind.SIGNATURE, HoldKind.ACCEPTANCE)


@dataclass(frozen=True)
class Tally:
    """Leaves of work: the counts, what is waited for, and of what is late where it lies now.

    `oldest` is the earliest due date passed.
    """

    counts: Counts = field(default_factory=Counts)
    unnamed: int = 0
    outside: int = 0
    signature: int = 0
    acceptance: int = 0
    late_unnamed: int = 0
    late_outside: int = 0
    late_signature: int = 0
    late_acceptance: int = 0
    oldest: datetime | None = None

    @property
    def late_working(self) -> int:
        elsewhere = self.late_unnamed + self.late_outside + self.late_signature + self.late_acceptance
        return self.counts.open_late - elsewhere


_COUNTED = tuple(f.name for f in fields(Counts))
_SUMMED = tuple(f.name for f in fields(Tally) if f.name not in ("counts", "oldest"))
_numbers = attrgetter(*(f"counts.{name}" for name in _COUNTED), *_SUMMED)


def total(tallies: Iterable[Tally]) -> Tally:
    """Their sum; a city has a thousand of them on a page, so column by column."""
    summed = list(tallies)
    if not summed:
        return Tally()
    sums = [sum(column) for column in zip(*map(_numbers, summed), strict=True)]
    counts = Counts(**dict(zip(_COUNTED, sums, strict=False)))
    rest: dict[str, Any] = dict(zip(_SUMMED, sums[len(_COUNTED) :], strict=True))
    return Tally(counts=counts, oldest=min((one.oldest for one in summed if one.oldest), default=None), **rest)


def tally_by(
    clocks: QuerySet[Clock], now: datetime, field: str = "unit", *, only_open: bool = False
) -> dict[UUID, Tally]:
    """Field value -> tally, in one query; values without a leaf are left out. `only_open` leaves out what is done (and is far cheaper)."""
    return {key[0]: tally for key, tally in tally_by_pair(clocks, now, (field,), only_open=only_open).items()}


def tally_by_pair(
    clocks: QuerySet[Clock], now: datetime, fields_: Sequence[str], *, only_open: bool = False
) -> dict[tuple[Any, ...], Tally]:
    """The same by several fields at once: their values -> tally."""
    if only_open:
        clocks = clocks.filter(closed_at=None)
    rows = clocks.filter(counts=True).order_by().values(*fields_).annotate(**_aggregates(now, only_open))
    return {tuple(row[name] for name in fields_): _tally(row) for row in rows}


def _aggregates(now: datetime, only_open: bool) -> dict[str, Any]:
    done = (Standing.DONE_ON_TIME, Standing.DONE_LATE)
    asked = [one for one in Standing if one is not Standing.CANCELLED and not (only_open and one in done)]
    late = standing_q(Standing.OPEN_LATE, now)
    open_ = Q(closed_at=None)
    return {
        **{f"n_{one.value}": Count("pk", filter=standing_q(one, now)) for one in asked},
        **{f"is_{kind.value}": Count("pk", filter=open_ & Q(hold_kind=kind)) for kind in WAITING},
        **{f"late_{kind.value}": Count("pk", filter=late & Q(hold_kind=kind)) for kind in WAITING},
        "oldest": Min("due", filter=late),
    }


def _tally(row: dict[str, Any]) -> Tally:
    counted = {f.name: row.get(f"n_{f.name}", 0) for f in fields(Counts)}
    counted["open_on_time"] += counted["due_soon"]
    return Tally(
        counts=Counts(**counted),
        **{kind.value: row[f"is_{kind.value}"] for kind in WAITING},
        **{f"late_{kind.value}": row[f"late_{kind.value}"] for kind in WAITING},
        oldest=row["oldest"],
    )

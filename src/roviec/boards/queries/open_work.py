"""The open work of some units, read once: how much of it stands where with whom, and the first of each kind.

A unit has tens or hundreds of open tasks, a department a few thousand: counting them in the database and then asking it for the
first of each took twice as long as reading five narrow columns and doing both here.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, CharField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from roviec.boards.queries.risks import is_risky
from roviec.boards.queries.tallies import WAITING, Tally
from roviec.core.standing import Standing
from roviec.custody.models import Clock
from roviec.custody.queries import Counts, standing_expression

LATE = Standing.OPEN_LATE.value
# (kind of hold, standing, whether it will probably end late, state of the task or "") -> the list it is shown in, or None.
Sorter = Callable[[str, str, bool, str], str | None]
IN_TIME = (Standing.OPEN_ON_TIME.value, Standing.DUE_SOON.value)
# Unit and post where it lies, kind of hold, standing, whether it was found likely to end late, state of the task if asked for.
Place = tuple[str, str | None, str, str, bool] | tuple[str, str | None, str, str, bool, str]


class Load(NamedTuple):
    """How much lies with one post."""

    open: int = 0
    late: int = 0
    soon: int = 0


@dataclass(frozen=True)
class OpenWork:
    """`tallies` by the unit where the work lies, `loads` by the post that has it (its id as hex digits). `first` has the ids of the first of each kind, nearest
    due first, and `among` how many there are of the kind. `at_risk` is how much will probably end late."""

    tallies: dict[UUID, Tally]
    loads: dict[str, Load]
    first: dict[str, list[UUID]]
    among: dict[str, int] = field(default_factory=dict)
    at_risk: int = 0

    @property
    def size(self) -> int:
        return sum(tally.counts.total for tally in self.tallies.values())


def open_work(
    clocks: QuerySet[Clock],
    now: datetime,
    sort: Sorter,
    kinds: Iterable[str],
    most: int,
    *,
    within: Collection[UUID],
    state: Combinable | None = None,
) -> OpenWork:
    """`clocks` are open; `most` so many of each kind. `loads` are of posts in the units `within`. One query.

    `state` is an expression for the state of the task, where `sort` asks for it.
    """
    # Ids as text, and nothing but text: of thousands of rows the reading of ids and times takes longer than all the rest.
    columns: dict[str, Combinable] = {
        "key": Cast("pk", CharField()),
        "in_unit": Cast("holder_unit", CharField()),
        "at_post": Cast("holder_post", CharField()),
        "stands": standing_expression(now),
        "likely": ExpressionWrapper(Q(is_risky(), finished_at=None), output_field=BooleanField()),
    }
    if state is not None:
        columns["state"] = state
    rows = clocks.filter(counts=True).annotate(**columns).order_by(F("due").asc(nulls_last=True), "pk")
    names = ("in_unit", "at_post", "hold_kind", "stands", "likely", *(["state"] if state is not None else []))
    keys: list[str] = []
    places: list[Place] = []
    for key, *place in rows.values_list("key", *names):
        keys.append(key)
        places.append(tuple(place))
    counted = Counter(places)
    kind_of = {place: _kind(place, sort) for place in counted}
    first: dict[str, list[str]] = {kind: [] for kind in kinds}
    among = dict.fromkeys(first, 0)
    for place, n in counted.items():
        if (kind := kind_of[place]) is not None:
            among[kind] += n
    for key, place in zip(keys, places, strict=True):
        kind = kind_of[place]
        if kind is not None and len(first[kind]) < most:
            first[kind].append(key)
    ids = {kind: [UUID(key) for key in keys] for kind, keys in first.items()}
    units = {unit: UUID(unit) for unit in {place[0] for place in counted}}
    at_risk = sum(n for place, n in counted.items() if _is_risky(place))
    return OpenWork(_tallies(counted, units), _loads(counted, units, frozenset(within)), ids, among, at_risk)


def _is_risky(place: Place) -> bool:
    return place[4] and place[3] in IN_TIME


def _kind(place: Place, sort: Sorter) -> str | None:
    return sort(place[2], place[3], _is_risky(place), place[5] if len(place) > 5 else "")


def _tallies(counted: Mapping[Place, int], units: Mapping[str, UUID]) -> dict[UUID, Tally]:
    sums: dict[str, Counter[str]] = {}
    waiting = {kind.value for kind in WAITING}
    for (unit, _post, hold, stands, *_rest), n in counted.items():
        own = sums.setdefault(unit, Counter())
        own[stands] += n
        if hold in waiting:
            own[f"is {hold}"] += n
            if stands == LATE:
                own[f"late {hold}"] += n
    return {units[unit]: _tally(own) for unit, own in sums.items()}


def _tally(own: Mapping[str, int]) -> Tally:
    soon = own.get(Standing.DUE_SOON.value, 0)
    counts = Counts(
        open_on_time=own.get(Standing.OPEN_ON_TIME.value, 0) + soon,
        open_late=own.get(LATE, 0),
        due_soon=soon,
        suspended=own.get(Standing.SUSPENDED.value, 0),
        no_due=own.get(Standing.NO_DUE.value, 0),
    )
    waiting: dict[str, Any] = {kind.value: own.get(f"is {kind.value}", 0) for kind in WAITING}
    late: dict[str, Any] = {f"late_{kind.value}": own.get(f"late {kind.value}", 0) for kind in WAITING}
    return Tally(counts=counts, **waiting, **late)


def _loads(counted: Mapping[Place, int], units: Mapping[str, UUID], within: Collection[UUID]) -> dict[str, Load]:
    sums: dict[str, list[int]] = {}
    here = {unit for unit, pk in units.items() if pk in within}
    for (unit, post, _hold, stands, *_rest), n in counted.items():
        if post is None or unit not in here:
            continue
        own = sums.setdefault(post, [0, 0, 0])
        if stands == LATE:
            own[0] += n
            own[1] += n
        elif stands == Standing.OPEN_ON_TIME.value:
            own[0] += n
        elif stands == Standing.DUE_SOON.value:
            own[0] += n
            own[2] += n
    # Databases write ids with dashes or without.
    return {post.replace("-", ""): Load(*own) for post, own in sums.items() if own[0]}

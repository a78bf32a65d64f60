"""How clocks and opinions owed go to the successor of a unit: open work moves, the past stays with who held it then.

The estate of the clocks is registered by the app whose work they time; opinions and the past are registered here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from roviec.core.actor import Actor
from roviec.custody.actions.lateness import note_lateness, pass_on_lateness
from roviec.custody.models import Clock, Consultation, HandoverKind, Hold, HoldKind
from roviec.ledger.bulk import record_each
from roviec.ledger.models import Ledgered
from roviec.organisation.estates import Estate, Mapping_, Move, register
from roviec.organisation.models import Post
from roviec.organisation.queries import posts_continuing
from roviec.organisation.queries.actors import worker_actor

CHUNK = 2_000


class Unmapped(Exception):
    """Open work of a unit for which the mapping names no successor."""


def target(mapping: Mapping_, old: UUID) -> UUID:
    """The successor; raises Unmapped where nothing may be left and yet something is."""
    new = mapping[old]
    if new is None:
        raise Unmapped(str(old))
    return new


def record_moved(
    rows: Sequence[Ledgered],
    field: str,
    before: Mapping[UUID, UUID | None],
    *,
    by: Actor,
    at: datetime,
    also: Sequence[str] = (),
) -> None:
    """An entry each: which unit it is with now, and which it was with. Saves the field and those in `also`."""
    record_each(
        rows,
        "moved",
        by=by,
        at=at,
        data=lambda one: {"unit": getattr(one, f"{field}_id"), "before": {"unit": before[one.pk]}},
        changed=[field, *also],
    )


def moving(model: type[Ledgered], field: str, condition: Q) -> Move:
    """A function that gives the rows that fulfil the condition to the successor, as they are."""

    def move(mapping: Mapping_, by: Actor, at: datetime) -> int:
        rows: list[Any] = list(
            model._default_manager.select_for_update(of=("self",))
            .filter(condition, **{f"{field}__in": list(mapping)})
            .order_by("pk")
        )
        before = {one.pk: getattr(one, f"{field}_id") for one in rows}
        for one in rows:
            setattr(one, f"{field}_id", target(mapping, before[one.pk]))
        record_moved(rows, field, before, by=by, at=at)
        return len(rows)

    return move


def clocks_of(kind: str, unit_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    """Unit -> open clocks of the kind that it leads or holds, each once."""
    ids = set(unit_ids)
    counts: dict[UUID, int] = defaultdict(int)
    for pair in _open(kind, ids).values_list("unit", "holder_unit"):
        for unit in ids.intersection(pair):
            counts[unit] += 1
    return counts


def move_clocks(kind: str, mapping: Mapping_, at: datetime) -> list[UUID]:
    """Moves the open clocks that the old units lead or hold and gives their ids.

    Late ones are passed on as late before the take-over. Who held by a post goes on with the post that continues it; where none
    does, the successor has to name somebody.
    """
    pks = list(_open(kind, mapping).order_by("pk").values_list("pk", flat=True))
    if pks:
        # Lateness that nobody has noted yet happened before the take-over.
        note_lateness(at, worker_actor())
    for start in range(0, len(pks), CHUNK):
        _move(pks[start : start + CHUNK], mapping, at)
    # Work of people of an old unit that others lead, and sign or accept just now.
    for old, new in mapping.items():
        if new is not None:
            Clock.objects.filter(doer_unit=old, closed_at=None).update(doer_unit=new)
    return pks


def give_body(clock_ids: QuerySet, body_id: UUID) -> int:
    """The body that gave open work is another one from now on: its plans went there."""
    return Clock.objects.filter(pk__in=clock_ids, closed_at=None).update(body=body_id)


def _open(kind: str, units: Iterable[UUID]) -> QuerySet[Clock]:
    ids = list(units)
    return Clock.objects.filter(Q(unit__in=ids) | Q(holder_unit__in=ids), kind=kind, closed_at=None)


def _move(pks: list[UUID], mapping: Mapping_, at: datetime) -> None:
    clocks = list(Clock.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    continuing = posts_continuing({clock.holder_post_id for clock in clocks if clock.holder_post_id})
    places = dict(Post.objects.filter(pk__in=set(continuing.values())).values_list("pk", "unit"))
    handed, led_elsewhere = [], []
    for clock in clocks:
        if clock.unit_id in mapping:
            clock.unit_id = target(mapping, clock.unit_id)
            led_elsewhere.append(clock.pk)
        if clock.holder_unit_id in mapping:
            clock.holder_unit_id = target(mapping, clock.holder_unit_id)
            if clock.holder_post_id is not None:
                following = continuing.get(clock.holder_post_id)
                clock.holder_post_id = following if following and places[following] == clock.holder_unit_id else None
            if clock.holder_post_id is None and clock.hold_kind == HoldKind.WORKING:
                clock.hold_kind = HoldKind.UNNAMED
            if clock.hold_kind == HoldKind.UNNAMED:
                clock.doer_unit_id = None
            clock.held_since = max(at, clock.held_since)
            handed.append(clock)
    fields = ["unit", "holder_unit", "holder_post", "hold_kind", "doer_unit", "held_since"]
    Clock.objects.bulk_update(clocks, fields, batch_size=500)
    _hand_on(handed)
    pass_on_lateness(led_elsewhere, at)


def _hand_on(clocks: list[Clock]) -> None:
    by_instant: dict[datetime, list[UUID]] = defaultdict(list)
    for clock in clocks:
        by_instant[clock.held_since].append(clock.pk)
    for instant, pks in by_instant.items():
        Hold.objects.filter(clock__in=pks, until=None).update(until=instant)
    Hold.objects.bulk_create(
        Hold(
            clock=clock,
            unit_id=clock.holder_unit_id,
            post_id=clock.holder_post_id,
            kind=clock.hold_kind,
            how=HandoverKind.RESTRUCTURING,
            since=clock.held_since,
        )
        for clock in clocks
    )


def opinions_owed(unit_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    owed = Consultation.objects.filter(unit__in=list(unit_ids), answered_at=None, withdrawn_at=None)
    return dict(owed.order_by().values_list("unit").annotate(n=Count("pk")))


def move_consultations(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """Opinions still owed are owed by the successor."""
    owed = list(Consultation.objects.filter(unit__in=list(mapping), answered_at=None, withdrawn_at=None))
    continuing = posts_continuing({one.post_id for one in owed if one.post_id})
    for one in owed:
        one.unit_id = target(mapping, one.unit_id)
        one.post_id = continuing.get(one.post_id) if one.post_id else None
    Consultation.objects.bulk_update(owed, ["unit", "post"], batch_size=500)
    return len(owed)


def register_estates() -> None:
    register(
        Estate(
            "custody.consultations",
            "custody.Consultation.unit",
            holds=opinions_owed,
            move=move_consultations,
            label=_("Ý kiến còn nợ"),
        )
    )
    past = (
        "custody.Hold.unit",
        "custody.LateSpell.unit",
        "custody.LateSpell.holder_unit",
        "custody.DueMove.unit",
        "custody.Hold.came_from",
        "custody.Trace.unit",
        "custody.Reopening.unit",
        "custody.SpotDraw.body",
    )
    register(Estate("custody.past", past, label=_("Ai đã giữ việc, đã quá hạn")))

"""What of the clocks a unit holds, and how it goes to its successor: open work moves, the past stays with who held it then."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from roviec.core.actor import Actor
from roviec.custody.actions.lateness import pass_on_lateness
from roviec.custody.models import Clock, Consultation, HandoverKind, Hold, HoldKind
from roviec.organisation.estates import Estate, Mapping_, register
from roviec.organisation.queries import posts_continuing

CHUNK = 2_000


class Unmapped(Exception):
    """Open work of a unit for which the mapping names no successor."""


def target(mapping: Mapping_, old: UUID) -> UUID:
    """The successor; raises Unmapped where nothing may be left and yet something is."""
    new = mapping[old]
    if new is None:
        raise Unmapped(str(old))
    return new


def per_unit(model: type[Clock] | type[Consultation], field: str, **conditions: object) -> object:
    """A function that counts the rows per unit, as estates ask."""

    def holds(unit_ids: Iterable[UUID]) -> Mapping[UUID, int]:
        rows = model.objects.filter(**{f"{field}__in": list(unit_ids)}, **conditions).order_by()
        return dict(rows.values_list(field).annotate(n=Count("pk")))

    return holds


def move_clocks(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """Open clocks that the old units lead, gave or hold. Late ones are passed on as late before the take-over.

    Who held by a post goes on with the post that continues it, else the successor unit has to name somebody.
    """
    moved = 0
    for field in ("unit", "holder_unit", "body"):
        pks = list(Clock.objects.filter(**{f"{field}__in": list(mapping)}, closed_at=None).values_list("pk", flat=True))
        for start in range(0, len(pks), CHUNK):
            moved += _move(pks[start : start + CHUNK], mapping, at)
    return moved


def _move(pks: list[UUID], mapping: Mapping_, at: datetime) -> int:
    clocks = list(Clock.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    continuing = posts_continuing({clock.holder_post_id for clock in clocks if clock.holder_post_id})
    handed, led_elsewhere = [], []
    for clock in clocks:
        if clock.unit_id in mapping:
            clock.unit_id = target(mapping, clock.unit_id)
            led_elsewhere.append(clock.pk)
        if clock.body_id in mapping:
            clock.body_id = target(mapping, clock.body_id)
        if clock.holder_unit_id in mapping:
            clock.holder_unit_id = target(mapping, clock.holder_unit_id)
            if clock.holder_post_id is not None:
                clock.holder_post_id = continuing.get(clock.holder_post_id)
            if clock.holder_post_id is None and clock.hold_kind == HoldKind.WORKING:
                clock.hold_kind = HoldKind.UNNAMED
            clock.held_since = max(at, clock.held_since)
            handed.append(clock)
    Clock.objects.bulk_update(
        clocks, ["unit", "body", "holder_unit", "holder_post", "hold_kind", "held_since"], batch_size=500
    )
    _hand_on(handed)
    pass_on_lateness(led_elsewhere, at)
    return len(clocks)


def _hand_on(clocks: list[Clock]) -> None:
    by_instant: dict[datetime, list[UUID]] = {}
    for clock in clocks:
        by_instant.setdefault(clock.held_since, []).append(clock.pk)
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
            "custody.clocks",
            ("custody.Clock.unit", "custody.Clock.holder_unit", "custody.Clock.body"),
            holds=_clocks_of,
            move=move_clocks,
            label=_("Việc đang mở"),
            order=50,
        )
    )
    register(
        Estate(
            "custody.consultations",
            "custody.Consultation.unit",
            holds=per_unit(Consultation, "unit", answered_at=None, withdrawn_at=None),
            move=move_consultations,
            label=_("Ý kiến còn nợ"),
            order=50,
        )
    )
    past = ("custody.Hold.unit", "custody.LateSpell.unit", "custody.LateSpell.holder_unit")
    register(Estate("custody.past", past, label=_("Ai đã giữ việc, đã quá hạn")))


def _clocks_of(unit_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    """Open clocks per unit that leads, holds or gave them, each once per unit."""
    ids = set(unit_ids)
    counts: dict[UUID, int] = {}
    for field in ("unit", "holder_unit", "body"):
        rows = Clock.objects.filter(**{f"{field}__in": ids}, closed_at=None)
        for one in rows.values_list("unit", "holder_unit", "body"):
            places = {"unit": one[0], "holder_unit": one[1], "body": one[2]}
            earlier = {
                places[name] for name in ("unit", "holder_unit", "body")[: ("unit", "holder_unit", "body").index(field)]
            }
            if places[field] not in earlier:
                counts[places[field]] = counts.get(places[field], 0) + 1
    return counts

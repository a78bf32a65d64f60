"""Late spells begin and end here. The pass is set-based: ten thousand clocks that ran out together cost a handful of statements.

The lateness itself follows from the clock (`core.standing`): open, counting, not suspended, past its due instant. The pass only
writes down what already is, so it may run at any time, twice at once, or after days of silence, with the same result.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from roviec.core.actor import Actor, ActorKind
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.standing import Standing
from roviec.custody.models import Clock, Hold, HoldKind, LatePass, LateSpell, Reopening, Suspension
from roviec.custody.queries import standing_q
from roviec.ledger.actions import announce, record_bulk
from roviec.organisation.queries.calendars import keep_up
from roviec.organisation.queries.holders import head_of

# One transaction each: short enough that people who save something meanwhile do not notice it (on SQLite they wait for it).
BATCH = 10_000
BECAME_LATE = "custody.became_late"


@dataclass(frozen=True, slots=True)
class Noted:
    """How many clocks became late, and for how many lateness had ended without anybody having said so."""

    late: int
    ended: int


def never() -> bool:
    return False


def note_lateness(now: datetime, by: Actor, *, stop: Callable[[], bool] = never, most: int | None = None) -> Noted:
    """Bring the late spells in line with the clocks as they stand at `now`. Announces each batch as `custody.became_late`.

    `stop` is asked between batches, and no batch begins once `most` became late; what is left then is left to the next pass.
    The newest lateness comes first: after a silence, or a filling with much that was late, what becomes late now does not wait for it.
    """
    if by.kind is not ActorKind.WORKER:
        raise Denied("custody.note_lateness")
    # The worker has no request to tell it that somebody changed a calendar.
    keep_up()
    ended = late = 0
    while not stop() and (count := _end_batch(now, by)):
        ended += count
    while (most is None or late < most) and not stop() and (count := _begin_batch(now, by)):
        late += count
    return Noted(late, ended)


def end_lateness(clock_ids: Iterable[UUID], at: datetime) -> int:
    """Close the open spells of these clocks at `at`: what every action calls that finishes, suspends or extends. Gives their number.

    A spell that would begin at or after `at` never was (the deliverable was handed in on time and accepted later): it is annulled.
    """
    ids = list(clock_ids)
    spells = LateSpell.objects.filter(clock__in=ids, until__isnull=True)
    never = spells.filter(since__gte=at).update(until=F("since"), annulled_at=at)
    ended = spells.update(until=at)
    Clock.objects.filter(pk__in=ids, late_since__isnull=False).update(late_since=None)
    return never + ended


def pass_on_lateness(clock_ids: Iterable[UUID], at: datetime) -> int:
    """Late clocks went to another unit (their rows already say so): the lateness before stays with who held them, marked as such.

    Gives the number of spells begun for the new units, with `before_takeover` set (quá hạn trước tiếp nhận).
    """
    clocks = list(Clock.objects.filter(pk__in=list(clock_ids), late_since__isnull=False, due__isnull=False))
    LateSpell.objects.filter(clock__in=clocks, until__isnull=True).update(until=at)
    heads = _heads({(clock.unit_id, at) for clock in clocks})
    LateSpell.objects.bulk_create(
        LateSpell(
            clock=clock,
            due=clock.due,  # type: ignore[misc]  # those without one were left out
            since=at,
            unit_id=clock.unit_id,
            head_mandate_id=heads.get((clock.unit_id, _day(at))),
            holder_unit_id=clock.holder_unit_id,
            holder_post_id=clock.holder_post_id,
            before_takeover=True,
        )
        for clock in clocks
    )
    Clock.objects.filter(pk__in=[clock.pk for clock in clocks]).update(late_since=at)
    return len(clocks)


def note_past_lateness(clocks: Iterable[Clock], *, at: datetime) -> int:
    """Spells that were over before the work came into this system: from the due instant to the day it was finished, with who headed
    the unit then. Of clocks closed late; gives their number. Nobody is told of what is past."""
    spells = [
        LateSpell(
            clock=clock,
            due=clock.due,
            since=max(clock.due, clock.started_at),
            until=clock.finished_at,
            unit_id=clock.unit_id,
            holder_unit_id=clock.holder_unit_id,
            holder_post_id=clock.holder_post_id,
        )
        for clock in clocks
        if clock.due and clock.finished_at and clock.due < clock.finished_at <= at and clock.counts
    ]
    heads = _heads({(spell.unit_id, spell.since) for spell in spells})
    for spell in spells:
        spell.head_mandate_id = heads.get((spell.unit_id, _day(spell.since)))
    LateSpell.objects.bulk_create(spells, batch_size=BATCH)
    return len(spells)


def is_late(now: datetime) -> Q:
    """The standing is OPEN_LATE, as a condition on clocks; those that do not count (drafts, wholes with parts) never are.

    Handed in late and not yet accepted is still late; once accepted, the spell ends at the instant of handing in.
    """
    return standing_q(Standing.OPEN_LATE, now) & Q(counts=True)


@transaction.atomic
def _begin_batch(now: datetime, by: Actor) -> int:
    # A row that an action holds right now is left to the next tick: neither waits for the other.
    clocks = list(
        Clock.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(is_late(now), late_since__isnull=True)
        .annotate(
            went_on_at=_latest_end(Suspension.objects.all()),
            returned_at=_latest_end(Hold.objects.filter(kind=HoldKind.ACCEPTANCE)),
            spell_until=_latest_end(LateSpell.objects.all()),
            reopened_at=Subquery(Reopening.objects.filter(clock=OuterRef("pk")).order_by("-at").values("at")[:1]),
        )
        .order_by("-due")
        .values_list(
            *("pk", "due", "started_at", "went_on_at", "returned_at", "spell_until", "reopened_at"),
            *("unit", "holder_unit", "holder_post"),
        )[:BATCH]
    )
    if not clocks:
        return 0
    this_pass = LatePass(at=now)
    spells = []
    for pk, *moments, unit, holder_unit, holder_post in clocks:
        due = moments[0]
        since = min(now, max(moment for moment in moments if moment))
        spells.append(
            LateSpell(
                clock_id=pk,
                due=due,
                since=since,
                unit_id=unit,
                holder_unit_id=holder_unit,
                holder_post_id=holder_post,
                noted_in=this_pass,
            )
        )
    heads = _heads({(spell.unit_id, spell.since) for spell in spells})
    for spell in spells:
        spell.head_mandate_id = heads.get((spell.unit_id, _day(spell.since)))
    record_bulk(this_pass, "note_lateness", by=by, at=now, lines=[_line(spell) for spell in spells])
    LateSpell.objects.bulk_create(spells)
    begun = LateSpell.objects.filter(noted_in=this_pass)
    # Looked up by the clock alone, of which one spell is open: by the pass as well, SQLite would read the whole pass for each row.
    opened = LateSpell.objects.filter(clock=OuterRef("pk"), until__isnull=True)
    Clock.objects.filter(pk__in=begun.values("clock")).update(late_since=Subquery(opened.values("since")[:1]))
    announce(BECAME_LATE, this_pass, at=now, payload={"count": len(spells)})
    return len(spells)


@transaction.atomic
def _end_batch(now: datetime, by: Actor) -> int:
    """Clocks with an open spell that are not late: an end that nobody reported, or a due date that a changed calendar moved."""
    clocks = list(
        Clock.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(~is_late(now) | Q(due__isnull=True), late_since__isnull=False)
        .order_by("pk")
        .values_list("pk", "finished_at", "closed_at", "suspended_since")[:BATCH]
    )
    if not clocks:
        return 0
    together: dict[datetime, list[UUID]] = defaultdict(list)
    for pk, *ends in clocks:
        together[next((moment for moment in ends if moment), now)].append(pk)
    lines = [{"clock": pk, "until": at} for at, pks in together.items() for pk in pks]
    record_bulk(LatePass(at=now), "end_lateness", by=by, at=now, lines=lines)
    for at, pks in together.items():
        end_lateness(pks, at)
    return len(clocks)


def _latest_end(intervals: QuerySet) -> Subquery:
    ended = intervals.filter(clock=OuterRef("pk"), until__isnull=False)
    return Subquery(ended.order_by("-until").values("until")[:1])


def _line(spell: LateSpell) -> dict[str, Any]:
    return {"clock": spell.clock_id, "due": spell.due, "since": spell.since, "unit": spell.unit_id}


def _day(instant: datetime) -> date:
    return instant.astimezone(VIETNAM).date()


def _heads(places: Collection[tuple[UUID, datetime]]) -> dict[tuple[UUID, date], UUID]:
    """(unit, local day) -> mandate of who headed the unit then and answers for it; a vacant post is left out."""
    units: dict[date, set[UUID]] = defaultdict(set)
    for unit, instant in places:
        units[_day(instant)].add(unit)
    return {
        (unit, day): mandate.pk
        for day, ids in units.items()
        for unit, mandate in head_of(ids, day, substitutes=False).items()
    }

"""Which work counts in which period, for whom and how: from hands, due dates and what was found, to the lines of a sheet.

Decree 335/2025/NĐ-CP, art. 14.2 and 18.1. Where its text is open the rule-set has a setting (docs/explanation/scoring.md).
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from roviec.core.scoring.model import Item, Origin

BEYOND_ABILITY, REARRANGED, ABSENCE = "beyond_ability", "rearranged", "absence"
LEAVING, WRONGLY_GIVEN, RESTRUCTURING, SEAT = "leaving", "wrongly_given", "restructuring", "seat"
# Work of another official that comes on top (art. 18.1.d); sent wrongly, or with the seat, it was never another's to give.
FROM_ANOTHER = frozenset({BEYOND_ABILITY, REARRANGED, ABSENCE, LEAVING})
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Turn:
    """From `since` on `who` does it (None: a vacant seat). `how` it came to them; "" for who had it first."""

    who: UUID | None
    since: datetime
    how: str = ""


@dataclass(frozen=True, slots=True)
class Lateness:
    """One spell: past `due` from `since` on. `excused`: its explanation was decided to be an objective cause."""

    id: UUID | None
    due: datetime
    since: datetime
    excused: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """Handed in and found not good enough, or opened again after it had been accepted (`reopened`)."""

    id: UUID
    at: datetime
    reopened: bool = False
    excused: bool = False


@dataclass(frozen=True, slots=True)
class Produce:
    """What the work yields. `turns`: of group work, who has this share (art. 18.1.c); None: whoever does the work."""

    product: str
    coefficient: Fraction
    quantity: Fraction
    sudden: bool = False
    turns: tuple[Turn, ...] | None = None
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """One task. `finished`: handed in and not given back, `accepted`: and found good. `turns` and spells oldest first."""

    id: UUID
    due: datetime | None
    finished: datetime | None
    accepted: bool
    turns: tuple[Turn, ...]
    produces: tuple[Produce, ...] = ()
    late: tuple[Lateness, ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of work on one official's sheet. `item` None: no product is set, so it counts nothing.

    `why` says how it belongs to the period: due, carried_over, done, handed_over.
    """

    who: UUID
    work: UUID
    why: str
    item: Item | None = None
    key: UUID | None = None
    due: datetime | None = None
    finished: datetime | None = None
    late: tuple[Lateness, ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A period as instants, [start, end)."""

    start: datetime
    end: datetime

    def has(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


def lines_of(work: Work, span: Span, chosen: Mapping[str, str]) -> Iterable[Line]:
    """The lines that this work puts on sheets of the period, each for one official and product. `chosen`: every setting."""
    done_at = _done(work, span, chosen)
    why = _why(work, span, chosen)
    for produce in work.produces or (None,):
        turns = work.turns if produce is None or produce.turns is None else produce.turns
        doer = None
        if why and turns and turns[0].since < span.end:
            moment = done_at or max(work.due or span.start, span.start)
            place = max((i for i, turn in enumerate(turns) if turn.since <= moment), default=0)
            doer = turns[place]
            if doer.who is not None:
                yield _of_doer(work, produce, doer, done_at, why, span, chosen)
        if produce is not None:
            yield from _of_givers(work, produce, turns, doer, span, chosen)


def _done(work: Work, span: Span, chosen: Mapping[str, str]) -> datetime | None:
    if work.finished is None or work.finished >= span.end:
        return None
    return work.finished if work.accepted or chosen["done_when"] == "handed_in" else None


def _why(work: Work, span: Span, chosen: Mapping[str, str]) -> str:
    """How the work belongs to the period; "" when it does not."""
    due, finished = work.due, work.finished
    if due is None:
        return "done" if finished is not None and span.has(finished) else ""
    ahead = chosen["month_of_work"] == "done" and finished is not None and finished < due
    if ahead and finished is not None:
        return ("due" if span.has(due) else "done") if span.has(finished) else ""
    if span.has(due):
        return "due"
    if due < span.start and chosen["carried_over"] == "again" and (finished is None or finished >= span.start):
        return "carried_over"
    return ""


def _of_doer(
    work: Work,
    produce: Produce | None,
    doer: Turn,
    done_at: datetime | None,
    why: str,
    span: Span,
    chosen: Mapping[str, str],
) -> Line:
    assert doer.who is not None
    late = _late(work, doer, done_at, span, chosen)
    failures = tuple(
        one
        for one in work.failures
        if doer.since <= one.at < span.end and (one.reopened or chosen["quality_failure"] == "returned")
    )
    if produce is None:
        return Line(doer.who, work.id, why, None, None, work.due, work.finished, late, failures)
    item = Item(
        product=produce.product,
        coefficient=produce.coefficient,
        quantity=produce.quantity,
        done=produce.quantity if done_at else NOTHING,
        quality_failures=len(failures),
        late=len(late),
        excused_quality=sum(one.excused for one in failures),
        excused_late=sum(one.excused for one in late),
        origin=_origin(produce, doer, chosen),
    )
    return Line(doer.who, work.id, why, item, produce.key, work.due, work.finished, late, failures)


def _origin(produce: Produce, doer: Turn, chosen: Mapping[str, str]) -> Origin:
    if produce.sudden:
        return Origin.SUDDEN
    extra = FROM_ANOTHER if chosen["taken_over_of"] == "any" else {BEYOND_ABILITY}
    return Origin.TAKEN_OVER if doer.how in extra else Origin.PLANNED


def _late(
    work: Work, doer: Turn, done_at: datetime | None, span: Span, chosen: Mapping[str, str]
) -> tuple[Lateness, ...]:
    """Those that began in the doer's hands. Work done late of which no spell was noted yet is late all the same."""
    found = [one for one in work.late if doer.since <= one.since < span.end]
    if work.due and done_at and done_at > work.due >= doer.since and all(one.due != work.due for one in work.late):
        found.append(Lateness(None, work.due, work.due))
    if chosen["lateness"] == "spell":
        return tuple(found)
    by_due: dict[datetime, Lateness] = {}
    for one in found:
        by_due.setdefault(one.due, one)
    return tuple(by_due.values())


def _of_givers(
    work: Work,
    produce: Produce,
    turns: Sequence[Turn],
    doer: Turn | None,
    span: Span,
    chosen: Mapping[str, str],
) -> Iterable[Line]:
    """Who gave it away and keeps it in the total at nothing (art. 18.1.d), in the period of its due date or of giving, the later."""
    if produce.sudden:
        # It never was part of what had been given at first.
        return
    keeps = {BEYOND_ABILITY} if chosen["given_stays"] == "beyond_ability" else FROM_ANOTHER
    told: set[UUID] = set()
    for one, following in itertools.pairwise(turns):
        if one.who is None or one.who in told or following.how not in keeps:
            continue
        if one.how in FROM_ANOTHER or any(later.who == one.who for later in turns[turns.index(following) :]):
            continue
        if doer is not None and doer.who == one.who:
            continue
        left = following.since
        if span.has(max(work.due, left) if work.due else left):
            told.add(one.who)
            item = Item(produce.product, produce.coefficient, produce.quantity, NOTHING, origin=Origin.HANDED_OVER)
            yield Line(one.who, work.id, "handed_over", item, produce.key, work.due, None)

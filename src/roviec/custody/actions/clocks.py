"""Opening and closing clocks, and passing them from hand to hand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from roviec.core.calendars import WorkingDays
from roviec.core.deadlines import Derivation, DueRule, Term
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody.actions.lateness import end_lateness
from roviec.custody.calendars import calendar_named, reading
from roviec.custody.derivations import put_due
from roviec.custody.models import Clock, HandoverKind, Hold, HoldKind
from roviec.ledger.bulk import BATCH, update_each
from roviec.ledger.ids import new_id

# What a hand-over may change along with the holder, so that an action writes the clock once. Lateness is the late pass's.
RUNNING = (
    "unit",
    "counts",
    "holder_unit",
    "holder_post",
    "hold_kind",
    "doer_unit",
    "held_since",
    "last_sign_at",
    "finished_at",
    "due",
    "due_original",
    "soon_from",
    "due_calendar",
    "budget_days",
    "due_rule",
    "due_anchor",
    "due_amount",
    "due_rolls",
    "due_said_at",
)
DATED = ("due", "due_original", "soon_from", "due_calendar", "budget_days", *RUNNING[-5:])


def open_clocks(clocks: Sequence[Clock], *, how: str = HandoverKind.ASSIGNED) -> None:
    """Saves new clocks, each with its first hold: two statements per batch, however many there are."""
    Clock.objects.bulk_create(clocks, batch_size=BATCH)
    _new_holds(clocks, how=how, reasons={})


def new_clock(
    *,
    kind: str,
    body_id: UUID,
    unit_id: UUID,
    holder_unit_id: UUID,
    at: datetime,
    holder_post_id: UUID | None = None,
    hold_kind: str = HoldKind.UNNAMED,
    due: datetime | None = None,
    budget: WorkingDays | None = None,
    term: Term | None = None,
    counts: bool = True,
    calendar: str = "vn",
    clock_id: UUID | None = None,
) -> Clock:
    """A running clock, not saved. With a budget, `due` is ignored and counted from `at`, with a term from its own first day;
    nothing is due without any of them."""
    clock = Clock(
        id=clock_id or new_id(),
        kind=kind,
        counts=counts,
        body_id=body_id,
        unit_id=unit_id,
        holder_unit_id=holder_unit_id,
        holder_post_id=holder_post_id,
        hold_kind=hold_kind,
        doer_unit_id=holder_unit_id if hold_kind == HoldKind.WORKING else None,
        held_since=at,
        started_at=at,
        last_sign_at=at,
    )
    _date(clock, due, budget, term, at=at, calendar=calendar)
    clock.due_original = clock.due
    return clock


def hand(
    clock: Clock, *, unit_id: UUID, post_id: UUID | None, kind: str, how: str, at: datetime, reason: str = ""
) -> bool:
    """Ends the open hold and begins the next at the same instant; saves the RUNNING fields.

    False, and nothing written, when that holder has it already.
    """
    moved = take(clock, unit_id=unit_id, post_id=post_id, kind=kind, at=at)
    if moved:
        save_taken([clock], how=how, at=at, reasons={clock.pk: reason})
    return moved


def take(clock: Clock, *, unit_id: UUID, post_id: UUID | None, kind: str, at: datetime) -> bool:
    """The first half of `hand`, for many at once: the holder on the clock, not saved. False when it has it already."""
    if at < clock.held_since:
        raise Invalid("at", Reason("holds.before_last"))
    if (clock.holder_unit_id, clock.holder_post_id, clock.hold_kind) == (unit_id, post_id, kind):
        return False
    clock.holder_unit_id, clock.holder_post_id, clock.hold_kind = unit_id, post_id, kind
    clock.held_since = clock.last_sign_at = at
    if kind == HoldKind.WORKING:
        clock.doer_unit_id = unit_id
    elif kind in (HoldKind.UNNAMED, HoldKind.OUTSIDE):
        clock.doer_unit_id = None
    return True


def save_taken(clocks: Sequence[Clock], *, how: str, at: datetime, reasons: Mapping[UUID, str]) -> None:
    """The second half: open holds end at `at`, the next begin there, the RUNNING fields are saved. Reasons by id of the clock."""
    if not clocks:
        return
    for begin in range(0, len(clocks), BATCH):
        batch = [clock.pk for clock in clocks[begin : begin + BATCH]]
        Hold.objects.filter(clock__in=batch, until__isnull=True).update(until=at)
    update_each(clocks, RUNNING)
    _new_holds(clocks, how=how, reasons=reasons)


def set_due(
    clock: Clock,
    due: datetime | None,
    *,
    original: bool,
    at: datetime,
    budget: WorkingDays | None = None,
    calendar: str = "vn",
    save: bool = True,
) -> None:
    """Another due date. `original` also rewrites the first one: only for work that has not been given out yet."""
    _date(clock, due, budget, None, at=at, calendar=calendar)
    if original:
        clock.due_original = clock.due
    if save:
        clock.save(update_fields=DATED)


def recount(clock: Clock, *, counts: bool) -> None:
    """Whether the clock is in the counts: not while it is a draft, nor once it is a whole with parts."""
    if clock.counts != counts:
        clock.counts = counts
        clock.save(update_fields=["counts"])


def sign_of_life(clock: Clock, at: datetime) -> None:
    clock.last_sign_at = at
    clock.save(update_fields=["last_sign_at"])


def began_earlier(clock: Clock, at: datetime) -> None:
    """The work is older than its first hold here: lateness counts from its due date, not from when one learnt of it."""
    clock.started_at = min(clock.started_at, at)
    clock.save(update_fields=["started_at"])


def finish(clock: Clock, at: datetime | None) -> None:
    """Work was handed in at that instant, or (None) came back. Whether it was late is judged there."""
    clock.finished_at = at
    clock.save(update_fields=["finished_at"])


def close(clock: Clock, closing: str, at: datetime) -> None:
    """Done or cancelled: nobody holds it any more. Its last hold ends here; a suspension ends with it."""
    if at < clock.held_since:
        raise Invalid("at", Reason("holds.before_last"))
    Hold.objects.filter(clock=clock, until__isnull=True).update(until=at)
    if clock.suspended_since:
        clock.suspensions.filter(until__isnull=True).update(until=at)
        clock.suspended_since = None
    if closing == Clock.Closing.DONE and clock.finished_at is None:
        clock.finished_at = at
    if clock.late_since:
        end_lateness([clock.pk], clock.finished_at or at)
        clock.late_since = None
    clock.closed_at, clock.closing, clock.last_sign_at = at, closing, at
    clock.save(update_fields=["closed_at", "closing", "last_sign_at", "suspended_since", "finished_at"])


def _date(
    clock: Clock,
    due: datetime | None,
    budget: WorkingDays | None,
    term: Term | None,
    *,
    at: datetime,
    calendar: str,
) -> None:
    days = calendar_named(calendar)
    derivation = None
    if budget:
        derivation = Derivation(DueRule.WORKING_DAYS, at, budget.n, said_at=at)
    elif term:
        derivation = term.derivation(rolls=reading().terms_roll_over, said_at=at)
    elif due is not None:
        derivation = Derivation(DueRule.DATE, due, rolls=reading().dates_roll_over, said_at=at)
    clock.budget_days = budget.n if budget else None
    put_due(clock, derivation, days)


def _new_holds(clocks: Sequence[Clock], *, how: str, reasons: Mapping[UUID, str]) -> None:
    holds = [
        Hold(
            clock_id=clock.pk,
            unit_id=clock.holder_unit_id,
            post_id=clock.holder_post_id,
            kind=clock.hold_kind,
            how=how,
            reason=reasons.get(clock.pk, ""),
            since=clock.held_since,
        )
        for clock in clocks
    ]
    Hold.objects.bulk_create(holds, batch_size=BATCH)

"""Which open due dates a changed calendar would move, worked out for all of them at once and nothing written."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db.models import Q, QuerySet

from roviec.core.calendars import WorkingCalendar
from roviec.core.deadlines import Derivation, DueRule, Stood, due_of, inferred_term
from roviec.core.holding import soon_from
from roviec.custody.calendars import soon_window, version_of_label
from roviec.custody.models import Clock, Suspension

_COLUMNS = (
    "pk", "unit", "due", "soon_from", "due_calendar", "budget_days", "due_rule", "due_anchor", "due_amount", "due_rolls",
    "due_said_at", "started_at", "suspended_since", "counts", "finished_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """One due date that moves; `was_late`, `is_late` as judged at the instant of the question."""

    clock: UUID
    unit: UUID
    old: datetime
    new: datetime
    soon: datetime | None
    was_late: bool
    is_late: bool
    label: str
    inferred: Derivation | None


@dataclass(frozen=True, slots=True)
class Rederived:
    """`moves` change the due date; `soon` only when it comes near, for clocks by that instant; `running` how many clocks run on
    the calendars concerned."""

    moves: list[Move]
    soon: dict[datetime | None, list[UUID]]
    running: int

    @property
    def by_unit(self) -> list[tuple[UUID, int]]:
        """Units and how many of their due dates move, most first."""
        return Counter(move.unit for move in self.moves).most_common()

    @property
    def become_late(self) -> list[Move]:
        return [move for move in self.moves if move.is_late and not move.was_late]

    @property
    def no_longer_late(self) -> list[Move]:
        return [move for move in self.moves if move.was_late and not move.is_late]


def running_on(codes: Collection[str]) -> QuerySet[Clock]:
    """Open clocks with a due date that calendars of these codes made."""
    made = Q()
    for code in codes:
        made |= Q(due_calendar__startswith=f"{code}@")
    return Clock.objects.filter(made, closed_at__isnull=True, due__isnull=False)


def rederived(
    now: datetime,
    after: Mapping[str, WorkingCalendar],
    *,
    before: Mapping[str, WorkingCalendar] | None = None,
    units: Mapping[UUID, str] | None = None,
    lock: bool = False,
) -> Rederived:
    """What moves when the calendars of these codes are as in `after` (`before`: as they were). With `units` (unit -> code of its new
    calendar) only clocks that these units lead, by their new calendars. `lock` keeps the rows until the transaction ends."""
    clocks = (
        Clock.objects.filter(unit__in=list(units), closed_at__isnull=True, due__isnull=False)
        if units is not None
        else running_on(after)
    )
    stood: dict[UUID, list[Stood]] = defaultdict(list)
    suspensions = Suspension.objects.filter(clock__closed_at__isnull=True, until__isnull=False)
    for clock, since, until in suspensions.values_list("clock", "since", "until"):
        if until is not None:
            stood[clock].append(Stood(since, until))
    if lock:
        clocks = clocks.select_for_update(of=("self",)).order_by("pk")
    known = {one.label: one for one in (before or {}).values()}
    versions = cache(lambda label: known.get(label) or version_of_label(label))
    window = soon_window()
    labels = {code: calendar.label for code, calendar in after.items()}
    soon_at = cache(lambda due, code: soon_from(due, after[code], window))
    dues = cache(lambda derivation, code: due_of(derivation, after[code]))
    moves: list[Move] = []
    soon: dict[datetime | None, list[UUID]] = defaultdict(list)
    running = 0
    for row in clocks.values_list(*_COLUMNS).iterator(chunk_size=5000):
        (
            pk,
            unit,
            due,
            old_soon,
            label,
            budget,
            rule,
            anchor,
            amount,
            rolls,
            said_at,
            started,
            suspended,
            counts,
            done,
        ) = row
        running += 1
        code = units[unit] if units is not None else label.partition("@")[0]
        derivation, inferred = None, None
        if rule and anchor is not None:
            if rolls or (amount and rule != DueRule.CALENDAR_DAYS) or (pk in stood and rule != DueRule.DATE):
                # Suspensions aside, the instant at which it was said decides nothing: without it, equal terms are counted once.
                derivation = Derivation(DueRule(rule), anchor, amount or 0, rolls, said_at if pk in stood else None)
        elif budget is not None:
            derivation = inferred = inferred_term(due, budget, versions(label), stood.get(pk, ()), started)
        new = due
        if derivation is not None:
            new = due_of(derivation, after[code], stood[pk]) if pk in stood else dues(derivation, code)
        near = soon_at(new, code)
        if new == due:
            if near != old_soon:
                soon[near].append(pk)
            continue
        judged = min(done, now) if done else now
        runs = counts and suspended is None
        moves.append(
            Move(pk, unit, due, new, near, runs and due < judged, runs and new < judged, labels[code], inferred)
        )
    return Rederived(moves, dict(soon), running)

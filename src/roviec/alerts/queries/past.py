"""Work as lives: what forecasts are learnt from and made of, read by chunks, a handful of queries each.

The same turns are read of work that is over and of work that runs, so that what is learnt fits what is asked.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F, Q, QuerySet

from roviec.alerts.models import PastWork
from roviec.core.calendars import WorkingCalendar
from roviec.core.forecast.axis import WorkingAxis
from roviec.core.forecast.lives import Life, Turn, What
from roviec.core.forecast.model import Chain, size_of
from roviec.custody.models import Clock, Consultation, Extension, HandoverKind, Hold, HoldKind, Suspension
from roviec.work.models import ProgressReport, Task

T = TypeVar("T")

# What has been closed last; more would hardly change the forecasts and cost memory.
HISTORY = 10_000
CHUNK = 2_000
PASSED_ON = frozenset(
    {
        HandoverKind.BEYOND_ABILITY,
        HandoverKind.REARRANGED,
        HandoverKind.ABSENCE,
        HandoverKind.WRONGLY_GIVEN,
        HandoverKind.RESTRUCTURING,
        HandoverKind.LEAVING,
    }
)


@dataclass(frozen=True, slots=True)
class Work:
    """One task as the forecast sees it. `days`: planned working days of the whole of it, 0 where the plan says nothing.

    A whole (`counts` False) may have no due date of its own; its life then ends where it begins.
    """

    pk: UUID
    plan: UUID
    parent: UUID | None
    counts: bool
    due: datetime | None
    progress: int
    suspended: bool
    handed_in: bool
    days: float
    life: Life


_COLUMNS = (
    *("pk", "plan", "parent", "series", "recurrence", "is_spoken", "planned_start", "planned_end", "progress"),
    *(
        "clock__unit",
        "clock__unit__body",
        "clock__counts",
        "clock__due",
        "clock__suspended_since",
        "clock__finished_at",
    ),
    *("clock__closed_at", "clock__started_at", "clock__due_original"),
)


def closed_work(axis: WorkingAxis, calendar: WorkingCalendar, limit: int = HISTORY) -> tuple[list[Work], float]:
    """What was done last, with its turns; and from when on nothing that ended is missing (minus infinity: nothing at all)."""
    done = Task.objects.filter(clock__closing=Clock.Closing.DONE, clock__counts=True, clock__due__isnull=False)
    newest = list(done.order_by("-clock__closed_at").values_list("pk", "clock__closed_at")[: limit + 1])
    since = float(axis.days([newest[limit - 1][1]])[0]) if len(newest) > limit else -math.inf
    found: list[Work] = []
    for ids in chunks([pk for pk, _ in newest[:limit]], CHUNK):
        found += with_turns(_read(Task.objects.filter(pk__in=ids), axis, calendar), axis)
    return found, since


def open_work(axis: WorkingAxis, calendar: WorkingCalendar) -> list[Work]:
    """Everything given out that runs, without its turns, plan by plan. Wholes are among it: they bind what follows them."""
    running = Task.objects.filter(clock__closed_at=None).exclude(clock__hold_kind=HoldKind.DRAFTING)
    dated = running.filter(Q(clock__due__isnull=False) | Q(clock__counts=False))
    return _read(dated.order_by("plan", "pk"), axis, calendar)


def as_due_now(work: Sequence[Work]) -> list[Work]:
    """Open work with the date that it has now, however it came to it."""
    return [
        replace(
            one,
            life=replace(
                one.life,
                first_due=None,
                turns=tuple(
                    replace(turn, value=0.0) if turn.what is What.EXTENDED else turn for turn in one.life.turns
                ),
            ),
        )
        for one in work
    ]


def past_work(axis: WorkingAxis) -> list[Life]:
    """The history that was brought from other systems, of units known here: how strangers work says nothing of who works here.

    Without what was neither over nor due when its log was taken.
    """
    lives: list[Life] = []
    known = PastWork.objects.filter(Q(ended_at__isnull=False) | Q(due__lt=F("seen_until")), unit__isnull=False)
    for row in known.select_related("unit").iterator(CHUNK):
        start, due, end = axis.days([row.started_at, row.due, row.ended_at]).tolist()
        turns = [(datetime.fromisoformat(at), What(what), float(value)) for at, what, value in row.turns]
        times = axis.days([at for at, _, _ in turns]).tolist()
        lives.append(
            Life(
                start,
                due,
                None if math.isnan(end) else end,
                (row.unit.body_id, row.unit_id, (row.kind, size_of(due - start))),
                row.unit_id,
                tuple(Turn(at, what, value) for at, (_, what, value) in zip(times, turns, strict=True)),
            )
        )
    return lives


def _read(tasks: QuerySet[Task], axis: WorkingAxis, calendar: WorkingCalendar) -> list[Work]:
    rows = tasks.values_list(*_COLUMNS).iterator(CHUNK)
    found: list[Work] = []
    shared: dict[Any, Any] = {}  # units, plans and classes are few: each is kept once, not once per task
    while part := list(islice(rows, CHUNK)):
        starts, dues, given = (axis.days([row[n] for row in part]).tolist() for n in (16, 12, 17))
        ends = axis.days([row[14] or row[15] for row in part]).tolist()
        found += [
            _work(row, *days, calendar=calendar, shared=shared)
            for row, *days in zip(part, starts, dues, given, ends, strict=True)
        ]
    return found


def _work(
    row: tuple[Any, ...],
    start: float,
    due: float,
    given: float,
    end: float,
    *,
    calendar: WorkingCalendar,
    shared: dict[Any, Any],
) -> Work:
    pk, plan, parent, series, recurrence, spoken, first, last, progress, unit, body, counts, due_at, *more = row
    due = start if math.isnan(due) else due
    plan, body, unit = (shared.setdefault(one, one) for one in (plan, body, unit))
    chain: Chain = (body, unit, (_kind(series or recurrence, spoken, parent), size_of(due - start)))
    chain = shared.setdefault(chain, chain)
    life = Life(
        start,
        due,
        None if math.isnan(end) else end,
        chain,
        unit,
        first_due=None if math.isnan(given) else given,
    )
    planned = calendar.table.count_days(first, last) + calendar.is_working_day(first) if first and last else 0
    return Work(
        pk=pk,
        plan=plan,
        parent=parent,
        counts=counts,
        due=due_at,
        progress=progress,
        suspended=more[0] is not None,
        handed_in=more[1] is not None,
        days=max(0.0, float(planned)),
        life=life,
    )


def _kind(periodic: object, spoken: bool, parent: object) -> str:
    if periodic:
        return "periodic"
    if spoken:
        return "spoken"
    return "part" if parent else "task"


def with_turns(work: Sequence[Work], axis: WorkingAxis) -> list[Work]:
    """The same with what happened to each, in order of time. Five queries."""
    ids = [one.pk for one in work]
    happened: list[tuple[UUID, datetime, What, datetime | float]] = []
    for pk, since, post, kind, how in Hold.objects.filter(clock__in=ids).values_list(
        "clock", "since", "post", "kind", "how"
    ):
        happened += [(pk, since, what, 0.0) for what in _turns_of_hold(post, kind, how)]
    for pk, at, progress in ProgressReport.objects.filter(task__in=ids).values_list("task", "at", "progress"):
        happened.append((pk, at, What.REPORTED, progress / 100))
    approved = Extension.objects.filter(clock__in=ids, state=Extension.State.APPROVED, decided_at__isnull=False)
    for pk, decided, new_due in approved.values_list("clock", "decided_at", "new_due"):
        if decided is not None:
            happened.append((pk, decided, What.EXTENDED, new_due))
    for pk, at in Suspension.objects.filter(clock__in=ids).values_list("clock", "since"):
        happened.append((pk, at, What.SUSPENDED, 0.0))
    opinions = Consultation.objects.filter(clock__in=ids)
    for pk, asked, answered, withdrawn in opinions.values_list("clock", "asked_at", "answered_at", "withdrawn_at"):
        happened.append((pk, asked, What.ASKED, 0.0))
        if over := answered or withdrawn:
            happened.append((pk, over, What.ANSWERED, 0.0))
    times = axis.days([at for _, at, _, _ in happened]).tolist()
    values = axis.days([value if isinstance(value, datetime) else None for *_, value in happened]).tolist()
    turns: dict[UUID, list[Turn]] = defaultdict(list)
    for (pk, _, what, plain), at, date in zip(happened, times, values, strict=True):
        turns[pk].append(Turn(at, what, date if isinstance(plain, datetime) else plain))
    return [
        replace(one, life=replace(one.life, turns=tuple(sorted(turns[one.pk], key=lambda turn: turn.at))))
        for one in work
    ]


def _turns_of_hold(post: UUID | None, kind: str, how: str) -> Iterator[What]:
    """Somebody was named: work has begun. Waiting for a name, it has not."""
    if how in PASSED_ON:
        yield What.PASSED
    if kind == HoldKind.SIGNATURE:
        yield What.HANDED_UP
    elif how in (HandoverKind.SIGNED, HandoverKind.RETURNED, HandoverKind.REOPENED):
        yield What.BACK
    elif kind == HoldKind.WORKING and post is not None:
        yield What.BEGUN


def chunks(things: Collection[T], size: int) -> Iterator[list[T]]:
    rest = iter(things)
    while chunk := list(islice(rest, size)):
        yield chunk

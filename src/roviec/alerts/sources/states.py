"""States that warn, recomputed from facts each tick; what has been told about is left out by its transition.

A new kind of warning: one function here with its line in STATES, one line in `core.notices.KINDS`, one sentence. Due dates and
lateness are not here: their rungs are data (`sources.ladder`).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from roviec.alerts.models import Transition
from roviec.alerts.queries.forecasts import probably_late
from roviec.alerts.queries.touched import tasks_touched
from roviec.alerts.sources.effects import effect_near
from roviec.alerts.sources.evaluation import period_unclosed, sheet_unsent, sheets_waiting
from roviec.alerts.sources.grades import appeal_overdue, export_overdue
from roviec.alerts.sources.news import News
from roviec.alerts.sources.obstacles import obstacle_unanswered
from roviec.alerts.sources.pledges import pledges_owed
from roviec.alerts.sources.reach import unreachable
from roviec.core.calendars import WorkingDays
from roviec.core.notices import Place, Seat, Touched
from roviec.custody.calendars import working_days_ago
from roviec.custody.models import Clock, Consultation, Explanation, Extension, HoldKind
from roviec.custody.queries import unnamed_too_long
from roviec.work.models import Task, TaskState

BATCH = 5_000

# (now, subjects to leave out in this tick) -> at most BATCH states that nobody has been told of.
State = Callable[[datetime, Collection[UUID]], list[News]]


def probably_late_soon(now: datetime, skip: Collection[UUID]) -> list[News]:
    """It will probably end late, says the forecast. Once per crossing of the threshold."""
    rows = probably_late(now).filter(clock__counts=True, clock__kind=Clock.Kind.TASK)
    untold = _untold(rows, "probably_late", "likely_since", skip)
    found = list(untold.values_list("pk", "likely_since", "due", "clock__unit", "late")[:BATCH])
    percents = {pk: round(100 * late) for pk, *_, late in found}
    return [
        replace(news, params={**news.params, "percent": percents[news.thing_id]})
        for news in _of_tasks("probably_late", [row[:4] for row in found], now)
    ]


def unnamed(now: datetime, skip: Collection[UUID]) -> list[News]:
    """A unit has had work for over one working day and has named nobody."""
    return _clocks(_untold(unnamed_too_long(now), "unnamed", "held_since", skip), "unnamed", "held_since", now)


def not_accepted(now: datetime, skip: Collection[UUID]) -> list[News]:
    """Whoever was named has neither accepted nor refused within the set number of working days."""
    tasks = Task.objects.filter(
        state=TaskState.ASSIGNED,
        assigned_at__lt=working_days_ago(now, WorkingDays(settings.ACCEPT_WORKING_DAYS)),
        clock__hold_kind=HoldKind.WORKING,
        clock__closed_at=None,
        clock__suspended_since=None,
    )
    return _tasks(_untold(tasks, "not_accepted", "assigned_at", skip), "not_accepted", "assigned_at", now)


def spoken_incomplete(now: datetime, skip: Collection[UUID]) -> list[News]:
    """A spoken order has not been completed by the next working day."""
    tasks = Task.objects.filter(
        is_spoken=True, created_at__lt=working_days_ago(now, WorkingDays(1)), clock__closed_at=None
    )
    return _tasks(_untold(tasks, "spoken_incomplete", "created_at", skip), "spoken_incomplete", "created_at", now)


def opinion_overdue(now: datetime, skip: Collection[UUID]) -> list[News]:
    """An opinion was asked for by an instant that has passed, on work that still runs."""
    asked = Consultation.objects.filter(
        due__lt=now, answered_at=None, withdrawn_at=None, clock__closed_at=None, clock__suspended_since=None
    )
    rows = _untold(asked, "opinion_overdue", "due", skip).values_list(
        "pk", "clock", "due", "unit", "post", "asked_by_post", "clock__holder_unit", "clock__holder_post"
    )
    news = []
    for pk, task, due, unit, post, asker, holder_unit, holder_post in rows[:BATCH]:
        places = {
            Seat.ASKED: (Place(unit, post),),
            Seat.ASKER: (Place(None, asker) if asker else Place(holder_unit, holder_post),),
        }
        subject = ("custody.consultation", pk)
        news.append(_news("opinion_overdue", task, due, unit, Touched(places, {}), now, due=due, subject=subject))
    return news


def extension_waiting(now: datetime, skip: Collection[UUID]) -> list[News]:
    """An extension was asked for over one working day ago and nobody has decided."""
    waiting = Extension.objects.filter(
        state=Extension.State.ASKED, asked_at__lt=working_days_ago(now, WorkingDays(1)), clock__closed_at=None
    )
    rows = list(
        _untold(waiting, "extension_waiting", "asked_at", skip).values_list(
            "pk", "clock", "asked_at", "new_due", "clock__unit"
        )[:BATCH]
    )
    touched = tasks_touched({task for _, task, *_ in rows})
    return [
        _news(
            "extension_waiting",
            task,
            asked_at,
            unit,
            touched[task],
            now,
            due=new_due,
            subject=("custody.extension", pk),
        )
        for pk, task, asked_at, new_due, unit in rows
        if task in touched
    ]


def explanation_overdue(now: datetime, skip: Collection[UUID]) -> list[News]:
    """An explanation was demanded and did not come in time, of work that is late still."""
    owed = Explanation.objects.filter(
        given_at=None, answer_due__lt=now, clock__late_since__isnull=False, clock__suspended_since=None
    )
    rows = list(
        _untold(owed, "explanation_overdue", "answer_due", skip).values_list(
            "pk", "clock", "answer_due", "clock__unit"
        )[:BATCH]
    )
    touched = tasks_touched({task for _, task, *_ in rows})
    return [
        _news(
            "explanation_overdue", task, answer_due, unit, touched[task], now, due=answer_due,
            subject=("custody.explanation", pk),
        )
        for pk, task, answer_due, unit in rows
        if task in touched and answer_due is not None
    ]  # fmt: skip


STATES: dict[str, State] = {
    "probably_late": probably_late_soon,
    "unnamed": unnamed,
    "not_accepted": not_accepted,
    "spoken_incomplete": spoken_incomplete,
    "opinion_overdue": opinion_overdue,
    "extension_waiting": extension_waiting,
    "effect_near": effect_near,
    "explanation_overdue": explanation_overdue,
    "unreachable": unreachable,
    "obstacle_unanswered": obstacle_unanswered,
    "pledges_owed": pledges_owed,
    "sheet_unsent": sheet_unsent,
    "sheets_waiting": sheets_waiting,
    "period_unclosed": period_unclosed,
    "appeal_overdue": appeal_overdue,
    "export_overdue": export_overdue,
}


def _untold(rows: QuerySet, kind: str, mark: str, skip: Collection[UUID]) -> QuerySet:
    """Those without a transition of this kind and mark, in the order of their ids so that two workers never wait crosswise."""
    told = Transition.objects.filter(thing_id=OuterRef("pk"), kind=kind, mark=OuterRef(mark))
    rows = rows.filter(~Exists(told))
    return (rows.exclude(pk__in=skip) if skip else rows).order_by("pk")


def _clocks(clocks: QuerySet[Clock], kind: str, mark: str, now: datetime) -> list[News]:
    rows = clocks.filter(kind=Clock.Kind.TASK).values_list("pk", mark, "due", "unit")[:BATCH]
    return _of_tasks(kind, list(rows), now)


def _tasks(tasks: QuerySet[Task], kind: str, mark: str, now: datetime) -> list[News]:
    return _of_tasks(kind, list(tasks.values_list("pk", mark, "clock__due", "clock__unit")[:BATCH]), now)


def _of_tasks(kind: str, rows: Sequence[tuple[UUID, datetime, datetime | None, UUID]], now: datetime) -> list[News]:
    touched = tasks_touched([pk for pk, *_ in rows])
    return [_news(kind, pk, mark, unit, touched[pk], now, due=due) for pk, mark, due, unit in rows if pk in touched]


def _news(
    kind: str,
    task: UUID,
    mark: datetime,
    unit: UUID | None,
    touched: Touched,
    now: datetime,
    *,
    due: datetime | None,
    subject: tuple[str, UUID] | None = None,
) -> News:
    return News(
        kind=kind,
        thing_id=task,
        key=f"{kind}:{subject[1] if subject else task}:{int(mark.timestamp())}",
        at=now,
        touched=touched,
        params={"due": due.isoformat()} if due else {},
        mark=mark,
        unit_id=unit,
        subject=subject,
    )

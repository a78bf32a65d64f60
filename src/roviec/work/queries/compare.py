"""A plan beside one of its baselines: what was planned then, what is planned now, what is likely, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from roviec.custody.calendars import calendar_named
from roviec.work.models import Baseline, BaselineRow, ChangedTask, Plan, Task, TaskState
from roviec.work.queries.board import day_of, plain_rows
from roviec.work.queries.forecasts import forecasts_of

COLUMNS = (
    *(
        "pk",
        "number",
        "title",
        "lead_unit__short_name",
        "lead_unit__name",
        "planned_start",
        "planned_end",
        "clock__due",
    ),
    *("clock__started_at", Coalesce(F("clock__finished_at"), F("clock__closed_at")), "parent", "state"),
)
KINDS = ("later", "earlier", "same", "new", "gone")


@dataclass(frozen=True, slots=True)
class Compared:
    """One task. `slip` is working days from the end in the baseline to the end now (what happened, else what is planned)."""

    id: UUID
    name: str
    unit: str
    then: tuple[date | None, date | None]
    now: tuple[date | None, date | None]
    due_then: date | None
    due: date | None
    finished: date | None
    slip: int | None
    kind: str
    state: str = ""
    forecast: Any = None
    shifts: int = 0


@dataclass(frozen=True)
class Comparison:
    """`rows` by slip, the most first; `counts` by KINDS; `days` is the sum of the slips of those that end later."""

    baseline: Baseline
    rows: Sequence[Compared]
    counts: dict[str, int]
    days: int
    most: Compared | None


def compare(plan: Plan, baseline: Baseline, tasks: QuerySet[Task]) -> Comparison:
    """The leaves among these tasks of the plan. Three queries whatever their number; forecasts and shifts come with `detailed`."""
    calendar = calendar_named("vn")
    frozen = {
        task: (start, end, due)
        for task, start, end, due in plain_rows(
            BaselineRow.objects.filter(baseline=baseline), ("task", "start", "end", "due")
        )
    }
    found = list(
        plain_rows(tasks.filter(plan=plan).exclude(state=TaskState.CANCELLED).order_by("order", "pk"), COLUMNS)
    )
    wholes = {row[10] for row in found}
    rows: list[Compared] = []
    for pk, number, title, short, unit, start, end, due, given, finished, _parent, state in found:
        then = frozen.pop(pk, None)
        if pk in wholes:
            continue
        due_on, done = day_of(due) if due else None, day_of(finished) if finished else None
        ends = done or end or due_on
        begins = start or day_of(given)
        begins = min(begins, ends) if ends else begins
        slip, kind = None, "new"
        if then is not None:
            slip = calendar.table.count_days(then[1], ends) if then[1] and ends else 0
            kind = "later" if slip > 0 else "earlier" if slip < 0 else "same"
        name = f"{number}. {title}" if number else title
        was = (then[0], then[1]) if then else (None, None)
        due_then = then[2] if then else None
        rows.append(
            Compared(pk, name, short or unit or "", was, (begins, ends), due_then, due_on, done, slip, kind, state)
        )
    counts = {kind: sum(1 for row in rows if row.kind == kind) for kind in KINDS}
    counts["gone"] = Task.objects.filter(pk__in=list(frozen), state=TaskState.CANCELLED).count() if frozen else 0
    rows.sort(key=lambda row: -(row.slip or 0) if row.slip is not None else 0)
    late = [row for row in rows if row.kind == "later"]
    return Comparison(baseline, rows, counts, sum(row.slip or 0 for row in late), late[0] if late else None)


def detailed(rows: Sequence[Compared]) -> list[Compared]:
    """With the forecast and how often the end was put later, for the rows that are shown."""
    ids = [row.id for row in rows]
    forecasts = forecasts_of(ids)
    later = ChangedTask.objects.filter(task__in=ids, new_end__gt=F("old_end")).order_by()
    shifts = dict(later.values("task").annotate(n=Count("pk")).values_list("task", "n"))
    return [
        Compared(
            row.id, row.name, row.unit, row.then, row.now, row.due_then, row.due, row.finished, row.slip, row.kind, row.state,
            forecasts.get(row.id), shifts.get(row.id, 0),
        )
        for row in rows
    ]  # fmt: skip


def baseline_of(plan: Plan, wanted: str = "") -> Baseline | None:
    """The baseline of this id, else the newest; None when the plan has none."""
    rows = Baseline.objects.filter(plan=plan).order_by("-frozen_at", "-pk")
    try:
        chosen = rows.filter(pk=UUID(wanted)).first() if wanted else None
    except ValueError:
        chosen = None
    return chosen or rows.first()


@dataclass(frozen=True, slots=True)
class Slip:
    """Once the planned end of a task became another: by whom, why, itself or because it followed another."""

    at: datetime
    who: str
    reason: str
    by_name: bool
    old_end: date | None
    new_end: date | None


def slips_of(task_id: UUID) -> list[Slip]:
    """How the planned end of a task moved, oldest first: what each change of the plan kept of it."""
    rows = ChangedTask.objects.filter(~Q(old_end=F("new_end")), task=task_id).order_by("change__at", "change")
    return [
        Slip(*row)
        for row in rows.values_list("change__at", "change__by_label", "change__reason", "by_name", "old_end", "new_end")
    ]

"""Work that is over, as rows: a hundred and more cases, too many to be lived through step by step."""

from datetime import UTC, datetime, timedelta

from roviec.core.calendars import end_of_day
from roviec.core.text import fold
from roviec.custody.models import Clock, HandoverKind, Hold, HoldKind
from roviec.work.models import Task, TaskState
from tests.work.town import Town

TERM = timedelta(days=28)
# Tuesday 30 December 2025, nine o'clock.
NOW = datetime(2025, 12, 30, 2, 0, tzinfo=UTC)


def remember(town: Town, n: int = 120) -> None:
    """The culture unit needs half of its four weeks, the economy unit one and a half; one case of each begins every second day."""
    rows = [
        _rows(town, key, begun=begun, ended=begun + takes + timedelta(days=i % 3))
        for key, takes in (("culture", TERM / 2), ("economy", TERM * 1.5))
        for i in range(n)
        for begun in [NOW - TERM * 2 - timedelta(days=2 * i + 1)]
    ]
    clocks, holds, tasks = zip(*rows, strict=True)
    Clock.objects.bulk_create(clocks)
    Hold.objects.bulk_create(holds)
    Task.objects.bulk_create(tasks)


def running(town: Town, key: str, *, used: float = 0.4, **more: object) -> Task:
    """Work that has used so much of its four weeks."""
    clock, hold, task = _rows(town, key, begun=NOW - TERM * used, **more)
    clock.save(force_insert=True)
    hold.save(force_insert=True)
    task.save(force_insert=True)
    return task


def _rows(
    town: Town,
    key: str,
    *,
    begun: datetime,
    ended: datetime | None = None,
    named: bool = True,
    title: str = "Báo cáo chuyên đề",
    **more: object,
) -> tuple[Clock, Hold, Task]:
    """One piece of work of four weeks in the unit, as its actions would have left it."""
    unit, post = town.units[key], town.posts[f"{key}_head"] if named else None
    due = end_of_day((begun + TERM).date())
    clock = Clock(
        kind=Clock.Kind.TASK,
        body=unit.body,
        unit=unit,
        holder_unit=unit,
        holder_post=post,
        hold_kind=HoldKind.WORKING if named else HoldKind.UNNAMED,
        held_since=begun,
        started_at=begun,
        due_original=due,
        due=due,
        soon_from=due - timedelta(days=4),
        last_sign_at=begun,
        finished_at=ended,
        closed_at=ended,
        closing=Clock.Closing.DONE if ended else "",
    )
    hold = Hold(
        clock=clock,
        unit=unit,
        post=post,
        kind=clock.hold_kind,
        how=HandoverKind.NAMED if named else HandoverKind.ASSIGNED,
        since=begun,
        until=ended,
    )
    task = Task(
        pk=clock.pk,
        clock=clock,
        plan=town.plan,
        title=title,
        folded=fold(title),
        state=TaskState.DONE if ended else TaskState.IN_PROGRESS,
        lead_unit=unit,
        person_post=post,
        assigned_by_post=town.posts["chairman"],
        assigned_at=begun,
        created_at=begun,
        **more,
    )
    return clock, hold, task

"""What `roviec gantt` draws: a plan with its computed dates, or the assignments of a document with their deadlines."""

import importlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from roviec.cli.command import CommandError
from roviec.cli.language import gettext as _
from roviec.cli.plan_messages import load_plan, say_cycles
from roviec.core.packaged import vietnam_calendar
from roviec.core.schedule import (
    Constraint,
    ConstraintType,
    CycleError,
    Plan,
    PlanCalendar,
    PlannedTask,
    Row,
    Schedule,
    TooLongError,
    schedule,
)
from roviec.core.working_table import to_minutes
from roviec.paper.gantt import Bar, Chart, State
from roviec.paper.plans import PlanFile

_OPENS, _CLOSES = time(7, 30), time(17, 30)
_FULL = 100
_SHADED_YEARS = 12


@dataclass(frozen=True)
class Drawn:
    """A chart, and the plan behind it for formats that keep plans."""

    chart: Chart
    plan: Plan
    schedule: Schedule
    progress: dict[int, int] = field(default_factory=dict)
    file: PlanFile | None = None


def from_plan(path: Path, title: str, today: date) -> Drawn:
    """A plan file, scheduled. Late is what should have ended before today, or misses its own deadline."""
    file = load_plan(path)
    try:
        result = schedule(file.plan)
    except CycleError as error:
        raise CommandError(f"{path}: {say_cycles(error, {t.uid: t.name for t in file.plan.tasks})}") from None
    except TooLongError:
        raise CommandError(
            _("%(path)s: kế hoạch không kết thúc trước năm 9999, hoặc lịch không có ngày làm việc.") % {"path": path}
        ) from None
    tasks = {task.uid: task for task in file.plan.tasks}
    before: dict[int, list[str]] = {}
    for link in file.plan.links:
        before.setdefault(link.after, []).append(str(link.before))
    levels = _levels(file.plan)
    tracked = any(file.progress.values()) or any(task.actual_start for task in file.plan.tasks)
    bars = tuple(
        Bar(
            str(row.uid),
            row.name or file.plan.name,
            row.start,
            row.finish,
            _state(row, tasks[row.uid], file.progress.get(row.uid), today, tracked),
            lead=file.leads.get(row.uid, ""),
            due=tasks[row.uid].deadline,
            progress=file.progress.get(row.uid) if tracked else None,
            level=levels[row.uid],
            before=tuple(before.get(row.uid, ())),
        )
        for row in result.rows
    )
    subtitle = f"{result.start:%d/%m/%Y} – {result.finish:%d/%m/%Y}"
    off = _off(file.plan.calendars[file.plan.calendar], result.start.date(), result.finish.date())
    chart = Chart(title or file.plan.name or path.name, bars, today, off, subtitle)
    return Drawn(chart, file.plan, result, file.progress, file)


def _levels(plan: Plan) -> dict[int, int]:
    parents = {task.uid: task.parent for task in plan.tasks}
    levels: dict[int, int] = {}
    for uid in parents:
        trail = []
        at: int | None = uid
        while at is not None and at in parents and at not in levels:
            trail.append(at)
            at = parents[at]
        base = levels[at] if at is not None and at in levels else 0
        for depth, one in enumerate(reversed(trail), start=1):
            levels[one] = base + depth
    return levels


def _state(row: Row, task: PlannedTask, done: int | None, today: date, tracked: bool) -> State:
    """A file that tracks no progress says nothing about what is done, so nothing in it is late for being past."""
    if row.summary:
        return State.SUMMARY
    if task.actual_finish is not None or done == _FULL:
        return State.DONE
    if task.deadline is not None and row.finish > task.deadline:
        return State.LATE
    if tracked and row.finish.date() < today:
        return State.LATE
    return State.CRITICAL if row.critical else State.OPEN


def _off(calendar: PlanCalendar, first: date, last: date) -> dict[date, str]:
    """Days without opening hours from a little before the first to a little after the last."""
    names = {day: one.name for day, one in vietnam_calendar().exceptions.items()}
    start = first - timedelta(days=60)
    count = min((last - start).days + 120, _SHADED_YEARS * 366)
    days = (start + timedelta(days=i) for i in range(count))
    return {
        day: names.get(day, "") if day.weekday() < 5 else ""
        for day in days
        if not calendar.days.get(day, calendar.week[day.weekday()])
    }


def from_document(path: Path, title: str, today: date) -> Drawn:
    """The assignments of a document: from its date (or the start of the range) to the last day in time."""
    # Reading documents pulls in parsers that plans do not need.
    reading = importlib.import_module("roviec.cli.document_tasks")
    given = reading.tasks_of(path)
    issued: date = given.issued or today
    calendar = PlanCalendar.of(vietnam_calendar())
    bars, planned = [], []
    for number, one in enumerate(given.tasks, start=1):
        start = one.start or issued
        finish = one.due
        opens = finish is not None or one.start is not None
        begin = datetime.combine(min(start, finish) if finish else start, _OPENS) if opens else None
        end = (
            datetime.combine(finish, _CLOSES)
            if finish
            else datetime.combine(max(today, start), _CLOSES)
            if opens
            else None
        )
        state = State.UNDATED if not opens else State.LATE if finish is not None and finish < today else State.OPEN
        words = "" if finish else one.deadline_words
        bars.append(
            Bar(
                str(number),
                one.name,
                begin,
                end,
                state,
                one.lead,
                one.supports,
                one.deliverable,
                due_words=words,
                level=1,
            )
        )
        planned.append(_planned(number, one.name, begin, end if finish else None, calendar))
    first = min((bar.start for bar in bars if bar.start), default=datetime.combine(issued, _OPENS))
    last = max((bar.finish for bar in bars if bar.finish), default=first)
    plan = Plan(first, planned, (), {"vn": calendar}, "vn", title or given.title)
    off = _off(calendar, first.date(), last.date())
    subtitle = _("%(count)s nhiệm vụ, tính đến %(date)s; chưa có số liệu hoàn thành") % {
        "count": len(bars),
        "date": f"{today:%d/%m/%Y}",
    }
    return Drawn(Chart(title or given.title, tuple(bars), today, off, subtitle), plan, schedule(plan))


def _planned(
    uid: int, name: str, start: datetime | None, finish: datetime | None, calendar: PlanCalendar
) -> PlannedTask:
    """A task for Project: no earlier than its start, lasting to its deadline, which is kept as one."""
    duration = 480
    if start is not None and finish is not None:
        table = vietnam_calendar().table
        duration = max(int(table.position(to_minutes(finish)) - table.position(to_minutes(start))), 0)
    constraint = Constraint(ConstraintType.START_NO_EARLIER, start) if start is not None else None
    return PlannedTask(uid, name, duration, calendar=None, constraint=constraint, deadline=finish)

"""Why a task stands where it does in the schedule, in reasons that can be said: what drove it, how long it takes, what was skipped."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from roviec.core.calendars import SkippedDay
from roviec.core.reasons import Reason
from roviec.core.schedule import Driver, Row
from roviec.custody.calendars import calendar_named
from roviec.work.models import Plan
from roviec.work.queries.board import Board, Planned, day_of, load_board
from roviec.work.queries.scheduled import Scheduled, Scheduler, first_and_last

DAY = 480
SHOWN = 60


@dataclass(frozen=True)
class Why:
    """`rests_on` is the task that holds it there, if one does; `skipped` are the days between its first and last that did not count."""

    reasons: list[Reason]
    skipped: list[SkippedDay]
    start: date
    end: date
    rests_on: UUID | None = None
    followers: list[UUID] = field(default_factory=list)


def why(plan: Plan, task_id: UUID, now: datetime) -> Why:
    """Raises KeyError for a task that is not in the plan (or was called off), CycleError and TooLongError as the schedule does."""
    board = load_board(plan)
    task = board.tasks[task_id]
    scheduled = Scheduler(now).run(board)
    row = scheduled.rows[task_id]
    start, end = first_and_last(row)
    reasons = [_driver(board, scheduled, task, row), *_lag(row.driven_by)]
    calendar = calendar_named(task.calendar or "vn")
    if not (row.summary or task.milestone or task.closed):
        days = calendar.table.count_days(start - timedelta(days=1), end)
        reasons.append(Reason("why.duration", {"days": days, "end": _said(end)}))
    due = day_of(task.due) if task.due else None
    if due is not None and end > due and not task.closed:
        late = calendar.table.count_days(due, end)
        reasons.append(Reason("why.late", {"end": _said(end), "due": _said(due), "days": late}))
    if board.links and not task.closed and not row.summary:
        reasons.append(
            Reason("why.critical") if row.critical else Reason("why.slack", {"days": _days(row.total_slack)})
        )
    rests_on = scheduled.task_of(row.driven_by.uid) if row.driven_by.uid is not None else None
    followers = [link.after for link in board.links.values() if link.before == task_id]
    skipped = list(calendar.skipped(start, end))[:60] if not row.summary else []
    return Why(reasons, skipped, start, end, rests_on, followers)


def _driver(board: Board, scheduled: Scheduled, task: Planned, row: Row) -> Reason:
    start, end = first_and_last(row)
    facts: dict[str, str | int] = {"start": _said(start), "end": _said(end)}
    if task.finished is not None:
        return Reason("why.done", facts)
    if row.summary:
        return Reason("why.summary", facts)
    by = row.driven_by
    if by.rule == "link" and by.uid is not None:
        before = board.tasks[scheduled.task_of(by.uid)]
        other = scheduled.rows[before.id]
        at = other.finish if by.type in ("FS", "FF") else other.start
        facts |= {"before": named(before), "at": _said(_day(at, ends=by.type in ("FS", "FF")))}
        return Reason(f"why.link_{by.type}", facts)
    if by.rule == "constraint":
        return Reason(f"why.constraint_{by.type}" if task.constraint else "why.placed", facts)
    if by.rule == "data_date":
        return Reason("why.goes_on" if task.progress else "why.not_before_today", facts)
    if by.rule in ("actual", "start"):
        return Reason(f"why.{by.rule}", facts)
    return Reason("why.placed", facts)


def _lag(by: Driver) -> list[Reason]:
    if by.rule != "link" or not by.lag:
        return []
    side = "after" if by.lag > 0 else "before"
    amount = abs(by.lag)
    match by.unit:
        case "percent":
            return [Reason(f"why.lag_percent_{side}", {"percent": amount})]
        case "elapsed":
            return [Reason(f"why.lag_elapsed_{side}", {"hours": round(amount / 60)})]
    return [Reason(f"why.lag_{side}", {"days": _days(amount)})]


def named(task: Planned) -> str:
    if task.number:
        return task.number
    return f"“{task.title if len(task.title) <= SHOWN else task.title[:SHOWN].rstrip() + '…'}”"


def _days(minutes: int) -> str:
    return f"{minutes / DAY:.1f}".removesuffix(".0").replace(".", ",")


def _day(moment: datetime, *, ends: bool) -> date:
    return (moment - timedelta(days=1)).date() if ends and moment.time() == time() else moment.date()


def _said(day: date) -> str:
    return f"{day:%d/%m/%Y}"

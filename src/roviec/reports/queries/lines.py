"""Work as it stood at an instant, from facts: `core.standing` on what was true then.

Put back are: what was finished, cancelled or suspended since, extensions granted since, and due dates that a changed calendar moved since.
What only the ledger knows (a due date moved by order, another lead, a new title) stands as it is now; an issued report keeps its lines.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from roviec.alerts.queries.forecasts import probably_late
from roviec.core.calendars import VIETNAM
from roviec.core.holding import soon_from
from roviec.core.reporting import Line
from roviec.core.standing import Standing, lateness_days, standing
from roviec.custody.calendars import calendar_named, soon_window
from roviec.custody.models import Clock, DueMove, Explanation, Extension, Suspension
from roviec.meetings.models import Matter
from roviec.organisation.models import Unit
from roviec.organisation.queries import head_of
from roviec.work.models import Submission, Task, TaskState

DONE = (Standing.DONE_ON_TIME, Standing.DONE_LATE)
LATE = (Standing.OPEN_LATE, Standing.DONE_LATE)
LONGEST_RESULT = 300
BATCH = 900  # under SQLite's limit of variables
_COLUMNS = (
    *("pk", "number", "title", "deliverable", "plan", "plan__code", "plan__title", "clock__unit", "lead_text"),
    *("clock__due", "clock__soon_from", "clock__finished_at", "clock__closed_at", "clock__closing"),
)


def lines_at(tasks: QuerySet[Task], at: datetime, *, done_since: datetime | None = None, now: datetime) -> list[Line]:
    """One line per leaf given by then and not cancelled by then, in the order of their plans.

    `done_since` leaves out what was finished before; forecasts are known only for the present, so nothing is at risk at an earlier `at`.
    """
    given = (
        tasks.filter(clock__counts=True)
        .exclude(state=TaskState.DRAFT)
        .annotate(given=Coalesce("assigned_at", "created_at"))
    )
    rows = given.filter(given__lte=at).order_by("plan__created_at", "plan", "order", "pk")
    if done_since is not None:
        done = Q(clock__closing=Clock.Closing.DONE, clock__closed_at__lt=done_since)
        rows = rows.exclude(done & (Q(clock__finished_at=None) | Q(clock__finished_at__lt=done_since)))
    listed = list(rows.values_list(*_COLUMNS, "given"))
    found = given.values("clock")
    due_then = _due_then(found, at)
    halted = set(
        Suspension.objects.filter(clock__in=found, since__lte=at)
        .filter(Q(until=None) | Q(until__gt=at))
        .values_list("clock", flat=True)
    )
    risky = set(probably_late(now).filter(clock__in=found).values_list("clock", flat=True)) if at >= now else set()
    calendar = calendar_named("vn")
    lines: list[Line] = []
    for row in listed:
        pk, number, title, deliverable, plan, code, plan_title, unit, lead_text, *rest = row
        due, soon, finished, closed, closing, given_at = rest
        done = closing == Clock.Closing.DONE and closed <= at
        if pk in due_then:
            due = due_then[pk]
            soon = soon_from(due, calendar, soon_window())
        handed_in = finished if finished and finished <= at else None
        state = standing(
            due=due,
            finished_at=(finished or closed) if done else None,
            cancelled=closing == Clock.Closing.CANCELLED and closed <= at,
            suspended=pk in halted,
            now=at if done else handed_in or at,
            soon_until=due if soon and soon <= at else None,
        )
        if state is Standing.CANCELLED:
            continue
        end = (finished or closed) if state in DONE else handed_in or at
        line = Line(
            task=pk,
            title=title,
            standing=state.value,
            number=number,
            unit=unit,
            unit_name=lead_text,
            plan=plan,
            plan_name=f"{code}: {plan_title}" if code else plan_title,
            given_at=given_at,
            due=due,
            finished_at=end if state in DONE else None,
            product=deliverable if state in DONE else "",
            days_late=lateness_days(calendar, due, end).n if due and state in LATE else 0,
            at_risk=pk in risky and state not in DONE,
        )
        lines.append(line)
    return _named(lines, at)


def _due_then(clocks: QuerySet, at: datetime) -> dict[UUID, datetime]:
    """Clock -> its due date at the instant, where that was another one: the old date of the first move after it."""
    moves: dict[UUID, tuple[datetime, datetime]] = {}
    granted = Extension.objects.filter(state=Extension.State.APPROVED, decided_at__gt=at, clock__in=clocks)
    derived = DueMove.objects.filter(change__at__gt=at, clock__in=clocks)
    for clock, when, old in (
        *granted.values_list("clock", "decided_at", "old_due"),
        *derived.values_list("clock", "change__at", "old"),
    ):
        if when and (clock not in moves or when < moves[clock][0]):
            moves[clock] = (when, old)
    return {clock: old for clock, (_when, old) in moves.items()}


def _named(lines: list[Line], at: datetime) -> list[Line]:
    """With the names of units, and of what is late with who headed the unit that day and the cause that a meeting found."""
    units = {line.unit for line in lines if line.unit}
    names = {
        pk: name for some in _batches(units) for pk, name in Unit.objects.filter(pk__in=some).values_list("pk", "name")
    }
    late = [line for line in lines if line.standing == Standing.OPEN_LATE]
    heads = head_of({line.unit for line in late if line.unit}, at.astimezone(VIETNAM).date(), substitutes=False)
    causes = _causes([line.task for line in late], at)
    results = _results([line.task for line in lines if line.standing in DONE], at)
    found = []
    for line in lines:
        name = names.get(line.unit, line.unit_name) if line.unit else line.unit_name
        if line.standing == Standing.OPEN_LATE:
            head = heads.get(line.unit) if line.unit else None
            said = f"{head.officer.full_name}, {head.post.title}" if head else ""
            found.append(replace(line, unit_name=name, head=said, cause=causes.get(line.task, "")))
        else:
            found.append(replace(line, unit_name=name, product=results.get(line.task, line.product)))
    return found


def _causes(tasks: Iterable[UUID], at: datetime) -> dict[UUID, str]:
    """Why it is late: what a meeting found, else what the unit explained (cause and words), as known by then."""
    listed = list(tasks)
    given = Explanation.objects.filter(given_at__lte=at).order_by("given_at")
    found = Matter.objects.filter(outcome=Matter.Outcome.SETTLED, meeting__at__lte=at).order_by("meeting__at")
    causes: dict[UUID, str] = {}
    for some in _batches(listed):
        for one in given.filter(clock__in=some):
            said = f"{one.get_cause_display()}. {one.text}" if one.text else one.get_cause_display()
            causes[one.clock_id] = said[:LONGEST_RESULT]
    for some in _batches(listed):
        causes |= {task: cause for task, cause in found.filter(task__in=some).values_list("task", "cause") if task}
    return causes


def _results(tasks: Iterable[UUID], at: datetime) -> dict[UUID, str]:
    """The last line of the words with which the accepted result was handed in."""
    rows = (
        Submission.objects.filter(accepted=True, at__lte=at).exclude(text="").order_by("at").values_list("task", "text")
    )
    return {
        task: text.strip().splitlines()[-1][:LONGEST_RESULT]
        for some in _batches(tasks)
        for task, text in rows.filter(task__in=some)
        if text.strip()
    }


def _batches(ids: Iterable[UUID]) -> Iterable[list[UUID]]:
    listed = list(ids)
    return (listed[start : start + BATCH] for start in range(0, len(listed), BATCH))

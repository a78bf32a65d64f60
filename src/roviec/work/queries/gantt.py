"""Tasks as rows of the chart, fast enough for ten thousand: values only, no objects."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM, WorkingCalendar
from roviec.core.schedule import CycleError, TooLongError
from roviec.core.standing import Standing, lateness_days
from roviec.custody.calendars import calendar_named
from roviec.custody.queries import standing_expression
from roviec.organisation.models import Mandate
from roviec.web.gantt_rows import gantt_plan, gantt_row
from roviec.work.collecting import collecting_later
from roviec.work.models import Baseline, BaselineRow, Dependency, Plan, PlanChange, Task, TaskState
from roviec.work.queries.board import Linked, load_board, plain_rows
from roviec.work.queries.feed import cursor_now
from roviec.work.queries.forecasts import forecasts_of
from roviec.work.queries.may_plan import COLUMNS as MAY
from roviec.work.queries.may_plan import MayPlan
from roviec.work.queries.scheduled import Scheduled, Scheduler

LATE = (Standing.OPEN_LATE.value, Standing.DONE_LATE.value)
COLUMNS = (
    *("pk", "parent", "number", "title", "planned_start", "planned_end", "planned_from", "planned_until", "progress"),
    *("standing", "clock__due", "clock__started_at"),
    Coalesce(F("clock__finished_at"), F("clock__closed_at")),
    *("lead_unit__short_name", "lead_unit__name", "lead_text", "version", "is_milestone", "person_post", "plan__title"),
    *("plan", "order"),
)
LINK = ("pk", "before", "after", "type", "lag", "unit")
CALLED_OFF = Q(state=TaskState.CANCELLED, assigned_at=None)
DAY = 480  # working minutes


@dataclass(frozen=True)
class Chart:
    """What is laid beside the rows: the schedule of the plan, a baseline, and what the actor may do."""

    scheduled: Scheduled | None = None
    baseline: Mapping[UUID, tuple[date | None, date | None]] = field(default_factory=dict)
    links: Sequence[Linked] = ()
    several_plans: bool = True


def gantt_rows(
    tasks: QuerySet[Task],
    now: datetime,
    actor: Actor,
    *,
    plan: Plan | None = None,
    baseline: str = "",
    scheduled: bool = True,
) -> dict[str, Any]:
    """The answer that the chart reads, in a fixed number of queries. A bar runs from the planned start to the planned end, without
    them from when the work was given until it is due. A part whose whole is not among the tasks stands on its own.

    Of one `plan` also its links, its critical path, its baselines and the cursor for `changed_since`; without `scheduled` nothing is
    critical, which spares half of the time: `critical_of` gives it later.
    """
    calendar = calendar_named("vn")
    # Read before the rows: what happens meanwhile is told again rather than never.
    cursor = cursor_now(plan.pk) if plan else ""
    with collecting_later():
        chart = chart_of(plan, now, baseline, scheduled=scheduled) if plan else Chart()
        made, first, last = rows_of_chart(tasks, now, actor, chart)
    off, exchanged = _special_days(calendar, first - timedelta(days=31), last + timedelta(days=62))
    shown = {row["id"] for row in made}
    links = [link for link in map(link_row, chart.links) if link["source"] in shown and link["target"] in shown]
    answer = gantt_plan(made, today=calendar.local_day(now), off_days=off, working_saturdays=exchanged, links=links)
    if plan:
        answer |= {"baselines": baselines_of(plan), "baseline": baseline or None, "cursor": cursor}
    return answer


def critical_of(plan: Plan, now: datetime) -> dict[str, Any]:
    """Beside rows that came without them: {"critical": [ids], "slack": {id: working days}} of what is not finished."""
    scheduled = chart_of(plan, now).scheduled
    rows = scheduled.rows if scheduled else {}
    done = set(Task.objects.filter(plan=plan).exclude(clock__closed_at=None).values_list("pk", flat=True))
    still = {pk: row for pk, row in rows.items() if pk not in done}
    return {
        "critical": [pk for pk, row in still.items() if row.critical],
        "slack": {str(pk): round(row.total_slack / DAY, 1) for pk, row in still.items()},
    }


def chart_of(plan: Plan, now: datetime, baseline: str = "", *, scheduled: bool = True) -> Chart:
    """The schedule is worked out only for a plan that has links: without them nothing is critical."""
    laid_out: Scheduled | None = None
    rows = Dependency.objects.filter(plan=plan).order_by("created_at", "pk")
    links: list[Linked] = []
    if scheduled and rows.exists():
        board = load_board(plan)
        links = list(board.links.values())
        try:
            laid_out = Scheduler(now).run(board)
        except (CycleError, TooLongError):  # written by another program; the rows are shown all the same
            laid_out = None
    elif not scheduled:
        links = [Linked(*row) for row in plain_rows(rows, LINK)]
    chosen = BaselineRow.objects.filter(baseline__plan=plan, baseline__in=[UUID(baseline)] if baseline else [])
    frozen = {task: (start, end) for task, start, end in chosen.values_list("task", "start", "end")}
    return Chart(laid_out, frozen, links, several_plans=False)


def rows_of_chart(
    tasks: QuerySet[Task], now: datetime, actor: Actor, chart: Chart, ids: Collection[UUID] | None = None
) -> tuple[list[dict[str, Any]], date, date]:
    """The rows (of `ids`: only those), and the first and last day on any of them.

    Drafts that were called off before they were given are gone.
    """
    calendar = calendar_named("vn")
    today = calendar.local_day(now)
    wanted = tasks if ids is None else tasks.filter(pk__in=ids)
    standing_of = standing_expression(now, "clock__")
    listed = wanted.exclude(CALLED_OFF).order_by("order", "pk").annotate(standing=standing_of)
    found = list(plain_rows(listed, (*COLUMNS, *MAY)))
    shown, parents = {row[0] for row in found}, {row[1] for row in found}
    wholes = parents
    if ids is not None:  # what stands around them
        shown |= set(tasks.filter(pk__in=parents - {None}).values_list("pk", flat=True))
        wholes = set(Task.objects.filter(parent__in=ids).values_list("parent", flat=True))
    people = names_at({row[18] for row in found if row[18]}, today)
    forecasts = forecasts_of([row[0] for row in found])
    may = MayPlan(actor)
    made = []
    first = last = today
    for row in found:
        pk, parent, number, title, planned, end, from_, until, progress, standing, due, given, finished = row[:13]
        short, name, text, version, milestone, person, plan_title = row[13:20]
        plan, order, state, unit = row[20:24]
        due_on = _day(due)
        start, ends = _bar(planned, end, given, due_on, until)
        first, last = min(first, start or first), max(last, ends or last, due_on or last)
        late = lateness_days(calendar, due, finished or now).n if standing in LATE else None
        dates, plans = may.of(row[22:])
        scheduled = chart.scheduled.rows.get(pk) if chart.scheduled else None
        frozen = chart.baseline.get(pk)
        line = gantt_row(
            id=pk,
            text=f"{number}. {title}" if number else title,
            start=start,
            due=due_on,
            lead=short or name or text or "",
            standing=standing,
            parent=parent if parent in shown else None,
            progress=progress / 100,
            days_late=late,
        )
        line |= {
            "start": _local(from_) if from_ else line["start"],
            "end": _local(until) if until else ends.isoformat() if ends else None,
            "version": version,
            "kind": "summary" if pk in wholes else "milestone" if milestone else "task",
            "stage": state,
            "person": people.get(person, ""),
            "unit_id": str(unit) if unit else None,
            "number": number or None,
            "order": order,
            "baseline": [_iso(frozen[0]), _iso(frozen[1])] if frozen else None,
            "critical": bool(scheduled and scheduled.critical and finished is None),
            "slack_days": round(scheduled.total_slack / DAY, 1) if scheduled and finished is None else None,
            "forecast": forecasts.get(pk),
            "may": dates,
            "may_move": plans,
            "late_days": late,
        }
        if chart.several_plans:
            line |= {"plan": str(plan), "plan_title": plan_title}
        made.append(line)
    return made, first, last


def _bar(
    planned: date | None, end: date | None, given: datetime | None, due: date | None, until: datetime | None
) -> tuple[date | None, date | None]:
    """As `board.Planned.bar`, for a row."""
    ends = end or due
    start = planned
    if start is None:
        start = _day(given)
        if start and ends and start > ends:
            start = ends
    if start and ends and ends < start:
        ends = start
    return start, ends or start


def names_at(posts: Iterable[UUID], day: date) -> dict[UUID, str]:
    """Post -> the name of who sits there that day; vacant ones are left out."""
    rows = Mandate.objects.on(day).filter(post__in=list(posts)).order_by("valid_from")
    return dict(rows.values_list("post", "officer__full_name"))


def links_of(plan: Plan, ids: Iterable[UUID | str]) -> list[dict[str, Any]]:
    """Those of these links that the plan has."""
    rows = Dependency.objects.filter(plan=plan, pk__in=list(ids)).order_by("created_at", "pk")
    return [link_row(Linked(*row)) for row in rows.values_list(*LINK)]


def all_links(plan: Plan) -> list[dict[str, Any]]:
    rows = Dependency.objects.filter(plan=plan).order_by("created_at", "pk")
    return [link_row(Linked(*row)) for row in plain_rows(rows, LINK)]


def link_row(link: Linked) -> dict[str, Any]:
    """`lag` in minutes or percent, as `unit` says."""
    return {
        "id": str(link.id),
        "source": str(link.before),
        "target": str(link.after),
        "type": link.type,
        "lag": link.lag,
        "unit": link.unit,
    }


def called_off(ids: Iterable[UUID]) -> list[UUID]:
    """Those of these tasks that the chart does not show any more."""
    return list(Task.objects.filter(CALLED_OFF, pk__in=list(ids)).values_list("pk", flat=True))


def change_of(plan: Plan, pk: UUID) -> PlanChange:
    """Raises PlanChange.DoesNotExist for one of another plan."""
    return PlanChange.objects.get(plan=plan, pk=pk)


def baselines_of(plan: Plan) -> list[dict[str, Any]]:
    """Newest first."""
    rows = Baseline.objects.filter(plan=plan).order_by("-frozen_at", "-pk")
    return [
        {"id": str(one.pk), "name": one.name, "frozen_by": one.frozen_by_label, "at": one.frozen_at.isoformat()}
        for one in rows
    ]


def _day(instant: datetime | None) -> date | None:
    return instant.astimezone(VIETNAM).date() if instant else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _local(instant: datetime) -> str:
    """Local minutes: 2025-12-01T13:30."""
    return instant.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M")


def _special_days(calendar: WorkingCalendar, first: date, last: date) -> tuple[list[date], list[date]]:
    """Days off on weekdays, and weekend days worked in exchange, within the span."""
    within = [day for day in calendar.exceptions if first <= day <= last]
    off = [day for day in within if not calendar.is_working_day(day) and day.isoweekday() <= 5]
    return off, [day for day in within if calendar.is_working_day(day) and day.isoweekday() > 5]

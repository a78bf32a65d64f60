"""`schedule`: lays out the calendars, runs both passes, rolls summaries up, and turns positions into dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from roviec.core.calendars import OutsideTableError
from roviec.core.reasons import Reason
from roviec.core.schedule.clock import Clock, ElapsedClock
from roviec.core.schedule.dates import Dates, first_late_start, is_late, last_finish
from roviec.core.schedule.model import Plan, PlanCalendar, PlannedTask, Problem, Row, Schedule, TooLongError
from roviec.core.schedule.network import Network
from roviec.core.schedule.passes import Passes
from roviec.core.schedule.summaries import deepest_first, earliest_children, roll_up
from roviec.core.working_table import from_minutes, to_minutes

FIRST_SPAN = 4 * 366
"""Days that the calendars are laid out for before the first and after the last date of a plan; more when that is too short."""


MOST_BACK = 200 * 366
"""Days that a plan which is counted back may reach before its first date."""


def schedule(plan: Plan) -> Schedule:
    """Dates for every task of the plan. Raises `CycleError` and `TooLongError`; an empty plan starts and ends at its start."""
    network = Network(plan)
    if not network.real:
        return Schedule(plan.start, plan.finish or plan.start, (), tuple(network.problems))
    laid_out = lay_out(network)
    return laid_out.schedule(laid_out.rows())


@dataclass(slots=True)
class LaidOut:
    """A network with both passes done; what `Rescheduler` keeps."""

    network: Network
    passes: Passes
    clocks: dict[str, Clock]
    calendar_problems: tuple[Problem, ...]
    days: tuple[date, date]
    """The first and the last day that the calendars are laid out for."""
    hung: bool
    """True when links of summaries hang on the child that starts first, which may be another one after any change."""
    first: int
    """Moment when the plan starts: given, or counted back."""
    finish: int

    def rows(self) -> dict[int, Row]:
        """All rows by uid, summaries included."""
        rows = Dates(self.passes, range(self.network.real)).rows()
        roll_up(self.network, rows, self.clocks, deepest_first(self.network))
        return rows

    def schedule(self, rows: dict[int, Row]) -> Schedule:
        """The rows in the plan's order, with the plan's dates and what was wrong."""
        problems = self.passes.problems
        found = [*self.network.problems, *self.calendar_problems, *(problems[node] for node in sorted(problems))]
        begin = from_minutes(self.first)
        start = min((row.start for row in rows.values()), default=begin)
        ordered = tuple(rows[uid] for uid in self.network.by_uid)
        return Schedule(min(start, begin), from_minutes(self.finish), ordered, tuple(dict.fromkeys(found)))


def lay_out(network: Network) -> LaidOut:
    """Both passes, on calendars that reach as far as the plan needs; raises `TooLongError` when none do."""
    span = FIRST_SPAN
    while True:
        first, last = _first_day(network.plan, span), _last_day(network.plan, span)
        try:
            return _laid_out(network, first, last)
        except (OutsideTableError, TooLongError):
            if last == date.max:
                raise TooLongError("the plan does not end before the year 9999") from None
            span *= 8


def _moments(plan: Plan) -> Iterable[datetime]:
    yield plan.start
    for at in (plan.finish, plan.data_date):
        if at is not None:
            yield at
    for task in plan.tasks:
        yield from moments_of(task)


def moments_of(task: PlannedTask) -> Iterable[datetime]:
    """All moments that a task names."""
    for at in (task.deadline, task.actual_start, task.actual_finish, task.resume, *(task.fixed or ())):
        if at is not None:
            yield at
    if task.constraint is not None and task.constraint.at is not None:
        yield task.constraint.at


def _last_day(plan: Plan, span: int) -> date:
    return date.fromordinal(min(max(_moments(plan)).toordinal() + span, date.max.toordinal()))


def _first_day(plan: Plan, span: int) -> date:
    return date.fromordinal(max(min(_moments(plan)).toordinal() - min(span, MOST_BACK), 1))


def clocks_of(network: Network, first: date, last: date) -> tuple[dict[str, Clock], tuple[Problem, ...]]:
    """The calendars that the plan uses, laid out from `first` to `last`; what is missing is told."""
    plan = network.plan
    used: dict[str, list[int]] = {plan.calendar: []}
    for task in network.tasks:
        for name in (task.calendar, *(crew.calendar for crew in task.crews)):
            if name:
                used.setdefault(name, []).append(task.uid)
    calendars = {name: plan.calendars[name] for name in used if name in plan.calendars}
    problems = tuple(
        Problem(Reason("schedule.unknown_calendar", {"calendar": name}), tuple(dict.fromkeys(used[name])))
        for name in sorted(used.keys() - calendars.keys())
        if name
    )
    calendars.setdefault(plan.calendar, PlanCalendar(plan.calendar or "office"))
    return {name: Clock(calendar, first, last) for name, calendar in calendars.items()}, problems


def _laid_out(network: Network, first: date, last: date) -> LaidOut:
    plan = network.plan
    clocks, problems = clocks_of(network, first, last)
    elapsed = ElapsedClock()
    passes = Passes(network, clocks, elapsed)
    passes.forward(network.order)
    hung = earliest_children(network, passes)
    if hung:
        passes = Passes(network, clocks, elapsed)
        passes.forward(network.order)
    start = to_minutes(plan.start)
    if plan.finish is None:
        finish = last_finish(passes)
        passes.backward(reversed(network.order), passes.ends(finish))
    else:
        finish = to_minutes(plan.finish)
        passes.backward(reversed(network.order), passes.ends(finish))
        start = first_late_start(passes)
        passes.start, passes.at_start = start, passes.everywhere(start)
        passes.forward(network.order)
    if any(is_late(task) for task in network.tasks):
        passes.second = True
        passes.forward(network.order)
    return LaidOut(network, passes, clocks, problems, (first, last), hung, start, finish)

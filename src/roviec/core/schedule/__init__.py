"""The critical path of a plan: early and late dates, slack, and for every date what drove it.

    schedule(plan) -> Schedule
    Rescheduler(plan).change(…) -> the rows that moved      a plan that is kept and changed
    because(row, rows) -> Reason                            why a row stands where it does

All times are local wall-clock datetimes. `Plan` holds tasks, links and calendars; `Schedule` one row per task and the problems
that were met (a link to nowhere, a constraint that broke a link). Tasks that depend on themselves raise `CycleError` with the
tasks in them. The method equals Microsoft Project's: docs of `passes` say where the rules lie.
"""

from roviec.core.schedule.engine import schedule
from roviec.core.schedule.explain import because
from roviec.core.schedule.model import (
    Constraint,
    ConstraintType,
    Crew,
    CycleError,
    Driver,
    Link,
    LinkType,
    Plan,
    PlanCalendar,
    PlannedTask,
    Problem,
    Row,
    Schedule,
    TooLongError,
)
from roviec.core.schedule.reschedule import Rescheduler

__all__ = [
    "Constraint",
    "ConstraintType",
    "Crew",
    "CycleError",
    "Driver",
    "Link",
    "LinkType",
    "Plan",
    "PlanCalendar",
    "PlannedTask",
    "Problem",
    "Rescheduler",
    "Row",
    "Schedule",
    "TooLongError",
    "because",
    "schedule",
]

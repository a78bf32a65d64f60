"""MS Project XML (MSPDI) out: what `mspdi` reads, with the computed dates beside it, so that Project shows the same plan.

Kept: tasks with outline, durations, links with lags, constraints, deadlines, actuals, manual dates, activity, calendars with their
exceptions, progress. Not kept, because not read: resources, costs, levelling, baselines, custom fields. A task's own calendar and
the plan's are numbered anew.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from xml.etree.ElementTree import Element, SubElement, tostring

from roviec.core.schedule import Constraint, ConstraintType, LinkType, Plan, PlanCalendar, PlannedTask, Row, Schedule
from roviec.core.working_table import DayHours

_CONSTRAINTS = {kind: str(i) for i, kind in enumerate(("ASAP", "ALAP", "MSO", "MFO", "SNET", "SNLT", "FNET", "FNLT"))}
_LINKS = {LinkType.FF: "0", LinkType.FS: "1", LinkType.SF: "2", LinkType.SS: "3"}


def write_mspdi(plan: Plan, schedule: Schedule, title: str = "", progress: dict[int, int] | None = None) -> bytes:
    """The whole file as UTF-8. Characters that XML cannot hold are left out of names."""
    root = Element("Project", xmlns="http://schemas.microsoft.com/project")
    numbers = {name: str(i) for i, name in enumerate(filter(None, plan.calendars), start=1)}
    main = numbers.get(plan.calendar, "1")
    per_day = 480
    _texts(
        root,
        ("SaveVersion", "14"),
        ("Title", title or plan.name),
        ("ScheduleFromStart", "1"),
        ("StartDate", _at(plan.start)),
        ("FinishDate", _at(schedule.finish)),
        ("CriticalSlackLimit", str(plan.critical_slack // per_day)),
        ("CalendarUID", main),
        ("MinutesPerDay", str(per_day)),
        ("MinutesPerWeek", str(5 * per_day)),
        ("HonorConstraints", "1" if plan.honour_constraints else "0"),
    )
    calendars = SubElement(root, "Calendars")
    for name, number in numbers.items():
        _calendar(calendars, number, plan.calendars[name])
    tasks = SubElement(root, "Tasks")
    rows = {row.uid: row for row in schedule.rows}
    children = {task.parent for task in plan.tasks if task.parent is not None}
    levels: dict[int, int] = {}
    before: dict[int, list[Element]] = {}
    for link in plan.links:
        before.setdefault(link.after, []).append(_link(link.before, link.type, link.lag, link.elapsed, link.percent))
    for place, task in enumerate(plan.tasks):
        levels[task.uid] = 0 if task.uid == 0 else levels.get(task.parent, 0) + 1 if task.parent is not None else 1
        element = SubElement(tasks, "Task")
        _task(element, place, task, rows[task.uid], levels[task.uid], task.uid in children or task.summary, numbers)
        done = (progress or {}).get(task.uid)
        if done:
            _texts(element, ("PercentComplete", str(done)))
        element.extend(before.get(task.uid, []))
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + tostring(root, encoding="utf-8")


def _texts(element: Element, *pairs: tuple[str, str]) -> None:
    for name, value in pairs:
        SubElement(element, name).text = "".join(c for c in value if c >= " " or c in "\t\n")


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _length(minutes: int) -> str:
    return f"PT{minutes // 60}H{minutes % 60}M0S"


def _task(
    element: Element, number: int, task: PlannedTask, row: Row, level: int, summary: bool, calendars: dict[str, str]
) -> None:
    constraint = task.constraint or Constraint(ConstraintType.ASAP)
    pairs: list[tuple[str, str]] = [
        ("UID", str(task.uid)),
        ("ID", str(number)),
        ("Name", task.name),
        ("Active", "1" if task.active else "0"),
        ("Manual", "1" if task.fixed else "0"),
        ("IsNull", "0"),
        ("OutlineLevel", str(level)),
        ("Start", _at(row.start)),
        ("Finish", _at(row.finish)),
        ("Duration", _length(task.duration)),
        ("DurationFormat", "8" if task.elapsed else "7"),
        ("Milestone", "1" if task.duration == 0 and not summary else "0"),
        ("Summary", "1" if summary else "0"),
        ("Critical", "1" if row.critical else "0"),
        ("EarlyStart", _at(row.early_start)),
        ("EarlyFinish", _at(row.early_finish)),
        ("LateStart", _at(row.late_start)),
        ("LateFinish", _at(row.late_finish)),
        ("FreeSlack", str(row.free_slack * 10)),
        ("TotalSlack", str(row.total_slack * 10)),
        ("ConstraintType", _CONSTRAINTS[constraint.type.value]),
        ("CalendarUID", calendars.get(task.calendar, "-1") if task.calendar else "-1"),
    ]
    optional = (
        ("ConstraintDate", constraint.at),
        ("Deadline", task.deadline),
        ("ActualStart", task.actual_start),
        ("ActualFinish", task.actual_finish),
        ("Resume", task.resume),
        *((("ManualStart", task.fixed[0]), ("ManualFinish", task.fixed[1])) if task.fixed else ()),
    )
    pairs += [(name, _at(moment)) for name, moment in optional if moment is not None]
    if task.remaining is not None:
        pairs.append(("RemainingDuration", _length(task.remaining)))
    _texts(element, *pairs)


def _link(before: int, kind: LinkType, lag: int, elapsed: bool, percent: bool) -> Element:
    element = Element("PredecessorLink")
    form = "20" if percent and elapsed else "19" if percent else "8" if elapsed else "7"
    _texts(
        element,
        ("PredecessorUID", str(before)),
        ("Type", _LINKS[kind]),
        ("CrossProject", "0"),
        ("LinkLag", str(lag if percent else lag * 10)),
        ("LagFormat", form),
    )
    return element


def _calendar(parent: Element, uid: str, calendar: PlanCalendar) -> None:
    element = SubElement(parent, "Calendar")
    _texts(element, ("UID", uid), ("Name", calendar.name), ("IsBaseCalendar", "1"), ("BaseCalendarUID", "-1"))
    week = SubElement(element, "WeekDays")
    for kind in range(1, 8):
        day = SubElement(week, "WeekDay")
        _texts(day, ("DayType", str(kind)))
        _hours(day, calendar.week[(kind - 2) % 7])
    if calendar.days:
        exceptions = SubElement(element, "Exceptions")
        for first, last, hours in _runs(calendar.days.items()):
            one = SubElement(exceptions, "Exception")
            period = SubElement(one, "TimePeriod")
            _texts(period, ("FromDate", f"{first}T00:00:00"), ("ToDate", f"{last}T23:59:00"))
            _texts(one, ("Name", f"{first:%d/%m/%Y}"), ("Type", "1"))
            _hours(one, hours)


def _runs(days: Iterable[tuple[date, DayHours]]) -> list[tuple[date, date, DayHours]]:
    """Neighbouring days with the same hours as one stretch."""
    runs: list[tuple[date, date, DayHours]] = []
    for day, hours in sorted(days):
        if runs and runs[-1][2] == hours and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day, hours)
        else:
            runs.append((day, day, hours))
    return runs


def _hours(element: Element, hours: DayHours) -> None:
    _texts(element, ("DayWorking", "1" if hours else "0"))
    if not hours:
        return
    times = SubElement(element, "WorkingTimes")
    for start, end in hours:
        _texts(SubElement(times, "WorkingTime"), ("FromTime", _clock(start)), ("ToTime", _clock(end % 1440)))


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}:00"

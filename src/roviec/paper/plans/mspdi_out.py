"""MS Project XML (MSPDI) out: what `mspdi` reads, with the computed dates beside it, so that Project shows the same plan.

Kept: tasks with outline, durations, links with lags, constraints, deadlines, actuals, manual dates, activity, levelling, progress,
baselines 0 to 10, people with their units, work and calendars, calendars with their exceptions (as single days). Not kept, because
not read: costs, custom fields, notes, hyperlinks, material and cost resources, contours. Calendars keep their numbers where they
have any. Elements stand in the order of Project's schema, which Project insists on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from xml.etree.ElementTree import Element, SubElement, tostring

from roviec.core.schedule import Constraint, ConstraintType, LinkType, Plan, PlanCalendar, PlannedTask, Row, Schedule
from roviec.core.working_table import DayHours
from roviec.paper.plans.model import Assigned, Frozen, PlanFile

_CONSTRAINTS = {kind: str(i) for i, kind in enumerate(("ASAP", "ALAP", "MSO", "MFO", "SNET", "SNLT", "FNET", "FNLT"))}
_LINKS = {LinkType.FF: "0", LinkType.FS: "1", LinkType.SF: "2", LinkType.SS: "3"}


def write_mspdi(
    plan: Plan,
    schedule: Schedule,
    title: str = "",
    progress: dict[int, int] | None = None,
    *,
    beside: PlanFile | None = None,
) -> bytes:
    """The whole file as UTF-8. `beside` gives baselines and people. Characters that XML cannot hold are left out of names."""
    file = replace(beside, plan=plan) if beside is not None else PlanFile(plan, progress=progress or {})
    numbers = _numbers(plan)
    assigned = _assigned(file)
    root = Element("Project", xmlns="http://schemas.microsoft.com/project")
    _texts(
        root,
        ("SaveVersion", "14"),
        ("Title", title or plan.name),
        ("ScheduleFromStart", "1" if plan.finish is None else "0"),
        ("StartDate", _at(plan.start)),
        ("FinishDate", _at(plan.finish or schedule.finish)),
        ("CriticalSlackLimit", f"{plan.critical_slack / file.minutes_per_day:g}"),
        ("CalendarUID", numbers.get(plan.calendar, "1")),
        ("MinutesPerDay", str(file.minutes_per_day)),
        ("MinutesPerWeek", str(5 * file.minutes_per_day)),
        ("HonorConstraints", "1" if plan.honour_constraints else "0"),
        ("MultipleCriticalPaths", "1" if plan.several_critical_paths else "0"),
    )
    calendars = SubElement(root, "Calendars")
    for name, number in numbers.items():
        _calendar(calendars, number, plan.calendars[name])
    _tasks(SubElement(root, "Tasks"), file, schedule, numbers, progress or file.progress, assigned)
    _people(root, assigned, numbers)
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + tostring(root, encoding="utf-8")


def _numbers(plan: Plan) -> dict[str, str]:
    """A number for each calendar that somebody names: its own where it has one."""
    # The common hours of two calendars are worked out anew by whoever reads the people and their calendars.
    named = {plan.calendar, *(task.calendar for task in plan.tasks)}
    kept = [name for name in plan.calendars if name and ("&" not in name or name in named)]
    taken = {name for name in kept if name.isdecimal()}
    free = (str(number) for number in range(1, len(kept) + len(taken) + 2) if str(number) not in taken)
    return {name: name if name in taken else next(free) for name in kept}


def _assigned(file: PlanFile) -> list[Assigned]:
    """Everybody on the tasks: as the file had them, else the crews, else the names of the leads."""
    if file.assigned:
        return list(file.assigned)
    crews = [
        Assigned(task.uid, file.leads.get(task.uid, ""), crew.minutes, 1.0, crew.calendar)
        for task in file.plan.tasks
        for crew in task.crews
    ]
    done = {one.task for one in crews}
    return [*crews, *(Assigned(uid, name) for uid, name in file.leads.items() if uid not in done and name)]


def _tasks(
    parent: Element,
    file: PlanFile,
    schedule: Schedule,
    numbers: dict[str, str],
    progress: Mapping[int, int],
    assigned: list[Assigned],
) -> None:
    plan = file.plan
    rows = {row.uid: row for row in schedule.rows}
    children = {task.parent for task in plan.tasks if task.parent is not None}
    helped: dict[int, list[Assigned]] = {}
    for one in assigned:
        helped.setdefault(one.task, []).append(one)
    levels: dict[int, int] = {}
    before: dict[int, list[Element]] = {}
    for link in plan.links:
        before.setdefault(link.after, []).append(_link(link.before, link.type, link.lag, link.elapsed, link.percent))
    for place, task in enumerate(plan.tasks):
        levels[task.uid] = 0 if task.uid == 0 else levels.get(task.parent, 0) + 1 if task.parent is not None else 1
        element = SubElement(parent, "Task")
        own_time = not task.crews and not all(_alike(plan, task, one) for one in helped.get(task.uid, ()))
        summary = task.uid in children or task.summary
        _task(
            element, place, task, rows[task.uid], levels[task.uid], summary, numbers, progress.get(task.uid), own_time
        )
        if guid := file.guids.get(task.uid):
            named = Element("GUID")
            named.text = guid.upper()
            element.insert(1, named)  # right behind UID, where Project writes it
        element.extend(before.get(task.uid, []))
        for number, frozen in sorted(file.baselines.items()):
            if task.uid in frozen:
                _baseline(element, number, frozen[task.uid])


def _alike(plan: Plan, task: PlannedTask, one: Assigned) -> bool:
    """True when somebody works just when the task does, so that the task may be done in the time of its people."""
    own, other = plan.calendars.get(task.calendar or plan.calendar), plan.calendars.get(one.calendar or plan.calendar)
    return own is None or other is None or (own.week, own.days) == (other.week, other.days)


def _texts(element: Element, *pairs: tuple[str, str]) -> None:
    for name, value in pairs:
        SubElement(element, name).text = "".join(c for c in value if c >= " " or c in "\t\n")


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _length(minutes: int) -> str:
    return f"PT{minutes // 60}H{minutes % 60}M0S"


def _task(
    element: Element,
    number: int,
    task: PlannedTask,
    row: Row,
    level: int,
    summary: bool,
    calendars: dict[str, str],
    done: int | None,
    own_time: bool,
) -> None:
    constraint = task.constraint or Constraint(ConstraintType.ASAP)
    fixed = task.fixed or (None, None)
    started = task.actual_start is not None
    pairs: tuple[tuple[str, str | datetime | None], ...] = (
        ("UID", str(task.uid)),
        ("ID", str(number)),
        ("Name", task.name),
        ("Active", "1" if task.active else "0"),
        ("Manual", "1" if task.fixed else "0"),
        ("Type", "1" if summary or own_time else "0"),
        ("IsNull", "0"),
        ("OutlineLevel", str(level)),
        ("Start", row.start),
        ("Finish", row.finish),
        ("Duration", _length(task.duration)),
        ("ManualStart", fixed[0]),
        ("ManualFinish", fixed[1]),
        ("DurationFormat", "8" if task.elapsed else "7"),
        ("Resume", task.resume),
        ("Milestone", "1" if task.duration == 0 and not summary else "0"),
        ("Summary", "1" if summary else "0"),
        ("Critical", "1" if row.critical else "0"),
        ("EarlyStart", row.early_start),
        ("EarlyFinish", row.early_finish),
        ("LateStart", row.late_start),
        ("LateFinish", row.late_finish),
        ("FreeSlack", str(row.free_slack * 10)),
        ("TotalSlack", str(row.total_slack * 10)),
        ("PercentComplete", str(done) if done else None),
        ("ActualStart", task.actual_start),
        ("ActualFinish", task.actual_finish),
        ("RemainingDuration", _length(task.remaining) if started and task.remaining is not None else None),
        ("ConstraintType", _CONSTRAINTS[constraint.type.value]),
        ("CalendarUID", calendars.get(task.calendar, "-1") if task.calendar else "-1"),
        ("ConstraintDate", constraint.at),
        ("Deadline", task.deadline),
        ("LevelingDelay", str(task.delay * 10) if task.delay else None),
        ("LevelingDelayFormat", "8" if task.delay else None),
    )
    _texts(
        element,
        *((name, _at(value) if isinstance(value, datetime) else value) for name, value in pairs if value is not None),
    )


def _baseline(task: Element, number: int, frozen: Frozen) -> None:
    element = SubElement(task, "Baseline")
    _texts(element, ("Number", str(number)))
    for name, at in (("Start", frozen.start), ("Finish", frozen.finish)):
        if at is not None:
            _texts(element, (name, _at(at)))
    if frozen.duration is not None:
        _texts(element, ("Duration", _length(frozen.duration)), ("DurationFormat", "7"))


def _people(root: Element, assigned: list[Assigned], calendars: dict[str, str]) -> None:
    """A resource for each name and calendar, and who is on which task."""
    known = {key: str(i) for i, key in enumerate(dict.fromkeys((one.who, one.calendar) for one in assigned), start=1)}
    resources, assignments = SubElement(root, "Resources"), SubElement(root, "Assignments")
    for (who, calendar), uid in known.items():
        _texts(SubElement(resources, "Resource"), ("UID", uid), ("ID", uid), ("Name", who), ("Type", "1"))
        if calendar in calendars:
            _texts(resources[-1], ("CalendarUID", calendars[calendar]))
    for i, one in enumerate(assigned, start=1):
        element = SubElement(assignments, "Assignment")
        uid = known[one.who, one.calendar]
        _texts(element, ("UID", str(i)), ("TaskUID", str(one.task)), ("ResourceUID", uid), ("Units", repr(one.units)))
        if one.work is not None:
            _texts(element, ("Work", _length(one.work)))


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

"""Who works on the tasks of an MS Project file, and where that changes their dates.

A task of fixed units or fixed work is done in the working time of its people: by each one's calendar or, where the task has its
own too, in the hours common to both. As long as those are the task's own hours the duration says it all; only where they differ
are there crews. Tasks of fixed duration, and those that ignore the calendars of resources, keep to their own.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from roviec.core.schedule import Crew, PlanCalendar, PlannedTask
from roviec.core.working_table import DayHours
from roviec.paper.plans.model import Assigned
from roviec.paper.plans.mspdi_fields import Fields, number_of, share_of, span_of

_WORK = 1
_FIXED_DURATION = "1"


class People:
    """Resources and assignments as they come, in file order."""

    def __init__(self) -> None:
        self._resources: dict[int, tuple[str, str | None, bool]] = {}
        self._ignoring: set[int] = set()
        self.assigned: list[Assigned] = []
        self.leads: dict[int, list[str]] = {}
        self.materials = False

    def resource(self, fields: Fields) -> None:
        calendar = number_of(fields, "CalendarUID", -1)
        works = number_of(fields, "Type", _WORK) == _WORK and fields.get("IsCostResource") != "1"
        uid = number_of(fields, "UID", -1)
        self.materials = self.materials or not works
        self._resources[uid] = (fields.get("Name", ""), str(calendar) if calendar >= 0 else None, works)

    def task(self, fields: Fields, uid: int) -> None:
        """Notes a task that is not done in the time of its people."""
        if fields.get("Type", "0") == _FIXED_DURATION or fields.get("IgnoreResourceCalendar") == "1":
            self._ignoring.add(uid)

    def assignment(self, fields: Fields) -> None:
        task, who = number_of(fields, "TaskUID", -1), number_of(fields, "ResourceUID", -1)
        if who not in self._resources:
            return
        name, calendar, works = self._resources[who]
        if not works:
            return
        if name:
            self.leads.setdefault(task, []).append(name)
        if name or calendar:
            units = share_of(fields, "Units", 1.0, task=task)
            self.assigned.append(Assigned(task, name, span_of(fields, "Work", task=task), units, calendar))

    def on(self, tasks: Iterable[PlannedTask], calendars: dict[str, PlanCalendar], main: str) -> list[PlannedTask]:
        """The tasks with their crews; calendars that are the common hours of two are added to `calendars`."""
        by_task: dict[int, list[Assigned]] = defaultdict(list)
        for one in self.assigned:
            by_task[one.task].append(one)
        same: dict[tuple[str, str], bool] = {}

        def alike(a: str, b: str) -> bool:
            if (a, b) not in same:
                same[a, b] = (calendars[a].week, calendars[a].days) == (calendars[b].week, calendars[b].days)
            return same[a, b]

        def crew(task: PlannedTask, one: Assigned) -> Crew:
            own = one.calendar if one.calendar in calendars else main
            if task.calendar in calendars and own is not None:
                own = _common(calendars, task.calendar, own)
            minutes = task.duration if one.work is None else round(one.work / one.units)
            return Crew(own or main, minutes)

        found = []
        for task in tasks:
            people = [one for one in by_task.get(task.uid, ()) if one.units > 0]
            if people and task.uid not in self._ignoring and task.duration and not task.elapsed:
                own = task.calendar if task.calendar in calendars else main
                crews = tuple(dict.fromkeys(crew(task, one) for one in people))
                if not all(alike(one.calendar, own or main) for one in crews):
                    task = replace(task, crews=crews)
            found.append(task)
        return found


def _common(calendars: dict[str, PlanCalendar], first: str, second: str) -> str:
    """The name of the calendar of the hours that two calendars share; one of the two when it lies within the other."""
    if first == second:
        return first
    name = f"{first}&{second}"
    if name not in calendars:
        a, b = calendars[first], calendars[second]
        week = tuple(_both(x, y) for x, y in zip(a.week, b.week, strict=True))
        days = {
            day: _both(a.days.get(day, a.week[day.weekday()]), b.days.get(day, b.week[day.weekday()]))
            for day in {*a.days, *b.days}
        }
        calendars[name] = PlanCalendar(f"{a.name} & {b.name}", week, days)
    return name


def _both(first: DayHours, second: DayHours) -> DayHours:
    shifts = ((max(a, c), min(b, d)) for a, b in first for c, d in second)
    return tuple(sorted((start, end) for start, end in shifts if start < end))

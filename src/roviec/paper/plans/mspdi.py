"""MS Project XML (MSPDI) in: tasks, links, calendars and the facts that schedule them. Stored dates are not read.

Format: http://schemas.microsoft.com/project (Project 2003 and later). Not used: resources and their calendars, levelling
delays, costs. Task dates that the user fixed by hand (Manual) are facts and are read; the status date is not applied, because
Project itself moves remaining work only when told to.
"""

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from roviec.core.reasons import Reason
from roviec.core.schedule import Constraint, ConstraintType, Link, LinkType, Plan, PlannedTask, Problem
from roviec.paper.plans.model import BadPlanFileError, PlanFile, moment
from roviec.paper.plans.mspdi_calendars import calendars_of

_CONSTRAINTS = (
    ConstraintType.ASAP,
    ConstraintType.ALAP,
    ConstraintType.MUST_START_ON,
    ConstraintType.MUST_FINISH_ON,
    ConstraintType.START_NO_EARLIER,
    ConstraintType.START_NO_LATER,
    ConstraintType.FINISH_NO_EARLIER,
    ConstraintType.FINISH_NO_LATER,
)
_LINKS = (LinkType.FF, LinkType.FS, LinkType.SF, LinkType.SS)
# Duration and lag formats: even codes 4..12 (and the estimated ones, 32 more) are elapsed, 19 and 51 percent, 20 and 52 elapsed percent.
_ELAPSED = {base + plus for base in (4, 6, 8, 10, 12, 20) for plus in (0, 32)}
_PERCENT = {19, 20, 51, 52}


def text_of(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def number_of(element: Element, name: str, default: int, **place: str | int) -> int:
    raw = text_of(element, name)
    if not raw:
        return default
    try:
        return int(float(raw))
    except (ValueError, OverflowError):
        raise BadPlanFileError("bad_number", value=raw, field=name, **place) from None


def minutes_of(raw: str, **place: str | int) -> int:
    """ "PT8H30M0S" as minutes, seconds dropped."""
    body = raw.strip().removeprefix("PT")
    total = 0.0
    try:
        if body == raw.strip():
            raise ValueError
        for unit, factor in (("H", 60.0), ("M", 1.0), ("S", 1 / 60)):
            if unit in body:
                value, _, body = body.partition(unit)
                total += float(value) * factor
        if body or not 0 <= total < 10**9:
            raise ValueError
    except ValueError:
        raise BadPlanFileError("bad_duration", value=raw, **place) from None
    return int(total)


def read_mspdi(stream: BinaryIO) -> PlanFile:
    """The plan of one MS Project XML file; raises `BadPlanFileError` with the task where something is wrong."""
    reader = _Reader()
    try:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            reader.take(event, element)
    except DefusedXmlException:
        raise BadPlanFileError("xml_entities") from None
    except ParseError as error:
        raise BadPlanFileError("not_xml", line=error.position[0], column=error.position[1]) from None
    except (UnicodeDecodeError, LookupError):
        raise BadPlanFileError("bad_encoding") from None
    return reader.result()


class _Reader:
    """Takes the file element by element, so that a plan of any size needs only the memory of its tasks."""

    def __init__(self) -> None:
        self.depth = 0
        self.head: dict[str, str] = {}
        self.calendars: list[Element] = []
        self.tasks: list[PlannedTask] = []
        self.links: list[Link] = []
        self.problems: list[Problem] = []
        self.outline: list[int] = []
        self.progress: dict[int, int] = {}
        self.names: dict[int, str] = {}
        self.leads: dict[int, list[str]] = {}
        self.section = ""

    def take(self, event: str, element: Element) -> None:
        element.tag = element.tag.rpartition("}")[2]
        if event == "start":
            self.depth += 1
            if self.depth == 1 and element.tag != "Project":
                raise BadPlanFileError(
                    "several_projects" if element.tag == "Projects" else "not_mspdi", root=element.tag
                )
            if self.depth == 2:
                self.section = element.tag
            return
        self.depth -= 1
        if self.depth == 1:
            if len(element) == 0 and element.text:
                self.head[element.tag] = element.text.strip()
            element.clear()
        elif self.depth == 2:
            take = {
                "Calendars": self._calendar,
                "Tasks": self._task,
                "Resources": self._resource,
                "Assignments": self._assignment,
            }.get(self.section)
            if take is not None:
                take(element)
            if self.section != "Calendars":
                element.clear()

    def _calendar(self, element: Element) -> None:
        self.calendars.append(element)

    def _resource(self, element: Element) -> None:
        self.names[number_of(element, "UID", -1)] = text_of(element, "Name")

    def _assignment(self, element: Element) -> None:
        self.leads.setdefault(number_of(element, "TaskUID", -1), []).append(
            self.names.get(number_of(element, "ResourceUID", -1), "")
        )

    def _task(self, element: Element) -> None:
        uid = number_of(element, "UID", -1)
        if uid < 0:
            raise BadPlanFileError("task_without_uid", task=text_of(element, "Name"))
        if text_of(element, "IsNull") == "1":
            return
        level = max(number_of(element, "OutlineLevel", 1, task=uid), 0)
        del self.outline[level:]
        parent = next((one for one in reversed(self.outline) if one >= 0), None)
        self.outline.extend([-1] * (level - len(self.outline)))
        self.outline.append(uid)
        if text_of(element, "ExternalTask") == "1" or text_of(element, "IsSubproject") == "1":
            self.problems.append(Problem(Reason("schedule.external_task", {"name": text_of(element, "Name")}), (uid,)))
        self.tasks.append(self._planned(element, uid, parent))
        self.progress[uid] = min(max(number_of(element, "PercentComplete", 0, task=uid), 0), 100)
        self.links.extend(self._links(element, uid))

    def _planned(self, element: Element, uid: int, parent: int | None) -> PlannedTask:
        def at(field: str) -> object:
            raw = text_of(element, field)
            return moment(raw, task=uid, field=field) if raw and raw != "NA" else None

        summary = text_of(element, "Summary") == "1"
        raw_duration = text_of(element, "Duration")
        duration = minutes_of(raw_duration, task=uid, field="Duration") if raw_duration and not summary else 0
        elapsed = number_of(element, "DurationFormat", 7, task=uid) in _ELAPSED
        kind = number_of(element, "ConstraintType", 0, task=uid, field="ConstraintType")
        if not 0 <= kind < len(_CONSTRAINTS):
            raise BadPlanFileError("bad_number", value=kind, field="ConstraintType", task=uid)
        constraint_at = at("ConstraintDate")
        dateless = _CONSTRAINTS[kind] in (ConstraintType.ASAP, ConstraintType.ALAP)
        if not dateless and constraint_at is None:
            self.problems.append(
                Problem(Reason("schedule.constraint_without_date", {"constraint": _CONSTRAINTS[kind].value}), (uid,))
            )
        constraint = None
        if _CONSTRAINTS[kind] is not ConstraintType.ASAP and (dateless or constraint_at is not None):
            constraint = Constraint(_CONSTRAINTS[kind], None if dateless else constraint_at)  # type: ignore[arg-type]
        fixed = None
        if text_of(element, "Manual") == "1" and not summary:
            start, finish = at("ManualStart") or at("Start"), at("ManualFinish") or at("Finish")
            fixed = (start, finish) if start is not None and finish is not None else None
        calendar = number_of(element, "CalendarUID", -1, task=uid)
        started = at("ActualStart")
        remaining = text_of(element, "RemainingDuration")
        return PlannedTask(
            uid,
            text_of(element, "Name"),
            duration,
            parent=parent,
            summary=summary,
            calendar=str(calendar) if calendar >= 0 else None,
            elapsed=elapsed,
            constraint=constraint,
            deadline=at("Deadline"),  # type: ignore[arg-type]
            actual_start=started if not summary else None,  # type: ignore[arg-type]
            actual_finish=at("ActualFinish") if not summary else None,  # type: ignore[arg-type]
            remaining=minutes_of(remaining, task=uid, field="RemainingDuration") if started and remaining else None,
            resume=at("Resume") if started and 0 < number_of(element, "PercentComplete", 0) < 100 else None,  # type: ignore[arg-type]
            fixed=fixed,  # type: ignore[arg-type]
            active=text_of(element, "Active") != "0",
        )

    def _links(self, element: Element, uid: int) -> Iterator[Link]:
        for link in element:
            if link.tag.rpartition("}")[2] != "PredecessorLink":
                continue
            before = number_of(link, "PredecessorUID", -1, task=uid)
            if text_of(link, "CrossProject") == "1":
                self.problems.append(
                    Problem(Reason("schedule.external_link", {"name": text_of(link, "CrossProjectName")}), (uid,))
                )
                continue
            kind = number_of(link, "Type", 1, task=uid)
            if not 0 <= kind < len(_LINKS):
                raise BadPlanFileError("bad_number", value=kind, field="PredecessorLink/Type", task=uid)
            form = number_of(link, "LagFormat", 7, task=uid)
            lag = number_of(link, "LinkLag", 0, task=uid)
            percent = form in _PERCENT
            yield Link(before, uid, _LINKS[kind], lag if percent else round(lag / 10), form in _ELAPSED, percent)

    def result(self) -> PlanFile:
        if "StartDate" not in self.head:
            raise BadPlanFileError("no_start")
        if self.head.get("ScheduleFromStart") == "0":
            self.problems.append(Problem(Reason("schedule.from_finish", {})))
        calendars, problems = calendars_of(self.calendars)
        main = self.head.get("CalendarUID", "1")
        if main not in calendars:
            problems.append(Problem(Reason("schedule.unknown_calendar", {"calendar": main})))
            calendars[main] = calendars[""]
        del calendars[""]
        plan = Plan(
            moment(self.head["StartDate"], field="StartDate"),
            self.tasks,
            self.links,
            calendars,
            main,
            self.head.get("Title") or self.head.get("Name", ""),
            honour_constraints=self.head.get("HonorConstraints", "1") != "0",
            critical_slack=int(
                float(self.head.get("CriticalSlackLimit", "0")) * int(self.head.get("MinutesPerDay", "480"))
            ),
        )
        leads = {uid: ", ".join(filter(None, names)) for uid, names in self.leads.items()}
        return PlanFile(plan, (*self.problems, *problems), leads, self.progress)

"""MS Project XML (MSPDI) in: tasks, links, calendars and the facts that schedule them. Stored dates are not read.

Format: http://schemas.microsoft.com/project (Project 2003 and later). Not used: resources and their calendars, levelling
delays, costs. Task dates that the user fixed by hand (Manual) are facts and are read; the status date is not applied, because
Project itself moves remaining work only when told to.
"""

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

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


Fields = dict[str, str]
_TAKEN = ("Task", "Calendar", "Resource", "Assignment")


def fields_of(element: etree._Element) -> Fields:
    """Texts of the direct children by name; of children with one name the first, as Project reads them."""
    fields: Fields = {}
    for child in element:
        if child.text and isinstance(child.tag, str):
            fields.setdefault(child.tag.rpartition("}")[2], child.text.strip())
    return fields


def number_of(fields: Fields, name: str, default: int, **place: str | int) -> int:
    raw = fields.get(name)
    if not raw:
        return default
    try:
        return int(raw) if raw.isdecimal() else int(float(raw))
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
        # Entities are neither resolved nor fetched, and a document that declares any is refused.
        events = etree.iterparse(
            stream,
            events=("start", "end"),
            tag=[f"{{*}}{name}" for name in ("Project", "Projects", *_TAKEN)],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for event, element in events:
            if event == "start":
                reader.begin(element)
            else:
                reader.take(element)
        reader.finish(events.root)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise BadPlanFileError("not_xml", line=max(line, 1), column=column) from None
    except (UnicodeDecodeError, LookupError):
        raise BadPlanFileError("bad_encoding") from None
    return reader.result()


class _Reader:
    """Takes the file element by element, so that a plan of any size needs only the memory of its tasks."""

    def __init__(self) -> None:
        self.head: dict[str, str] = {}
        self.calendars: list[etree._Element] = []
        self.tasks: list[PlannedTask] = []
        self.links: list[Link] = []
        self.problems: list[Problem] = []
        self.outline: list[int] = []
        self.progress: dict[int, int] = {}
        self.names: dict[int, str] = {}
        self.leads: dict[int, list[str]] = {}

    def begin(self, element: etree._Element) -> None:
        if element.getparent() is None:
            self._root(element)

    @staticmethod
    def _root(element: etree._Element) -> None:
        info = element.getroottree().docinfo
        if info.internalDTD is not None or info.doctype:
            raise BadPlanFileError("xml_entities")
        name = str(element.tag).rpartition("}")[2]
        if name != "Project":
            raise BadPlanFileError("several_projects" if name == "Projects" else "not_mspdi", root=name)

    def take(self, element: etree._Element) -> None:
        parent = element.getparent()
        if parent is None:
            return
        name = str(element.tag).rpartition("}")[2]
        if str(parent.tag).rpartition("}")[2] != name + "s":
            return
        if name == "Calendar":
            for one in element.iter():
                one.tag = str(one.tag).rpartition("}")[2]
            self.calendars.append(element)
            return
        fields = fields_of(element)
        if name == "Task":
            self._task(element, fields)
        elif name == "Resource":
            self.names[number_of(fields, "UID", -1)] = fields.get("Name", "")
        else:
            resource = self.names.get(number_of(fields, "ResourceUID", -1), "")
            self.leads.setdefault(number_of(fields, "TaskUID", -1), []).append(resource)
        # What has been taken is dropped, so that only the tasks themselves stay in memory.
        element.clear()
        while element.getprevious() is not None:
            del parent[0]

    def finish(self, root: etree._Element) -> None:
        self._root(root)
        self.head = fields_of(root)

    def _task(self, element: etree._Element, fields: Fields) -> None:
        uid = number_of(fields, "UID", -1)
        if uid < 0:
            raise BadPlanFileError("task_without_uid", task=fields.get("Name", ""))
        if fields.get("IsNull") == "1":
            return
        level = max(number_of(fields, "OutlineLevel", 1, task=uid), 0)
        del self.outline[level:]
        parent = next((one for one in reversed(self.outline) if one >= 0), None)
        self.outline.extend([-1] * (level - len(self.outline)))
        self.outline.append(uid)
        if fields.get("ExternalTask") == "1" or fields.get("IsSubproject") == "1":
            self.problems.append(Problem(Reason("schedule.external_task", {"name": fields.get("Name", "")}), (uid,)))
        self.tasks.append(self._planned(fields, uid, parent))
        self.progress[uid] = min(max(number_of(fields, "PercentComplete", 0, task=uid), 0), 100)
        self.links.extend(self._links(element, uid))

    def _planned(self, fields: Fields, uid: int, parent: int | None) -> PlannedTask:
        def at(field: str) -> object:
            raw = fields.get(field, "")
            return moment(raw, task=uid, field=field) if raw and raw != "NA" else None

        summary = fields.get("Summary", "") == "1"
        raw_duration = fields.get("Duration", "")
        duration = minutes_of(raw_duration, task=uid, field="Duration") if raw_duration and not summary else 0
        elapsed = number_of(fields, "DurationFormat", 7, task=uid) in _ELAPSED
        kind = number_of(fields, "ConstraintType", 0, task=uid, field="ConstraintType")
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
        if fields.get("Manual", "") == "1" and not summary:
            start, finish = at("ManualStart") or at("Start"), at("ManualFinish") or at("Finish")
            fixed = (start, finish) if start is not None and finish is not None else None
        calendar = number_of(fields, "CalendarUID", -1, task=uid)
        started = at("ActualStart")
        remaining = fields.get("RemainingDuration", "")
        return PlannedTask(
            uid,
            fields.get("Name", ""),
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
            resume=at("Resume") if started and 0 < number_of(fields, "PercentComplete", 0) < 100 else None,  # type: ignore[arg-type]
            fixed=fixed,  # type: ignore[arg-type]
            active=fields.get("Active", "") != "0",
        )

    def _links(self, element: etree._Element, uid: int) -> Iterator[Link]:
        for child in element.iterchildren("{*}PredecessorLink"):
            fields = fields_of(child)
            before = number_of(fields, "PredecessorUID", -1, task=uid)
            if fields.get("CrossProject") == "1":
                name = fields.get("CrossProjectName", "")
                self.problems.append(Problem(Reason("schedule.external_link", {"name": name}), (uid,)))
                continue
            kind = number_of(fields, "Type", 1, task=uid)
            if not 0 <= kind < len(_LINKS):
                raise BadPlanFileError("bad_number", value=kind, field="PredecessorLink/Type", task=uid)
            form = number_of(fields, "LagFormat", 7, task=uid)
            lag = number_of(fields, "LinkLag", 0, task=uid)
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

"""MS Project XML (MSPDI) in: tasks, links, calendars, people, baselines and the facts that schedule them. Stored dates are not read.

Format: http://schemas.microsoft.com/project (Project 2003 and later). Not used: costs, custom fields, contours and splits of
assignments. Task dates that the user fixed by hand (Manual) and those of tasks in other files are facts and are read; the status
date is not applied, because Project itself moves remaining work only when told to.
"""

from dataclasses import replace
from typing import BinaryIO

from lxml import etree

from roviec.core.reasons import Reason
from roviec.core.schedule import Link, Plan, PlannedTask, Problem
from roviec.paper.plans.model import BadPlanFileError, Frozen, PlanFile
from roviec.paper.plans.mspdi_calendars import calendars_of
from roviec.paper.plans.mspdi_fields import Fields, fields_of, moment_of, number_of, share_of
from roviec.paper.plans.mspdi_people import People
from roviec.paper.plans.mspdi_task import as_summary, frozen_of, links_of, planned

_DEEPEST = 65_535  # what Project itself can hold
_TAKEN = ("Task", "Calendar", "Resource", "Assignment")
_LEFT_OUT = {
    "Cost": "costs",
    "FixedCost": "costs",
    "ExtendedAttribute": "custom_fields",
    "OutlineCode": "custom_fields",
    "Notes": "notes",
    "HyperlinkAddress": "links_out",
    "TimephasedData": "contours",
}


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
        self.guids: dict[int, str] = {}
        self.baselines: dict[int, dict[int, Frozen]] = {}
        self.people = People()
        self.left_out: set[str] = set()

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
        self._leave_out(element)
        if name == "Task":
            self._task(element, fields)
        elif name == "Resource":
            self.people.resource(fields)
        else:
            self.people.assignment(fields)
        # What has been taken is dropped, so that only the tasks themselves stay in memory.
        element.clear()
        while element.getprevious() is not None:
            del parent[0]

    def _leave_out(self, element: etree._Element) -> None:
        """Notes what the file holds and nobody here reads."""
        for child in element:
            kind = _LEFT_OUT.get(str(child.tag).rpartition("}")[2])
            if kind is not None and kind not in self.left_out and (len(child) or (child.text or "").strip("0. \n\t")):
                self.left_out.add(kind)

    def finish(self, root: etree._Element) -> None:
        self._root(root)
        self.head = fields_of(root)

    def _task(self, element: etree._Element, fields: Fields) -> None:
        uid = number_of(fields, "UID", -1)
        if uid < 0:
            raise BadPlanFileError("task_without_uid", task=fields.get("Name", ""))
        if fields.get("IsNull") == "1":
            return
        level = max(self._level(fields, uid), 0)
        if level > _DEEPEST:
            raise BadPlanFileError("bad_number", value=level, field="OutlineLevel", task=uid)
        del self.outline[level:]
        parent = next((one for one in reversed(self.outline) if one >= 0), None)
        self.outline.extend([-1] * (level - len(self.outline)))
        self.outline.append(uid)
        self.tasks.append(planned(fields, uid, parent, self.problems))
        self.people.task(fields, uid)
        if fields.get("GUID"):
            self.guids[uid] = fields["GUID"].strip("{}").lower()
        self.progress[uid] = min(max(number_of(fields, "PercentComplete", 0, task=uid), 0), 100)
        self.links.extend(links_of(element, uid, self.problems))
        for number, frozen in frozen_of(element, uid):
            self.baselines.setdefault(number, {})[uid] = frozen

    @staticmethod
    def _level(fields: Fields, uid: int) -> int:
        """How deep a task lies; files of other tools may say it in the outline number alone ("1.2.3")."""
        place = fields.get("OutlineNumber", "")
        return number_of(fields, "OutlineLevel", 0 if place == "0" else place.count(".") + 1, task=uid)

    def result(self) -> PlanFile:
        start, finish = moment_of(self.head, "StartDate"), None
        if self.head.get("ScheduleFromStart") == "0":
            finish = moment_of(self.head, "FinishDate")
            start = start or finish
            if finish is None:
                self.problems.append(Problem(Reason("schedule.from_finish", {})))
        if start is None:
            raise BadPlanFileError("no_start")
        calendars, problems = calendars_of(self.calendars)
        main = self.head.get("CalendarUID") or "1"
        if main not in calendars:
            problems.append(Problem(Reason("schedule.unknown_calendar", {"calendar": main})))
            calendars[main] = calendars[""]
        del calendars[""]
        parents = {task.parent for task in self.tasks}
        # A summary without tasks under it is an ordinary row, as Project takes it, but for that of the whole project.
        shaped = [
            as_summary(task)
            if task.uid in parents or task.uid == 0
            else replace(task, summary=False)
            if task.summary
            else task
            for task in self.tasks
        ]
        per_day = number_of(self.head, "MinutesPerDay", 480) or 480
        plan = Plan(
            start,
            self.people.on(shaped, calendars, main),
            self.links,
            calendars,
            main,
            self.head.get("Title") or self.head.get("Name", ""),
            honour_constraints=self.head.get("HonorConstraints", "1") != "0",
            critical_slack=round(share_of(self.head, "CriticalSlackLimit", 0) * per_day),
            finish=finish,
            several_critical_paths=self.head.get("MultipleCriticalPaths") == "1",
        )
        leads = {uid: ", ".join(names) for uid, names in self.people.leads.items()}
        found = (*self.problems, *problems)
        left_out = self.left_out | ({"materials"} if self.people.materials else set())
        assigned = tuple(self.people.assigned)
        return PlanFile(
            plan, found, leads, self.progress, self.baselines, assigned, per_day, frozenset(left_out), self.guids
        )

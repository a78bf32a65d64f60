"""What a tracking table that came back would change in its plan, cell by cell: against what it said when it left, and against now."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.cells import DueCell, listed_units, read_due, read_progress
from roviec.core.holding import instant_of, why_no_extension
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.organisation.models import Unit
from roviec.organisation.queries import find_units
from roviec.work.models import Plan, Task, TaskState
from roviec.work.permissions import PERMISSIONS
from roviec.work.queries.taken import BATCH, Taken, taken_rows
from roviec.work.queries.task_page import RELATED, verbs_for
from roviec.work.queries.visible import tasks_visible_to
from roviec.work.tracking import FIELDS, kept_of

DRAFTS = (TaskState.DRAFT, TaskState.REFUSED)


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell. `way` is how it would be done: edit, decide or ask (a due date), report (progress), "" when it cannot.

    `base` is what the cell said when the file left, `now` what the task says, `new` what the cell says. A `conflict` is a cell that
    somebody changed meanwhile. `tick` names the change and what the reader saw beside it.
    """

    field: str
    column: str
    base: str
    now: str
    new: str
    way: str
    value: Any = None
    why: Reason | None = None
    note: Reason | None = None
    conflict: bool = False
    tick: str = ""


@dataclass(slots=True)
class LineChange:
    """One line: of a task (`task`), or new. `verdict` is changed, added, there (new in the file, but in the plan already) or unclear."""

    sheet: str
    row: int
    verdict: str
    title: str
    task: Task | None = None
    cells: list[CellChange] = field(default_factory=list)
    problems: list[tuple[str, Reason]] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    tick: str = ""

    @property
    def may(self) -> bool:
        return bool(self.tick) or any(cell.way for cell in self.cells)


@dataclass(frozen=True)
class Brought:
    """`lines` without those that change nothing, `same` of them; `missing` are tasks of the plan that the file does not have."""

    lines: list[LineChange]
    same: int
    missing: list[Taken]
    conflicts: int
    asks: int


def compare_tracking(lines: Sequence[Mapping[str, Any]], plan: Plan, actor: Actor, now: datetime) -> Brought:
    """The same lines, the same plan and the same moment give the same answer: preview and application both ask here."""
    rows = taken_rows(tasks_visible_to(actor).filter(plan=plan), now)
    by_id = {str(row.id): row for row in rows}
    day = now.astimezone(VIETNAM).date()
    units = find_units(_names(lines), day)
    changed = [line for line in lines if line["key"] in by_id and _differs(line, by_id[line["key"]])]
    tasks = _tasks(line["key"] for line in changed)
    reader = _Reader(plan, actor, now, day, units, tasks, {_same_title(row.title) for row in rows})
    found: list[LineChange] = []
    seen: dict[str, int] = {}
    same = 0
    for line in lines:
        key = line["key"]
        if key and key in seen:
            reason = Reason("bringing.twice", {"row": seen[key]})
            found.append(LineChange(line["sheet"], line["row"], "unclear", _title(line), problems=[("", reason)]))
            continue
        if key:
            seen[key] = line["row"]
        one = reader.of_task(line, by_id[key]) if key in by_id else reader.new(line)
        if one is None:
            same += 1
        else:
            found.append(one)
    missing = [row for row in rows if str(row.id) not in seen] if seen else []
    cells = [cell for one in found for cell in one.cells]
    return Brought(found, same, missing, sum(c.conflict for c in cells), sum(c.way == "ask" for c in cells))


def _names(lines: Iterable[Mapping[str, Any]]) -> set[str]:
    cells = [line["cells"] for line in lines]
    names = {name for one in cells for name in listed_units(one.get("supports", ""))}
    return names | {" ".join(one["lead"].split()) for one in cells if one.get("lead", "").strip()}


def _differs(line: Mapping[str, Any], row: Taken) -> bool:
    base = {**kept_of(row), **line["kept"]}
    return any(_plain(name, line["cells"].get(name, "")) != str(base[name]) for name in FIELDS if name in line["cells"])


def _tasks(keys: Iterable[str]) -> dict[str, Task]:
    wanted = [UUID(key) for key in keys]
    tasks = Task.objects.select_related(*RELATED).prefetch_related("supports")
    batches = (wanted[at : at + BATCH] for at in range(0, len(wanted), BATCH))
    return {str(task.pk): task for part in batches for task in tasks.filter(pk__in=part)}


def _plain(name: str, text: str) -> str:
    """A cell as `tracking.kept_of` writes it, as far as that can be said without knowing the plan."""
    text = " ".join(text.split())
    if name == "progress" and text:
        percent = read_progress(text)
        return text if isinstance(percent, Reason) else str(percent)
    if name == "due" and text:
        read = read_due(text, date(2000, 1, 1))
        if isinstance(read.due, datetime) or read.wrong or (read.note and read.note.code != "cell.serial"):
            return text
        return read.due.isoformat() if read.due else text
    if name == "supports":
        return "; ".join(listed_units(text))
    return text


def _title(line: Mapping[str, Any]) -> str:
    return " ".join(line["cells"].get("title", "").split())


def _same_title(title: str) -> str:
    return fold(title)


class _Reader:
    """What the lines of one file mean for one plan and one actor."""

    def __init__(
        self,
        plan: Plan,
        actor: Actor,
        now: datetime,
        day: date,
        units: Mapping[str, list[Unit]],
        tasks: Mapping[str, Task],
        titles: set[str],
    ) -> None:
        self.plan, self.actor, self.now, self.day = plan, actor, now, day
        self.units, self.tasks, self.titles = units, tasks, titles
        self.may_add = plan.closed_at is None and PERMISSIONS.allows(actor, "create_task", plan)

    def of_task(self, line: Mapping[str, Any], row: Taken) -> LineChange | None:
        task = self.tasks.get(line["key"])
        if task is None:
            return None
        current, base = kept_of(row), {**kept_of(row), **line["kept"]}
        verbs = set(verbs_for(self.actor, task))
        cells = []
        for name in FIELDS:
            if name not in line["cells"]:
                continue
            text = line["cells"][name]
            new = _plain(name, text)
            if new in (str(base[name]), str(current[name])) or (not text and name in line["merged"]):
                continue
            cell = self._cell(name, line, task, verbs, str(base[name]), str(current[name]), new)
            if cell is not None:
                cells.append(cell)
        if not cells:
            return None
        title = _title(line) or row.title
        return LineChange(line["sheet"], line["row"], "changed", title, task, cells)

    def _cell(
        self, name: str, line: Mapping[str, Any], task: Task, verbs: set[str], base: str, current: str, new: str
    ) -> CellChange | None:
        value: Any = None
        note: Reason | None = None
        if name in line["formulas"]:
            way, why = "", Reason("cell.formula", {})
        else:
            outcome = getattr(self, f"_{name}")(task, verbs, new, line["cells"][name])
            if outcome is None:
                return None
            way, value, why, note = outcome
        digest = hashlib.sha256(f"{current}\x1f{new}".encode()).hexdigest()[:10]
        return CellChange(
            name,
            line["columns"].get(name, ""),
            base,
            current,
            new,
            way,
            value,
            why,
            note,
            conflict=current != base,
            tick=f"{task.pk}:{name}:{digest}" if way else "",
        )

    def _editing(self, task: Task, verbs: set[str]) -> tuple[str, Reason | None]:
        if "edit_task" in verbs:
            return "edit", None
        closed = task.state in (TaskState.DONE, TaskState.CANCELLED)
        return "", Reason("bringing.closed_task" if closed else "bringing.not_yours", {})

    def _title(self, task: Task, verbs: set[str], new: str, _text: str) -> tuple:
        if not new:
            return "", None, Reason("bringing.empty_title", {}), None
        way, why = self._editing(task, verbs)
        return way, new, why, None

    def _deliverable(self, task: Task, verbs: set[str], new: str, _text: str) -> tuple:
        way, why = self._editing(task, verbs)
        return way, new, why, None

    def _lead(self, task: Task, verbs: set[str], new: str, _text: str) -> tuple | None:
        unit, why = self._unit(new)
        if unit is not None and unit.pk == task.lead_unit_id:
            return None
        if task.state not in DRAFTS:
            return "", None, why or Reason("bringing.lead_fixed", {}), None
        if why:
            return "", None, why, None
        way, why = self._editing(task, verbs)
        return way, unit, why, None

    def _supports(self, task: Task, verbs: set[str], new: str, _text: str) -> tuple | None:
        found = [(name, *self._unit(name)) for name in listed_units(new)]
        unknown = next((why for _name, _unit, why in found if why), None)
        if unknown:
            return "", None, unknown, None
        chosen = {unit.pk: name for name, unit, _why in found if unit}
        if set(chosen) == {one.unit_id for one in task.supports.all()}:
            return None
        way, why = self._editing(task, verbs)
        return way, chosen, why, None

    def _progress(self, task: Task, verbs: set[str], new: str, text: str) -> tuple:
        percent = read_progress(text)
        if isinstance(percent, Reason):
            return "", None, percent, None
        if "report_progress" in verbs:
            return "report", percent, None, None
        if task.state in DRAFTS:
            way, why = self._editing(task, verbs)
            return way, percent, why, None
        return "", None, Reason("bringing.no_report", {}), None

    def _due(self, task: Task, verbs: set[str], new: str, text: str) -> tuple:
        read = read_due(text, self.day)
        if read.wrong:
            return "", None, read.wrong, None
        if task.state in DRAFTS:
            way, why = self._editing(task, verbs)
            return way, read, why, read.note
        if read.due is None:
            return "", None, Reason("bringing.due_needed", {}), None
        until = instant_of(moment_of(read) or self.day)
        late = why_no_extension(due=task.clock.due, new_due=until, decided_at=self.now) if task.clock.due else None
        later = task.clock.due is not None and until > task.clock.due
        if "move_due" in verbs:
            if until < self.now:
                return "", None, Reason("task.due_past", {}), None
            return ("", None, late, None) if later and late else ("decide", read, None, read.note)
        if "ask_extension" in verbs:
            return ("", None, late, None) if late or not later else ("ask", read, None, read.note)
        return "", None, Reason("bringing.due_not_yours", {}), None

    def _unit(self, name: str) -> tuple[Unit | None, Reason | None]:
        found = self.units.get(name, [])
        if len(found) == 1:
            return found[0], None
        if not found:
            return None, Reason("bringing.unknown_unit", {"name": name[:120]})
        names = ", ".join(unit.name for unit in found[:4])
        return None, Reason("bringing.several_units", {"name": name[:120], "names": names})

    def new(self, line: Mapping[str, Any]) -> LineChange | None:
        """A line without a task of this plan: a draft to be made, unless a task of that title is there already."""
        title = _title(line)
        one = LineChange(line["sheet"], line["row"], "added", title)
        if line["key"]:
            one.verdict, one.problems = "unclear", [("", Reason("bringing.unknown_key", {}))]
            return one
        if not title:
            one.verdict, one.problems = "unclear", [("title", Reason("bringing.empty_title", {}))]
            return one
        if _same_title(title) in self.titles:
            one.verdict = "there"
            return one
        self.titles.add(_same_title(title))
        one.fields = self._fields(line, title, one.problems)
        one.problems += [(name, Reason("cell.formula", {})) for name in line["formulas"]]
        if not self.may_add:
            one.problems.append(("", Reason("bringing.may_not_add", {})))
        else:
            place = f"{line['sheet']}{line['row']}{title}"
            one.tick = f"new:{hashlib.sha256(place.encode()).hexdigest()[:16]}"
        return one

    def _fields(self, line: Mapping[str, Any], title: str, problems: list[tuple[str, Reason]]) -> dict[str, Any]:
        """Fields of the draft; what is not clear is left open and told, for a draft may have gaps."""
        cells = line["cells"]
        fields: dict[str, Any] = {"title": title, "deliverable": " ".join(cells.get("deliverable", "").split())[:1000]}
        lead = " ".join(cells.get("lead", "").split())
        if lead:
            unit, why = self._unit(lead)
            fields |= {"lead_unit": unit} if unit else {"lead_text": lead[:500]}
            problems += [("lead", why)] if why else []
        supports: dict[UUID, str] = {}
        for name in listed_units(cells.get("supports", "")):
            unit, why = self._unit(name)
            if unit:
                supports[unit.pk] = name[:300]
            elif why:
                problems.append(("supports", why))
        fields |= {"supports": tuple(supports), "support_texts": supports}
        read = read_due(cells.get("due", ""), self.day) if "due" not in line["formulas"] else DueCell()
        fields |= {"due": moment_of(read), "recurrence": read.recurrence, "budget": read.budget}
        problems += [("due", why) for why in (read.wrong, read.note) if why]
        if progress := cells.get("progress", ""):
            percent = read_progress(progress)
            if isinstance(percent, Reason):
                problems.append(("progress", percent))
            else:
                fields["progress"] = percent
        return fields


def moment_of(read: DueCell) -> date | datetime | None:
    """A written hour is of Ho Chi Minh City."""
    return read.due.replace(tzinfo=VIETNAM) if isinstance(read.due, datetime) else read.due

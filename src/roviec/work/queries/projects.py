"""A Microsoft Project file beside a plan of ours: what it would change, and the plan as such a file."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from roviec.core import schedule as core
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.reasons import Reason
from roviec.paper.plans.model import Frozen, PlanFile
from roviec.work import changes as c
from roviec.work.models import BaselineRow, Plan, PlanImport
from roviec.work.permissions import PERMISSIONS
from roviec.work.queries.board import Board, Linked, Planned, load_board
from roviec.work.queries.brought import Brought, CellChange, LineChange
from roviec.work.queries.scheduled import Scheduler, local
from roviec.work.queries.taken import taken_rows
from roviec.work.queries.visible import tasks_visible_to
from roviec.work.readers.project import shown_dates

Row = Mapping[str, Any]


def uids_of(plan: Plan) -> dict[str, UUID]:
    """Number in the last Microsoft Project file that was applied -> task."""
    last = (
        plan.imports.filter(kind=PlanImport.Kind.PROJECT, applied_at__isnull=False).order_by("applied_at", "pk").last()
    )
    return {uid: UUID(pk) for uid, pk in last.uids.items()} if last else {}


def matched(rows: Iterable[Row], uids: Mapping[str, UUID], tasks: Collection[UUID]) -> dict[int, UUID]:
    """uid -> task: by the name that we wrote into the file, else by its number."""
    found: dict[int, UUID] = {}
    taken: set[UUID] = set()
    for row in rows:
        try:
            named = UUID(row["guid"]) if row["guid"] else None
        except ValueError:
            named = None
        pk = named if named in tasks else uids.get(str(row["uid"]))
        if pk is not None and pk in tasks and pk not in taken:
            taken.add(pk)
            found[row["uid"]] = pk
    return found


def compare_project(content: Mapping[str, Any], plan: Plan, actor: Actor, now: datetime) -> Brought:
    """As `brought.compare_tracking`: the lines that would change something. `value` of a cell is the list of changes that it stands for."""
    board = load_board(plan)
    seen = {row.id: row for row in taken_rows(tasks_visible_to(actor).filter(plan=plan), now)}
    tasks = {pk: task for pk, task in board.tasks.items() if pk in seen}
    scheduler = Scheduler(now)
    scheduler.run(board)
    rows = content["rows"]
    uids = matched(rows, uids_of(plan), tasks)
    in_file = set(uids.values())
    links: dict[int, list[Row]] = {}
    for link in content["links"]:
        links.setdefault(link["after"], []).append(link)
    stored: dict[UUID, list[Linked]] = {}
    for one in board.links.values():
        stored.setdefault(one.after, []).append(one)
    may_add = plan.closed_at is None and PERMISSIONS.allows(actor, "create_task", plan)
    found: list[LineChange] = []
    for place, row in enumerate(rows, 1):
        pk = uids.get(row["uid"])
        if pk is None:
            line = LineChange("", place, "added", row["name"], fields={"uid": row["uid"]})
            line.tick = f"new:{row['uid']}" if may_add else ""
            line.problems = [] if may_add else [("", Reason("bringing.may_not_add", {}))]
            found.append(line)
            continue
        linked = bool(board.linked_to.get(pk) or links.get(row["uid"]))
        cells = _cells(row, tasks[pk], board, scheduler.minutes_of(pk), linked) + _link_cells(
            pk, links.get(row["uid"], ()), stored.get(pk, ()), uids, in_file, board
        )
        if cells:
            found.append(LineChange("", place, "changed", row["name"], None, cells, fields={"task": pk}))
    missing = [row for pk, row in seen.items() if pk not in in_file]
    return Brought(found, len(rows) - len(found), missing, 0, 0)


def _cells(row: Row, task: Planned, board: Board, minutes: int, linked: bool) -> list[CellChange]:
    """What somebody decided is compared, not what follows from it: of a task that waits for others its length, not its days."""
    cells: list[CellChange] = []

    def cell(name: str, now: str, new: str, *changes: c.Change) -> None:
        digest = hashlib.sha256(f"{now}\x1f{new}".encode()).hexdigest()[:10]
        cells.append(CellChange(name, "", now, now, new, "change", list(changes), tick=f"{task.id}:{name}:{digest}"))

    if row["name"] != " ".join(task.title.split()):
        cell("title", task.title, row["name"], c.Rename(task.id, row["name"]))
    if task.closed or board.is_whole(task.id) or row["summary"]:
        return cells
    start, _finish = shown_dates(row)
    if not task.progress and not row["progress"]:
        moved, longer = _begin(row, task, linked), row["minutes"] != minutes
        if moved or longer:
            now = f"{moved or start:%d/%m/%Y %H:%M}, {_days(minutes)}"
            new = f"{start:%d/%m/%Y %H:%M}, {_days(row['minutes'])}"
            changes: list[c.Change] = [c.Move(task.id, start, datetime.fromisoformat(row["finish"]))]
            if linked and not task.constraint:
                changes.append(
                    c.Constrain(task.id)
                )  # moved by hand it would be held there; the file holds it by its links
            cell("dates", now, new, *changes)
    if row["deadline"]:
        due = datetime.fromisoformat(row["deadline"]).date()
        old = task.due.astimezone(VIETNAM).date() if task.due else None
        if due != old:
            cell("due", f"{old:%d/%m/%Y}" if old else "", f"{due:%d/%m/%Y}", c.SetDue(task.id, due))
    if row["progress"] != task.progress:
        cell("progress", f"{task.progress}%", f"{row['progress']}%", c.SetProgress(task.id, row["progress"]))
    if row["milestone"] != task.milestone:
        cell(
            "milestone",
            "×" if task.milestone else "",
            "×" if row["milestone"] else "",
            c.SetMilestone(task.id, row["milestone"]),
        )
    ours_where, theirs = _constraint(task), _theirs(row, start, task)
    if ours_where != theirs:
        at = datetime.fromisoformat(row["constraint_at"]) if theirs and row["constraint_at"] else None
        where = c.Constrain(task.id, theirs.partition(" ")[0], at)  # type: ignore[arg-type]
        cell("constraint", ours_where, theirs, where)
    return cells


def _begin(row: Row, task: Planned, linked: bool) -> datetime | None:
    """Where ours begins, when the file says another moment (or day, where we keep days)."""
    if linked:
        return None
    # Where the file puts it, and where that lets it begin: a day off is no place to begin.
    theirs = [row["start"], row["constraint_at"] if row["constraint"] == "SNET" else None]
    starts = [datetime.fromisoformat(one) for one in theirs if one]
    ours = local(task.from_) if task.from_ else datetime.combine(task.bar()[0], time())
    same = ours in starts if task.from_ else ours.date() in {one.date() for one in starts}
    return None if same else ours


def _days(minutes: int) -> str:
    return _("%(n)s ngày") % {"n": f"{minutes / 480:.3g}".replace(".", ",")}


def _constraint(task: Planned) -> str:
    at = f" {local(task.constraint_at):%d/%m/%Y %H:%M}" if task.constraint_at else ""
    return f"{task.constraint}{at}" if task.constraint else ""


def _theirs(row: Row, start: datetime, task: Planned) -> str:
    """A task that nobody holds is written out with "no earlier than its start": coming back that says nothing new."""
    at = datetime.fromisoformat(row["constraint_at"]) if row["constraint_at"] else None
    if row["constraint"] == "SNET" and at is not None and at.date() in (start.date(), task.bar()[0]):
        return ""
    return f"{row['constraint']} {at:%d/%m/%Y %H:%M}" if at else row["constraint"]


def _link_cells(
    pk: UUID,
    theirs: Iterable[Row],
    ours: Iterable[Linked],
    uids: Mapping[int, UUID],
    in_file: Collection[UUID],
    board: Board,
) -> list[CellChange]:
    cells: list[CellChange] = []
    wanted = {uids[link["before"]]: link for link in theirs if link["before"] in uids}
    held = {link.before: link for link in ours}

    def cell(before: UUID, now: str, new: str, change: c.Change) -> None:
        digest = hashlib.sha256(f"{before}{now}\x1f{new}".encode()).hexdigest()[:10]
        cells.append(CellChange("links", "", now, now, new, "change", [change], tick=f"{pk}:links:{digest}"))

    for before, link in wanted.items():
        kind = (link["type"], link["lag"], link["unit"])
        said = f"{board.tasks[before].title[:60]} ({_kind(*kind)})"
        if before not in held:
            cell(before, "", said, c.MakeLink(before, pk, *kind))
        elif kind != (held[before].type, held[before].lag, held[before].unit):
            was = held[before]
            now = f"{board.tasks[before].title[:60]} ({_kind(was.type, was.lag, was.unit)})"
            cell(before, now, said, c.ChangeLink(was.id, *kind))
    for before, one in held.items():
        if before not in wanted and before in in_file:
            now = f"{board.tasks[before].title[:60]} ({_kind(one.type, one.lag, one.unit)})"
            cell(before, now, "", c.CutLink(one.id))
    return cells


def _kind(type_: str, lag: int, unit: str) -> str:
    if not lag:
        return type_
    return f"{type_}{lag:+d}%" if unit == "percent" else f"{type_}{lag / (480 if unit == 'working' else 1440):+.3g}d"


def plan_file(
    plan: Plan, shown: Collection[UUID], leads: Mapping[UUID, str], now: datetime
) -> tuple[PlanFile, core.Schedule]:
    """The tasks shown (and the wholes above them) as a plan in a file, with the dates that we compute, links, baselines and names for ever."""
    board = load_board(plan)
    scheduler = Scheduler(now)
    done = scheduler.run(board)
    ids = {above for pk in shown for above in board.above(pk)}
    known = {pk: int(uid) for uid, pk in uids_of(plan).items()}
    free = max(known.values(), default=0)
    order: list[UUID] = []
    stack = [task.id for task in reversed(board.in_order()) if task.parent not in board.tasks]
    while stack:
        pk = stack.pop()
        if pk in ids:
            order.append(pk)
            below = sorted(
                (board.tasks[one] for one in board.children.get(pk, ())), key=lambda one: (one.order, one.id)
            )
            stack.extend(one.id for one in reversed(below))
    numbers: dict[UUID, int] = {}
    for pk in order:
        if pk not in known:
            free += 1
        numbers[pk] = known.get(pk, free)
    ours = {done.task_of(task.uid): task for task in scheduler.plan.tasks}
    parents = {pk: board.tasks[pk].parent for pk in order}
    tasks = [
        replace(ours[pk], uid=numbers[pk], parent=numbers.get(above) if (above := parents[pk]) else None)
        for pk in order
    ]
    links = [
        core.Link(
            numbers[link.before],
            numbers[link.after],
            core.LinkType(link.type),
            link.lag,
            link.unit == "elapsed",
            link.unit == "percent",
        )
        for link in board.links.values()
        if link.before in numbers and link.after in numbers
    ]
    given = _given(plan)
    made = replace(
        scheduler.plan,
        tasks=[_as_in_the_file(task, given) for task in tasks],
        links=links,
        name=plan.title,
        data_date=None,  # the plan, not what is left of it today
        calendars={**scheduler.plan.calendars, **(given.calendars if given else {})},
        calendar=given.calendar if given else scheduler.plan.calendar,
    )
    dated = core.schedule(made)
    file = PlanFile(
        made,
        leads={numbers[pk]: leads[pk] for pk in order if leads.get(pk)},
        progress={numbers[pk]: board.tasks[pk].progress for pk in order},
        baselines=_baselines(plan, numbers),
        guids={number: str(pk) for pk, number in numbers.items()},
    )
    return file, dated


@dataclass(frozen=True)
class _Given:
    """How the file that the plan came from counts: its calendars, and length and calendar of each task by uid."""

    calendar: str
    calendars: Mapping[str, core.PlanCalendar]
    rows: Mapping[int, Row]


def _given(plan: Plan) -> _Given | None:
    last = (
        plan.imports.filter(kind=PlanImport.Kind.PROJECT, applied_at__isnull=False).order_by("applied_at", "pk").last()
    )
    if last is None or not last.lines.get("calendars"):
        return None
    calendars = {
        key: core.PlanCalendar(
            one["name"],
            tuple(_hours(day) for day in one["week"]),
            {date.fromisoformat(day): _hours(hours) for day, hours in one["days"].items()},
        )
        for key, one in last.lines["calendars"].items()
    }
    return _Given(last.lines["calendar"], calendars, {row["uid"]: row for row in last.lines["rows"]})


def _hours(listed: Iterable[Iterable[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((int(start), int(end)) for start, end in listed)


def _as_in_the_file(task: core.PlannedTask, given: _Given | None) -> core.PlannedTask:
    """Of the length that the file gave it, unless it was changed since."""
    if given is None or (row := given.rows.get(task.uid)) is None:
        return task
    same = task.duration == row["minutes"]
    length = {"duration": row["duration"], "elapsed": row["elapsed"]} if same else {}
    return replace(task, calendar=row["calendar"], **length)


def _baselines(plan: Plan, numbers: Mapping[UUID, int]) -> dict[int, dict[int, Frozen]]:
    """Project has eleven: the first eleven of ours."""
    found: dict[int, dict[int, Frozen]] = {}
    for number, baseline in enumerate(plan.baselines.order_by("frozen_at")[:11]):
        rows = BaselineRow.objects.filter(baseline=baseline).values_list("task", "start", "end")
        found[number] = {numbers[pk]: Frozen(_opens(start), _closes(end)) for pk, start, end in rows if pk in numbers}
    return found


def _opens(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, 7, 30) if day else None  # noqa: DTZ001 local


def _closes(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, 17, 30) if day else None  # noqa: DTZ001 local

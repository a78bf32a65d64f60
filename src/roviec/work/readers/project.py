"""A Microsoft Project file (MSPDI) as plain values that can be kept until somebody applies them: scheduled, with what we do not keep."""

import gzip
import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.schedule import ConstraintType, CycleError, TooLongError, schedule
from roviec.core.working_table import to_minutes
from roviec.paper.plans.model import BadPlanFileError, PlanFile
from roviec.paper.plans.mspdi import read_mspdi

MOST_TASKS = 20_000
MOST_BYTES = 200 * 1024 * 1024
PLACES = ("task", "calendar", "field", "line", "column")


@dataclass(frozen=True, slots=True)
class Project:
    """`content` is JSON: {"title", "rows": [task], "links": [link], "baselines": {number: {uid: [start, finish]}}}; dates local ISO.

    A task has uid, guid, name, parent (uid or null), summary, start, finish, minutes, milestone, constraint, constraint_at, deadline,
    progress, lead, and how the file counts it (duration, elapsed, calendar). A link has before, after (uids), type, lag, unit.
    `calendars` are kept for the way out. `remarks` say what was changed or left out on the way in.
    """

    content: dict[str, Any]
    remarks: list[Reason]


def read_project(data: bytes) -> Project:
    """Raises Invalid("file", …) with the place, the reason and the remedy."""
    try:
        plain = gzip.GzipFile(fileobj=io.BytesIO(data)).read(MOST_BYTES + 1) if data.startswith(b"\x1f\x8b") else data
    except (OSError, EOFError, zlib.error):
        raise Invalid("file", Reason("project.bad_gzip")) from None
    if len(plain) > MOST_BYTES:
        raise Invalid("file", Reason("project.too_large", {"most": MOST_BYTES // 1024**2}))
    try:
        file = read_mspdi(io.BytesIO(plain))
    except BadPlanFileError as error:
        raise Invalid("file", _refusal(error)) from None
    if len(file.plan.tasks) > MOST_TASKS:
        raise Invalid("file", Reason("project.too_many", {"count": len(file.plan.tasks), "most": MOST_TASKS}))
    try:
        dated = schedule(file.plan)
    except CycleError as error:
        names = {task.uid: task.name for task in file.plan.tasks}
        circle = " → ".join(f"{names.get(uid, '')[:60]} ({uid})" for uid in error.cycles[0][:8])
        raise Invalid("file", Reason("project.circle", {"circle": circle})) from None
    except TooLongError:
        raise Invalid("file", Reason("project.too_long")) from None
    remarks = [problem.reason for problem in (*file.problems, *dated.problems)]
    rows, more = _rows(file, {row.uid: row for row in dated.rows})
    kept = {row["uid"] for row in rows}
    if not rows:
        raise Invalid("file", Reason("project.no_tasks"))
    content = {
        "title": file.plan.name,
        "calendar": file.plan.calendar,
        "calendars": _calendars(file),
        "rows": rows,
        "links": _links(file, kept),
        "baselines": {
            str(number): {str(uid): [_iso(one.start), _iso(one.finish)] for uid, one in frozen.items() if uid in kept}
            for number, frozen in file.baselines.items()
        },
    }
    remarks += [*more, *(Reason(f"project.left_out_{what}") for what in sorted(file.left_out))]
    return Project(content, list(dict.fromkeys(remarks)))


def _rows(file: PlanFile, dated: dict[int, Any]) -> tuple[list[dict[str, Any]], list[Reason]]:
    rows: list[dict[str, Any]] = []
    remarks: list[Reason] = []
    inactive = sum(not task.active for task in file.plan.tasks)
    calendars = {task.calendar for task in file.plan.tasks if task.calendar} | {file.plan.calendar}
    for task in file.plan.tasks:
        if task.uid == 0 or not task.active or not task.name.strip():
            continue  # the line of the project itself; what was switched off; empty lines
        row = dated[task.uid]
        constraint = task.constraint.type.value if task.constraint else ""
        if task.fixed and not constraint:
            constraint = ConstraintType.START_NO_EARLIER.value
        rows.append(
            {
                "uid": task.uid,
                "guid": file.guids.get(task.uid, ""),
                "name": " ".join(task.name.split())[:4000],
                "parent": task.parent or None,
                "summary": row.summary,
                "start": _iso(row.start),
                "finish": _iso(row.finish),
                "minutes": _minutes(task, row),
                "duration": task.duration,
                "elapsed": task.elapsed,
                "calendar": task.calendar,
                "milestone": task.duration == 0 and not row.summary,
                "constraint": "" if constraint == "ASAP" else constraint,
                "constraint_at": _iso(task.constraint.at if task.constraint else row.start if task.fixed else None),
                "deadline": _iso(task.deadline),
                "progress": file.progress.get(task.uid, 0),
                "lead": file.leads.get(task.uid, "")[:500],
            }
        )
    if inactive:
        remarks.append(Reason("project.inactive", {"count": inactive}))
    if calendars:
        names = ", ".join(
            sorted(file.plan.calendars[one].name or one for one in calendars if one in file.plan.calendars)
        )
        remarks.append(Reason("project.calendars", {"names": names[:200]}))
    if any(task.actual_start for task in file.plan.tasks):
        remarks.append(Reason("project.actuals"))
    return rows, remarks


def _minutes(task: Any, row: Any) -> int:
    """Working minutes; of a duration that runs through nights and days off what lies between its ends."""
    return to_minutes(row.finish) - to_minutes(row.start) if task.elapsed else task.duration


def _calendars(file: PlanFile) -> dict[str, Any]:
    """Kept for the way out: Project counts on by its own hours."""
    named = {file.plan.calendar, *(task.calendar for task in file.plan.tasks if task.calendar)}
    return {
        key: {"name": one.name, "week": one.week, "days": {day.isoformat(): hours for day, hours in one.days.items()}}
        for key, one in file.plan.calendars.items()
        if key in named
    }


def _links(file: PlanFile, kept: set[int]) -> list[dict[str, Any]]:
    """Two tasks are linked once: of several links between the same two the first."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for link in file.plan.links:
        if link.before not in kept or link.after not in kept or link.before == link.after:
            continue
        unit = "percent" if link.percent else "elapsed" if link.elapsed else "working"
        ends = {"before": link.before, "after": link.after}
        found.setdefault((link.before, link.after), {**ends, "type": link.type.value, "lag": link.lag, "unit": unit})
    return list(found.values())


def _iso(at: datetime | None) -> str | None:
    return at.replace(second=0, microsecond=0).isoformat(timespec="minutes") if at else None


def _refusal(error: BadPlanFileError) -> Reason:
    place = ", ".join(str(error.params[name]) for name in PLACES if name in error.params)
    return Reason(f"project.{error.code}", {"value": "", "root": "", **error.params, "place": place or "–"})


def shown_dates(row: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """Start and finish as local moments; what ends at midnight ended the day before."""
    start, finish = datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["finish"])
    if finish > start and (finish.hour, finish.minute) == (0, 0):
        finish -= timedelta(minutes=1)
    return start, finish

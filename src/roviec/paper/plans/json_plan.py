"""Plans as JSON: {"start", "calendar"?, "tasks": [{"uid", "name", "duration_minutes", "predecessors": [...], "constraint"?}]}.

A predecessor is {"uid", "type": "FS" | "SS" | "FF" | "SF", "lag_minutes": 0, "elapsed": false} or "lag_percent"; a constraint is
{"type": "ASAP" | "ALAP" | "MSO" | "MFO" | "SNET" | "SNLT" | "FNET" | "FNLT", "date"}. Besides, a task may have "parent",
"calendar", "elapsed", "deadline", "actual_start", "actual_finish", "remaining_minutes", "active", "lead", "progress"; the plan
"name", "data_date", "honour_constraints", "calendars". A calendar is "vn" (the default), "standard" (08-12, 13-17) or "24h", or
{"week": seven lists of ["07:30", "11:30"] pairs from Monday, "days": {"2026-01-01": []}}.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, BinaryIO

from roviec.core.packaged import vietnam_calendar
from roviec.core.schedule import Constraint, ConstraintType, Link, LinkType, Plan, PlanCalendar, PlannedTask
from roviec.core.working_table import DayHours
from roviec.paper.plans.model import BadPlanFileError, PlanFile, moment
from roviec.paper.plans.mspdi_calendars import STANDARD_WEEK

_ROUND_THE_CLOCK: tuple[DayHours, ...] = (((0, 1440),),) * 7


def named_calendar(name: str) -> PlanCalendar | None:
    """One of the calendars that need no description."""
    if name == "vn":
        return PlanCalendar.of(vietnam_calendar())
    weeks = {"standard": STANDARD_WEEK, "24h": _ROUND_THE_CLOCK}
    return PlanCalendar(name, weeks[name]) if name in weeks else None


def read_json(stream: BinaryIO) -> PlanFile:
    try:
        data = json.loads(stream.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadPlanFileError("bad_encoding") from None
    except json.JSONDecodeError as error:
        raise BadPlanFileError("not_json", line=error.lineno, column=error.colno, why=error.msg) from None
    except RecursionError:
        raise BadPlanFileError("not_json", line=1, column=1, why="nesting") from None
    return plan_from(data)


def plan_from(data: object) -> PlanFile:
    """The plan in decoded JSON."""
    if not isinstance(data, dict) or not isinstance(data.get("tasks"), list):
        raise BadPlanFileError("json_shape", expected='{"start", "tasks": [...]}')
    if not isinstance(data.get("start"), str):
        raise BadPlanFileError("no_start")
    described = data.get("calendars") or {}
    if not isinstance(described, dict):
        raise BadPlanFileError("json_shape", expected='{"calendars": {}}')
    calendars = {str(name): _calendar(value, str(name)) for name, value in described.items()}
    main = data.get("calendar", "vn")
    key = main if isinstance(main, str) else "plan"
    if key not in calendars:
        calendars[key] = _calendar(main, key)
    tasks, links, leads, progress = [], [], {}, {}
    for number, raw in enumerate(data["tasks"], start=1):
        if not isinstance(raw, dict):
            raise BadPlanFileError("json_shape", expected="task", row=number)
        uid = _whole(raw, "uid", number)
        tasks.append(_task(raw, uid, number, calendars))
        links.extend(_links(raw, uid, number))
        if raw.get("lead"):
            leads[uid] = str(raw["lead"])
        if raw.get("progress") is not None:
            progress[uid] = _whole(raw, "progress", number)
    at = data.get("data_date")
    plan = Plan(
        moment(data["start"], field="start"),
        tasks,
        links,
        calendars,
        key,
        str(data.get("name", "")),
        data_date=moment(str(at), field="data_date") if at else None,
        honour_constraints=bool(data.get("honour_constraints", True)),
    )
    return PlanFile(plan, (), leads, progress)


def _whole(raw: Mapping[str, Any], field: str, row: int, default: int | None = None) -> int:
    value = raw.get(field, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) > 10**9:
        raise BadPlanFileError("bad_number", value=str(value), field=field, row=row)
    return int(value)


def _at(raw: Mapping[str, Any], field: str, row: int) -> datetime | None:
    value = raw.get(field)
    return moment(str(value), field=field, row=row) if value else None


def _task(raw: Mapping[str, Any], uid: int, row: int, calendars: Mapping[str, PlanCalendar]) -> PlannedTask:
    duration = _whole(raw, "duration_minutes", row, 0)
    if duration < 0:
        raise BadPlanFileError("bad_number", value=duration, field="duration_minutes", row=row)
    calendar = raw.get("calendar")
    if calendar is not None and calendar not in calendars:
        raise BadPlanFileError("unknown_calendar", calendar=str(calendar), row=row)
    return PlannedTask(
        uid,
        str(raw.get("name", "")),
        duration,
        parent=_whole(raw, "parent", row) if raw.get("parent") is not None else None,
        calendar=calendar,
        elapsed=bool(raw.get("elapsed", False)),
        constraint=_constraint(raw.get("constraint"), row),
        deadline=_at(raw, "deadline", row),
        actual_start=_at(raw, "actual_start", row),
        actual_finish=_at(raw, "actual_finish", row),
        remaining=_whole(raw, "remaining_minutes", row) if raw.get("remaining_minutes") is not None else None,
        active=raw.get("active", True) is not False,
    )


def _constraint(raw: object, row: int) -> Constraint | None:
    if raw is None:
        return None
    if isinstance(raw, str):
        raw = {"type": raw}
    if not isinstance(raw, dict):
        raise BadPlanFileError("json_shape", expected='{"type", "date"}', row=row)
    try:
        kind = ConstraintType(str(raw.get("type", "")).upper())
    except ValueError:
        raise BadPlanFileError("unknown_constraint", value=str(raw.get("type")), row=row) from None
    at = _at(raw, "date", row) or _at(raw, "at", row)
    if at is None and kind not in (ConstraintType.ASAP, ConstraintType.ALAP):
        raise BadPlanFileError("constraint_without_date", value=kind.value, row=row)
    return None if kind is ConstraintType.ASAP else Constraint(kind, at)


def _links(raw: Mapping[str, Any], uid: int, row: int) -> list[Link]:
    links = []
    given = raw.get("predecessors") or []
    if not isinstance(given, list):
        raise BadPlanFileError("json_shape", expected='"predecessors": [...]', row=row)
    for before in given:
        if isinstance(before, int) and not isinstance(before, bool):
            before = {"uid": before}
        if not isinstance(before, dict):
            raise BadPlanFileError("json_shape", expected='{"uid", "type", "lag_minutes"}', row=row)
        try:
            kind = LinkType(str(before.get("type", "FS")).upper())
        except ValueError:
            raise BadPlanFileError("unknown_link", value=str(before.get("type")), row=row) from None
        percent = before.get("lag_percent") is not None
        lag = _whole(before, "lag_percent" if percent else "lag_minutes", row, 0)
        links.append(Link(_whole(before, "uid", row), uid, kind, lag, bool(before.get("elapsed", False)), percent))
    return links


def _calendar(raw: object, name: str) -> PlanCalendar:
    if isinstance(raw, str):
        known = named_calendar(raw)
        if known is None:
            raise BadPlanFileError("unknown_calendar", calendar=raw)
        return known
    week = raw.get("week") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(week, list) or len(week) != 7:
        raise BadPlanFileError("json_shape", expected='{"week": [7], "days": {}}', calendar=name)
    days = {}
    differing = raw.get("days") or {}
    if not isinstance(differing, dict):
        raise BadPlanFileError("json_shape", expected='{"week": [7], "days": {}}', calendar=name)
    for day, hours in differing.items():
        try:
            days[date.fromisoformat(day)] = _hours(hours, name)
        except ValueError as error:
            if isinstance(error, BadPlanFileError):
                raise
            raise BadPlanFileError("bad_date", value=str(day), calendar=name) from None
    return PlanCalendar(name, tuple(_hours(hours, name) for hours in week), days)


def _hours(raw: object, calendar: str) -> DayHours:
    try:
        shifts = sorted((_minute(start), _minute(end)) for start, end in raw)  # type: ignore[attr-defined]
    except (TypeError, ValueError, AttributeError):
        raise BadPlanFileError("bad_time", value=str(raw), calendar=calendar) from None
    flat = [minute for shift in shifts for minute in shift]
    if flat != sorted(flat):
        raise BadPlanFileError("calendar_overlap", calendar=calendar)
    return tuple(shifts)


def _minute(raw: str) -> int:
    hour, _, minute = raw.partition(":")
    if not (0 <= int(hour) <= 24 and 0 <= int(minute or 0) < 60):
        raise ValueError(raw)
    return min(int(hour) * 60 + int(minute or 0), 1440)

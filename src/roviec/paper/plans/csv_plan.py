"""Plans as CSV, comma or semicolon, with a header in English or Vietnamese.

Columns: uid (STT), name (Nhiệm vụ), duration (Thời lượng: "3d", "4h", "90" minutes; working days of 8 hours), start (Bắt đầu),
finish (Hạn hoàn thành), predecessors (Việc trước: "1; 2SS+1d; 3FF-4h"), lead (Chủ trì), progress (Tiến độ, %). A start is "no
earlier than"; without a duration it lasts to its finish; a finish beside a duration is a deadline. The plan starts at its
earliest start, on the Vietnamese calendar.
"""

import csv
import io
import re
from datetime import date, datetime, time
from typing import BinaryIO

from roviec.core.calendars import OFFICE_HOURS
from roviec.core.packaged import vietnam_calendar
from roviec.core.schedule import Constraint, ConstraintType, Link, LinkType, Plan, PlanCalendar, PlannedTask
from roviec.core.text import fold
from roviec.core.working_table import to_minutes
from roviec.paper.plans.model import BadPlanFileError, PlanFile, moment

_COLUMNS = {
    "uid": ("uid", "id", "stt", "tt"),
    "name": ("name", "task", "ten", "nhiem vu", "ten nhiem vu", "noi dung", "cong viec"),
    "duration": ("duration", "duration_minutes", "thoi luong"),
    "start": ("start", "bat dau", "ngay bat dau"),
    "finish": ("finish", "due", "deadline", "ket thuc", "han", "han hoan thanh", "thoi han", "thoi gian hoan thanh"),
    "predecessors": ("predecessors", "after", "viec truoc", "phu thuoc"),
    "lead": ("lead", "chu tri", "co quan chu tri", "don vi chu tri"),
    "progress": ("progress", "tien do", "percent"),
}
_UNITS = {"": 1, "m": 1, "h": 60, "d": 480, "w": 2400, "ngay": 480, "gio": 60, "tuan": 2400}
_DURATION = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]*)")
_LINK = re.compile(r"(\d+)\s*(FS|SS|FF|SF)?\s*(?:([+-])\s*(\d+(?:[.,]\d+)?\s*[a-z]*))?", re.IGNORECASE)


def read_csv(stream: BinaryIO) -> PlanFile:
    try:
        text = stream.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadPlanFileError("bad_encoding") from None
    lines = text.splitlines()
    if not lines:
        raise BadPlanFileError("empty")
    separator = max(",;\t", key=lines[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise BadPlanFileError("not_csv", why=str(error)) from None
    columns = _header(rows[0])
    tasks: list[PlannedTask] = []
    links: list[Link] = []
    leads: dict[int, str] = {}
    progress: dict[int, int] = {}
    starts: list[datetime] = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        cell = {name: row[i].strip() if i < len(row) else "" for name, i in columns.items()}
        uid = _whole(cell.get("uid") or str(number - 1), "uid", number)
        task, start = _task(cell, uid, number)
        tasks.append(task)
        starts.extend([start] if start else [])
        links.extend(_links(cell.get("predecessors", ""), uid, number))
        if cell.get("lead"):
            leads[uid] = cell["lead"]
        if cell.get("progress"):
            progress[uid] = min(_whole(cell["progress"].rstrip("% "), "progress", number), 100)
    if not starts:
        raise BadPlanFileError("no_start")
    plan = Plan(min(starts), tasks, links, {"vn": PlanCalendar.of(vietnam_calendar())}, "vn")
    return PlanFile(plan, (), leads, progress)


def _header(row: list[str]) -> dict[str, int]:
    folded = [fold(cell) for cell in row]
    columns = {
        name: folded.index(one) for name, spellings in _COLUMNS.items() for one in reversed(spellings) if one in folded
    }
    if "name" not in columns:
        raise BadPlanFileError("no_column", column="name", found=", ".join(row)[:200])
    return columns


def _whole(raw: str, field: str, row: int) -> int:
    if not raw.isdecimal() or len(raw) > 9:
        raise BadPlanFileError("bad_number", value=raw, field=field, row=row)
    return int(raw)


def _minutes(raw: str, field: str, row: int) -> int:
    match = _DURATION.fullmatch(fold(raw))
    if match is None or match[2] not in _UNITS:
        raise BadPlanFileError("bad_duration", value=raw, field=field, row=row)
    return round(float(match[1].replace(",", ".")) * _UNITS[match[2]])


def _date(raw: str, field: str, row: int, at: time) -> datetime | None:
    """ISO or dd/mm/yyyy, with or without a time; a date alone gets the hour `at`."""
    if not raw:
        return None
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", raw)
    try:
        day = date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(raw)
    except ValueError:
        return moment(raw, field=field, row=row)
    return moment(datetime.combine(day, at).isoformat(), field=field, row=row)


def _task(cell: dict[str, str], uid: int, row: int) -> tuple[PlannedTask, datetime | None]:
    opens, closes = OFFICE_HOURS[0][0], OFFICE_HOURS[-1][1]
    start = _date(cell.get("start", ""), "start", row, time(opens // 60, opens % 60))
    finish = _date(cell.get("finish", ""), "finish", row, time(closes // 60, closes % 60))
    if start and finish and finish < start:
        raise BadPlanFileError("finish_before_start", value=cell["finish"], row=row)
    if cell.get("duration"):
        duration = _minutes(cell["duration"], "duration", row)
    elif start and finish:
        table = vietnam_calendar().table
        duration = int(table.position(to_minutes(finish))) - int(table.position(to_minutes(start)))
    else:
        duration = 480
    constraint = Constraint(ConstraintType.START_NO_EARLIER, start) if start else None
    return PlannedTask(uid, cell.get("name", ""), duration, constraint=constraint, deadline=finish), start


def _links(raw: str, uid: int, row: int) -> list[Link]:
    links = []
    for part in re.split(r"[;,]", raw):
        if not part.strip():
            continue
        match = _LINK.fullmatch(part.strip())
        if match is None:
            raise BadPlanFileError("unknown_link", value=part.strip(), row=row)
        lag = _minutes(match[4], "predecessors", row) * (-1 if match[3] == "-" else 1) if match[4] else 0
        links.append(Link(int(match[1]), uid, LinkType((match[2] or "FS").upper()), lag))
    return links

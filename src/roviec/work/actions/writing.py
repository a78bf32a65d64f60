"""What a change of a plan leaves behind: rows, links, an entry per thing changed by name, one for all that followed, and the record
by which it can be taken back."""

import copy
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.text import fold
from roviec.ledger.actions import lock_all, record
from roviec.ledger.bulk import record_each
from roviec.work.actions.dates import label
from roviec.work.actions.trying import Trial
from roviec.work.models import ChangedTask, Dependency, Plan, PlanChange, Task
from roviec.work.queries.board import Linked, Planned
from roviec.work.queries.scheduled import first_and_last

# Name on the board -> column of the row.
COLUMNS = {
    "start": "planned_start",
    "end": "planned_end",
    "from_": "planned_from",
    "until": "planned_until",
    "minutes": "planned_minutes",
    "milestone": "is_milestone",
    "constraint": "constraint",
    "constraint_at": "constraint_at",
    "title": "title",
    "parent": "parent_id",
    "order": "order",
}
KEPT = {**COLUMNS, "progress": "progress"}
FOLLOWED = {name: COLUMNS[name] for name in ("from_", "until", "minutes")}
DATES = ("planned_start", "planned_end", "planned_from", "planned_until", "planned_minutes")
WHEN = {*DATES, "is_milestone", "constraint", "constraint_at"}
_DATES_ARE = ("uuid", "date", "date", "timestamptz", "timestamptz", "integer")
_LINES_ARE = ("uuid", "uuid", "boolean", "integer", "date", "date", "date", "date", "jsonb")


def store(trial: Trial, *, reason: str) -> PlanChange | None:
    """Writes the trial; the record of it, or None when nothing of it can be taken back (due dates alone)."""
    board = trial.board
    followers = [pk for pk in trial.moved if pk not in trial.was]
    before = {pk: copy.copy(board.tasks[pk]) for pk in followers}
    _take_dates(trial)
    former = {pk: _different(was, board.tasks[pk]) for pk, was in trial.was.items()}
    linked = {link.after for link in (*trial.made, *trial.cut, *(new for _old, new in trial.relinked))}
    direct = [pk for pk in trial.was if former[pk].keys() - {"progress"} or pk in linked]
    kept = [pk for pk in trial.was if former[pk] or pk in linked]
    added = [pk for pk, _change in trial.added]
    if not (kept or followers or added):
        return None
    change = PlanChange.objects.create(
        plan=trial.plan,
        at=trial.at,
        account_id=trial.by.account_id,
        by_label=label(trial.by),
        reason=reason[:1000],
        links={
            "made": [str(link.id) for link in trial.made],
            "cut": [as_json(link) for link in trial.cut],
            "changed": [as_json(old) for old, _new in trial.relinked],
        },
        added=[str(pk) for pk in added],
    )
    write_links(trial.plan, trial.made, trial.cut, [new for _old, new in trial.relinked], trial.at)
    _write_direct(trial, direct, former, change)
    versions = write_dates([dates_of(board.tasks[pk]) for pk in followers])
    versions |= dict(Task.objects.filter(pk__in=[*kept, *added]).values_list("pk", "version"))
    rows = [_line(board.tasks[pk], trial.was[pk], versions[pk], former[pk], trial) for pk in kept]
    rows += [Line(pk, True, versions[pk], None, None, None, None, {}) for pk in added]
    for pk in followers:
        task, was = board.tasks[pk], before[pk]
        rows.append(_line(task, was, versions[pk], _different(was, task, FOLLOWED)))
    keep(change, rows)
    tell(trial.plan, change, rows, "plan_changed", by=trial.by, at=trial.at, late=len(trial.late_more))
    return change


@dataclass(frozen=True, slots=True)
class Line:
    """A row of ChangedTask."""

    task: UUID
    by_name: bool
    version: int
    old_start: date | None
    old_end: date | None
    new_start: date | None
    new_end: date | None
    former: dict[str, Any]

    @property
    def days(self) -> tuple[date | None, date | None, date | None, date | None]:
        return self.old_start, self.old_end, self.new_start, self.new_end


def _line(task: Planned, was: Planned, version: int, former: Mapping[str, Any], trial: Trial | None = None) -> Line:
    others = {name: plain(value) for name, value in former.items() if name not in ("planned_start", "planned_end")}
    if trial and task.id in trial.behind:
        others["behind"] = plain(trial.behind[task.id])
    return Line(task.id, trial is not None, version, was.start, was.end, task.start, task.end, others)


def _take_dates(trial: Trial) -> None:
    """The days that the schedule gives, for what moved and what was put somewhere, in the form in which each keeps them."""
    moved = set(trial.moved)
    for pk in (*trial.moved, *(pk for pk in trial.was if pk not in moved)):
        task, was, row = trial.board.tasks[pk], trial.was.get(pk), trial.after.rows.get(pk)
        put = was is not None and (task.start, task.end, task.minutes) != (was.start, was.end, was.minutes)
        if row is None or row.summary or task.closed or not (pk in moved or put):
            continue
        task.start, task.end = first_and_last(row)
        if task.has_times:
            task.from_, task.until = _utc(row.start), _utc(row.finish)
        if task.minutes is None and not task.progress:
            task.minutes = trial.scheduler.minutes_of(pk)


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=VIETNAM).astimezone(UTC)


def _different(was: Planned, now: Planned, names: Mapping[str, str] = KEPT) -> dict[str, Any]:
    """Column -> value as it was, of what is another now. Due dates are no part of it: they are decisions."""
    return {column: value for name, column in names.items() if (value := getattr(was, name)) != getattr(now, name)}


def _write_direct(
    trial: Trial, pks: Sequence[UUID], former: Mapping[UUID, Mapping[str, Any]], change: PlanChange
) -> None:
    """The tasks changed by name: each with an entry of its own, those of one kind together."""
    by_verb: dict[str, list[Task]] = {}
    for task in lock_all(Task, pks):
        for name, column in COLUMNS.items():
            if column in former[task.pk]:
                setattr(task, column, getattr(trial.board.tasks[task.pk], name))
        if "title" in former[task.pk]:
            task.folded = fold(f"{task.number} {task.title} {task.deliverable}")
        by_verb.setdefault(_verb(former[task.pk]), []).append(task)

    def facts(task: Task) -> dict[str, Any]:
        return {
            "change": change.pk,
            "start": task.planned_start,
            "end": task.planned_end,
            "before": dict(former[task.pk]),
            "title": task.title if "title" in former[task.pk] else None,
            "reason": change.reason,
        }

    changed = [column.removesuffix("_id") for column in COLUMNS.values()] + ["folded"]
    for verb, tasks in by_verb.items():
        record_each(tasks, verb, by=trial.by, at=trial.at, data=facts, changed=changed)


def _verb(former: Mapping[str, Any]) -> str:
    if WHEN & former.keys():
        return "replanned"
    if "title" in former:
        return "edited"
    return "placed" if {"parent_id", "order"} & former.keys() else "links_changed"


def as_json(link: Linked) -> dict[str, Any]:
    return {field.name: plain(getattr(link, field.name)) for field in fields(link)}


def plain(value: Any) -> Any:
    """As JSON keeps it."""
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def write_links(
    plan: Plan, made: Iterable[Linked], cut: Iterable[Linked], changed: Iterable[Linked], at: datetime
) -> None:
    gone = {link.id for link in cut}
    Dependency.objects.filter(pk__in=gone).delete()
    Dependency.objects.bulk_create(
        Dependency(
            id=link.id,
            plan=plan,
            before_id=link.before,
            after_id=link.after,
            type=link.type,
            lag=link.lag,
            unit=link.unit,
            created_at=at,
        )
        for link in made
        if link.id not in gone
    )
    for link in changed:
        Dependency.objects.filter(pk=link.id).update(type=link.type, lag=link.lag, unit=link.unit)


Dates = tuple[UUID, date | None, date | None, datetime | None, datetime | None, int | None]


def dates_of(task: Planned) -> Dates:
    return task.id, task.start, task.end, task.from_, task.until, task.minutes


def write_dates(rows: Sequence[Dates]) -> dict[UUID, int]:
    """The planned dates of tasks that followed others, each a version newer; task -> version. A statement, however many they are."""
    if not rows:
        return {}
    table = connection.ops.quote_name(Task._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sets = ", ".join(f"{name} = new.{name}" for name in DATES)
            cursor.execute(
                f"UPDATE {table} SET version = {table}.version + 1, {sets} FROM unnest({_arrays(_DATES_ARE)})"
                f" AS new(id, {', '.join(DATES)}) WHERE {table}.id = new.id RETURNING {table}.id, {table}.version",
                [list(column) for column in zip(*rows, strict=True)],
            )
            return dict(cursor.fetchall())
        sets = ", ".join(f"{name} = %s" for name in DATES)
        sent = [(*map(_adapted, row[1:]), row[0].hex) for row in rows]
        cursor.executemany(f"UPDATE {table} SET version = version + 1, {sets} WHERE id = %s", sent)
        ids = json.dumps([row[0].hex for row in rows])
        cursor.execute(f"SELECT id, version FROM {table} WHERE id IN (SELECT value FROM json_each(%s))", [ids])
        return {UUID(pk): version for pk, version in cursor.fetchall()}


def keep(change: PlanChange, lines: Sequence[Line]) -> None:
    """The rows of ChangedTask. As `ledger.bulk` does: an instance per row would be most of the cost of a change."""
    if not lines:
        return
    columns = ("change_id", "task_id", "by_name", "version", "old_start", "old_end", "new_start", "new_end", "former")
    rows = [
        (change.pk, one.task, one.by_name, one.version, *one.days, json.dumps(one.former) if one.former else "{}")
        for one in lines
    ]
    into = f"INSERT INTO {connection.ops.quote_name(ChangedTask._meta.db_table)} ({', '.join(columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(f"{into} SELECT * FROM unnest({_arrays(_LINES_ARE)})", arrays)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"{into} VALUES ({marks})", [tuple(map(_adapted, row)) for row in rows])


def _arrays(types: Sequence[str]) -> str:
    return ", ".join(f"%s::{type_}[]" for type_ in types)


def _adapted(value: Any) -> Any:
    """As SQLite keeps it."""
    match value:
        case UUID():
            return value.hex
        case datetime():
            return connection.ops.adapt_datetimefield_value(value)
        case date():
            return value.isoformat()
    return value


def tell(
    plan: Plan, change: PlanChange, lines: Sequence[Line], verb: str, *, by: Actor, at: datetime, late: int = 0
) -> None:
    """One entry for the plan, with a digest over what it keeps of each task."""
    texts = [" ".join(map(str, (one.task, *one.days))) for one in lines]
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    data = {"change": change.pk, "count": len(lines), "digest": digest, "late_more": late, "reason": change.reason}
    record(plan, verb, by=by, at=at, data=data)

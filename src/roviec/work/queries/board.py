"""A plan's tasks and links as plain values in memory: what a change is tried out on before anything is written."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from roviec.core.calendars import VIETNAM
from roviec.work.models import Dependency, Plan, Task, TaskState

CLOSED = frozenset({TaskState.DONE.value, TaskState.CANCELLED.value})


@dataclass(slots=True)
class Planned:
    """One task as the schedule needs it. Days are local and inclusive; instants are UTC; `minutes` are working minutes.

    `due` decides lateness and is never moved here. `began` is when the work was given, `finished` when it was handed in or closed.
    """

    id: UUID
    version: int
    parent: UUID | None
    order: int
    number: str
    title: str
    state: str
    unit: UUID | None
    calendar: str
    start: date | None
    end: date | None
    from_: datetime | None
    until: datetime | None
    minutes: int | None
    milestone: bool
    constraint: str
    constraint_at: datetime | None
    progress: int
    due: datetime | None
    began: datetime
    finished: datetime | None
    counts: bool

    @property
    def closed(self) -> bool:
        return self.state in CLOSED

    @property
    def name(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title

    @property
    def has_times(self) -> bool:
        return self.from_ is not None

    def bar(self) -> tuple[date, date]:
        """First and last day as drawn: the planned ones, else from when it was given until it is due."""
        end = self.end or (day_of(self.due) if self.due else None)
        if self.start is not None:
            return self.start, max(end or self.start, self.start)
        start = day_of(self.began)
        return (min(start, end), end) if end is not None else (start, start)


@dataclass(slots=True)
class Linked:
    """A link as stored; `lag` is minutes or percent, as `unit` ("working", "elapsed", "percent") says."""

    id: UUID
    before: UUID
    after: UUID
    type: str
    lag: int
    unit: str


@dataclass
class Board:
    """`tasks` in the plan's order."""

    plan: Plan
    tasks: dict[UUID, Planned]
    links: dict[UUID, Linked]
    children: dict[UUID, list[UUID]] = field(default_factory=dict)
    linked_to: dict[UUID, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for task in self.tasks.values():
            if task.parent in self.tasks:
                self.children.setdefault(task.parent, []).append(task.id)
        for link in self.links.values():
            self.linked_to[link.after] = self.linked_to.get(link.after, 0) + 1

    def add(self, task: Planned) -> None:
        self.tasks[task.id] = task
        if task.parent in self.tasks:
            self.children.setdefault(task.parent, []).append(task.id)

    def place(self, task: Planned, parent: UUID | None) -> None:
        if task.parent in self.children:
            self.children[task.parent].remove(task.id)
        task.parent = parent
        if parent is not None:
            self.children.setdefault(parent, []).append(task.id)

    def link(self, link: Linked) -> None:
        self.links[link.id] = link
        self.linked_to[link.after] = self.linked_to.get(link.after, 0) + 1

    def cut(self, link_id: UUID) -> Linked:
        link = self.links.pop(link_id)
        self.linked_to[link.after] -= 1
        return link

    def is_whole(self, task_id: UUID) -> bool:
        """Its dates follow from its parts."""
        return bool(self.children.get(task_id))

    def above(self, task_id: UUID | None) -> Iterator[UUID]:
        """The task and all wholes over it."""
        seen: set[UUID] = set()
        while task_id is not None and task_id in self.tasks and task_id not in seen:
            seen.add(task_id)
            yield task_id
            task_id = self.tasks[task_id].parent

    def sibling_before(self, task: Planned) -> UUID | None:
        """What stands right before it under the same whole; None when it is the first."""
        siblings = [one.id for one in self.in_order() if one.parent == task.parent]
        place = siblings.index(task.id)
        return siblings[place - 1] if place else None

    def in_order(self) -> list[Planned]:
        return sorted(self.tasks.values(), key=lambda task: (task.order, task.id))


COLUMNS = (
    *("pk", "version", "parent", "order", "number", "title", "state", "lead_unit", "lead_unit__calendar"),
    *("planned_start", "planned_end", "planned_from", "planned_until", "planned_minutes", "is_milestone"),
    *("constraint", "constraint_at", "progress", "clock__due", "clock__started_at"),
    Coalesce(F("clock__finished_at"), F("clock__closed_at")),
    "clock__counts",
)


def load_board(plan: Plan) -> Board:
    """The whole plan, cancelled tasks left out, in two queries."""
    rows = Task.objects.filter(plan=plan).exclude(state=TaskState.CANCELLED).order_by("order", "pk")
    tasks = {row[0]: Planned(*row) for row in plain_rows(rows, COLUMNS)}
    return Board(plan, tasks, {link.id: link for link in _links(plan, tasks)})


def plain_rows(rows: QuerySet[Any, Any], columns: Sequence[str | Combinable]) -> Iterator[Sequence[Any]]:
    """As `rows.values_list(*columns)`, three times as fast on SQLite, where Django converts value by value: what comes again is
    converted once."""
    asked = rows.values_list(*columns)
    try:
        sql, parameters = asked.query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found = cursor.fetchall()
    if connection.vendor == "postgresql":
        yield from found
        return
    converted: list[tuple[int, _Kept]] = []
    for place, expression in enumerate(asked.query.get_compiler("default").get_select()[0]):
        if convert := CONVERTERS.get(expression[0].output_field.get_internal_type()):
            converted.append((place, _Kept(convert)))
    for row in found:
        values = list(row)
        for place, kept in converted:
            if values[place] is not None:
                values[place] = kept[values[place]]
        yield values


class _Kept(dict[Any, Any]):
    def __init__(self, convert: Callable[[Any], Any]) -> None:
        self.convert = convert

    def __missing__(self, value: Any) -> Any:
        found = self[value] = self.convert(value)
        return found


def _instant(value: Any) -> datetime:
    """A column comes as a datetime without zone, an expression as text."""
    return (datetime.fromisoformat(value) if isinstance(value, str) else value).replace(tzinfo=UTC)


CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "UUIDField": UUID,
    "ForeignKey": UUID,
    "OneToOneField": UUID,
    "DateTimeField": _instant,
}


def _links(plan: Plan, tasks: Iterable[UUID]) -> Iterator[Linked]:
    """Straight from the database: of twenty thousand links, making an id of each end would take longest. Those of tasks left out go."""
    field = Dependency._meta.pk
    stored = {field.get_db_prep_value(pk, connection): pk for pk in tasks}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, before_id, after_id, type, lag, unit FROM {connection.ops.quote_name(Dependency._meta.db_table)}"
            " WHERE plan_id = %s ORDER BY created_at, id",
            [field.get_db_prep_value(plan.pk, connection)],
        )
        for pk, before, after, type_, lag, unit in cursor.fetchall():
            if before in stored and after in stored:
                yield Linked(pk if isinstance(pk, UUID) else UUID(pk), stored[before], stored[after], type_, lag, unit)


def day_of(instant: datetime) -> date:
    return instant.astimezone(VIETNAM).date()

"""The rows of a plan's table: what was asked for in the address, a page at a time, whatever the plan's size."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from roviec.core.standing import Standing, lateness_days
from roviec.core.text import fold
from roviec.custody.calendars import calendar_named
from roviec.custody.models import HoldKind
from roviec.custody.queries import Counts, four_counts_by, standing_q
from roviec.organisation.models import Officer
from roviec.work.models import Plan, Task, TaskState, TaskSupport
from roviec.work.queries.people import posts_of_people, sitters

ORDERS = {
    "stt": ("order", "pk"),
    "ten": ("folded", "pk"),
    "chu_tri": ("lead_unit__folded", "clock__due", "pk"),
    "han": (F("clock__due").asc(nulls_last=True), "order"),
    "-stt": ("-order", "pk"),
    "-ten": ("-folded", "pk"),
    "-chu_tri": ("-lead_unit__folded", "clock__due", "pk"),
    "-han": (F("clock__due").desc(nulls_last=True), "order"),
}
LATE = (Standing.OPEN_LATE, Standing.DONE_LATE)
# What is waited for, beside where the date stands.
WAITING = {
    "unnamed": Q(clock__hold_kind=HoldKind.UNNAMED, clock__closed_at=None),
    "outside": Q(clock__hold_kind=HoldKind.OUTSIDE, clock__closed_at=None),
    "signature": Q(clock__hold_kind=HoldKind.SIGNATURE, clock__closed_at=None),
    "submitted": Q(state=TaskState.SUBMITTED),
    "draft": Q(state=TaskState.DRAFT),
    "refused": Q(state=TaskState.REFUSED),
}


@dataclass(frozen=True)
class Wanted:
    """Filters of the address. `standing` is a value of `core.standing.Standing` or a key of WAITING."""

    text: str = ""
    standing: str = ""
    unit: UUID | None = None
    person: str = ""
    order: str = "stt"

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.standing or self.unit or self.person)


@dataclass
class Row:
    """A task as the table shows it; a whole has the counts of its parts in place of a standing."""

    task: Task
    standing: str
    days_late: int | None
    person: Officer | None
    supports: list[str] = field(default_factory=list)
    parts: int = 0
    counts: Counts | None = None

    @property
    def tone(self) -> str:
        late = self.counts.open_late if self.counts else self.standing == Standing.OPEN_LATE.value
        if late:
            return "late"
        return {Standing.DUE_SOON.value: "soon", Standing.SUSPENDED.value: "halt"}.get(
            "" if self.counts else self.standing, ""
        )


def standing_filter(standing: str, now: datetime) -> Q:
    """The tasks that a count or a state in the address means. "open_on_time" counts due soon too, as the four counts do."""
    if standing in WAITING:
        return WAITING[standing]
    if standing == Standing.OPEN_ON_TIME.value:
        return standing_q(Standing.OPEN_ON_TIME, now, "clock__") | standing_q(Standing.DUE_SOON, now, "clock__")
    return standing_q(Standing(standing), now, "clock__")


def narrowed(tasks: QuerySet[Task], wanted: Wanted, now: datetime) -> QuerySet[Task]:
    """Nothing asked: the document's items, their parts folded away. Anything asked: the leaves that answer to it."""
    tasks = tasks.order_by(*ORDERS.get(wanted.order, ORDERS["stt"]))
    if not wanted.narrows:
        return tasks.filter(parent=None)
    if wanted.standing:
        tasks = tasks.filter(standing_filter(wanted.standing, now))
        if wanted.standing not in WAITING:
            tasks = tasks.filter(clock__counts=True)
    for word in fold(wanted.text).split():
        tasks = tasks.filter(folded__contains=word)
    if wanted.unit:
        tasks = tasks.filter(Q(lead_unit=wanted.unit))
    if wanted.person:
        tasks = tasks.filter(person_post__in=posts_of_people(wanted.person, now))
    return tasks


def rows_of(tasks: Sequence[Task], now: datetime, among: QuerySet[Task] | None = None) -> list[Row]:
    """The shown tasks with who does them, who supports, and the parts of wholes as counts. Four queries for all of them.

    `among` limits the parts to what the actor sees.
    """
    ids = [task.pk for task in tasks]
    calendar = calendar_named("vn")
    people = sitters((task.person_post_id, now) for task in tasks)
    supports: dict[UUID, list[str]] = {}
    for row in TaskSupport.objects.filter(task__in=ids).select_related("unit").order_by("pk"):
        supports.setdefault(row.task_id, []).append(row.text or row.unit.short_name or row.unit.name)
    parts = (among if among is not None else Task.objects.all()).order_by().filter(parent__in=ids)
    sizes = dict(parts.values("parent").annotate(n=Count("pk")).values_list("parent", "n"))
    counts = four_counts_by(parts, now, "parent", prefix="clock__") if sizes else {}
    rows = []
    for task in tasks:
        clock, late = task.clock, None
        if task.standing in (one.value for one in LATE) and clock.due:
            late = lateness_days(calendar, clock.due, clock.finished_at or clock.closed_at or now).n
        size = sizes.get(task.pk, 0)
        rows.append(
            Row(
                task=task,
                standing="draft" if task.state == TaskState.DRAFT else task.standing,
                days_late=late,
                person=people.get((task.person_post_id, now)) if task.person_post_id else None,
                supports=supports.get(task.pk, []),
                parts=size,
                counts=counts.get(task.pk, Counts()) if size else None,
            )
        )
    return rows


def narrowed_plans(
    plans: QuerySet[Plan],
    now: datetime,
    *,
    text: str = "",
    body: UUID | None = None,
    state: str = "",
    late: bool = False,
) -> QuerySet[Plan]:
    """`state` is "open" or "closed"; `late` keeps those with something late in them now."""
    for word in fold(text).split():
        plans = plans.filter(folded__contains=word)
    if body:
        plans = plans.filter(body=body)
    if state:
        plans = plans.filter(closed_at__isnull=state == "open")
    if late:
        behind = Task.objects.filter(plan=OuterRef("pk"), clock__counts=True)
        plans = plans.filter(Exists(behind.filter(standing_q(Standing.OPEN_LATE, now, "clock__"))))
    return plans

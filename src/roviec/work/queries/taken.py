"""Tasks as rows of what is taken away on paper or in a file: values only, whole plans in a few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from roviec.core.calendars import VIETNAM
from roviec.core.standing import Standing, lateness_days
from roviec.custody.calendars import calendar_named
from roviec.custody.queries import standing_expression
from roviec.organisation.models import Mandate, Unit
from roviec.organisation.queries import ancestors
from roviec.work.models import Dependency, Task, TaskState, TaskSupport

LATE = (Standing.OPEN_LATE.value, Standing.DONE_LATE.value)
BATCH = 900  # under SQLite's limit of variables


@dataclass(frozen=True, slots=True)
class Taken:
    """`start` and `end` are the planned days (else from when it was given until it is due); `due` an instant. `level` is 1 for items,
    2 for their parts. `state` is "draft" or a standing; `days_late` are working days. Names are short where there are short ones."""

    id: UUID
    version: int
    plan: str
    level: int
    number: str
    title: str
    lead: str
    lead_full: str
    supports: tuple[str, ...]
    person: str
    deliverable: str
    start: date | None
    end: date | None
    due: datetime | None
    recurrence: str
    budget: int | None
    progress: int
    state: str
    days_late: int | None
    milestone: bool
    whole: bool
    before: tuple[UUID, ...]


_COLUMNS = (
    *("pk", "version", "parent", "plan__code", "plan__title", "number", "title", "lead_unit__short_name"),
    *("lead_unit__name", "lead_text", "person_post", "deliverable", "planned_start", "planned_end", "clock__due"),
    *("recurrence", "clock__budget_days", "progress", "standing", "state", "clock__started_at"),
)


def taken_rows(tasks: QuerySet[Task], now: datetime) -> list[Taken]:
    """In the order of the plan, parts under their wholes. A part whose whole is not among the tasks stands on its own."""
    calendar = calendar_named("vn")
    done = Coalesce(F("clock__finished_at"), F("clock__closed_at"))
    listed = tasks.order_by("plan__created_at", "order", "pk").annotate(standing=standing_expression(now, "clock__"))
    rows = list(listed.values_list(*_COLUMNS, done, "is_milestone"))
    ids = {row[0] for row in rows}
    supports = _supports(ids)
    people = _people({row[10] for row in rows if row[10]}, now)
    before = _before(ids)
    parts: dict[UUID | None, list[tuple]] = {}
    for row in rows:
        parts.setdefault(row[2] if row[2] in ids else None, []).append(row)
    taken: list[Taken] = []
    trail = [(row, 1) for row in reversed(parts.get(None, ()))]
    while trail:
        row, level = trail.pop()
        (pk, version, _parent, code, plan, number, title, short, name, text, post, deliverable, *_rest) = row
        start, end, due, recurrence, budget, progress, standing, state, began, finished, milestone = row[12:]
        below = parts.get(pk, ())
        trail.extend((part, level + 1) for part in reversed(below))
        due_on = due.astimezone(VIETNAM).date() if due else None
        first = start or (began.astimezone(VIETNAM).date() if began else None)
        last = end or due_on
        late = lateness_days(calendar, due, finished or now).n if standing in LATE and due else None
        taken.append(
            Taken(
                id=pk,
                version=version,
                plan=code or plan,
                level=level,
                number=number,
                title=title,
                lead=short or name or text or "",
                lead_full=name or text or "",
                supports=tuple(supports.get(pk, ())),
                person=people.get(post, ""),
                deliverable=deliverable,
                start=min(first, last) if first and last else first,
                end=last,
                due=due,
                recurrence=recurrence,
                budget=budget,
                progress=progress,
                state="draft" if state == TaskState.DRAFT else standing,
                days_late=late,
                milestone=milestone,
                whole=bool(below),
                before=tuple(before.get(pk, ())),
            )
        )
    return taken


def heading_of(unit: Unit, day: date) -> tuple[str, str, bool]:
    """The agency above, the agency, and whether it shows the national motto (Decree 30/2020 binds agencies of the state)."""
    body = unit if unit.is_body or unit.body is None else unit.body
    above = ancestors(body.pk, day)
    return (above[-1].name if above else "", body.name, body.side == "state")


def _supports(ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = TaskSupport.objects.order_by("pk").values_list("task", "text", "unit__short_name", "unit__name")
    for batch in _batches(ids):
        for task, text, short, name in rows.filter(task__in=batch):
            found.setdefault(task, []).append(text or short or name)
    return found


def _people(posts: Iterable[UUID], now: datetime) -> dict[UUID, str]:
    rows = Mandate.objects.on(now.astimezone(VIETNAM).date()).values_list("post", "officer__full_name")
    return {post: name for batch in _batches(posts) for post, name in rows.filter(post__in=batch)}


def _before(ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for batch in _batches(ids):
        for after, before in Dependency.objects.filter(after__in=batch).values_list("after", "before"):
            found.setdefault(after, []).append(before)
    return found


def _batches(ids: Iterable[UUID]) -> Iterable[list[UUID]]:
    listed = list(ids)
    return (listed[at : at + BATCH] for at in range(0, len(listed), BATCH))

"""What a draft of a task says, and how it gets into the row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, overload
from uuid import UUID

from roviec.core.calendars import WorkingDays
from roviec.core.deadlines import Term
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.organisation.models import Post, Unit
from roviec.work.models import Plan, Recurrence, Task

Ref = UUID | Unit | Post | Plan | Task


@dataclass(frozen=True, slots=True)
class TaskFields:
    """The six clear things of a task and what goes with them. Units and posts by id or as rows.

    `due` as a date is due at its end, in Ho Chi Minh City; `budget` (a term from the day of assignment) and `recurrence`
    ("monthly", "quarterly", "yearly", "continuous") stand in its place, and so does, for a new draft alone, a `term` with a first
    day of its own ("15 ngày làm việc kể từ ngày ban hành"): it moves with calendar and suspension. `person_post` does it, `accountable_post` answers for it.
    """

    title: str
    detail: str = ""
    deliverable: str = ""
    lead_unit: UUID | Unit | None = None
    lead_text: str = ""
    person_post: UUID | Post | None = None
    supports: Sequence[UUID | Unit] = ()
    support_texts: Mapping[UUID, str] = field(default_factory=dict)
    accountable_post: UUID | Post | None = None
    authority: str = ""
    due: date | datetime | None = None
    budget: WorkingDays | None = None
    term: Term | None = None
    recurrence: str = ""
    planned_start: date | None = None
    planned_end: date | None = None
    number: str = ""
    order: int | None = None
    urgent: bool = False
    progress: int = 0


TEXTS = ("detail", "deliverable", "lead_text", "authority", "number")
PLAIN = (*TEXTS, "recurrence", "planned_start", "planned_end", "urgent", "progress")


@overload
def id_of(ref: None) -> None: ...
@overload
def id_of(ref: Ref) -> UUID: ...
def id_of(ref: Ref | None) -> UUID | None:
    return ref if ref is None or isinstance(ref, UUID) else ref.pk


def check_fields(fields: TaskFields) -> None:
    """Everything wrong with the values themselves, at once. Gaps are no error: a draft may have them."""
    wrong: list[tuple[str | None, Reason]] = []
    if not fields.title.strip():
        wrong.append(("title", Reason("clarity.work_missing")))
    for name in ("title", *TEXTS):
        longest = Task._meta.get_field(name).max_length
        if longest and len(getattr(fields, name)) > longest:
            wrong.append((name, Reason("task.too_long", {"most": longest})))
    if fields.recurrence and fields.recurrence not in Recurrence.values:
        wrong.append(("recurrence", Reason("task.bad_recurrence")))
    if fields.budget is not None and not 1 <= fields.budget.n <= 2500:
        wrong.append(("budget", Reason("clock.bad_budget")))
    if (fields.budget, fields.due, fields.term).count(None) < 2:
        wrong.append(("budget", Reason("task.due_and_budget")))
    if fields.planned_start and fields.planned_end and fields.planned_end < fields.planned_start:
        wrong.append(("planned_end", Reason("task.planned_backwards")))
    if not 0 <= fields.progress <= 100:
        wrong.append(("progress", Reason("task.bad_progress")))
    if wrong:
        raise Invalid.many(wrong)


def fill(task: Task, fields: TaskFields) -> list[str]:
    """Writes the fields into the row (not saved); gives the names of those that changed."""
    values: dict[str, Any] = {name: getattr(fields, name) for name in PLAIN}
    values["title"] = fields.title.strip()
    values["folded"] = fold(f"{fields.number} {fields.title} {fields.deliverable}")
    values["lead_unit_id"] = id_of(fields.lead_unit)
    values["accountable_post_id"] = id_of(fields.accountable_post)
    values["person_post_id"] = id_of(fields.person_post)
    if fields.order is not None:
        values["order"] = fields.order
    changed = [name for name, value in values.items() if getattr(task, name) != value]
    for name in changed:
        setattr(task, name, values[name])
    if {"planned_start", "planned_end"} & set(changed):  # other days: what was worked out from the old ones is void
        for name in ("planned_from", "planned_until", "planned_minutes"):
            if getattr(task, name) is not None:
                setattr(task, name, None)
                changed.append(name)
    return [name.removesuffix("_id") for name in changed]


def fields_of(task: Task) -> TaskFields:
    """The fields as they stand, to be changed with `dataclasses.replace` and given back to `edit_task`."""
    supports = dict(task.supports.values_list("unit", "text"))
    clock = task.clock
    return TaskFields(
        title=task.title,
        lead_unit=task.lead_unit_id,
        person_post=task.person_post_id,
        accountable_post=task.accountable_post_id,
        supports=tuple(supports),
        support_texts=supports,
        due=None if clock.budget_days else clock.due,
        budget=WorkingDays(clock.budget_days) if clock.budget_days else None,
        order=task.order,
        **{name: getattr(task, name) for name in PLAIN},
    )

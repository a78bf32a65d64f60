"""What the public sees of a plan: work, units, dates, standings. No people, no drafts, no details, no orders given by word of mouth."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from roviec.boards.models import Publication
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.custody.queries import Counts, four_counts
from roviec.work.models import Plan, Task, TaskState
from roviec.work.queries import Taken, plans_under, plans_visible_to, taken_rows

# Titles are free text: numbers as long as those of telephones, identity papers and accounts, and e-mail addresses do not go out.
PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?<![\d/])\+?\d(?:[ .]?\d){8,}(?![\d/])")
HIDDEN = "…"


@dataclass(frozen=True, slots=True)
class PublicTask:
    """Days are local. `standing` is a value of core.standing.Standing; of a whole with parts "", it is not counted."""

    number: str
    title: str
    plan: str
    level: int
    lead: str
    deliverable: str
    due: date | None
    standing: str
    progress: int


@dataclass(frozen=True)
class PublicPlan:
    title: str
    code: str
    body: str
    day: date
    counts: Counts
    tasks: list[PublicTask]
    rows: list[Taken]


def publication_of(plan_id: UUID) -> Publication | None:
    return Publication.objects.filter(plan=plan_id).first()


def published() -> QuerySet[Publication]:
    return Publication.objects.filter(is_on=True).select_related("plan__body").order_by("plan__folded", "pk")


def public_plan(plan: Plan, worker: Actor, now: datetime) -> PublicPlan:
    """Of a programme, all plans under it. In a handful of queries."""
    ids = [one.pk for one, _depth in plans_under(plan, plans_visible_to(worker))]
    tasks = Task.objects.filter(plan__in=ids, is_spoken=False).exclude(state__in=(TaskState.DRAFT, TaskState.CANCELLED))
    rows = [row for row in taken_rows(tasks, now) if row.state != "draft"]
    return PublicPlan(
        title=without_personal(plan.title),
        code=plan.code,
        body=plan.body.name,
        day=now.astimezone(VIETNAM).date(),
        counts=four_counts(tasks, now, prefix="clock__"),
        tasks=[_public(row) for row in rows],
        rows=rows,
    )


def without_personal(text: str) -> str:
    return PERSONAL.sub(HIDDEN, text)


def _public(row: Taken) -> PublicTask:
    return PublicTask(
        number=row.number,
        title=without_personal(row.title),
        plan=row.plan,
        level=row.level,
        lead=row.lead_full,
        deliverable=without_personal(row.deliverable),
        due=row.due.astimezone(VIETNAM).date() if row.due else None,
        standing="" if row.whole else row.state,
        progress=row.progress,
    )

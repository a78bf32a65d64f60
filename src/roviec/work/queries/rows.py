"""Tasks as plain values, for lists that are read often and by programs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from roviec.custody.queries import standing_expression
from roviec.work.models import StoredFile, Task

# Name in the answer -> where it stands.
COLUMNS = {
    "id": "pk",
    "version": "version",
    "plan_id": "plan",
    "parent_id": "parent",
    "number": "number",
    "title": "title",
    "state": "state",
    "deliverable": "deliverable",
    "lead_unit_id": "lead_unit",
    "lead_unit": "lead_unit__name",
    "person_post_id": "person_post",
    "person_post": "person_post__title",
    "accountable_post_id": "accountable_post",
    "holder_unit_id": "clock__holder_unit",
    "holder_post_id": "clock__holder_post",
    "hold": "clock__hold_kind",
    "held_since": "clock__held_since",
    "due": "clock__due",
    "due_original": "clock__due_original",
    "finished_at": "clock__finished_at",
    "suspended_since": "clock__suspended_since",
    "progress": "progress",
    "urgent": "urgent",
    "counts": "clock__counts",
    "created_at": "created_at",
}


def task_rows(ids: Sequence[UUID], now: datetime) -> list[dict[str, Any]]:
    """The tasks in the order of the ids, with `standing`; one query, no objects."""
    rows = Task.objects.filter(pk__in=ids).annotate(standing=standing_expression(now, "clock__"))
    names = [*COLUMNS, "standing"]
    values = rows.values_list(*COLUMNS.values(), "standing")
    by_id = {row[0]: dict(zip(names, row, strict=True)) for row in values}
    return [by_id[pk] for pk in ids if pk in by_id]


def stored_files(digests: Iterable[str]) -> dict[str, StoredFile]:
    """Digest -> the file that is kept under it; what is not kept is left out."""
    return StoredFile.objects.in_bulk(list(digests))


def for_page(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Only what a cursor needs."""
    return tasks.only("pk", "created_at")

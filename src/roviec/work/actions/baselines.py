"""Freezing how a plan stands, to be compared with later."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import lock, record
from roviec.ledger.bulk import BATCH
from roviec.work.actions.dates import label
from roviec.work.actions.fields import id_of
from roviec.work.models import Baseline, BaselineRow, Plan
from roviec.work.permissions import PERMISSIONS
from roviec.work.queries.board import day_of, load_board

LONGEST = 120


def freeze_baseline(plan: Plan | UUID, *, name: str, by: Actor, at: datetime) -> Baseline:
    """First and last day, due day and progress of every task as they stand. The entry keeps a digest over the rows."""
    name = name.strip()
    if not name:
        raise Invalid("name", Reason("baseline.name_missing"))
    if len(name) > LONGEST:
        raise Invalid("name", Reason("task.too_long", {"most": LONGEST}))
    with transaction.atomic():
        home = lock(Plan, id_of(plan))
        PERMISSIONS.require(by, "freeze_baseline", home)
        if Baseline.objects.filter(plan=home, name=name).exists():
            raise Invalid("name", Reason("baseline.name_taken", {"name": name}))
        board = load_board(home)
        if not board.tasks:
            raise Invalid(None, Reason("baseline.nothing"))
        frozen = Baseline(plan=home, name=name, frozen_at=at, frozen_by_label=label(by), count=len(board.tasks))
        rows = []
        for task in board.tasks.values():
            start, end = task.bar()
            due = day_of(task.due) if task.due else None
            rows.append(
                BaselineRow(baseline=frozen, task_id=task.id, start=start, end=end, due=due, progress=task.progress)
            )
        data = {"name": name, "count": len(rows), "digest": digest_of(rows), "baseline": frozen.pk}
        record(frozen, "baseline_frozen", by=by, at=at, data=data)
        BaselineRow.objects.bulk_create(rows, batch_size=BATCH)
        record(home, "baseline_frozen", by=by, at=at, data=data)
    return frozen


def digest_of(rows: list[BaselineRow]) -> str:
    """SHA-256 over the rows by task: what a check of a frozen baseline compares with its entry."""
    lines = sorted(f"{row.task_id} {row.start} {row.end} {row.due} {row.progress}" for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()

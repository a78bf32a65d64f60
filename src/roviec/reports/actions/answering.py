"""Answering: the figures that are missing and the words, entered once; and taking what was handed in."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from roviec.core.actor import Actor
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import lock, record
from roviec.paper.sheets import Sheet, write_sheet
from roviec.reports.models import Answer, Figure, Indicator, Round
from roviec.reports.permissions import PERMISSIONS
from roviec.reports.queries.demands import compilation, wanted_of
from roviec.work.actions import accept_deliverable, accept_task, store_file, submit_deliverable
from roviec.work.models import TaskState

LONGEST_TEXT = 20_000
LARGEST = Decimal(10) ** 15


def answer_demand(
    answer: Answer | UUID,
    values: Mapping[UUID, Decimal],
    text: str,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Answer:
    """Hands in the unit's part. `values`: indicator -> figure; what is known already may be left out, and is corrected when given.

    What was handed in goes with the task as a workbook. Raises Invalid for figures that are missing, and after the part was handed in.
    """
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        raise Invalid("text", Reason("task.too_long", {"most": LONGEST_TEXT}))
    with transaction.atomic():
        locked = lock(
            Answer,
            answer.pk if isinstance(answer, Answer) else answer,
            version=version,
            related=("round__demand", "task", "unit"),
        )
        PERMISSIONS.require(by, "answer_demand", locked)
        if locked.task.state not in (TaskState.ASSIGNED, TaskState.IN_PROGRESS):
            raise Invalid(None, Reason("answer.handed_in"))
        wanted = [one for one in wanted_of(locked.round.demand) if not one.measure]
        changed = _enter(locked, wanted, values, by=by, at=at)
        locked.text, locked.answered_at, locked.answered_by = text, at, by.mandate_label or by.account_label
        data = {"figures": changed, "text": text[:500]}
        record(locked, "answered", by=by, at=at, data=data, changed=["text", "answered_at", "answered_by"])
        if locked.task.state == TaskState.ASSIGNED:
            accept_task(locked.task_id, by=by, at=at)
        row = compilation(locked.round, at, only=locked.pk).rows[0]
        lines = [(cell.indicator.name, cell.indicator.counted_in, cell.value) for cell in row.cells]
        headers = (_("Chỉ tiêu"), _("Đơn vị tính"), locked.unit.name)
        file = store_file(write_sheet(Sheet(_("Số liệu"), headers, lines)), "bao-cao.xlsx", at=at)
        submit_deliverable(locked.task_id, files=[(file, "bao-cao.xlsx")], text=text, by=by, at=at)
    return locked


def take_answers(round_: Round | UUID, *, by: Actor, at: datetime) -> int:
    """Takes all that was handed in and is in order to take; gives how many. What the actor handed in itself waits for another."""
    pk = round_.pk if isinstance(round_, Round) else round_
    taken = 0
    waiting = Answer.objects.filter(round=pk, task__state=TaskState.SUBMITTED).order_by("pk")
    for task in list(waiting.values_list("task", flat=True)):
        try:
            accept_deliverable(task, by=by, at=at)
        except Denied:
            continue
        taken += 1
    return taken


def _enter(
    answer: Answer, wanted: list[Indicator], values: Mapping[UUID, Decimal], *, by: Actor, at: datetime
) -> list[dict[str, object]]:
    """Writes what is new or corrected; gives it, with what stood there before."""
    period, unit = answer.round.period, answer.unit_id
    rows = Figure.objects.select_for_update().filter(indicator__in=wanted, unit=unit, period=period)
    known = {row.indicator_id: row for row in rows}
    missing = [one.name for one in wanted if one.pk not in known and one.pk not in values]
    if missing:
        raise Invalid(
            "values", Reason("answer.figures_missing", {"count": len(missing), "names": "; ".join(missing[:5])})
        )
    changed: list[dict[str, object]] = []
    for one in wanted:
        value, row = values.get(one.pk), known.get(one.pk)
        if value is None or (row is not None and row.value == value):
            continue
        if not value.is_finite() or abs(value) >= LARGEST:
            raise Invalid("values", Reason("answer.bad_figure", {"name": one.name}))
        changed.append({"indicator": one.pk, "value": str(value), "before": str(row.value) if row else ""})
        row = row or Figure(indicator=one, unit_id=unit, period=period, answer=answer)
        row.value, row.entered_at, row.entered_by = value, at, by.mandate_label or by.account_label
        row.save()
    return changed

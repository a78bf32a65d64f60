"""Closing a month or quarter: from then on nothing of it changes; opening it again needs a reason and leaves a trail."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.evaluation.models import NationalExport, ScoringPeriod, Sheet
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries.periods import digest_of
from roviec.ledger.actions import announce, lock, record
from roviec.work.actions.dates import label

# Art. 26.1.d: results go to the national database at the latest five days after they are there.
EXPORT_WITHIN = timedelta(days=5)


def require_open(period: UUID) -> None:
    """Every action on a sheet asks this after it has locked the sheet: closing locks all of them first, so nothing slips between.

    Reads the row anew: a period that came with the sheet was read before the lock.
    """
    if not ScoringPeriod.objects.filter(pk=period, state=ScoringPeriod.State.OPEN).exists():
        raise Invalid(None, Reason("period.closed"))


def close_period(
    period: ScoringPeriod | UUID, *, by: Actor, at: datetime, why_left: str = "", version: int | None = None
) -> ScoringPeriod:
    """`why_left`: why sheets that nobody has confirmed stay without a result; without it they keep the period open.

    The digest in the ledger is over every sheet as it stands now (`digest_of`); officials are told without a number, and the export
    to the national database waits to be made, due in five days.
    """
    with transaction.atomic():
        locked = lock(ScoringPeriod, period.pk if isinstance(period, ScoringPeriod) else period, version=version)
        PERMISSIONS.require(by, "close_period", locked)
        if locked.state == ScoringPeriod.State.CLOSED:
            raise Invalid(None, Reason("period.closed"))
        if at.astimezone(VIETNAM).date() <= locked.ends_on:
            raise Invalid(None, Reason("period.runs", {"day": locked.ends_on.isoformat()}, "Điều 17.3"))
        sheets = list(Sheet.objects.select_for_update().filter(period=locked).order_by("pk"))
        confirmed = [one for one in sheets if one.state == Sheet.State.CONFIRMED]
        left = len(sheets) - len(confirmed)
        if not confirmed:
            raise Invalid(None, Reason("period.nothing_confirmed"))
        if left and not why_left.strip():
            raise Invalid("why_left", Reason("period.not_all_confirmed", {"n": left}))
        locked.state, locked.closed_at, locked.closed_by_label = ScoringPeriod.State.CLOSED, at, label(by)
        said = {
            "confirmed": len(confirmed),
            "left": left,
            "why_left": why_left.strip()[:500],
            "digest": digest_of(sheets),
            "ruleset": locked.ruleset,
            "settings": locked.settings,
        }
        record(
            locked, "period_closed", by=by, at=at, data=said, changed=["state", "closed_at", "closed_by_label"]
        )  # fmt: skip
        announce("evaluation.period_closed", locked, at=at, payload={"by": {"officer": str(by.officer_id or "")}})
        _queue_export(locked, len(confirmed), by=by, at=at)
    return locked


def reopen_period(
    period: ScoringPeriod | UUID, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> ScoringPeriod:
    """Sheets stay as they are; those to change are returned one by one. What waited for export waits until the next closing."""
    if not reason.strip():
        raise Invalid("reason", Reason("period.reason_missing"))
    with transaction.atomic():
        locked = lock(ScoringPeriod, period.pk if isinstance(period, ScoringPeriod) else period, version=version)
        PERMISSIONS.require(by, "reopen_period", locked)
        if locked.state == ScoringPeriod.State.OPEN:
            raise Invalid(None, Reason("period.open"))
        locked.state, locked.reopened = ScoringPeriod.State.OPEN, locked.reopened + 1
        said = {"reason": reason.strip()[:500], "closed_at": locked.closed_at, "closed_by": locked.closed_by_label}
        locked.closed_at, locked.closed_by_label = None, ""
        changed = ["state", "reopened", "closed_at", "closed_by_label"]
        record(locked, "period_reopened", by=by, at=at, data=said, changed=changed)
        announce("evaluation.period_reopened", locked, at=at, payload={"by": {"officer": str(by.officer_id or "")}})
    return locked


def _queue_export(period: ScoringPeriod, rows: int, *, by: Actor, at: datetime) -> None:
    """One export waits per period: what a reopened period changes before it was handed over goes with the new closing."""
    waiting = (
        NationalExport.objects.select_for_update().filter(period=period, state=NationalExport.State.QUEUED).first()
    )
    export = waiting or NationalExport(body_id=period.body_id, period=period)
    export.rows, export.ready_at, export.due = rows, at, at + EXPORT_WITHIN
    record(
        export, "export_queued", by=by, at=at, data={"period": period.pk, "rows": rows},
        changed=["rows", "ready_at", "due"],
    )  # fmt: skip

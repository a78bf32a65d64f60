"""Results on their way to the national database: queued when they are there, handed over within five days (art. 26.1.d)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.evaluation.models import GradingYear, NationalExport
from roviec.evaluation.permissions import PERMISSIONS
from roviec.ledger.actions import lock, record

# Days as the text says, not working days.
WITHIN = timedelta(days=5)


def queue_year_export(year: GradingYear, rows: int, *, by: Actor, at: datetime) -> NationalExport:
    """One export of grades waits per body and year: what is decided before it was handed over goes with it."""
    waiting = NationalExport.objects.select_for_update().filter(
        body=year.body_id, year=year.year, state=NationalExport.State.QUEUED
    )
    found = waiting.first()
    export = found or NationalExport(body_id=year.body_id, year=year.year, due=at + WITHIN)
    export.rows, export.ready_at = rows, at
    # The first results that wait set the day: adding later ones wins no time for them.
    said = {"year": year.year, "rows": rows}
    record(export, "export_queued", by=by, at=at, data=said, changed=["rows", "ready_at"])
    return export


def take_export(export: NationalExport | UUID, *, by: Actor, at: datetime) -> NationalExport:
    """Somebody takes the file: that personal data left the house stands in the ledger."""
    with transaction.atomic():
        locked = _locked(export, None)
        PERMISSIONS.require(by, "take_export", locked.body)
        record(locked, "export_taken", by=by, at=at, data={"rows": locked.rows})
    return locked


def hand_over_export(
    export: NationalExport | UUID, *, receipt: str, by: Actor, at: datetime, version: int | None = None
) -> NationalExport:
    """The other side has it; `receipt`: what it gave as proof."""
    if not receipt.strip():
        raise Invalid("receipt", Reason("export.no_receipt"))
    with transaction.atomic():
        locked = _locked(export, version)
        PERMISSIONS.require(by, "hand_over_export", locked.body)
        if locked.state == NationalExport.State.HANDED_OVER:
            raise Invalid(None, Reason("export.handed_over"))
        locked.state, locked.handed_over_at, locked.receipt = (
            NationalExport.State.HANDED_OVER,
            at,
            receipt.strip()[:300],
        )
        changed = ["state", "handed_over_at", "receipt"]
        record(locked, "export_handed_over", by=by, at=at, data={"receipt": locked.receipt}, changed=changed)
    return locked


def _locked(export: NationalExport | UUID, version: int | None) -> NationalExport:
    pk = export.pk if isinstance(export, NationalExport) else export
    return lock(NationalExport, pk, version=version, related=("body",))

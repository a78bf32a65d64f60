"""What the person concerned says to a trace: kept beside it, in the ledger, and shown wherever it is."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody.models import Remark, Trace
from roviec.custody.permissions import PERMISSIONS
from roviec.ledger.actions import record

MOST = 1000


def remark_trace(trace: Trace | UUID, *, text: str, by: Actor, at: datetime) -> Remark:
    """Only by whom it is about."""
    said = text.strip()
    if not said:
        raise Invalid("text", Reason("remark.empty"))
    if len(said) > MOST:
        raise Invalid("text", Reason("remark.too_long", {"most": MOST}))
    with transaction.atomic():
        pk = trace.pk if isinstance(trace, Trace) else trace
        about = Trace.objects.select_for_update(of=("self",)).get(pk=pk)
        PERMISSIONS.require(by, "remark_trace", about)
        if by.officer_id is None:
            raise Denied("custody.remark_trace")
        label = f"{by.account_label} ({by.mandate_label})" if by.mandate_label else by.account_label
        remark = Remark(trace=about, at=at, text=said, officer_id=by.officer_id, by_label=label[:300])
        record(remark, "trace_remarked", by=by, at=at, data={"trace": about.pk, "clock": about.clock_id, "text": said})
    return remark

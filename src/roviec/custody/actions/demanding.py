"""An explanation is demanded of what has become late, for many clocks at once: one ledger entry, whatever their number."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from roviec.core.actor import Actor, ActorKind
from roviec.core.calendars import WorkingDays
from roviec.core.explanations import ANSWER_DAYS
from roviec.core.permission import Denied
from roviec.custody.calendars import calendar_of_label
from roviec.custody.models import Clock, Explanation, LatePass
from roviec.ledger.actions import record_bulk

CHUNK = 5_000


def demand_of_late(clock_ids: Collection[UUID], *, by: Actor, at: datetime) -> int:
    """In the caller's transaction. One that was demanded or given for the same due date stays as it is; gives the number of new ones."""
    if by.kind is not ActorKind.WORKER:
        raise Denied("custody.demand_of_late")
    ids = sorted(clock_ids)
    demanded: list[Explanation] = []
    for begin in range(0, len(ids), CHUNK):
        chunk = ids[begin : begin + CHUNK]
        there = set(Explanation.objects.filter(clock__in=chunk).values_list("clock", "due"))
        # An outside body has nobody here who could answer.
        late = Clock.objects.filter(
            pk__in=chunk, late_since__isnull=False, due__isnull=False, unit__is_external=False
        ).order_by("pk")
        for pk, due, calendar in late.values_list("pk", "due", "due_calendar"):
            if (pk, due) not in there and due is not None:
                answer_due = calendar_of_label(calendar).add_working_days(at, WorkingDays(ANSWER_DAYS))
                demanded.append(
                    Explanation(
                        clock_id=pk, due=due, demanded_at=at, demanded_by_label=by.account_label, answer_due=answer_due
                    )
                )
    if demanded:
        lines = [{"clock": one.clock_id, "due": one.due, "answer_due": one.answer_due} for one in demanded]
        record_bulk(LatePass(at=at), "demand_explanations", by=by, at=at, lines=lines)
        # Another worker may be demanding the same: whoever comes second writes nothing twice.
        Explanation.objects.bulk_create(demanded, batch_size=2_000, ignore_conflicts=True)
    return len(demanded)

"""Closed work is opened again: the clock runs from now on, with one holder, and lateness is judged anew against the due date."""

from datetime import datetime
from uuid import UUID

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody.actions.clocks import save_taken
from roviec.custody.models import Clock, HandoverKind, Hold, Reopening, SpotCheck


def reopen(
    clock: Clock,
    *,
    unit_id: UUID,
    holder_unit_id: UUID,
    holder_post_id: UUID | None,
    kind: str,
    done_by_post_id: UUID | None,
    reason: str,
    by_label: str,
    at: datetime,
) -> Reopening:
    """`unit_id` leads from now on: that of before, or the unit that it has gone into. Nobody held it in between, and nobody was late.

    A due date that has passed makes it late from `at` on; the next late pass says so. Who first closed it late keeps that lateness.
    Raises Invalid when it is not closed as done.
    """
    if clock.closed_at is None or clock.closing != Clock.Closing.DONE:
        raise Invalid(None, Reason("clock.not_done"))
    if at < clock.closed_at:
        raise Invalid("at", Reason("holds.before_last"))
    unsound = SpotCheck.objects.filter(clock=clock, result=SpotCheck.Result.UNSOUND, checked_at__gte=clock.closed_at)
    reopening = Reopening.objects.create(
        clock=clock,
        closed_at=clock.closed_at,
        finished_at=clock.finished_at or clock.closed_at,
        at=at,
        unit_id=clock.unit_id,
        post_id=done_by_post_id,
        reason=reason,
        by_label=by_label,
        check_of=unsound.order_by("-checked_at").first(),
    )
    # Whose hands used the delay is counted again when it closes for good.
    Hold.objects.filter(clock=clock, delay__gt=0).update(delay=0)
    clock.unit_id = unit_id
    clock.holder_unit_id, clock.holder_post_id, clock.hold_kind = holder_unit_id, holder_post_id, kind
    clock.doer_unit_id = holder_unit_id if holder_post_id else None
    clock.held_since = clock.last_sign_at = at
    clock.closed_at, clock.closing, clock.finished_at = None, "", None
    clock.save(update_fields=["closed_at", "closing"])
    save_taken([clock], how=HandoverKind.REOPENED, at=at, reasons={clock.pk: reason})
    return reopening

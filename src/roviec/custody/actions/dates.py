"""What moves a due date or makes the clock stand still."""

from datetime import datetime
from uuid import UUID

from roviec.core.deadlines import Derivation, DueRule
from roviec.core.holding import why_no_extension
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody.actions.clocks import DATED
from roviec.custody.actions.lateness import end_lateness
from roviec.custody.calendars import calendar_named, version_of_label
from roviec.custody.derivations import derivation_of, put_due, stood_of
from roviec.custody.models import Clock, Extension, Suspension


def suspend(clock: Clock, *, reason: str, by_label: str, at: datetime) -> Suspension:
    if clock.suspended_since is not None:
        raise Invalid(None, Reason("task_flow.suspended", {"verb": "suspend_task"}))
    if clock.late_since:
        end_lateness([clock.pk], at)
        clock.late_since = None
    clock.suspended_since = at
    clock.save(update_fields=["suspended_since"])
    return Suspension.objects.create(clock=clock, reason=reason, since=at, by_label=by_label)


def resume(clock: Clock, *, at: datetime, calendar: str = "vn") -> datetime | None:
    """The clock goes on; gives the due date, which has moved if it is a budget. A fixed date stays where it was ordered."""
    if clock.suspended_since is None:
        raise Invalid(None, Reason("task_flow.not_suspended", {"verb": "resume_task"}))
    Suspension.objects.filter(clock=clock, until__isnull=True).update(until=at)
    if clock.due is not None:
        stood = stood_of(clock)
        # A term from before anchors were kept is found with the calendar that made it, without the interval that ends now.
        earlier = [one for one in stood if one.since < clock.suspended_since]
        derivation = derivation_of(clock, version_of_label(clock.due_calendar), earlier)
        put_due(clock, derivation, calendar_named(calendar), stood)
    clock.suspended_since = None
    clock.last_sign_at = at
    clock.save(update_fields=["suspended_since", "last_sign_at", *DATED])
    return clock.due


def ask_extension(
    clock: Clock, *, new_due: datetime, reason: str, asked_by_post_id: UUID | None, at: datetime
) -> Extension:
    """Refused at once when it could not count any more, or when one is already waiting."""
    old_due = clock.due
    why = why_no_extension(due=old_due, new_due=new_due, decided_at=at)
    if why is not None or old_due is None:
        raise Invalid("new_due", why or Reason("extension.no_due"))
    if clock.extensions.filter(state=Extension.State.ASKED).exists():
        raise Invalid(None, Reason("extension.already_asked"))
    return Extension.objects.create(
        clock=clock, old_due=old_due, new_due=new_due, reason=reason, asked_at=at, asked_by_post_id=asked_by_post_id
    )


def decide_extension(
    extension: Extension, clock: Clock, *, approve: bool, note: str, by_label: str, at: datetime, calendar: str = "vn"
) -> Extension:
    """Approval moves `due` and leaves `due_original`. After the old date ran out it can only be refused: the lateness stays."""
    if extension.state != Extension.State.ASKED:
        raise Invalid(None, Reason("extension.already_decided"))
    if approve and (why := why_no_extension(due=clock.due, new_due=extension.new_due, decided_at=at)):
        raise Invalid("approve", why)
    extension.state = Extension.State.APPROVED if approve else Extension.State.REFUSED
    extension.decided_at, extension.decided_by_label, extension.decision_note = at, by_label, note
    extension.save()
    if approve:
        days = calendar_named(calendar)
        if clock.budget_days is not None and clock.due is not None:
            clock.budget_days += max(days.working_days_between(clock.due, extension.new_due).n, 0)
        # From here on it is a date by decision, which no calendar moves; a term still keeps what a later suspension takes.
        held = derivation_of(clock, days, ())
        rule = held.rule if held is not None and held.is_budget else DueRule.DATE
        put_due(clock, Derivation(rule, extension.new_due, said_at=at), days)
        clock.save(update_fields=DATED)
    return extension


def grant_extension(
    clock: Clock,
    *,
    new_due: datetime,
    reason: str,
    by_post_id: UUID | None,
    by_label: str,
    at: datetime,
    calendar: str = "vn",
) -> Extension:
    """A later date that nobody asked for, by decision: kept like one that was asked and approved at once."""
    if clock.due is None:
        raise Invalid("due", Reason("extension.no_due"))
    granted = Extension(
        clock=clock, old_due=clock.due, new_due=new_due, reason=reason, asked_at=at, asked_by_post_id=by_post_id
    )
    return decide_extension(granted, clock, approve=True, note="", by_label=by_label, at=at, calendar=calendar)

"""What moves the due date of a task or makes its clock stand still. The original date always stays in sight."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor, Duty
from roviec.core.holding import instant_of
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody import actions as custody
from roviec.custody.models import Extension
from roviec.ledger.actions import record
from roviec.work.actions.steps import begin, calendar_of, named
from roviec.work.models import Task


def ask_extension(
    task: Task | UUID, *, new_due: date | datetime, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Task:
    """Asked by who works on it, while the old date has not run out."""
    _reason(reason)
    with transaction.atomic():
        locked = begin(task, "ask_extension", by=by, version=version)
        until = instant_of(new_due)
        asked = custody.ask_extension(
            locked.clock, new_due=until, reason=reason[:1000], asked_by_post_id=by.post_id, at=at
        )
        to = locked.assigned_by_post
        data = {
            "extension": asked.pk,
            "due": asked.old_due,
            "new_due": asked.new_due,
            "reason": reason,
            "to_unit": to.unit_id if to else locked.plan.body_id,
            "to_post": to.pk if to else None,
        }
        record(locked, "extension_asked", by=by, at=at, data=data, tell="work.extension_asked")
    return locked


def decide_extension(
    task: Task | UUID,
    *,
    approve: bool,
    by: Actor,
    at: datetime,
    note: str = "",
    new_due: date | datetime | None = None,
    version: int | None = None,
) -> Task:
    """Decides the one that waits; `new_due` grants another date than was asked. Nobody decides their own, unless a leader."""
    with transaction.atomic():
        locked = begin(task, "decide_extension", by=by, version=version)
        asked = locked.clock.extensions.filter(state=Extension.State.ASKED).first()
        if asked is None:
            raise Invalid(None, Reason("extension.none_asked"))
        if approve and by.holds(asked.asked_by_post_id) and not by.has(Duty.LEADER):
            raise Denied("work.decide_extension", Reason("task.own_work"))
        if not approve:
            _reason(note, field="note")
        if approve and new_due is not None:
            asked.new_due = instant_of(new_due)
            asked.save(update_fields=["new_due"])
        custody.decide_extension(
            asked,
            locked.clock,
            approve=approve,
            note=note[:500],
            by_label=label(by),
            at=at,
            calendar=calendar_of(locked),
        )
        data = named(
            locked.lead_unit,
            locked.person_post,
            extension=asked.pk,
            approved=approve,
            old_due=asked.old_due,
            due=locked.clock.due,
            note=note,
            to_post=asked.asked_by_post_id,
        )
        verb = "extension_approved" if approve else "extension_refused"
        record(locked, verb, by=by, at=at, data=data, tell="work.extension_decided")
    return locked


def move_due(
    task: Task | UUID, *, due: date | datetime, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Task:
    """Another date by decision of who gave it, earlier or later. Later only while the old one has not run out."""
    _reason(reason)
    with transaction.atomic():
        locked = begin(task, "move_due", by=by, version=version)
        clock, wanted, old = locked.clock, instant_of(due), locked.clock.due
        if wanted == old:
            raise Invalid("due", Reason("extension.not_later"))
        if old is not None and wanted > old:
            custody.grant_extension(
                clock,
                new_due=wanted,
                reason=reason[:1000],
                by_post_id=by.post_id,
                by_label=label(by),
                at=at,
                calendar=calendar_of(locked),
            )
        else:
            if wanted < at:
                raise Invalid("due", Reason("task.due_past"))
            custody.set_due(clock, wanted, original=old is None, at=at, calendar=calendar_of(locked))
        data = named(locked.lead_unit, locked.person_post, old_due=old, due=clock.due, reason=reason)
        record(locked, "due_changed", by=by, at=at, data=data, tell="work.due_changed")
    return locked


def suspend_task(task: Task | UUID, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Task:
    """The clock stands still by decision; while it does, the task is neither in time nor late."""
    _reason(reason)
    with transaction.atomic():
        locked = begin(task, "suspend_task", by=by, version=version)
        custody.suspend(locked.clock, reason=reason[:500], by_label=label(by), at=at)
        data = named(locked.lead_unit, locked.person_post, reason=reason, due=locked.clock.due)
        record(locked, "suspended", by=by, at=at, data=data, tell="work.suspended")
    return locked


def resume_task(task: Task | UUID, *, by: Actor, at: datetime, note: str = "", version: int | None = None) -> Task:
    """The clock goes on. A term in working days moves by those lost, a fixed date does not."""
    with transaction.atomic():
        locked = begin(task, "resume_task", by=by, version=version)
        old = locked.clock.due
        custody.resume(locked.clock, at=at, calendar=calendar_of(locked))
        data = named(locked.lead_unit, locked.person_post, old_due=old, due=locked.clock.due, note=note)
        record(locked, "resumed", by=by, at=at, data=data, tell="work.resumed")
    return locked


def label(by: Actor) -> str:
    return f"{by.account_label} ({by.mandate_label})"[:300] if by.mandate_label else by.account_label[:300]


def _reason(text: str, field: str = "reason") -> None:
    if not text.strip():
        raise Invalid(field, Reason("task.reason_missing"))

"""Passing a task on to others, and calling it off."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody import actions as custody
from roviec.custody.models import Clock, HandoverKind
from roviec.ledger.actions import record
from roviec.organisation.models import Post, Unit
from roviec.work.actions.assigning import post_of, within
from roviec.work.actions.steps import begin, doer, lock_task, named
from roviec.work.models import Task, TaskState
from roviec.work.permissions import gave

# What a person may give as the reason; the other kinds follow from what was done.
GIVEN_KINDS = (
    HandoverKind.BEYOND_ABILITY,
    HandoverKind.REARRANGED,
    HandoverKind.ABSENCE,
    HandoverKind.WRONGLY_GIVEN,
    HandoverKind.LEAVING,
)


def hand_over(
    task: Task | UUID,
    *,
    kind: str,
    reason: str,
    by: Actor,
    at: datetime,
    post: Post | UUID | None = None,
    unit: Unit | UUID | None = None,
    version: int | None = None,
) -> Task:
    """To another person of the lead unit, or (only by who gave it) to another unit, which then leads and has to accept it."""
    if kind not in GIVEN_KINDS:
        raise Invalid("kind", Reason("handover.bad_kind"))
    if not reason.strip():
        raise Invalid("reason", Reason("task.reason_missing"))
    with transaction.atomic():
        locked = begin(task, "hand_over", by=by, version=version)
        chosen = post_of(post)
        target = unit if isinstance(unit, Unit) or unit is None else Unit.objects.get(pk=unit)
        if chosen is None and target is None:
            raise Invalid("post", Reason("task.nobody_named"))
        before = named(locked.lead_unit, locked.person_post)
        destination = chosen.unit_id if chosen else target.pk
        stays = within(destination, locked.lead_unit_id, at)
        if not stays:
            if not gave(by, locked):
                raise Denied("work.hand_over", Reason("handover.other_unit"))
            lead = target or Unit.objects.get(pk=destination)
            locked.lead_unit, locked.clock.unit_id = lead, lead.pk
            locked.state = TaskState.ASSIGNED
        locked.person_post = chosen
        if not custody.hand(locked.clock, **doer(locked), how=kind, at=at, reason=reason[:500]):
            raise Invalid("post", Reason("handover.same"))
        if not stays:
            custody.pass_on_lateness([locked.pk], at)
        data = named(locked.lead_unit, chosen, kind=kind, reason=reason, before=before)
        record(
            locked,
            "handed_over",
            by=by,
            at=at,
            data=data,
            changed=["lead_unit", "person_post", "state"],
            tell="work.handed_over",
        )
    return locked


def cancel_task(task: Task | UUID, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Task:
    """Called off by who gave it, with its open parts. It no longer counts; its past stays."""
    if not reason.strip():
        raise Invalid("reason", Reason("task.reason_missing"))
    with transaction.atomic():
        locked = begin(task, "cancel_task", by=by, version=version)
        _cancel(locked, reason, by=by, at=at)
    return locked


def _cancel(task: Task, reason: str, *, by: Actor, at: datetime) -> None:
    was_draft = task.state == TaskState.DRAFT
    if not task.clock.counts:
        still_open = task.parts.exclude(state__in=(TaskState.DONE, TaskState.CANCELLED))
        for part in still_open.order_by("pk").values_list("pk", flat=True):
            _cancel(lock_task(part), reason, by=by, at=at)
    task.state = TaskState.CANCELLED
    custody.close(task.clock, Clock.Closing.CANCELLED, at)
    record(
        task,
        "cancelled",
        by=by,
        at=at,
        data=named(task.lead_unit, task.person_post, reason=reason),
        changed=["state"],
        tell=None if was_draft else "work.cancelled",
    )

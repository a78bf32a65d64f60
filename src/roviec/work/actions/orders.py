"""A spoken order in ten seconds ("giao nhanh"): a title and a person or unit; the rest is completed the next working day."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.holding import due_instant_of
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody import actions as custody
from roviec.ledger.actions import record
from roviec.organisation.models import Post, Unit
from roviec.work.actions.assigning import give, post_of
from roviec.work.actions.drafting import draft, set_supports
from roviec.work.actions.fields import TaskFields, check_fields, fill
from roviec.work.actions.plans import create_plan
from roviec.work.actions.steps import begin, calendar_of
from roviec.work.clarity import gaps_of
from roviec.work.models import Plan, Task
from roviec.work.permissions import PERMISSIONS


def give_spoken_order(
    *,
    title: str,
    by: Actor,
    at: datetime,
    unit: Unit | UUID | None = None,
    post: Post | UUID | None = None,
    due: date | datetime | None = None,
    plan: Plan | UUID | None = None,
) -> Task:
    """Given at once, with what is missing noted; it goes into the body's plan of spoken orders of the year unless one is named."""
    PERMISSIONS.require(by, "give_spoken_order")
    with transaction.atomic():
        person = post_of(post)
        if person is None and unit is None:
            raise Invalid("unit", Reason("task.nobody_named"))
        lead = unit if isinstance(unit, Unit) else Unit.objects.get(pk=unit or person.unit_id)
        fields = TaskFields(title=title, lead_unit=lead, person_post=person, due=due)
        check_fields(fields)
        home = plan if isinstance(plan, Plan) else Plan.objects.get(pk=plan) if plan else _plan_of_orders(by, at)
        PERMISSIONS.require(by, "create_task", home)
        task = draft(home, fields, by=by, at=at, spoken=True)
        task.person_post = person
        PERMISSIONS.require(by, "assign_task", task)
        give(task, has_parts=False, by=by, at=at, unclear_reason=_("Giao nhanh, bổ sung trong ngày làm việc tiếp theo"))
    return task


def complete_spoken_order(
    task: Task | UUID, fields: TaskFields, *, by: Actor, at: datetime, version: int | None = None
) -> Task:
    """Fills in what the spoken order left open; once nothing is missing it is a task like any other. A date once given stays."""
    check_fields(fields)
    with transaction.atomic():
        locked = begin(task, "complete_spoken_order", by=by, version=version)
        if not locked.is_spoken:
            raise Invalid(None, Reason("task.not_spoken"))
        clock = locked.clock
        kept = replace(fields, lead_unit=locked.lead_unit_id, person_post=locked.person_post_id, order=locked.order)
        due = due_instant_of(fields.due)
        if clock.due is not None and due not in (None, clock.due):
            raise Invalid("due", Reason("task.fixed_once_given"))
        changed = fill(locked, kept)
        if set_supports(locked, kept):
            changed.append("supports")
        if clock.due is None and (due is not None or fields.budget is not None):
            custody.set_due(clock, due, original=True, at=at, budget=fields.budget, calendar=calendar_of(locked))
            changed.append("due")
        missing = [gap for gap in gaps_of(locked) if gap.severity == "missing"]
        if not missing:
            locked.is_spoken, locked.unclear_reason = False, ""
            changed += ["is_spoken", "unclear_reason"]
        columns = [name for name in changed if name not in ("supports", "due")]
        shown = [name for name in changed if name != "folded"]
        data = {"fields": shown, "still_missing": [gap.slot for gap in missing], "due": clock.due}
        record(locked, "order_completed", by=by, at=at, data=data, changed=columns)
    return locked


def _plan_of_orders(by: Actor, at: datetime) -> Plan:
    """The body's plan for orders given by word of mouth, one a year, made when first needed."""
    if by.body_id is None:
        raise Denied("work.give_spoken_order")
    code = f"GIAO-NHANH-{at.astimezone(VIETNAM).year}"
    found = Plan.objects.filter(body=by.body_id, code=code, closed_at__isnull=True).first()
    if found:
        return found
    title = _("Việc giao trực tiếp năm %(year)s") % {"year": at.astimezone(VIETNAM).year}
    return create_plan(title=title, code=code, by=by, at=at)

"""Plans: made, changed, closed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.ledger.actions import lock, record
from roviec.work.actions.fields import id_of
from roviec.work.models import Plan, Task, TaskState
from roviec.work.permissions import PERMISSIONS, is_system

LONGEST = {"title": 500, "code": 60}
FIELDS = ("title", "code", "leader_post", "starts_on", "ends_on", "note")


def create_plan(
    *,
    title: str,
    by: Actor,
    at: datetime,
    body: Any = None,
    code: str = "",
    leader_post: Any = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    note: str = "",
) -> Plan:
    """A plan of the actor's body; only the system may make one for another (`body`, a Unit or its id)."""
    PERMISSIONS.require(by, "create_plan")
    body_id = id_of(body) or by.body_id
    if body_id is None or (body_id != by.body_id and not is_system(by)):
        raise Denied("work.create_plan")
    plan = Plan(body_id=body_id, created_at=at)
    _fill(plan, title=title, code=code, leader_post=leader_post, starts_on=starts_on, ends_on=ends_on, note=note)
    with transaction.atomic():
        record(plan, "created", by=by, at=at, data={"title": plan.title, "code": plan.code})
    return plan


def edit_plan(plan: Plan | UUID, *, by: Actor, at: datetime, version: int | None = None, **values: Any) -> Plan:
    """Changes any of title, code, leader_post, starts_on, ends_on, note; what is not given stays."""
    with transaction.atomic():
        locked = lock(Plan, id_of(plan), version=version)
        PERMISSIONS.require(by, "edit_plan", locked)
        changed = _fill(locked, **values)
        if changed:
            facts = {name: getattr(locked, name) for name in changed if name != "folded"}
            record(locked, "edited", by=by, at=at, data={"changed": facts}, changed=changed)
    return locked


def close_plan(plan: Plan | UUID, *, by: Actor, at: datetime, version: int | None = None) -> Plan:
    """A plan closes when nothing in it is open."""
    with transaction.atomic():
        locked = lock(Plan, id_of(plan), version=version)
        PERMISSIONS.require(by, "edit_plan", locked)
        still_open = Task.objects.filter(plan=locked).exclude(state__in=(TaskState.DONE, TaskState.CANCELLED)).count()
        if still_open:
            raise Invalid(None, Reason("plan.still_open", {"count": still_open}))
        locked.closed_at = at
        record(locked, "closed", by=by, at=at, changed=["closed_at"])
    return locked


def _fill(plan: Plan, **values: Any) -> list[str]:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"a plan has no {sorted(unknown)}")
    if "leader_post" in values:
        values["leader_post_id"] = id_of(values.pop("leader_post"))
    if "title" in values:
        values["title"] = values["title"].strip()
        if not values["title"]:
            raise Invalid("title", Reason("plan.title_missing"))
    for name, longest in LONGEST.items():
        if len(values.get(name, "")) > longest:
            raise Invalid(name, Reason("task.too_long", {"most": longest}))
    changed = [name for name, value in values.items() if getattr(plan, name) != value]
    for name in changed:
        setattr(plan, name, values[name])
    if plan.starts_on and plan.ends_on and plan.ends_on < plan.starts_on:
        raise Invalid("ends_on", Reason("task.planned_backwards"))
    if {"title", "code"} & set(changed):
        plan.folded = fold(f"{plan.code} {plan.title}")
        changed.append("folded")
    return [name.removesuffix("_id") for name in changed]

"""What every action on a task begins with: lock it, ask who may, ask whether the step can follow."""

from typing import Any
from uuid import UUID

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.task_flow import why_not
from roviec.custody.models import HoldKind
from roviec.ledger.actions import lock
from roviec.organisation.models import Post, Unit
from roviec.work.models import Task
from roviec.work.permissions import PERMISSIONS

RELATED = (
    "clock",
    "clock__holder_unit",
    "plan",
    "plan__leader_post",
    "lead_unit",
    "person_post",
    "accountable_post",
    "assigned_by_post",
)

TaskRef = Task | UUID


def lock_task(task: TaskRef, *, version: int | None = None) -> Task:
    """The row locked, with its clock and all that permissions ask for, in one query. The clock is guarded by this lock."""
    return lock(Task, task.pk if isinstance(task, Task) else task, version=version, related=RELATED)


def begin(task: TaskRef, verb: str, *, by: Actor, version: int | None = None, action: str | None = None) -> Task:
    """The locked task, after asking who may (Denied) and whether the verb can follow now (Invalid)."""
    locked = lock_task(task, version=version)
    PERMISSIONS.require(by, action or verb, locked)
    require_step(locked, verb)
    return locked


def require_step(task: Task, verb: str) -> None:
    clock = task.clock
    why = why_not(
        verb,
        state=task.state,
        hold=clock.hold_kind,
        suspended=clock.suspended_since is not None,
        closed=clock.closed_at is not None,
    )
    if why:
        raise Invalid(None, why)


def doer(task: Task) -> dict[str, Any]:
    """Who works on it: the person named, else the lead unit, which has to name one."""
    if task.person_post:
        return {"unit_id": task.person_post.unit_id, "post_id": task.person_post_id, "kind": HoldKind.WORKING}
    return {"unit_id": task.lead_unit_id or task.plan.body_id, "post_id": None, "kind": awaiting(task.lead_unit)}


def awaiting(unit: Unit | None) -> HoldKind:
    """How a unit holds what nobody is named for: an outside body names its people elsewhere, and nobody here waits for that."""
    return HoldKind.OUTSIDE if unit is not None and unit.is_external else HoldKind.UNNAMED


def acceptor(task: Task) -> dict[str, Any]:
    """Who must accept the deliverable: who assigned it, else the leader of the plan, else the body; never the one who did it."""
    for post in (task.assigned_by_post, task.plan.leader_post):
        if post is not None and post.pk != task.person_post_id:
            return {"unit_id": post.unit_id, "post_id": post.pk, "kind": HoldKind.ACCEPTANCE}
    return {"unit_id": task.plan.body_id, "post_id": None, "kind": HoldKind.ACCEPTANCE}


def giver(task: Task) -> dict[str, Any]:
    """Who assigned it has it back on the desk."""
    post = task.assigned_by_post
    unit_id = post.unit_id if post else task.plan.body_id
    return {"unit_id": unit_id, "post_id": post.pk if post else None, "kind": HoldKind.DRAFTING}


def named(unit: Unit | None = None, post: Post | None = None, **more: Any) -> dict[str, Any]:
    """Facts for an entry: ids, and the names of that day, which a later rename does not change."""
    facts = dict(more)
    if unit is not None:
        facts |= {"unit": unit.pk, "unit_name": unit.short_name or unit.name}
    if post is not None:
        facts |= {"post": post.pk, "post_title": post.title}
    return facts


def calendar_of(task: Task) -> str:
    """The name of the calendar that the task's clock runs on: the lead's."""
    return task.lead_unit.calendar if task.lead_unit else "vn"

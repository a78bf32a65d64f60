"""Opening a task again that had been accepted as done and was not."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody import actions as custody
from roviec.ledger.actions import lock, record
from roviec.organisation.models import Post, Unit
from roviec.organisation.queries import posts_continuing
from roviec.organisation.queries.names import successors_on
from roviec.work.actions.dates import label
from roviec.work.actions.steps import begin, doer, named
from roviec.work.models import Plan, Task, TaskState


def reopen_task(task: Task | UUID, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Task:
    """Back to who did it, or whoever took over since. The due date stays; one that has passed makes the task late from now on.

    What was handed in and accepted stays in the past. Refused for a part while its whole is done, and where the unit that led is no
    more and its work went to several.
    """
    if not reason.strip():
        raise Invalid("reason", Reason("task.reason_missing"))
    with transaction.atomic():
        locked = begin(task, "reopen_task", by=by, version=version)
        if locked.parent is not None and locked.parent.state == TaskState.DONE:
            raise Invalid(None, Reason("task.whole_done", {"title": locked.parent.title[:200]}))
        done_by, done_at = locked.person_post_id, locked.done_at
        _leads_today(locked, at.astimezone(VIETNAM).date())
        place = doer(locked)
        last = locked.progress_reports.order_by("-at").first()
        locked.state, locked.done_at, locked.progress = TaskState.IN_PROGRESS, None, last.progress if last else 0
        reopening = custody.reopen(
            locked.clock,
            unit_id=locked.lead_unit_id or locked.clock.unit_id,
            holder_unit_id=place["unit_id"],
            holder_post_id=place["post_id"],
            kind=place["kind"],
            done_by_post_id=done_by,
            reason=reason[:500],
            by_label=label(by),
            at=at,
        )
        facts = {"reason": reason, "done_at": done_at, "due": locked.clock.due, "spot_check": reopening.check_of_id}
        changed = ["state", "progress", "done_at", "lead_unit", "person_post"]
        data = named(locked.lead_unit, locked.person_post, **facts)
        record(locked, "reopened", by=by, at=at, data=data, changed=changed, tell="work.reopened")
        if locked.plan.closed_at is not None:
            # A plan with open work is open.
            plan = lock(Plan, locked.plan_id)
            plan.closed_at = None
            record(
                plan,
                "plan_reopened",
                by=by,
                at=at,
                data={"task": locked.pk, "title": locked.title[:200]},
                changed=["closed_at"],
            )
    return locked


def _leads_today(task: Task, day: date) -> None:
    """Puts the lead and the person in place of those that a restructuring has closed since."""
    lead, post = task.lead_unit, task.person_post
    if lead is not None and _is_over(lead, day):
        heirs = successors_on([lead.pk], day).get(lead.pk, [])
        if len(heirs) != 1:
            raise Invalid(None, Reason("task.lead_is_no_more", {"unit": lead.name}))
        task.lead_unit = heirs[0]
    if post is not None and _is_over(post, day):
        following = posts_continuing([post.pk]).get(post.pk)
        # Where none goes on, the unit has to name somebody.
        task.person_post = Post.objects.get(pk=following) if following else None


def _is_over(place: Unit | Post, day: date) -> bool:
    return place.valid_to is not None and place.valid_to <= day

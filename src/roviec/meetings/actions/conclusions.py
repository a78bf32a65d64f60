"""Conclusions are tasks, written down while the meeting lasts; the notice that is issued gives them all out at once."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.rhythm import next_session
from roviec.ledger.actions import lock, record
from roviec.meetings.actions.meetings import begin
from roviec.meetings.models import Committee, Conclusion, Meeting
from roviec.work.actions import TaskFields, assign_tasks, cancel_task, create_task
from roviec.work.models import Task

LONGEST_NUMBER = 60


def add_conclusion(meeting: Meeting | UUID, fields: TaskFields, *, by: Actor, at: datetime) -> Conclusion:
    """A draft in the committee's plan; gaps are shown, and stand in the way only of issuing."""
    with transaction.atomic():
        locked = begin(meeting, "add_conclusion", by=by)
        order = (locked.conclusions.aggregate(last=Max("order"))["last"] or 0) + 1
        task = create_task(locked.committee.plan, fields, by=by, at=at)
        made = Conclusion.objects.create(meeting=locked, order=order, task=task)
        record(locked, "conclusion_added", by=by, at=at, data={"task": task.pk, "title": task.title[:300]})
    return made


def drop_conclusion(meeting: Meeting | UUID, task_id: UUID, *, by: Actor, at: datetime) -> None:
    """Struck out before the notice is issued: the draft is cancelled, and says so."""
    with transaction.atomic():
        locked = begin(meeting, "drop_conclusion", by=by)
        found = locked.conclusions.get(task=task_id)
        found.delete()
        cancel_task(task_id, reason=str(locked), by=by, at=at)
        record(locked, "conclusion_dropped", by=by, at=at, data={"task": task_id})


def issue_notice(
    meeting: Meeting | UUID,
    *,
    number: str,
    on: date,
    by: Actor,
    at: datetime,
    unclear_reason: str = "",
    version: int | None = None,
) -> Meeting:
    """Numbered and issued: every conclusion is given out, everybody concerned told once, the date of the next session set.

    Raises Invalid when a conclusion has gaps and no reason is stated: a notice goes out whole or not at all.
    """
    number = number.strip()
    if not number or len(number) > LONGEST_NUMBER:
        code = Reason("task.too_long", {"most": LONGEST_NUMBER}) if number else Reason("task.document_number_missing")
        raise Invalid("number", code)
    if on > at.astimezone(VIETNAM).date():
        raise Invalid("on", Reason("task.issued_in_future"))
    with transaction.atomic():
        locked = begin(meeting, "issue_notice", by=by, version=version)
        drafts = list(Task.objects.filter(pk__in=locked.conclusions.values("task")).values_list("pk", flat=True))
        parts = Task.objects.filter(parent__in=drafts).values_list("pk", flat=True)
        given = assign_tasks([*drafts, *parts], by=by, at=at, unclear_reason=unclear_reason)
        for _task, why in given.refused:
            if isinstance(why, Denied):
                raise why
        if given.refused:
            titles = "; ".join(task.title[:80] for task, _why in given.refused[:5])
            raise Invalid("unclear_reason", Reason("meeting.unclear", {"count": len(given.refused), "titles": titles}))
        locked.state, locked.notice_number, locked.notice_on, locked.issued_at = Meeting.State.ISSUED, number, on, at
        data = {"number": number, "on": on, "tasks": drafts}
        changed = ["state", "notice_number", "notice_on", "issued_at"]
        record(locked, "issued", by=by, at=at, data=data, changed=changed, tell="meetings.concluded")
        committee = lock(Committee, locked.committee_id)
        committee.next_at = next_session(locked.at, committee.rhythm)
        record(committee, "meeting_closed", by=by, at=at, data={"meeting": locked.pk}, changed=["next_at"])
    return locked

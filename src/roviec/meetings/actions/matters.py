"""What is before the meeting. A late matter leaves it with its cause, the head who answers, a solution and a new date, or stays (R41)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import record
from roviec.meetings.actions.meetings import begin
from roviec.meetings.models import Matter, Meeting
from roviec.meetings.queries import tasks_heard
from roviec.organisation.models import Post
from roviec.work.actions import comment_task
from roviec.work.models import Task

LONGEST_TITLE, LONGEST_CAUSE, LONGEST_SOLUTION = 2000, 1000, 2000


@dataclass(frozen=True, slots=True)
class Settlement:
    """All four are asked for. The day promised does not move the due date: an extension would have had to come before it ran out."""

    cause: str
    answers_post: UUID
    solution: str
    new_due: date


def add_matter(meeting: Meeting | UUID, title: str, *, by: Actor, at: datetime) -> Matter:
    """New business."""
    title = title.strip()
    if not title:
        raise Invalid("title", Reason("meeting.no_title"))
    if len(title) > LONGEST_TITLE:
        raise Invalid("title", Reason("task.too_long", {"most": LONGEST_TITLE}))
    with transaction.atomic():
        locked = begin(meeting, "add_matter", by=by)
        matter = Matter.objects.create(meeting=locked, order=_next(locked), title=title)
        record(locked, "matter_added", by=by, at=at, data={"matter": matter.pk, "title": title[:300]})
    return matter


def drop_matter(meeting: Meeting | UUID, matter_id: UUID, *, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        locked = begin(meeting, "drop_matter", by=by)
        matter = locked.matters.get(pk=matter_id)
        record(locked, "matter_dropped", by=by, at=at, data={"matter": matter.pk, "title": matter.title[:300]})
        matter.delete()


def settle_matter(
    meeting: Meeting | UUID,
    settlement: Settlement,
    *,
    by: Actor,
    at: datetime,
    task: UUID | None = None,
    matter: UUID | None = None,
) -> Matter:
    """The late task (or the matter) has cause, head, solution and a day; the task's own page says so too."""
    _check(settlement, at)
    with transaction.atomic():
        locked = begin(meeting, "settle_matter", by=by)
        row = _row(locked, task, matter, by)
        post = Post.objects.get(pk=settlement.answers_post)
        row.outcome = Matter.Outcome.SETTLED
        row.cause, row.solution = settlement.cause.strip(), settlement.solution.strip()
        row.answers_post, row.new_due = post, settlement.new_due
        row.save()
        facts = {
            "matter": row.pk,
            "task": row.task_id,
            "cause": row.cause,
            "answers": post.pk,
            "solution": row.solution,
        }
        record(locked, "matter_settled", by=by, at=at, data=facts | {"new_due": row.new_due})
        if row.task_id:
            said = _(
                "%(meeting)s. Nguyên nhân: %(cause)s. Giải pháp: %(solution)s. Người đứng đầu chịu trách nhiệm: %(head)s. Cam kết xong: %(day)s."
            )
            words = {
                "meeting": locked.committee.name,
                "cause": row.cause.rstrip("."),
                "solution": row.solution.rstrip("."),
                "head": post.title,
                "day": f"{row.new_due:%d/%m/%Y}",
            }
            comment_task(row.task_id, text=said % words, by=by, at=at)
    return row


def leave_matter(
    meeting: Meeting | UUID, *, by: Actor, at: datetime, task: UUID | None = None, matter: UUID | None = None
) -> Matter:
    """It stays on the agenda: the next session begins with it."""
    with transaction.atomic():
        locked = begin(meeting, "leave_matter", by=by)
        row = _row(locked, task, matter, by)
        row.outcome = Matter.Outcome.STAYS
        row.save()
        record(locked, "matter_left", by=by, at=at, data={"matter": row.pk, "task": row.task_id})
    return row


def _row(meeting: Meeting, task_id: UUID | None, matter_id: UUID | None, by: Actor) -> Matter:
    """The stored matter; that of a late task is stored when it is first decided on."""
    if matter_id is not None:
        return meeting.matters.select_for_update().get(pk=matter_id)
    known = meeting.matters.select_for_update().filter(task=task_id).first()
    if known:
        return known
    task: Task | None = None
    if task_id is not None:
        task = tasks_heard(meeting.committee, by).filter(pk=task_id).select_related("clock").first()
    if task is None:
        raise Invalid("task", Reason("meeting.not_heard"))
    return Matter(
        meeting=meeting, order=_next(meeting), task=task, title=task.title[:LONGEST_TITLE], old_due=task.clock.due
    )


def _next(meeting: Meeting) -> int:
    return (meeting.matters.aggregate(last=Max("order"))["last"] or 0) + 1


def _check(settlement: Settlement, at: datetime) -> None:
    wrong: list[tuple[str | None, Reason]] = []
    for name, longest in (("cause", LONGEST_CAUSE), ("solution", LONGEST_SOLUTION)):
        text = getattr(settlement, name)
        if not text.strip():
            wrong.append((name, Reason(f"meeting.no_{name}")))
        elif len(text) > longest:
            wrong.append((name, Reason("task.too_long", {"most": longest})))
    if not Post.objects.filter(pk=settlement.answers_post).exists():
        wrong.append(("answers_post", Reason("meeting.unknown_post")))
    if settlement.new_due < at.astimezone(VIETNAM).date():
        wrong.append(("new_due", Reason("meeting.day_past")))
    if wrong:
        raise Invalid.many(wrong)

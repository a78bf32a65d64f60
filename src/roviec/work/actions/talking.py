"""Comments with mentions, pressing for a task, and watching it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import record
from roviec.organisation.models import Officer
from roviec.work.actions.steps import begin
from roviec.work.models import Comment, Task, Watcher


def comment_task(task: Task | UUID, *, text: str, by: Actor, at: datetime, mentions: Iterable[UUID] = ()) -> Comment:
    """A remark; the officers mentioned will be told."""
    if not text.strip():
        raise Invalid("text", Reason("task.text_missing"))
    with transaction.atomic():
        locked = begin(task, "comment_task", by=by)
        comment = Comment.objects.create(task=locked, at=at, text=text, author_id=by.officer_id)
        mentioned = sorted(set(mentions))
        if mentioned:
            comment.mentions.set(Officer.objects.filter(pk__in=mentioned))
        data = {"comment": comment.pk, "text": text[:500], "mentions": mentioned}
        record(locked, "commented", by=by, at=at, data=data, tell="work.commented")
    return comment


def remind_task(task: Task | UUID, *, text: str, by: Actor, at: datetime) -> Task:
    """Đôn đốc: whoever answers for the work being done presses those who have it and the head of the unit that leads. Counted."""
    if not text.strip():
        raise Invalid("text", Reason("task.text_missing"))
    with transaction.atomic():
        locked = begin(task, "remind_task", by=by)
        locked.reminders, locked.reminded_at = locked.reminders + 1, at
        data = {"text": text.strip()[:500], "times": locked.reminders}
        record(locked, "reminded", by=by, at=at, data=data, changed=["reminders", "reminded_at"], tell="work.reminded")
    return locked


def watch_task(task: Task | UUID, *, by: Actor, at: datetime) -> Watcher:
    """Follows the task. A private wish like a bookmark: it changes nothing of the task and is not in the ledger."""
    if by.officer_id is None:
        raise Invalid(None, Reason("task.watcher_is_person"))
    with transaction.atomic():
        locked = begin(task, "watch_task", by=by)
        return Watcher.objects.get_or_create(task=locked, officer_id=by.officer_id)[0]


def unwatch_task(task: Task | UUID, *, by: Actor, at: datetime) -> None:
    """Stops following; nothing happens when one did not."""
    pk = task.pk if isinstance(task, Task) else task
    if by.officer_id is not None:
        Watcher.objects.filter(task=pk, officer=by.officer_id).delete()

"""Giải trình: a late task is explained, and whoever is competent says whether the cause was objective."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody.actions import explanations as custody
from roviec.ledger.actions import record
from roviec.work.actions.dates import label
from roviec.work.actions.doing import FileOrNamed
from roviec.work.actions.steps import begin, calendar_of
from roviec.work.models import Attachment, Task
from roviec.work.queries.explanations import waiting_explanation


def demand_explanation(task: Task | UUID, *, text: str = "", by: Actor, at: datetime) -> Task:
    """Asks those who have a late task, and the head of the unit that leads, for an explanation."""
    with transaction.atomic():
        locked = begin(task, "demand_explanation", by=by)
        demanded = custody.demand_explanation(locked.clock, by_label=label(by), at=at, calendar=calendar_of(locked))
        data = {"text": text.strip()[:500], "due": locked.clock.due, "answer_due": demanded.answer_due}
        record(locked, "explanation_demanded", by=by, at=at, data=data, tell="work.explanation_demanded")
    return locked


def give_explanation(
    task: Task | UUID,
    *,
    cause: str,
    text: str,
    by: Actor,
    at: datetime,
    files: Sequence[FileOrNamed] = (),
    version: int | None = None,
) -> Task:
    """Cause (custody.models.Explanation.Cause), words, evidence. Waits for the head above, or for who gave the task."""
    with transaction.atomic():
        locked = begin(task, "give_explanation", by=by, version=version)
        given = custody.give_explanation(
            locked.clock, cause=cause, text=text, by_post_id=by.post_id, by_label=label(by), at=at
        )
        pairs = [item if isinstance(item, tuple) else (item, item.digest[:12]) for item in files]
        Attachment.objects.bulk_create(
            Attachment(task=locked, explanation=given, file=file, name=name[:200], at=at) for file, name in pairs
        )
        data = {
            "explanation": given.pk,
            "due": given.due,
            "cause": given.cause,
            "text": given.text[:1000],
            "files": [{"name": name, "digest": file.digest} for file, name in pairs],
        }
        record(locked, "explanation_given", by=by, at=at, data=data, tell="work.explanation_given")
    return locked


def decide_explanation(
    task: Task | UUID, *, objective: bool, by: Actor, at: datetime, note: str = "", version: int | None = None
) -> Task:
    """Objective or not; words are needed where it is not. Nobody decides on an explanation that they gave."""
    if not objective and not note.strip():
        raise Invalid("note", Reason("task.reason_missing"))
    with transaction.atomic():
        locked = begin(task, "decide_explanation", by=by, version=version)
        given = waiting_explanation(locked)
        if given is None:
            raise Invalid(None, Reason("explanation.none_waits"))
        if by.holds(given.given_by_post_id):
            raise Denied("work.decide_explanation", Reason("task.own_work"))
        custody.decide_explanation(given, objective=objective, note=note.strip()[:500], by_label=label(by), at=at)
        data = {"explanation": given.pk, "due": given.due, "objective": objective, "note": note.strip()[:500]}
        verb = "explanation_objective" if objective else "explanation_not_objective"
        record(locked, verb, by=by, at=at, data=data, tell="work.explanation_decided")
    return locked

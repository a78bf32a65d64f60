"""Asking other units for their opinion while the task stays where it is."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.holding import due_instant_of
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody import actions as custody
from roviec.custody.models import Consultation
from roviec.ledger.actions import record
from roviec.organisation.models import Post, Unit
from roviec.work.actions.assigning import post_of
from roviec.work.actions.steps import begin, lock_task, named, require_step
from roviec.work.models import Task
from roviec.work.permissions import PERMISSIONS


def ask_opinion(
    task: Task | UUID,
    *,
    unit: Unit | UUID,
    question: str,
    by: Actor,
    at: datetime,
    post: Post | UUID | None = None,
    due: date | datetime | None = None,
    version: int | None = None,
) -> Consultation:
    """Asks a unit (or one post of it). Opens an interval; the hold does not move."""
    if not question.strip():
        raise Invalid("question", Reason("opinion.question_missing"))
    with transaction.atomic():
        locked = begin(task, "ask_opinion", by=by, version=version)
        asked_unit = unit if isinstance(unit, Unit) else Unit.objects.get(pk=unit)
        asked_post = post_of(post)
        if asked_post and asked_post.unit_id != asked_unit.pk:
            raise Invalid("post", Reason("opinion.post_elsewhere"))
        asked = custody.ask_opinion(
            locked.clock,
            unit_id=asked_unit.pk,
            post_id=asked_post.pk if asked_post else None,
            asked_by_post_id=by.post_id,
            question=question,
            due=due_instant_of(due),
            at=at,
        )
        custody.sign_of_life(locked.clock, at)
        data = named(asked_unit, asked_post, consultation=asked.pk, question=question[:500], due=asked.due)
        record(locked, "opinion_asked", by=by, at=at, data=data, tell="work.opinion_asked")
    return asked


def answer_opinion(consultation: Consultation | UUID, *, answer: str, by: Actor, at: datetime) -> Consultation:
    if not answer.strip():
        raise Invalid("answer", Reason("opinion.answer_missing"))
    with transaction.atomic():
        task, asked = _locked(consultation)
        PERMISSIONS.require(by, "answer_opinion", asked)
        require_step(task, "answer_opinion")
        custody.answer_opinion(asked, answer=answer, at=at)
        data = named(asked.unit, consultation=asked.pk, answer=answer[:500], to_post=asked.asked_by_post_id)
        record(task, "opinion_answered", by=by, at=at, data=data, tell="work.opinion_answered")
    return asked


def withdraw_opinion(consultation: Consultation | UUID, *, by: Actor, at: datetime) -> Consultation:
    """The question is taken back by who asked it."""
    with transaction.atomic():
        task, asked = _locked(consultation)
        PERMISSIONS.require(by, "withdraw_opinion", asked)
        require_step(task, "withdraw_opinion")
        custody.withdraw_opinion(asked, at=at)
        record(task, "opinion_withdrawn", by=by, at=at, data=named(asked.unit, consultation=asked.pk))
    return asked


def _locked(consultation: Consultation | UUID) -> tuple[Task, Consultation]:
    """The task first (its lock guards the clock), then the question as it is under that lock."""
    pk = consultation.pk if isinstance(consultation, Consultation) else consultation
    task = lock_task(Consultation.objects.values_list("clock", flat=True).get(pk=pk))
    return task, Consultation.objects.select_related("unit").get(pk=pk)

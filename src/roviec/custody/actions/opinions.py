"""Asking another unit's opinion: an interval for each one asked, which never moves the hold."""

from datetime import datetime
from uuid import UUID

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody.models import Clock, Consultation


def ask_opinion(
    clock: Clock,
    *,
    unit_id: UUID,
    post_id: UUID | None,
    asked_by_post_id: UUID | None,
    question: str,
    due: datetime | None,
    at: datetime,
) -> Consultation:
    if due is not None and due < at:
        raise Invalid("due", Reason("opinion.due_past"))
    return Consultation.objects.create(
        clock=clock,
        unit_id=unit_id,
        post_id=post_id,
        asked_by_post_id=asked_by_post_id,
        question=question,
        asked_at=at,
        due=due,
    )


def answer_opinion(consultation: Consultation, *, answer: str, at: datetime) -> Consultation:
    _still_open(consultation)
    consultation.answered_at, consultation.answer = at, answer
    consultation.save(update_fields=["answered_at", "answer"])
    return consultation


def withdraw_opinion(consultation: Consultation, *, at: datetime) -> Consultation:
    _still_open(consultation)
    consultation.withdrawn_at = at
    consultation.save(update_fields=["withdrawn_at"])
    return consultation


def _still_open(consultation: Consultation) -> None:
    if consultation.answered_at is not None:
        raise Invalid(None, Reason("opinion.answered"))
    if consultation.withdrawn_at is not None:
        raise Invalid(None, Reason("opinion.withdrawn"))

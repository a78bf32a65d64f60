"""Giải trình of a lateness: demanded, given, decided. The caller has locked the thing, checks who may, and writes the ledger entry."""

from datetime import datetime
from uuid import UUID

from roviec.core.calendars import WorkingDays
from roviec.core.explanations import ANSWER_DAYS, why_no_explanation
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody.calendars import calendar_named
from roviec.custody.models import Clock, Explanation
from roviec.custody.queries import standing_of


def demand_explanation(clock: Clock, *, by_label: str, at: datetime, calendar: str = "vn") -> Explanation:
    """Expected within ANSWER_DAYS working days. A second demand changes nothing but who demanded last."""
    explanation = _of(clock, at)
    if explanation.given_at is not None:
        raise Invalid(None, Reason("explanation.given"))
    explanation.demanded_at, explanation.demanded_by_label = at, by_label
    explanation.answer_due = explanation.answer_due or calendar_named(calendar).add_working_days(
        at, WorkingDays(ANSWER_DAYS)
    )
    explanation.save()
    return explanation


def give_explanation(
    clock: Clock, *, cause: str, text: str, by_post_id: UUID | None, by_label: str, at: datetime
) -> Explanation:
    """In words, with a cause of the list. Given again it replaces what was given, until it is decided."""
    if cause not in Explanation.Cause.values:
        raise Invalid("cause", Reason("explanation.no_such_cause"))
    if not text.strip():
        raise Invalid("text", Reason("explanation.text_missing"))
    explanation = _of(clock, at)
    explanation.cause, explanation.text = cause, text.strip()
    explanation.given_at, explanation.given_by_post_id, explanation.given_by_label = at, by_post_id, by_label
    explanation.save()
    return explanation


def decide_explanation(
    explanation: Explanation, *, objective: bool, note: str, by_label: str, at: datetime
) -> Explanation:
    if explanation.decided_at is not None:
        raise Invalid(None, Reason("explanation.decided"))
    explanation.objective, explanation.decision_note = objective, note
    explanation.decided_at, explanation.decided_by_label = at, by_label
    explanation.save(update_fields=["objective", "decision_note", "decided_at", "decided_by_label"])
    return explanation


def _of(clock: Clock, at: datetime) -> Explanation:
    """That of the due date that is passed now, made when there is none yet; the worker may be making the same one."""
    if clock.due is None:
        raise Invalid(None, Reason("explanation.not_late"))
    explanation = Explanation.objects.filter(clock=clock, due=clock.due).first()
    decided = explanation is not None and explanation.decided_at is not None
    if why := why_no_explanation(standing_of(clock, at), decided=decided):
        raise Invalid(None, why)
    return explanation or Explanation.objects.get_or_create(clock=clock, due=clock.due)[0]

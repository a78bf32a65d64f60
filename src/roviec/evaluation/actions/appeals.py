"""Kiến nghị about a score or a grade: received, settled within seven working days by who scored or graded (art. 22)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM, WorkingDays
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody.calendars import calendar_named
from roviec.evaluation.models import Appeal, FilePaper, Grade, Sheet
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.permissions.grades import Settling
from roviec.evaluation.queries.appeals import RELATED, settlers
from roviec.ledger.actions import lock, record
from roviec.work.actions.dates import label
from roviec.work.models import StoredFile

WITHIN = WorkingDays(7)
OUTCOMES = (Appeal.State.ACCEPTED, Appeal.State.PARTLY, Appeal.State.REFUSED)


def appeal_sheet(sheet: Sheet | UUID, *, text: str, by: Actor, at: datetime) -> Appeal:
    """About a confirmed sheet, also after its period was closed."""
    with transaction.atomic():
        locked = lock(Sheet, sheet.pk if isinstance(sheet, Sheet) else sheet, related=("unit",))
        PERMISSIONS.require(by, "make_appeal", locked)
        if locked.state != Sheet.State.CONFIRMED:
            raise Invalid(None, Reason("appeal.nothing_known", cite="Điều 22"))
        return _receive(Appeal(sheet=locked, officer_id=locked.officer_id, unit=locked.unit), text, by, at)


def appeal_grade(grade: Grade | UUID, *, text: str, by: Actor, at: datetime) -> Appeal:
    """About a grade that was told."""
    with transaction.atomic():
        locked = lock(Grade, grade.pk if isinstance(grade, Grade) else grade, related=("unit",))
        PERMISSIONS.require(by, "make_appeal", locked)
        if locked.published_at is None or locked.replaced_at is not None:
            raise Invalid(None, Reason("appeal.nothing_known", cite="Điều 22"))
        return _receive(Appeal(grade=locked, officer_id=locked.officer_id, unit=locked.unit), text, by, at)


def _receive(appeal: Appeal, text: str, by: Actor, at: datetime) -> Appeal:
    if not text.strip():
        raise Invalid("text", Reason("appeal.no_text"))
    waiting = Appeal.objects.filter(sheet=appeal.sheet_id, grade=appeal.grade_id, state=Appeal.State.RECEIVED)
    if waiting.exists():
        raise Invalid(None, Reason("appeal.waits"))
    appeal.text, appeal.received_at = text.strip(), at
    appeal.due = calendar_named(appeal.unit.calendar).add_working_days(at, WITHIN)
    said = {"sheet": appeal.sheet_id, "grade": appeal.grade_id}
    record(appeal, "appeal_received", by=by, at=at, data=said, tell="evaluation.appeal_received")
    return appeal


def settle_appeal(
    appeal: Appeal | UUID,
    *,
    outcome: str,
    answer: str,
    by: Actor,
    at: datetime,
    paper: tuple[StoredFile, str] | None = None,
    version: int | None = None,
) -> Appeal:
    """The answer. What follows from one that is accepted (opening the period again, a new decision) is a step of its own."""
    problems: list[tuple[str | None, Reason]] = []
    if outcome not in OUTCOMES:
        problems.append(("outcome", Reason("appeal.bad_outcome")))
    if not answer.strip():
        problems.append(("answer", Reason("appeal.no_answer", cite="Điều 22")))
    if problems:
        raise Invalid.many(problems)
    with transaction.atomic():
        locked = _locked(appeal, version)
        post = settlers([locked], at.astimezone(VIETNAM).date()).get(locked.pk)
        PERMISSIONS.require(by, "settle_appeal", Settling(locked, post))
        _require_open(locked)
        locked.state, locked.answer = outcome, answer.strip()
        locked.settled_at, locked.settled_by_label = at, label(by)
        if paper:
            year = locked.grade.year if locked.grade else locked.sheet.period.starts_on.year
            FilePaper.objects.create(
                officer_id=locked.officer_id, year=year, kind=FilePaper.Kind.APPEAL, file=paper[0], name=paper[1][:200],
                added_at=at, added_by_label=label(by),
            )  # fmt: skip
        changed = ["state", "answer", "settled_at", "settled_by_label"]
        record(locked, "appeal_settled", by=by, at=at, changed=changed, tell="evaluation.appeal_settled")
    return locked


def withdraw_appeal(appeal: Appeal | UUID, *, by: Actor, at: datetime, version: int | None = None) -> Appeal:
    with transaction.atomic():
        locked = _locked(appeal, version)
        PERMISSIONS.require(by, "withdraw_appeal", locked)
        _require_open(locked)
        locked.state, locked.settled_at = Appeal.State.WITHDRAWN, at
        record(locked, "appeal_withdrawn", by=by, at=at, changed=["state", "settled_at"])
    return locked


def _locked(appeal: Appeal | UUID, version: int | None) -> Appeal:
    return lock(Appeal, appeal.pk if isinstance(appeal, Appeal) else appeal, version=version, related=RELATED)


def _require_open(appeal: Appeal) -> None:
    if appeal.state != Appeal.State.RECEIVED:
        raise Invalid(None, Reason("appeal.settled"))

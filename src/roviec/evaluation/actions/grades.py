"""The steps of one grade: form 02 by oneself, the meeting, the Party committee, the proposal, the decision, a new decision (art. 21)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.scoring.grading import Step, why_not
from roviec.core.scoring.written import written
from roviec.evaluation.models import FilePaper, Grade, Sheet
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.permissions.grades import Deciding
from roviec.evaluation.queries.grades import graders, in_body, managing_head
from roviec.evaluation.queries.years import Worked, work_out
from roviec.evaluation.rulesets import rulesets
from roviec.ledger.actions import Personal, announce, lock, lock_all, record
from roviec.ledger.bulk import record_each
from roviec.work.actions.dates import label
from roviec.work.models import StoredFile

RELATED = ("officer", "unit", "body")


def send_grade(
    grade: Grade | UUID, *, own_band: int, own_report: str, by: Actor, at: datetime, version: int | None = None
) -> Grade:
    """Form 02, part II, with the report on oneself for the meeting."""
    with transaction.atomic():
        locked = _begin(grade, Step.SEND, by, version)
        locked.own_band, locked.own_report = _band(locked, own_band), own_report.strip()
        locked.state = Grade.State.SENT
        said = {"band": Personal(str(own_band))}
        record(locked, "grade_sent", by=by, at=at, data=said, changed=["own_band", "own_report", "state"])
    return locked


def note_meeting(
    grades: Sequence[Grade | UUID],
    *,
    held_on: date,
    note: str,
    by: Actor,
    at: datetime,
    minutes: tuple[StoredFile, str] | None = None,
) -> list[Grade]:
    """What the meeting said of each of them, with its minutes, which go into the file of every one (art. 21.1.b, 21.2.b, 24.2.a)."""
    if not note.strip():
        raise Invalid("note", Reason("grade.no_note", cite="Điều 21.1.b"))
    if held_on > at.astimezone(VIETNAM).date():
        raise Invalid("held_on", Reason("grade.meeting_to_come"))
    with transaction.atomic():
        found = lock_all(Grade, [one.pk if isinstance(one, Grade) else one for one in grades])
        if not found:
            raise Invalid("grades", Reason("grade.nobody_picked"))
        for one in found:
            PERMISSIONS.require(by, "note_meeting", one)
            _require(Step.MEET, one)
            one.meeting_on, one.meeting_note, one.state = held_on, note.strip(), Grade.State.MET
        said = {"held_on": held_on.isoformat()}
        record_each(
            found,
            "meeting_noted",
            by=by,
            at=at,
            data=lambda _one: said,
            changed=["meeting_on", "meeting_note", "state"],
        )
        if minutes:
            _file(found, FilePaper.Kind.MINUTES, minutes, by, at)
    return found


def give_party_comment(
    grade: Grade | UUID,
    *,
    comment: str,
    by: Actor,
    at: datetime,
    paper: tuple[StoredFile, str] | None = None,
    version: int | None = None,
) -> Grade:
    """What the Party committee of the agency wrote about who heads it or helps to head it (art. 21.1.c, 21.2.c)."""
    if not comment.strip():
        raise Invalid("comment", Reason("grade.no_comment", cite="Điều 21.1.c"))
    with transaction.atomic():
        locked = _begin(grade, Step.COMMENT, by, version)
        locked.party_comment = comment.strip()
        record(locked, "party_commented", by=by, at=at, changed=["party_comment"])
        if paper:
            _file([locked], FilePaper.Kind.PARTY_COMMENT, paper, by, at)
    return locked


def propose_grade(
    grade: Grade | UUID, *, band: int | None, proposal: str, by: Actor, at: datetime, version: int | None = None
) -> Grade:
    """By the personnel office, from meeting, comment and points (art. 21.1.d); `proposal`: what to do with the result (art. 23)."""
    with transaction.atomic():
        locked = _begin(grade, Step.PROPOSE, by, version)
        worked = work_out([locked], at.astimezone(VIETNAM).date())[locked.pk]
        locked.proposed_band = _allowed(locked, band, worked)
        locked.proposal, locked.state = proposal.strip(), Grade.State.PROPOSED
        said = {"band": Personal(str(locked.proposed_band))}
        record(locked, "grade_proposed", by=by, at=at, data=said, changed=["proposed_band", "proposal", "state"])
    return locked


def decide_grade(
    grade: Grade | UUID,
    *,
    band: int | None,
    decision: str,
    by: Actor,
    at: datetime,
    why: str = "",
    version: int | None = None,
) -> Grade:
    """The competent head decides. What the records say stands as of now with the decision; `why` where it deviates from them."""
    day = at.astimezone(VIETNAM).date()
    with transaction.atomic():
        locked = _locked(grade, version)
        PERMISSIONS.require(by, "decide_grade", Deciding(locked, graders([locked], day).get(locked.pk)))
        _require(Step.DECIDE, locked)
        worked = work_out([locked], day)[locked.pk]
        locked.band = _allowed(locked, band, worked)
        deviates = band != worked.result.band or (band is not None and bool(worked.missing))
        if deviates and not why.strip():
            raise Invalid("why", Reason("grade.why_missing"))
        _write_decision(locked, worked, decision, why, by, at)
        record(locked, "grade_decided", by=by, at=at, data=_said(locked), changed=DECIDED)
    return locked


def decide_as_worked_out(
    grades: Sequence[Grade | UUID], *, decision: str, by: Actor, at: datetime
) -> tuple[list[Grade], list[Grade]]:
    """Decides in one go those that follow from the records without question and are not excellent, of which there are only so many
    places. Gives the decided and the ones left for a decision of their own."""
    day = at.astimezone(VIETNAM).date()
    with transaction.atomic():
        found = lock_all(Grade, [one.pk if isinstance(one, Grade) else one for one in grades])
        who, worked = graders(found, day), work_out(found, day)
        decided, left = [], []
        for one in found:
            PERMISSIONS.require(by, "decide_grade", Deciding(one, who.get(one.pk)))
            result = worked[one.pk]
            band = result.result.band
            plain = band not in (0, None) and not result.missing and one.proposed_band in (None, band)
            if not plain or _why_not(Step.DECIDE, one):
                left.append(one)
                continue
            one.band = band
            _write_decision(one, result, decision, "", by, at)
            decided.append(one)
        record_each(decided, "grade_decided", by=by, at=at, data=_said, changed=DECIDED)
    return decided, left


DECIDED = (
    "band", "mean", "worked_out", "decision", "decided_at", "decided_by_post", "decided_by_label", "why", "state",
)  # fmt: skip


def regrade(
    grade: Grade | UUID,
    *,
    band: int | None,
    decision: str,
    why: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Grade:
    """A new decision in place of one that proved untrue; the old one stays readable (art. 21.3). Points are worked out anew."""
    if not why.strip():
        raise Invalid("why", Reason("grade.why_missing", cite="Điều 21.3"))
    if not decision.strip():
        raise Invalid("decision", Reason("grade.no_decision", cite="Điều 21.3"))
    day = at.astimezone(VIETNAM).date()
    with transaction.atomic():
        old = _locked(grade, version)
        if old.replaced_at is not None:
            raise Invalid(None, Reason("grade.is_replaced"))
        by_grader = PERMISSIONS.allows(by, "regrade", Deciding(old, graders([old], day).get(old.pk)))
        if not by_grader:
            PERMISSIONS.require(by, "regrade", Deciding(old, managing_head(old.body_id, day)))
        _require(Step.REGRADE, old)
        old.replaced_at = at
        new = Grade(
            **{name: getattr(old, name) for name in CARRIED},
            state=Grade.State.DECIDED,
            replaces=old,
            published_at=at if old.published_at else None,
        )
        worked = work_out([new], day)[new.pk]
        new.band = _allowed(new, band, worked)
        _write_decision(new, worked, decision, why, by, at)
        record(old, "grade_replaced", by=by, at=at, data={"by": new.pk}, changed=["replaced_at"])
        record(new, "grade_decided_anew", by=by, at=at, data={"replaces": old.pk, **_said(new)})
        announce("evaluation.grade_replaced", new, at=at, payload={"by": {"officer": str(by.officer_id or "")}})
    return new


CARRIED = (
    "officer_id", "year", "body_id", "unit_id", "role", "ruleset", "settings", "own_band", "own_report", "meeting_on",
    "meeting_note", "party_comment", "proposed_band", "proposal",
)  # fmt: skip


def add_paper(
    grade: Grade | UUID, *, paper: tuple[StoredFile, str], by: Actor, at: datetime, version: int | None = None
) -> Grade:
    """Another paper for the electronic file (art. 24.2.e)."""
    with transaction.atomic():
        locked = _locked(grade, version)
        PERMISSIONS.require(by, "add_paper", locked)
        _file([locked], FilePaper.Kind.OTHER, paper, by, at)
        record(locked, "paper_added", by=by, at=at, data={"name": paper[1], "digest": paper[0].pk})
    return locked


def _locked(grade: Grade | UUID, version: int | None) -> Grade:
    return lock(Grade, grade.pk if isinstance(grade, Grade) else grade, version=version, related=RELATED)


def _begin(grade: Grade | UUID, step: Step, by: Actor, version: int | None) -> Grade:
    locked = _locked(grade, version)
    PERMISSIONS.require(by, step.value, locked)
    _require(step, locked)
    return locked


def _why_not(step: Step, grade: Grade) -> Reason | None:
    if grade.replaced_at is not None:
        return Reason("grade.is_replaced")
    return why_not(step, grade.state, role=grade.role, in_body=in_body(grade), commented=bool(grade.party_comment))


def _require(step: Step, grade: Grade) -> None:
    if why := _why_not(step, grade):
        raise Invalid(None, why)


def _band(grade: Grade, band: int) -> int:
    if not 0 <= band < len(rulesets()[grade.ruleset].bands):
        raise Invalid("band", Reason("grade.no_such_band"))
    return band


def _allowed(grade: Grade, band: int | None, worked: Worked) -> int | None:
    """The band, where the law leaves it open: never better than points give or the unit got, never any where an exclusion stands."""
    result = worked.result
    if band is None:
        if result.band is not None:
            raise Invalid("band", Reason("grade.band_missing", cite="Điều 20"))
        return None
    _band(grade, band)
    if result.band is None:
        raise Invalid("band", result.reasons[0])
    if band < result.band:
        if result.excluded:
            raise Invalid("band", Reason("grade.ruled_out", cite="Điều 20.4"))
        if worked.unit_band is not None and grade.role == Sheet.Role.HEAD and band < worked.unit_band:
            raise Invalid("band", Reason("grade.above_its_unit", cite="Điều 20.6"))
        mean = written(result.mean, 2) if result.mean is not None else ""
        raise Invalid("band", Reason("grade.above_points", {"mean": mean}, "Điều 20.1-20.3"))
    return band


def _write_decision(grade: Grade, worked: Worked, decision: str, why: str, by: Actor, at: datetime) -> None:
    grade.mean = "" if worked.result.mean is None else str(worked.result.mean)
    grade.worked_out = worked.as_json()
    grade.decision, grade.why = decision.strip(), why.strip()
    grade.decided_at, grade.decided_by_post_id, grade.decided_by_label = at, by.post_id, label(by)
    grade.state = Grade.State.DECIDED


def _said(grade: Grade) -> dict[str, object]:
    """For the ledger: that it was decided so can be proved, and read only while the personal values are kept."""
    return {"decision": grade.decision, "band": Personal(str(grade.band)), "mean": Personal(grade.mean)}


def _file(grades: Sequence[Grade], kind: str, paper: tuple[StoredFile, str], by: Actor, at: datetime) -> None:
    FilePaper.objects.bulk_create(
        FilePaper(
            officer_id=one.officer_id, year=one.year, kind=kind, file=paper[0], name=paper[1][:200], added_at=at,
            added_by_label=label(by),
        )
        for one in grades
    )  # fmt: skip

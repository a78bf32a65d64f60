"""Discipline and conclusions that bear on grades: entered with their document, charged once and to the right year (art. 11.3, 20.4)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.scoring.grading import charged_year
from roviec.evaluation.models import Conduct, Grade
from roviec.evaluation.permissions import PERMISSIONS
from roviec.ledger.actions import lock, record
from roviec.organisation.models import Mandate, Officer, Unit


@dataclass(frozen=True, slots=True)
class Finding:
    """`same_act`: another entry about the same act; `graded_for_it`: the year that was already graded "not completed" for it."""

    kind: str
    act: str
    acted_on: date
    unit: UUID
    document: str
    decided_on: date
    on_duty: bool = True
    same_act: UUID | None = None
    graded_for_it: int | None = None


def enter_conduct(officer: UUID, finding: Finding, *, by: Actor, at: datetime) -> tuple[Conduct, Reason]:
    """The entry, and why it weighs on that year (or on none)."""
    missing: list[tuple[str | None, Reason]] = [
        (name, Reason(f"conduct.no_{name}")) for name in ("act", "document") if not getattr(finding, name).strip()
    ]
    if finding.decided_on < finding.acted_on:
        missing.append(("decided_on", Reason("conduct.decided_before")))
    if missing:
        raise Invalid.many(missing)
    with transaction.atomic():
        who = Officer.objects.select_for_update().get(pk=officer)
        unit = Unit.objects.get(pk=finding.unit)
        PERMISSIONS.require(by, "enter_conduct", unit)
        same = Conduct.objects.filter(pk=finding.same_act, officer=who).first() if finding.same_act else None
        before = same.charged_year if same else _graded_before(who.pk, finding.graded_for_it)
        there_still = Mandate.objects.on(finding.decided_on).filter(officer=who, post__unit__body=unit.body_id).exists()
        year, why = charged_year(finding.acted_on, finding.decided_on, same_unit=there_still, charged_before=before)
        entry = Conduct(
            officer=who,
            kind=finding.kind,
            on_duty=finding.on_duty,
            act=finding.act.strip(),
            acted_on=finding.acted_on,
            unit=unit,
            document=finding.document.strip(),
            decided_on=finding.decided_on,
            # What charges nothing points at the year that bears the act already.
            charged_year=year or before or finding.decided_on.year,
            same_act=same,
            entered_at=at,
        )
        record(
            entry, "conduct_entered", by=by, at=at,
            data={"officer": who.pk, "kind": finding.kind, "document": entry.document, "why": why.code, "cite": why.cite},
        )  # fmt: skip
    return entry, why


def withdraw_conduct(conduct: Conduct | UUID, *, reason: str, by: Actor, at: datetime) -> Conduct:
    """The decision was annulled, or entered wrongly: it charges nothing any more."""
    if not reason.strip():
        raise Invalid("reason", Reason("task.reason_missing"))
    with transaction.atomic():
        locked = lock(Conduct, conduct.pk if isinstance(conduct, Conduct) else conduct, related=("unit",))
        PERMISSIONS.require(by, "withdraw_conduct", locked.unit)
        if locked.withdrawn_at is not None:
            raise Invalid(None, Reason("conduct.withdrawn"))
        locked.withdrawn_at = at
        record(
            locked, "conduct_withdrawn", by=by, at=at, data={"reason": reason.strip()[:500]}, changed=["withdrawn_at"]
        )
    return locked


def _graded_before(officer: UUID, year: int | None) -> int | None:
    """The year, where a grade of it stands that is the lowest."""
    if year is None:
        return None
    known = Grade.objects.filter(officer=officer, year=year, replaced_at=None, state=Grade.State.DECIDED, band=3)
    if not known.exists():
        raise Invalid("graded_for_it", Reason("conduct.no_such_grade", {"year": year}, "Điều 11.3.b"))
    return year

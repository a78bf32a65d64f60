"""A body's grading of a year: opened with one grade per official, its shares set, published once decided (art. 19-21)."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.evaluation.actions.exports import queue_year_export
from roviec.evaluation.models import BodyRules, Grade, GradingYear
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries.grades import places_of, role_of
from roviec.evaluation.queries.years import work_out
from roviec.evaluation.rulesets import rulesets
from roviec.ledger.actions import lock, lock_all, record
from roviec.ledger.bulk import record_each
from roviec.organisation.models import Mandate, Unit
from roviec.organisation.models.post import PersonnelType

DEFAULT = "nd-335-2025"


def open_grading(body: Unit | UUID, year: int, *, by: Actor, at: datetime) -> GradingYear:
    """One grade per civil servant with a scoring mandate in the body on the day. Doing it again adds who came since and takes over
    those who moved here and were not graded elsewhere yet (art. 19.1)."""
    day = at.astimezone(VIETNAM).date()
    if not 2026 <= year <= day.year:
        raise Invalid("year", Reason("grading.bad_year", {"year": year}, "Điều 27.1"))
    with transaction.atomic():
        where = Unit.objects.get(pk=body.pk if isinstance(body, Unit) else body, is_body=True)
        PERMISSIONS.require(by, "open_grading", where)
        found = GradingYear.objects.select_for_update().filter(body=where, year=year).first()
        if found is None:
            code, settings = _rules(where, day)
            found = GradingYear(body=where, year=year, ruleset=code, settings=settings, opened_at=at)
            record(found, "grading_opened", by=by, at=at, data={"body": where.pk, "year": year})
        added, moved = _fill(found, day, by, at)
        if added or moved:
            record(found, "grading_filled", by=by, at=at, data={"added": added, "moved": moved})
    return found


def _rules(body: Unit, day: date) -> tuple[str, dict[str, str]]:
    chosen = BodyRules.objects.filter(body=body, since__lte=day).order_by("-since").first()
    code = chosen.ruleset if chosen else DEFAULT
    return code, rulesets()[code].chosen(chosen.settings if chosen else {})


def _fill(year: GradingYear, day: date, by: Actor, at: datetime) -> tuple[int, int]:
    on = min(day, date(year.year, 12, 31))
    here = Mandate.objects.on(on).filter(
        post__unit__body=year.body_id, is_scoring=True, officer__personnel_type=PersonnelType.CIVIL_SERVANT
    )
    mandates: dict[UUID, list[Mandate]] = defaultdict(list)
    for mandate in here.select_related("post").order_by("-is_scoring", "valid_from"):
        mandates[mandate.officer_id].append(mandate)
    known = Grade.objects.filter(officer__in=mandates, year=year.year, replaced_at=None)
    present = {one.officer_id: one for one in known}
    new = [
        Grade(
            officer_id=officer,
            year=year.year,
            body_id=year.body_id,
            unit_id=held[0].post.unit_id,
            role=role_of(held[0].post),
            ruleset=year.ruleset,
            settings=year.settings,
        )
        for officer, held in mandates.items()
        if officer not in present
    ]
    record_each(new, "grade_opened", by=by, at=at, data=lambda one: {"year": one.year, "unit": one.unit_id})
    stale = [
        one.pk
        for officer, one in present.items()
        if one.state == Grade.State.OPEN
        and (one.body_id, one.unit_id, one.role)
        != (year.body_id, mandates[officer][0].post.unit_id, role_of(mandates[officer][0].post))
    ]
    moving = [one for one in lock_all(Grade, stale) if one.state == Grade.State.OPEN]
    for one in moving:
        post = mandates[one.officer_id][0].post
        one.body_id, one.unit_id, one.role = year.body_id, post.unit_id, role_of(post)
        one.ruleset, one.settings = year.ruleset, year.settings
    record_each(
        moving, "grade_moved", by=by, at=at, data=lambda one: {"unit": one.unit_id},
        changed=["body", "unit", "role", "ruleset", "settings"],
    )  # fmt: skip
    return len(new), len(moving)


def set_quota(
    year: GradingYear | UUID, *, outstanding: bool, basis: str, by: Actor, at: datetime, version: int | None = None
) -> GradingYear:
    """25 % instead of 20 %: by decision of the competent level for an agency with outstanding results (art. 20.5.b)."""
    if outstanding and not basis.strip():
        raise Invalid("basis", Reason("grading.no_basis", cite="Điều 20.5.b"))
    with transaction.atomic():
        locked = _locked(year, version)
        PERMISSIONS.require(by, "set_quota", locked.body)
        locked.outstanding, locked.outstanding_basis = outstanding, basis.strip() if outstanding else ""
        said = {"outstanding": outstanding, "basis": locked.outstanding_basis}
        record(locked, "quota_set", by=by, at=at, data=said, changed=["outstanding", "outstanding_basis"])
    return locked


def publish_grades(year: GradingYear | UUID, *, by: Actor, at: datetime, version: int | None = None) -> int:
    """Tells and shows inside the body what was decided and not shown yet (art. 21.1.đ, 21.2.đ); gives how many.

    Refused while more are excellent than there are places, in the agency or in a group of similar duties (art. 20.5).
    """
    with transaction.atomic():
        locked = _locked(year, version)
        PERMISSIONS.require(by, "publish_grades", locked.body)
        everybody = list(
            Grade.objects.select_for_update()
            .filter(body=locked.body_id, year=locked.year, replaced_at=None)
            .order_by("pk")
        )
        decided = [one for one in everybody if one.state == Grade.State.DECIDED]
        new = [one for one in decided if one.published_at is None]
        if not new:
            raise Invalid(None, Reason("grading.nothing_decided"))
        places = places_of(locked, decided, work_out(decided, at.astimezone(VIETNAM).date()), decided=True)
        over: list[tuple[str | None, Reason]] = [
            (
                None,
                Reason(
                    "grading.over_quota" if one.group else "grading.over_quota_of_body",
                    {"group": one.group, "excellent": one.excellent, "places": one.places},
                    "Điều 20.5",
                ),
            )
            for one in places
            if one.over
        ]
        if over:
            raise Invalid.many(over)
        for one in new:
            one.published_at = at
        record_each(new, "grade_published", by=by, at=at, changed=["published_at"])
        locked.published_at = at
        said = {"count": len(new), "left": len(everybody) - len(decided)}
        record(
            locked, "grades_published", by=by, at=at, data=said, changed=["published_at"],
            tell="evaluation.grades_published",
        )  # fmt: skip
        queue_year_export(locked, len(decided), by=by, at=at)
    return len(new)


def _locked(year: GradingYear | UUID, version: int | None) -> GradingYear:
    return lock(GradingYear, year.pk if isinstance(year, GradingYear) else year, version=version, related=("body",))

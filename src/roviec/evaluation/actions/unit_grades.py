"""A unit's grade of the year: assessed by itself, recognised by the head above (art. 5, 9)."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.scoring.units import UnitResult, check_weights, grade_unit, total_of
from roviec.core.scoring.written import written
from roviec.evaluation.models import GradingYear, UnitGrade
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.permissions.grades import Recognising
from roviec.evaluation.queries.unit_grades import (
    places_left,
    recogniser,
    rules_of_units,
    settings_of_units,
    units_beside,
    with_said,
    work_of_year,
)
from roviec.ledger.actions import lock, record
from roviec.organisation.models import Unit
from roviec.work.actions.dates import label


def set_unit_weights(
    year: GradingYear | UUID,
    *,
    weights: Mapping[str, Fraction],
    basis: str,
    by: Actor,
    at: datetime,
    outstanding: bool = False,
    version: int | None = None,
) -> GradingYear:
    """Most points of each criterion, as the province or ministry decided (art. 7.2); `outstanding`: 25 % (art. 8.5.b)."""
    check_weights(weights, rules_of_units())
    if not basis.strip():
        raise Invalid("basis", Reason("units.no_basis", cite="Điều 7.2"))
    with transaction.atomic():
        pk = year.pk if isinstance(year, GradingYear) else year
        locked = lock(GradingYear, pk, version=version, related=("body",))
        PERMISSIONS.require(by, "set_unit_weights", locked.body)
        locked.units = {
            **locked.units,
            "weights": {key: str(value) for key, value in weights.items()},
            "basis": basis.strip()[:300],
            "outstanding": outstanding,
        }
        record(locked, "unit_weights_set", by=by, at=at, data=locked.units, changed=["units"])
    return locked


def assess_unit(
    unit: Unit | UUID,
    year: int,
    *,
    points: Mapping[str, Fraction],
    said: Mapping[str, Any],
    own_band: int | None,
    by: Actor,
    at: datetime,
) -> UnitGrade:
    """By its head, for the unit (art. 9.2.a). May be done again until it is recognised. `said`: what only people know."""
    with transaction.atomic():
        where = Unit.objects.select_for_update().get(pk=unit.pk if isinstance(unit, Unit) else unit)
        PERMISSIONS.require(by, "assess_unit", where)
        found = UnitGrade.objects.select_for_update().filter(unit=where, year=year).first()
        if found is not None and found.state == UnitGrade.State.DECIDED:
            raise Invalid(None, Reason("units.decided"))
        one = found or UnitGrade(unit=where, year=year)
        _total(where, year, points, at)
        one.points = {key: {"own": str(value)} for key, value in points.items()}
        one.conditions = {"said": dict(said), "by": label(by)}
        one.own_band, one.state = own_band, UnitGrade.State.SENT
        changed = ["points", "conditions", "own_band", "state"]
        record(one, "unit_assessed", by=by, at=at, data={"unit": where.pk, "year": year}, changed=changed)
    return one


def recognise_unit(
    grade: UnitGrade | UUID,
    *,
    points: Mapping[str, Fraction],
    said: Mapping[str, Any],
    band: int,
    by: Actor,
    at: datetime,
    why: str = "",
    version: int | None = None,
) -> UnitGrade:
    """The head above confirms points and conditions and recognises the level; counts stand as they are now.

    Better than points and conditions give is refused; lower, or where no level fits, needs a reason; excellent only while there is a place.
    """
    day = at.astimezone(VIETNAM).date()
    with transaction.atomic():
        pk = grade.pk if isinstance(grade, UnitGrade) else grade
        one = lock(UnitGrade, pk, version=version, related=("unit",))
        PERMISSIONS.require(by, "recognise_unit", Recognising(one.unit, recogniser(one.unit, day)))
        if one.state == UnitGrade.State.DECIDED:
            raise Invalid(None, Reason("units.decided"))
        if one.state != UnitGrade.State.SENT:
            raise Invalid(None, Reason("units.not_sent", cite="Điều 9.2.a"))
        settings = settings_of_units(one.unit, one.year, day)
        facts = with_said(work_of_year(one.unit_id, one.year, at), said)
        total = _total(one.unit, one.year, points, at)
        result = grade_unit(total, facts, rules_of_units(), settings.get("settings"))
        _check(band, result, why, one.unit, one.year, settings, day)
        own = {key: value.get("own", "") for key, value in one.points.items()}
        one.points = {key: {"own": own.get(key, ""), "confirmed": str(value)} for key, value in points.items()}
        one.facts = {
            name: getattr(facts, name) for name in ("given", "done", "late", "planned", "planned_done", "above")
        }
        one.conditions = {
            "said": dict(said),
            "by": label(by),
            "found": [[c.key, c.met, c.reason.code, dict(c.reason.params), c.reason.cite] for c in result.conditions],
        }
        one.band, one.total, one.why = band, None if total is None else _decimal(total), why.strip()
        one.decided_at, one.decided_by_label, one.state = at, label(by), UnitGrade.State.DECIDED
        changed = ["points", "facts", "conditions", "band", "total", "why", "decided_at", "decided_by_label", "state"]
        record(one, "unit_recognised", by=by, at=at, data={"band": band}, changed=changed)
    return one


def _total(unit: Unit, year: int, points: Mapping[str, Fraction], at: datetime) -> Fraction | None:
    settings = settings_of_units(unit, year, at.astimezone(VIETNAM).date())
    weights = {key: Fraction(value) for key, value in settings["weights"].items()} if "weights" in settings else None
    return total_of(points, weights, rules_of_units())


def _check(
    band: int, result: UnitResult, why: str, unit: Unit, year: int, settings: Mapping[str, Any], day: date
) -> None:
    if result.band is not None and band < result.band:
        raise Invalid("band", Reason("units.above_rules", cite="Điều 8"))
    if result.band is None and band < 2:
        # Good and excellent ask for conditions that are not met or not said.
        raise Invalid("band", Reason("units.above_rules", cite="Điều 8.1, 8.2"))
    if band != result.band and not why.strip():
        raise Invalid("why", Reason("units.why_missing"))
    if band == 0:
        places, taken = places_left(units_beside(unit, day), year, settings, but=unit.pk)
        if taken + 1 > places:
            raise Invalid("band", Reason("units.over_quota", {"excellent": taken, "places": places}, "Điều 8.5"))


def _decimal(total: Fraction) -> str:
    return written(total)

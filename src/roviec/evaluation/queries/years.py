"""An official's year as the records say it: months scored, time in office, leave, what rules a grade out; and the grade that follows."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Q

from roviec.core.scoring.grading import (
    DECEMBER,
    MonthPoints,
    Span,
    counted_months,
    months_of,
    months_worked_in,
    time_in_office,
)
from roviec.core.scoring.stored import reason_from_json
from roviec.core.scoring.written import written
from roviec.core.scoring.years import Grade as Result
from roviec.core.scoring.years import Year, grade
from roviec.evaluation.models import Conduct, Grade, Sheet, UnitGrade
from roviec.evaluation.rulesets import rulesets
from roviec.organisation.models import Absence, Mandate

# Whole months of these owe no sheet; of unpaid leave the days are not time in office either.
AWAY = (Absence.Kind.SICK, Absence.Kind.MATERNITY, Absence.Kind.UNPAID)
LIFTS_SIX_MONTHS = {Absence.Kind.SICK, Absence.Kind.MATERNITY}
DISCIPLINE = (Conduct.Kind.DISCIPLINE_PARTY, Conduct.Kind.DISCIPLINE_ADMIN)


@dataclass(slots=True)
class OfficerYear:
    """`sheets` in order of their periods, also those of units that the official has left (art. 19.1)."""

    sheets: list[Sheet] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    away: list[tuple[str, Span]] = field(default_factory=list)
    conduct: list[Conduct] = field(default_factory=list)

    @property
    def months(self) -> dict[int, MonthPoints]:
        return {
            month: MonthPoints(total_of(sheet), sheet.state == Sheet.State.CONFIRMED)
            for sheet in self.sheets
            for month in months_of(sheet.period.period)
        }

    @property
    def sheet_of_month(self) -> dict[int, Sheet]:
        return {month: sheet for sheet in self.sheets for month in months_of(sheet.period.period)}


@dataclass(frozen=True, slots=True)
class Worked:
    """A grade as it follows from the records. `months`: those that enter the mean; `office`: months in office, exact."""

    result: Result
    months: dict[int, Fraction]
    missing: tuple[int, ...]
    office: Fraction
    unit_band: int | None

    def as_json(self) -> dict[str, Any]:
        return {
            "months": {str(month): str(total) for month, total in sorted(self.months.items())},
            "missing": list(self.missing),
            "office": str(self.office),
            "mean": None if self.result.mean is None else str(self.result.mean),
            "band": self.result.band,
            "excluded": self.result.excluded,
            "unit_band": self.unit_band,
            "reasons": [[one.code, dict(one.params), one.cite] for one in self.result.reasons],
        }


def worked_from_json(data: dict[str, Any]) -> Worked:
    """What `Worked.as_json` wrote."""
    mean = None if data["mean"] is None else Fraction(data["mean"])
    reasons = tuple(reason_from_json(one) for one in data["reasons"])
    return Worked(
        Result(mean, data["band"], reasons, data["excluded"]),
        {int(month): Fraction(total) for month, total in data["months"].items()},
        tuple(data["missing"]),
        Fraction(data["office"]),
        data["unit_band"],
    )


def total_of(sheet: Sheet) -> Fraction | None:
    """Exact, where the score was kept exactly."""
    exact = sheet.score.get("total") if sheet.score else None
    if exact is not None:
        return Fraction(exact)
    return None if sheet.total is None else Fraction(sheet.total)


def years_of(officers: Collection[UUID], year: int) -> dict[UUID, OfficerYear]:
    """Four queries, however many officials."""
    found: dict[UUID, OfficerYear] = defaultdict(OfficerYear)
    ids = set(officers)
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    during = Q(valid_from__lt=after) & (Q(valid_to=None) | Q(valid_to__gt=first))
    sheets = Sheet.objects.filter(officer__in=ids, period__period__startswith=f"{year}-")
    for sheet in sheets.select_related("period", "unit").order_by("period__starts_on"):
        found[sheet.officer_id].sheets.append(sheet)
    for who, start, end in Mandate.objects.filter(during, officer__in=ids).values_list(
        "officer", "valid_from", "valid_to"
    ):
        found[who].spans.append((start, end))
    away = Absence.objects.filter(during, officer__in=ids, kind__in=AWAY)
    for who, kind, start, end in away.values_list("officer", "kind", "valid_from", "valid_to"):
        found[who].away.append((kind, (start, end)))
    charged = Conduct.objects.filter(officer__in=ids, charged_year=year, withdrawn_at=None, same_act=None)
    for one in charged.select_related("unit").order_by("decided_on"):
        found[one.officer_id].conduct.append(one)
    return found


def work_out(grades: Sequence[Grade], day: date) -> dict[UUID, Worked]:
    """Grade -> what follows from the records on the day; of decided ones what was decided on."""
    answer = {one.pk: worked_from_json(one.worked_out) for one in grades if one.worked_out}
    open_ = [one for one in grades if one.pk not in answer]
    by_year: dict[int, list[Grade]] = defaultdict(list)
    for one in open_:
        by_year[one.year].append(one)
    for year, rows in by_year.items():
        people = years_of({one.officer_id for one in rows}, year)
        heads = {one.unit_id for one in rows if one.role == Sheet.Role.HEAD}
        decided = UnitGrade.objects.filter(unit__in=heads, year=year, state=UnitGrade.State.DECIDED)
        bands = dict(decided.values_list("unit", "band")) if heads else {}
        for one in rows:
            unit_band = bands.get(one.unit_id) if one.role == Sheet.Role.HEAD else None
            answer[one.pk] = _worked(one, people[one.officer_id], unit_band, day)
    return answer


def _worked(one: Grade, life: OfficerYear, unit_band: int | None, day: date) -> Worked:
    rules = rulesets()[one.ruleset]
    chosen = rules.chosen(one.settings)
    unpaid = [span for kind, span in life.away if kind == Absence.Kind.UNPAID]
    expected = {
        month
        for month in months_worked_in(life.spans, [span for _kind, span in life.away], one.year)
        if (one.year, month) < (day.year, day.month)
        or (month == DECEMBER and (one.year, month) <= (day.year, day.month))
    }
    months, missing = counted_months(life.months, expected, chosen["december"])
    office = time_in_office(life.spans, unpaid, one.year)
    kinds = {conduct.kind for conduct in life.conduct}
    year = Year(
        months=months,
        months_worked=int(office),
        on_leave=any(kind in LIFTS_SIX_MONTHS for kind, _span in life.away),
        degradation=Conduct.Kind.DEGRADATION in kinds,
        disciplined=any(conduct.kind in DISCIPLINE and conduct.on_duty for conduct in life.conduct),
        unit_wrongdoing=Conduct.Kind.UNIT_WRONGDOING in kinds,
        leads=one.role != Sheet.Role.STAFF,
        unit_grade=unit_band,
        missing=missing,
    )
    return Worked(grade(year, rules), months, missing, office, unit_band)


def means_of_parts(months: dict[int, Fraction]) -> list[tuple[str, str]]:
    """Quarters, half-years and the year with their means (art. 17.3), for those whose months are all there: ("Q1", "82.5")."""
    parts = [(f"Q{n}", range(3 * n - 2, 3 * n + 1)) for n in range(1, 5)]
    parts += [("H1", range(1, 7)), ("H2", range(7, 13))]
    said = []
    for name, span in parts:
        inside = [months[month] for month in span if month in months]
        if len(inside) == len(span):
            said.append((name, written(sum(inside, Fraction(0)) / len(inside), 2)))
    return said

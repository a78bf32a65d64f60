"""From months to the year, and the grade: means, who is not graded, what rules a grade out, how many may be excellent.

Decree 335/2025/NĐ-CP, art. 11, 17.3, 20.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from roviec.core.reasons import Reason
from roviec.core.scoring.rulesets import Ruleset
from roviec.core.scoring.written import written

EXCELLENT, GOOD, COMPLETED, NOT_COMPLETED = range(4)


@dataclass(frozen=True, slots=True)
class Year:
    """One official's year. `months`: month (1-12) -> total; a month without work (leave, not yet appointed) is left out.

    `on_leave`: sick or maternity leave by social insurance law, which lifts the six months (art. 11.2).
    """

    months: Mapping[int, Fraction]
    months_worked: int
    on_leave: bool = False
    degradation: bool = False
    disciplined: bool = False
    unit_wrongdoing: bool = False
    leads: bool = False
    unit_grade: int | None = None  # place of the unit's grade in the bands
    missing: tuple[int, ...] = ()  # months worked that have no points yet


@dataclass(frozen=True, slots=True)
class Grade:
    """`band`: place in the rule-set's bands, None when there is no grade. `excluded`: the law rules out any better one (art. 20.4)."""

    mean: Fraction | None
    band: int | None
    reasons: tuple[Reason, ...]
    excluded: bool = False


def mean_of(months: Iterable[Fraction]) -> Fraction | None:
    """A quarter, half-year or year is the plain mean of its months; nothing of none."""
    listed = list(months)
    return sum(listed, Fraction(0)) / len(listed) if listed else None


def grade(year: Year, rules: Ruleset) -> Grade:
    """The grade that the points give, lowered by what the law rules out. How many may be excellent comes after (`within_quota`)."""
    mean = mean_of(year.months.values())
    if year.months_worked < rules.months_for_grade and not year.on_leave:
        why = Reason(
            "grade.too_short", {"months": year.months_worked, "least": rules.months_for_grade}, rules.cites["short"]
        )
        return Grade(mean, None, (why,))
    if mean is None:
        return Grade(None, None, (Reason("grade.no_months"),))
    band = next(place for place, one in enumerate(rules.bands) if mean >= one.least)
    reasons = [Reason("grade.points", {"mean": written(mean), "band": rules.bands[band].name}, rules.cites["grades"])]
    if year.missing:
        months = ", ".join(str(month) for month in year.missing)
        reasons.append(Reason("grade.months_missing", {"months": months}, rules.cites["grades"]))
    excluded = False
    for found, code in (
        (year.degradation, "grade.degradation"),
        (year.disciplined, "grade.disciplined"),
        (year.leads and year.unit_wrongdoing, "grade.unit_wrongdoing"),
    ):
        if found:
            band, excluded = NOT_COMPLETED, True
            reasons.append(Reason(code, cite=rules.cites["not_completed"]))
    if year.leads and year.unit_grade is not None and band < year.unit_grade:
        band = year.unit_grade
        reasons.append(Reason("grade.above_unit", {"band": rules.bands[band].name}, rules.cites["above_unit"]))
    return Grade(mean, band, tuple(reasons), excluded)


def places_for_excellent(
    good: int, excellent: int, rules: Ruleset, settings: Mapping[str, str], *, outstanding: bool
) -> int:
    """How many may be excellent among so many graded good and so many whose points say excellent.

    The text says 20 % "of those graded hoàn thành tốt": literally of `good`. Whoever finds no place counts as good, so the number is
    worked out with them: the most x with x <= share * (those left as good, or with "good_or_better" all of both).
    """
    share = rules.quota_outstanding if outstanding else rules.quota
    together = good + excellent
    if rules.chosen(settings)["excellent_of"] == "good_or_better":
        most = share * together
    else:
        most = share * together / (1 + share)
    return min(excellent, most.numerator // most.denominator)


def within_quota(means: Sequence[Fraction], places: int) -> int:
    """How many of the highest take the places without splitting equals: those who tie for the last place are decided by people.

    `means` of those whose points say excellent, in any order; gives how many are above doubt.
    """
    ranked = sorted(means, reverse=True)
    if places >= len(ranked):
        return len(ranked)
    while places and ranked[places - 1] == ranked[places]:
        places -= 1
    return places

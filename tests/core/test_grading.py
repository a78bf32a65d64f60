"""From twelve months to a grade: what counts, who is not graded, what is charged when, who finds a place among the best."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.problems import Invalid
from roviec.core.scoring.grading import (
    Candidate,
    MonthPoints,
    Step,
    charged_year,
    counted_months,
    months_of,
    months_worked_in,
    quotas,
    time_in_office,
    why_not,
)
from roviec.core.scoring.units import (
    YearOfUnit,
    check_weights,
    grade_unit,
    places_for_units,
    total_of,
)
from roviec.core.scoring.years import Year, grade
from roviec.evaluation.rulesets import party_track, rulesets, unit_rulesets

RULES = rulesets()["nd-335-2025"]
UNITS = unit_rulesets()["nd-335-2025-units"]
UNIT_EXAMPLES = [(one.code, example) for one in unit_rulesets().values() for example in one.examples]


@pytest.mark.parametrize(
    ("code", "example"), UNIT_EXAMPLES, ids=lambda one: one if isinstance(one, str) else one["name"]
)
def test_every_example_of_units_comes_out_as_the_file_says(code: str, example: dict) -> None:
    rules = unit_rulesets()[code]
    found = grade_unit(Fraction(example["total"]), YearOfUnit(**example["facts"]), rules)
    assert (rules.bands[found.band].name if found.band is not None else "") == example["expected"]
    assert found.reasons


def test_months_and_quarters_stand_for_the_months_they_name() -> None:
    assert months_of("2026-03") == (3,)
    assert months_of("2026-Q4") == (10, 11, 12)
    for wrong in ("2026-13", "2026-Q5", "2026", "03-2026"):
        with pytest.raises(ValueError, match=r"\d"):
            months_of(wrong)


def points(*totals: int) -> dict[int, MonthPoints]:
    return {month: MonthPoints(Fraction(total), True) for month, total in enumerate(totals, 1)}


@pytest.mark.parametrize(
    ("reading", "entered", "missing"), [("wait", 11, (12,)), ("eleven", 11, ()), ("estimate", 12, ())]
)
def test_december_before_the_fifteenth_is_a_setting(reading: str, entered: int, missing: tuple[int, ...]) -> None:
    months = points(*[80] * 11) | {12: MonthPoints(Fraction(40), False)}
    counted, lacking = counted_months(months, range(1, 13), reading)
    assert (len(counted), lacking) == (entered, missing)


def test_a_month_without_a_confirmed_sheet_is_named_not_guessed() -> None:
    months = points(80, 90) | {3: MonthPoints(Fraction(10), False)}
    counted, missing = counted_months(months, {1, 2, 3, 4}, "eleven")
    assert (counted, missing) == ({1: Fraction(80), 2: Fraction(90)}, (3, 4))


def test_time_in_office_leaves_out_unpaid_leave_and_counts_two_posts_once() -> None:
    spans = [(date(2025, 5, 1), date(2026, 4, 1)), (date(2026, 3, 1), None)]
    assert time_in_office(spans, [], 2026) == 12
    unpaid = [(date(2026, 6, 1), date(2026, 12, 1))]
    assert time_in_office(spans, unpaid, 2026) == 6
    assert time_in_office([(date(2026, 7, 2), None)], [], 2026) < 6
    assert months_worked_in([(date(2026, 7, 2), None)], unpaid, 2026) == {12}


def test_under_six_months_no_grade_unless_sick_or_on_maternity_leave() -> None:
    months = {8: Fraction(95), 9: Fraction(95)}
    assert grade(Year(months, 5), RULES).band is None
    assert grade(Year(months, 5, on_leave=True), RULES).band == 0


def test_an_exclusion_beats_points_and_is_marked() -> None:
    found = grade(Year({1: Fraction(95)}, 12, disciplined=True, missing=(2,)), RULES)
    assert (found.band, found.excluded) == (3, True)
    assert [one.code for one in found.reasons] == ["grade.points", "grade.months_missing", "grade.disciplined"]


@pytest.mark.parametrize(
    ("same_unit", "before", "year", "cite"),
    [
        (True, None, 2027, "Điều 11.3.a"),
        (False, None, 2026, "Điều 11.3.c, 11.3.d"),
        (True, 2026, None, "Điều 11.3.a, 11.3.b"),
    ],
)
def test_a_breach_is_charged_once_and_to_the_right_year(
    same_unit: bool, before: int | None, year: int | None, cite: str
) -> None:
    found, why = charged_year(date(2026, 11, 3), date(2027, 2, 1), same_unit=same_unit, charged_before=before)
    assert (found, why.cite) == (year, cite)


def test_who_heads_the_body_needs_the_partys_comment_and_a_proposal() -> None:
    assert why_not(Step.DECIDE, "met", role="staff", in_body=False, commented=False) is None
    missing = why_not(Step.DECIDE, "met", role="head", in_body=True, commented=False)
    assert missing is not None and missing.code == "grade.comment_missing"
    missing = why_not(Step.DECIDE, "met", role="head", in_body=True, commented=True)
    assert missing is not None and missing.code == "grade.proposal_missing"
    assert why_not(Step.DECIDE, "met", role="deputy", in_body=True, commented=True) is None
    assert why_not(Step.DECIDE, "sent", role="staff", in_body=False, commented=False) is not None
    assert why_not(Step.REGRADE, "proposed", role="staff", in_body=False, commented=False) is not None


def people(group: str, *means: int) -> list[Candidate]:
    return [
        Candidate(f"{group}{n}", group, 0 if mean >= 90 else 1 if mean >= 70 else 2, Fraction(mean))
        for n, mean in enumerate(means)
    ]


def test_places_are_counted_in_the_agency_and_in_each_group_of_similar_duties() -> None:
    leading, staff = people("lead", 95, 94, 93), people("staff", 99, 98, 98, 98, *[80] * 9)
    whole, lead, clerks = quotas([*leading, *staff], RULES, {}, outstanding=False)
    assert (whole.good, whole.excellent, whole.places, whole.over) == (9, 7, 2, 5)
    assert (lead.places, lead.without) == (0, ("lead0", "lead1", "lead2"))
    assert (clerks.places, clerks.clear, clerks.tied) == (2, ("staff0",), ("staff1", "staff2", "staff3"))
    assert quotas(staff, RULES, {"excellent_of": "good_or_better"}, outstanding=True)[0].places == 3


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(60, 100), max_size=60), st.booleans(), st.sampled_from(["good", "good_or_better"]))
def test_whoever_is_left_excellent_is_within_the_share(means: list[int], outstanding: bool, reading: str) -> None:
    found = quotas(people("g", *means), RULES, {"excellent_of": reading}, outstanding=outstanding)[0]
    share = RULES.quota_outstanding if outstanding else RULES.quota
    left_good = found.good + found.excellent - found.places
    whole = left_good + (found.places if reading == "good_or_better" else 0)
    assert found.places <= share * whole
    assert len(found.clear) <= found.places
    assert len(found.clear) + len(found.tied) + len(found.without) == found.excellent


def test_points_of_units_wait_for_the_weights_that_the_province_gives() -> None:
    assert total_of({"general": Fraction(25)}, None, UNITS) is None
    assert total_of({"general": Fraction(25), "results": Fraction(60)}, None, UNITS) == 85
    with pytest.raises(Invalid):
        total_of({"general": Fraction(31), "results": Fraction(60)}, None, UNITS)
    weights = {one.key: Fraction(10) if one.part == "general" else Fraction(35, 4) for one in UNITS.criteria}
    check_weights(weights, UNITS)
    with pytest.raises(Invalid):
        check_weights(weights | {"6.1": Fraction(11)}, UNITS)
    assert places_for_units(10, 5, UNITS, "good", outstanding=False) == 2


def test_the_partys_rules_are_off_while_they_are_not_known() -> None:
    track = party_track()
    assert not track.complete
    assert [one.least for one in track.bands] == [90, 70, 50, 0]

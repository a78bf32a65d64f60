"""Which criteria of a round somebody meets: what cannot be said is never met."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.commending import CRITERIA, Facts, unmet

GOOD = Facts(Decimal("92.5"), 0, 10, 10, 0, 2, 2)
ALL = {"least_mean": "90", "worst_band": "0", "least_in_time": "100", "no_lasting_delay": "30", "pledges_kept": "1"}


@pytest.mark.parametrize(
    ("facts", "code", "params"),
    [
        (Facts(None, 0, 10, 10, 0), "commending.no_sheets", {}),
        (Facts(Decimal("89.996"), 0, 10, 10, 0), "commending.mean_below", {"mean": "89,99", "least": "90"}),
        (Facts(Decimal(95), None, 10, 10, 0), "commending.no_grade", {}),
        (Facts(Decimal(95), 1, 10, 10, 0), "commending.grade_below", {}),
        (Facts(Decimal(95), 0, 0, 0, 0), "commending.no_work", {}),
        (Facts(Decimal(95), 0, 1000, 999, 0), "commending.in_time_below", {"share": 99, "least": "100", "done": 1000}),
        (Facts(Decimal(95), 0, 10, 10, 2), "commending.lasting", {"count": 2}),
        (Facts(Decimal(95), 0, 10, 10, 0, 2, 1), "commending.pledges_failed", {"kept": 1, "all": 2}),
    ],
)
def test_each_criterion_says_what_is_missing(facts: Facts, code: str, params: dict[str, object]) -> None:
    assert [(one.code, dict(one.params)) for one in unmet(ALL, facts, of_unit=False)] == [(code, params)]


@given(names=st.sets(st.sampled_from(CRITERIA)))
@settings(max_examples=40)
def test_fewer_criteria_never_make_it_harder_and_units_are_not_asked_for_what_people_are(names: set[str]) -> None:
    chosen = {name: ALL[name] for name in names}
    assert unmet(chosen, GOOD, of_unit=False) == []
    nothing = Facts(None, None, 0, 0, 0, 1, 0)
    said = {one.code for one in unmet(chosen, nothing, of_unit=False)}
    assert said <= {one.code for one in unmet(ALL, nothing, of_unit=False)}
    of_unit = {one.code for one in unmet(chosen, nothing, of_unit=True)}
    assert of_unit <= {"commending.no_grade", "commending.no_work"}

"""A department of a body that scores for itself: whose sheets it has, who confirms and who closes."""

from datetime import date

import pytest

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.evaluation.actions import sheets
from roviec.evaluation.actions.rules import set_rules
from roviec.evaluation.models import Sheet
from roviec.evaluation.queries.competent import confirmer_of
from tests.evaluation.conftest import BEGIN, MARCH, Month, on


def codes(period: object) -> set[str]:
    return set(Sheet.objects.filter(period=period).values_list("officer__code", flat=True))


def test_a_department_that_scores_for_itself_takes_its_people_out_of_the_body(month: Month) -> None:
    culture, clerk = month.town.units["culture"], month.actor("clerk")
    with pytest.raises(Invalid) as refused:
        sheets.open_period(culture, MARCH, by=clerk, at=BEGIN)
    assert refused.value.problems[0][1].code == "period.not_by_itself"

    with pytest.raises(Denied):
        set_rules(culture, since=date(2026, 3, 1), by=month.actor("officer"), at=BEGIN)
    set_rules(culture, since=date(2026, 3, 1), by=month.actor("chairman"), at=BEGIN, basis="12/QĐ-UBND")
    own = sheets.open_period(culture, MARCH, by=month.actor("culture_head"), at=BEGIN)
    rest = month.open()

    assert codes(own) == {"culture_head", "culture_deputy", "officer", "colleague"}
    assert codes(own).isdisjoint(codes(rest))
    assert "economy_officer" in codes(rest)
    with pytest.raises(Invalid) as refused:
        set_rules(culture, since=date(2026, 3, 1), by=month.actor("chairman"), at=BEGIN)
    assert refused.value.problems[0][1].code == "rules.period_runs"

    rows = list(Sheet.objects.filter(period=own).select_related("period", "officer"))
    confirmers = confirmer_of(rows, on(31).date())
    posts = {one.officer.code: confirmers[one.pk] for one in rows}
    assert posts["officer"] == posts["culture_deputy"] == month.town.posts["culture_head"].pk
    assert posts["culture_head"] == month.town.posts["chairman"].pk, "the head of a department is the body's to confirm"

"""Points follow from facts, exactly, and never from what is missing. The rule-sets' own examples are worked out one by one."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.core.problems import Invalid
from roviec.core.scoring.model import Facts, Item, Origin, Role, Score
from roviec.core.scoring.reading import facts_from
from roviec.core.scoring.rulesets import read_ruleset
from roviec.core.scoring.scoring import score
from roviec.core.scoring.written import written
from roviec.core.scoring.years import Year, grade, places_for_excellent, within_quota
from roviec.evaluation.rulesets import rulesets

RULES = rulesets()["nd-335-2025"]
FULL = {key: written(most) for key, most in RULES.general.items()}
EXAMPLES = [(one.code, example) for one in rulesets().values() for example in one.examples]


def text(value: Fraction | None, places: int = 4) -> str:
    return "" if value is None else written(value, places)


def outcome(found: Score, key: str) -> str:
    if key == "band":
        return found.band or ""
    if key == "total":
        return text(found.total, 2)
    return text(getattr(found, key) if key in ("results", "general") else found.ratios[key])


@pytest.mark.parametrize(
    ("code", "example"), EXAMPLES, ids=lambda value: value["name"] if isinstance(value, dict) else ""
)
def test_each_worked_example_of_a_rule_set_comes_out(code: str, example: dict[str, Any]) -> None:
    more = {name: example[name] for name in ("unit", "settings", "steered") if name in example}
    sheet = {"role": example["role"], "general": example.get("general", FULL), "items": example["items"], **more}
    found = score(facts_from(sheet), rulesets()[code])
    assert {key: outcome(found, key) for key in example["expected"]} == example["expected"]


def sheet(items: list[Item], role: Role = Role.STAFF, **more: Any) -> Facts:
    return Facts(role, "2026-03", dict(RULES.general), tuple(items), **more)


numbers = st.fractions(min_value=0, max_value=50, max_denominator=4)
items = st.builds(
    Item,
    product=st.just("VB.01"),
    coefficient=st.fractions(min_value=Fraction(1, 10), max_value=40, max_denominator=10),
    quantity=numbers,
    done=numbers,
    quality_failures=st.integers(0, 6),
    late=st.integers(0, 6),
)


@given(st.lists(items, min_size=1, max_size=6))
def test_points_stay_within_their_sections_and_say_why(listed: list[Item]) -> None:
    found = score(sheet(listed), RULES)
    if sum(item.given for item in listed) == 0:
        assert found.total is None and found.band is None and found.problems
        return
    assert found.results is not None and 0 <= found.results <= 70
    assert found.ratios["b"] <= found.ratios["a"] and found.ratios["c"] <= found.ratios["a"]  # type: ignore[operator]
    assert {"score.a", "score.b", "score.c", "score.results", "score.total"} <= {one.code for one in found.reasons}


@given(st.lists(items, min_size=1, max_size=5), st.integers(0, 4), st.data())
def test_an_excuse_never_lowers_and_one_more_lateness_never_raises(
    listed: list[Item], late: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(listed) - 1))
    one = listed[place]

    def with_(**change: int) -> Fraction | None:
        changed = Item(one.product, one.coefficient, one.quantity, one.done, one.quality_failures, **change)
        return score(sheet([*listed[:place], changed, *listed[place + 1 :]]), RULES).ratios["c"]

    before, after, excused = with_(late=late), with_(late=late + 1), with_(late=late + 1, excused_late=1)
    if before is not None and after is not None:
        assert after <= before == excused


def test_capping_each_ratio_is_a_setting_and_off_by_the_letter() -> None:
    listed = [
        Item("A", Fraction(1), Fraction(4), Fraction(4), late=4),
        Item("B", Fraction(1), Fraction(2), Fraction(2), origin=Origin.SUDDEN),
    ]
    literal, capped = score(sheet(listed), RULES), score(sheet(listed, settings={"cap_each_ratio": "yes"}), RULES)
    assert (literal.ratios["a"], capped.ratios["a"]) == (Fraction(3, 2), 1)
    assert literal.results != capped.results


def test_the_band_is_of_the_exact_total_unless_set_otherwise() -> None:
    listed = [Item("A", Fraction(1), Fraction(10_000), Fraction(10_000) - Fraction(5, 7))]
    general = {**RULES.general, "I.1": Fraction(0), "I.2": Fraction(0)}
    facts = Facts(Role.STAFF, "2026-03", general, tuple(listed))
    assert score(facts, RULES).band == "Hoàn thành tốt nhiệm vụ"  # 89.995, written 90.00
    facts = Facts(Role.STAFF, "2026-03", general, tuple(listed), settings={"band_of": "written"})
    assert score(facts, RULES).band == "Hoàn thành xuất sắc nhiệm vụ"


@pytest.mark.parametrize(
    ("change", "places"),
    [
        ({"role": "boss"}, ["role"]),
        ({"general": {"I.1": 6, "V.1": 1}}, ["general.I.1", "general.V.1"]),
        ({"items": [{"product": "A", "coefficient": 0, "quantity": 1, "done": 1}]}, ["items[0].coefficient"]),
        ({"items": [{"product": "A", "coefficient": "x", "done": -1}]}, ["items[0].quantity", "items[0].coefficient"]),
        ({"items": [{"product": "A", "coefficient": 1, "quantity": 1, "done": 1, "late": 1.5}]}, ["items[0].late"]),
        (
            {"items": [{"product": "A", "coefficient": 1, "quantity": 1, "done": 1, "late": 1, "excused_late": 2}]},
            ["items[0].excused_late"],
        ),
        (
            {"items": [{"product": "A", "coefficient": 1, "quantity": 1, "done": 1, "origin": "handed_over"}]},
            ["items[0].done"],
        ),
        ({"settings": {"round": "up"}}, ["settings.round"]),
        ({"total": 100}, ["total"]),
    ],
)
def test_what_cannot_be_on_a_sheet_is_named_with_its_place(change: dict[str, Any], places: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        score(facts_from({"role": "staff", "general": FULL, "items": [], **change}), RULES)
    assert [field for field, _ in refused.value.problems] == places


def test_more_done_than_given_counts_and_is_pointed_out() -> None:
    found = score(sheet([Item("A", Fraction(1), Fraction(2), Fraction(10))]), RULES)
    assert (found.ratios["a"], found.results) == (5, 70)
    assert [one.code for one in found.problems] == ["score.more_than_given"]


def test_a_rule_set_that_does_not_add_up_is_refused() -> None:
    good = "\n".join(
        (
            'code="x"\ntitle="x"\nin_force=2026-01-01\npersonnel=[]\n[scale]\ngeneral=30\nresults=70\ntaken_off="1/4"',
            'half="1/2"\nquota="1/5"\nquota_outstanding="1/4"\nmonths_for_grade=6\n[general]\n"I.1"="30"\n[cites]',
            '[[band]]\nname="x"\nleast=0\n',
        )
    )
    assert read_ruleset(good).code == "x"
    for old, new in (('"30"', '"29"'), ("results=70", "results=60"), ("least=0", "least=5"), ('half="1/2"\n', "")):
        with pytest.raises(Invalid):
            read_ruleset(good.replace(old, new))


def months(*points: int) -> dict[int, Fraction]:
    return {number: Fraction(value) for number, value in enumerate(points, start=1)}


@pytest.mark.parametrize(
    ("year", "band"),
    [
        (Year(months(*[90] * 12), 12), 0),
        (Year(months(*[90] * 11, 89), 12), 1),
        (Year(months(95, 95, 95, 95, 95), 5), None),  # under six months: no grade
        (Year(months(95, 95, 95, 95, 95), 5, on_leave=True), 0),  # sick or maternity leave: of the time worked
        (Year(months(*[95] * 12), 12, disciplined=True), 3),
        (Year(months(*[95] * 12), 12, unit_wrongdoing=True), 0),  # of who leads only
        (Year(months(*[95] * 12), 12, unit_wrongdoing=True, leads=True), 3),
        (Year(months(*[95] * 12), 12, leads=True, unit_grade=2), 2),  # no higher than the unit
        (Year({}, 12), None),
    ],
)
def test_a_year_and_its_grade(year: Year, band: int | None) -> None:
    found = grade(year, RULES)
    assert found.band == band and found.reasons


def test_how_many_may_be_excellent() -> None:
    assert places_for_excellent(20, 10, RULES, {}, outstanding=False) == 5  # 25 stay good, a fifth of them
    assert places_for_excellent(20, 10, RULES, {"excellent_of": "good_or_better"}, outstanding=False) == 6
    assert places_for_excellent(20, 10, RULES, {}, outstanding=True) == 6
    assert places_for_excellent(100, 3, RULES, {}, outstanding=False) == 3
    assert places_for_excellent(0, 1, RULES, {}, outstanding=False) == 0
    ties = [Fraction(98), Fraction(95), Fraction(95), Fraction(91)]
    assert [within_quota(ties, places) for places in range(5)] == [0, 1, 1, 3, 4]

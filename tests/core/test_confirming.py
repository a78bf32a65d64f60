"""Who confirms whom (art. 10.1), in which order, and what a head looks at first."""

from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.scoring.attention import Looked, marks
from roviec.core.scoring.competence import Confirmer, Place, Ranked, Seated, any_below_50, confirmer, is_below
from roviec.core.scoring.model import Role
from roviec.evaluation.rulesets import rulesets

CITY, WARD, CULTURE, TEAM = (UUID(int=n) for n in range(1, 5))
ABOVE = {TEAM: [CULTURE, WARD, CITY], CULTURE: [WARD, CITY], WARD: [CITY], CITY: []}
HEADS = {unit: Seated(uuid4(), uuid4()) for unit in ABOVE}
SOMEBODY = uuid4()


def of(unit: UUID, role: Role, officer: UUID = SOMEBODY, heads: dict[UUID, Seated] = HEADS) -> Confirmer | None:
    return confirmer(Place(unit, WARD, role, officer), heads, ABOVE)


@pytest.mark.parametrize(
    ("unit", "role", "level", "cite"),
    [
        (CULTURE, Role.STAFF, CULTURE, "Điều 10.1.c"),
        (CULTURE, Role.DEPUTY, CULTURE, "Điều 10.1.c"),
        (CULTURE, Role.HEAD, WARD, "Điều 10.1.b"),
        (TEAM, Role.HEAD, WARD, "Điều 10.1.b"),
        (WARD, Role.DEPUTY, WARD, "Điều 10.1.b"),
        (WARD, Role.STAFF, WARD, "Điều 10.1.b"),
        (WARD, Role.HEAD, CITY, "Điều 10.1.a"),
    ],
)
def test_the_level_that_the_decree_names(unit: UUID, role: Role, level: UUID, cite: str) -> None:
    found = of(unit, role)
    assert found == Confirmer(HEADS[level].post, HEADS[level].officer, level, cite, climbed=False)


def test_an_empty_seat_and_ones_own_sheet_climb() -> None:
    vacant = {unit: seated for unit, seated in HEADS.items() if unit not in (TEAM, CULTURE)}
    assert of(TEAM, Role.STAFF, heads=vacant).unit == WARD  # type: ignore[union-attr]
    # A deputy who acts as head has a deputy's sheet, which the level above confirms.
    acting = of(CULTURE, Role.DEPUTY, HEADS[CULTURE].officer)
    assert (acting.unit, acting.climbed) == (WARD, True)  # type: ignore[union-attr]


def test_nobody_in_the_house_stands_above_the_highest_body() -> None:
    assert confirmer(Place(CITY, CITY, Role.HEAD, SOMEBODY), HEADS, ABOVE) is None


@given(st.sampled_from(list(ABOVE)), st.sampled_from(list(Role)), st.sets(st.sampled_from(list(ABOVE))), st.booleans())
@settings(max_examples=100)
def test_nobody_ever_confirms_their_own(unit: UUID, role: Role, seated: set[UUID], heads_it: bool) -> None:
    heads = {one: HEADS[one] for one in seated}
    officer = HEADS[unit].officer if heads_it else SOMEBODY
    found = of(unit, role, officer, heads)
    assert found is None or found.officer != officer


def ranked(role: Role, unit: UUID, charge: frozenset[UUID] = frozenset()) -> Ranked:
    return Ranked(uuid4(), role, unit, WARD, frozenset((unit, *ABOVE[unit])), charge)


def test_staff_before_deputies_before_heads() -> None:
    staff, deputy, head = (ranked(role, CULTURE) for role in (Role.STAFF, Role.DEPUTY, Role.HEAD))
    vice, chairman = ranked(Role.DEPUTY, WARD, frozenset({CULTURE})), ranked(Role.HEAD, WARD)
    before = {
        (a, b)
        for a, first in enumerate((staff, deputy, head, vice, chairman))
        for b, then in enumerate((staff, deputy, head, vice, chairman))
        if is_below(first, then)
    }
    # The vice chairman is in charge of the unit: everybody in it, its head too, comes first.
    assert before == {(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3), (0, 4), (1, 4), (2, 4), (3, 4)}


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ([(True, 0), (True, 2)], False),
        ([(True, 0), (True, 3)], True),
        ([(True, 3), (False, None)], True),
        ([(True, 0), (False, 0)], None),
        ([(True, 1), (True, None)], False),
        ([(True, None)], None),
        ([], None),
    ],
)
def test_d_is_known_when_everybody_below_has_a_result(
    below: list[tuple[bool, int | None]], expected: bool | None
) -> None:
    assert any_below_50(below, lowest=3) is expected


def looked(**but: object) -> Looked:
    whole = {"sent": True, "general": Fraction(27), "mean": Fraction(9, 10), "total": Fraction(90), "before": None}
    return Looked(**{**whole, **but})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("but", "codes"),
    [
        ({}, []),
        ({"sent": False}, ["sheet.not_sent"]),
        ({"additions": 2, "late_undecided": 1}, ["sheet.additions_open", "sheet.late_undecided"]),
        ({"general": Fraction(30), "mean": Fraction(1, 2), "total": Fraction(65)}, ["sheet.far_from_facts"]),
        ({"general": Fraction(10), "mean": Fraction(1, 2), "total": Fraction(45)}, ["sheet.under"]),
        ({"mean": Fraction(6, 5), "total": Fraction(97)}, ["sheet.capped"]),
        ({"total": None, "mean": None}, ["sheet.no_total"]),
        ({"total": None, "mean": None, "not_known": 2}, ["sheet.unit_facts_open"]),
        ({"before": Fraction(75)}, ["sheet.rose"]),
        ({"before": Fraction(76)}, []),
        ({"without_product": 3, "over_given": 1}, ["sheet.without_product", "sheet.over_given"]),
    ],
)
def test_what_a_head_looks_at_first(but: dict[str, object], codes: list[str]) -> None:
    assert [one.code for one in marks(looked(**but), rulesets()["nd-335-2025"])] == codes

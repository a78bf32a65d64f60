"""The closure table says what a walk over the edges says, on any day and after any moves."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roviec.core.problems import Invalid
from roviec.organisation import actions
from roviec.organisation.actions.tree import rebuild_closure
from roviec.organisation.models import Unit, UnitClosure, UnitEdge
from roviec.organisation.queries import ancestors, children, descendants
from tests.organisation.conftest import AT, FOUNDED, TODAY, Town

COUNT = 7
moves = st.lists(
    st.tuples(st.integers(0, COUNT - 1), st.none() | st.integers(0, COUNT - 1), st.integers(0, 40)), max_size=8
)


def walked(day: date) -> set[tuple[UUID, UUID, int]]:
    """(ancestor, descendant, depth) on the day, by walking up edge after edge."""
    parents = dict(UnitEdge.objects.on(day).values_list("unit", "parent"))
    rows = set()
    for unit in Unit.objects.on(day).values_list("pk", flat=True):
        above, depth = unit, 0
        while above is not None:
            rows.add((above, unit, depth))
            above, depth = parents.get(above), depth + 1
    return rows


def stored(day: date) -> list[tuple[UUID, UUID, int]]:
    return list(UnitClosure.objects.on(day).values_list("ancestor", "descendant", "depth"))


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves)
def test_the_closure_equals_the_walk_over_the_edges_on_any_day(
    moves: list[tuple[int, int | None, int]], town: Town
) -> None:
    units = [
        town.unit(f"U{number}-{len(Unit.objects.all())}", f"Đơn vị {number}", town.city) for number in range(COUNT)
    ]
    for unit, parent, day in moves:
        try:
            actions.place_unit(
                units[unit].pk,
                parent=None if parent is None else units[parent].pk,
                from_day=FOUNDED + timedelta(days=day),
                by=town.by,
                at=AT,
            )
        except Invalid as invalid:
            assert invalid.reason.code == "organisation.circle"
    for day in range(0, 42, 3):
        rows = stored(FOUNDED + timedelta(days=day))
        assert len(rows) == len(set(rows)), "one row per pair and day"
        assert set(rows) == walked(FOUNDED + timedelta(days=day))
    incremental = {
        (r.ancestor_id, r.descendant_id, r.depth, r.valid_from, r.valid_to) for r in UnitClosure.objects.all()
    }
    bodies = dict(Unit.objects.values_list("pk", "body"))
    rebuild_closure()
    whole = {(r.ancestor_id, r.descendant_id, r.depth, r.valid_from, r.valid_to) for r in UnitClosure.objects.all()}
    assert incremental == whole
    assert bodies == dict(Unit.objects.values_list("pk", "body"))


def test_a_move_takes_everything_below_with_it_from_that_day_on(town: Town) -> None:
    actions.place_unit(town.science.pk, parent=town.party.pk, from_day=TODAY, by=town.by, at=AT)
    assert set(descendants(town.city.pk, date(2025, 12, 4))) == {town.science, town.finance, town.division}
    assert set(descendants(town.city.pk, TODAY)) == {town.finance}
    assert ancestors(town.division.pk, TODAY) == [town.party, town.science]
    assert Unit.objects.get(pk=town.division.pk).body == town.party


def test_a_unit_cannot_stand_below_itself(town: Town) -> None:
    with pytest.raises(Invalid, match="circle"):
        actions.place_unit(town.science.pk, parent=town.division.pk, from_day=TODAY, by=town.by, at=AT)
    assert list(children(town.science.pk, TODAY)) == [town.division]


def test_new_units_in_a_circle_are_refused_and_nothing_is_kept(town: Town) -> None:
    before = Unit.objects.count()
    one = actions.NewUnit("A", "A", FOUNDED)
    two = actions.NewUnit("B", "B", FOUNDED, parent=one.id)
    one = actions.NewUnit("A", "A", FOUNDED, parent=two.id, id=one.id)
    with pytest.raises(Invalid, match="circle"):
        actions.create_units([one, two], by=town.by, at=AT)
    assert Unit.objects.count() == before


def test_a_closed_unit_has_no_place_after_its_last_day(town: Town) -> None:
    actions.close_unit(town.finance.pk, on=TODAY, by=town.by, at=AT)
    assert town.finance in descendants(town.city.pk, date(2025, 12, 4))
    assert town.finance not in descendants(town.city.pk, TODAY)

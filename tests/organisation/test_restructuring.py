"""Units merge, split, are renamed, dissolved and moved; what they hold goes on at the successor and nothing is lost."""

from collections.abc import Iterator
from datetime import date

import pytest

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.organisation import actions, estates
from roviec.organisation.actions.restructuring import Plan, Successor
from roviec.organisation.models import (
    Delegation,
    Mandate,
    Portfolio,
    Post,
    Restructuring,
    Succession,
    Unit,
    UnitFunction,
)
from roviec.organisation.queries import children, find_unit, head_of, posts_continuing
from tests.organisation.conftest import AT, FOUNDED, TODAY, Town, clerk

DAY = date(2025, 12, 1)
OWN = ("organisation.posts", "organisation.portfolios", "organisation.functions", "organisation.children")


def draft(town: Town, kind: str, plan: Plan, on: date = DAY) -> Restructuring:
    return actions.draft_restructuring(kind, plan, title="Sắp xếp", effective_on=on, by=town.by, at=AT)


def carry_out(town: Town, kind: str, plan: Plan, **more: object) -> Restructuring:
    return actions.restructure(draft(town, kind, plan).pk, by=town.by, at=AT, today=TODAY, **more)


def merge(town: Town) -> Restructuring:
    new = Successor("n", code="KHTC", name="Sở Khoa học và Tài chính")
    return carry_out(town, "merge", Plan((town.science.pk, town.finance.pk), (new,)))


@pytest.fixture
def town(town: Town) -> Iterator[Town]:
    """The town with something of everything in its department of science."""
    town.put(town.an, town.director)
    town.put(town.binh, town.deputy)
    town.put(town.chi, town.expert)
    chairman = town.seat(town.city, "Chủ tịch", "leader")
    actions.give_portfolio(actions.NewPortfolio(chairman.pk, FOUNDED, town.science.pk), by=town.by, at=AT)
    actions.give_portfolio(actions.NewPortfolio(town.director.pk, FOUNDED, field="Chuyển đổi số"), by=town.by, at=AT)
    delegation = actions.NewDelegation(chairman.pk, town.director.pk, "Ký văn bản", "1/QĐ", FOUNDED)
    actions.give_delegation(delegation, by=town.by, at=AT)
    actions.add_function(actions.NewFunction(town.science.pk, "Chuyển đổi số", FOUNDED), by=town.by, at=AT)
    actions.add_function(actions.NewFunction(town.finance.pk, "Chuyển đổi số", FOUNDED), by=town.by, at=AT)
    return town


def test_a_merger_closes_the_old_units_and_opens_one_in_their_place(town: Town) -> None:
    event = merge(town)
    new = Unit.objects.get(code="KHTC")
    for old in (town.science, town.finance):
        old.refresh_from_db()
        assert old.valid_to == DAY
        assert find_unit(old.name, TODAY) == [new]
        assert find_unit(old.name, date(2025, 11, 30)) == [old]
    assert (new.valid_from, new.body, set(children(new.pk, TODAY))) == (DAY, town.city, {town.division})
    assert set(Succession.objects.filter(restructuring=event).values_list("old", "new")) == {
        (town.science.pk, new.pk),
        (town.finance.pk, new.pk),
    }


def test_who_sat_in_the_old_unit_sits_in_the_new_one_and_the_past_stays(town: Town) -> None:
    merge(town)
    new = Unit.objects.get(code="KHTC")
    head = head_of([new.pk], TODAY)[new.pk]
    assert (head.officer, head.valid_from, head.post.continues_id) == (town.an, DAY, town.director.pk)
    assert head_of([town.science.pk], date(2025, 11, 30))[town.science.pk].officer == town.an
    assert Mandate.objects.get(post=town.director).valid_to == DAY
    assert posts_continuing([town.director.pk]) == {town.director.pk: head.post_id}


def test_portfolios_delegations_and_functions_go_on_once(town: Town) -> None:
    merge(town)
    new = Unit.objects.get(code="KHTC")
    assert [p.post.title for p in Portfolio.objects.on(TODAY).filter(unit=new)] == ["Chủ tịch"]
    assert [p.post.unit for p in Portfolio.objects.on(TODAY).filter(field="Chuyển đổi số")] == [new]
    assert Delegation.objects.on(TODAY).get().receiver.unit == new
    assert [f.text for f in UnitFunction.objects.on(TODAY).filter(unit=new)] == ["Chuyển đổi số"]


def test_two_seats_of_one_title_are_numbered_on(town: Town) -> None:
    town.seat(town.finance, "Giám đốc", "head")
    merge(town)
    new = Unit.objects.get(code="KHTC")
    assert sorted(Post.objects.filter(unit=new, title="Giám đốc").values_list("seat", flat=True)) == [1, 2]


def test_a_unit_can_go_into_another_that_stays(town: Town) -> None:
    carry_out(town, "merge", Plan((town.science.pk,), (Successor("n", unit=town.finance.pk),)))
    assert list(children(town.finance.pk, TODAY)) == [town.division]
    assert head_of([town.finance.pk], TODAY)[town.finance.pk].officer == town.an


def test_a_successor_may_take_over_the_code_of_an_old_unit(town: Town) -> None:
    new = Successor("n", code="TC", name="Sở Tài chính và Khoa học")
    carry_out(town, "merge", Plan((town.science.pk, town.finance.pk), (new,)))
    assert Unit.objects.filter(code="TC").count() == 2


def split(town: Town) -> Plan:
    return Plan((town.science.pk,), (Successor("a", code="KH", name="Sở Khoa học"), Successor("b", code="CN", name="Sở Công nghệ")))  # fmt: skip


def test_a_split_is_refused_until_the_mapping_covers_everything(town: Town) -> None:
    event = draft(town, "split", split(town))
    mapping = {name: {town.science.pk: "a"} for name in OWN[:3]}
    with pytest.raises(Invalid) as refused:
        actions.restructure(event.pk, mapping=mapping, by=town.by, at=AT, today=TODAY)
    [(field, reason)] = refused.value.problems
    assert field == f"mapping:organisation.children:{town.science.pk}"
    assert reason.params["count"] == 1
    town.science.refresh_from_db()
    assert town.science.valid_to is None and not Unit.objects.filter(code="KH").exists()


def test_a_split_sends_each_kind_of_thing_where_the_mapping_says(town: Town) -> None:
    mapping = {name: {town.science.pk: "a"} for name in OWN[:3]} | {"organisation.children": {town.science.pk: "b"}}
    event = carry_out(town, "split", split(town), mapping=mapping)
    science, technology = Unit.objects.get(code="KH"), Unit.objects.get(code="CN")
    assert list(children(technology.pk, TODAY)) == [town.division] and not children(science.pk, TODAY).exists()
    assert head_of([science.pk, technology.pk], TODAY).keys() == {science.pk}
    assert find_unit("Sở KH&CN", TODAY) == [science, technology]
    assert event.moved == {
        "organisation.posts": 2,
        "organisation.portfolios": 1,
        "organisation.functions": 1,
        "organisation.children": 1,
    }


def test_a_dissolved_unit_that_holds_something_needs_a_place_for_it(town: Town) -> None:
    with pytest.raises(Invalid, match="mapping_incomplete"):
        carry_out(town, "dissolve", Plan((town.science.pk,)))
    carry_out(town, "dissolve", Plan((town.science.pk,), (Successor("n", unit=town.city.pk),)))
    assert town.division in children(town.city.pk, TODAY)


def test_a_renamed_unit_is_the_same_unit(town: Town) -> None:
    carry_out(town, "rename", Plan((town.science.pk,), name="Sở Khoa học, Công nghệ và Chuyển đổi số"))
    town.science.refresh_from_db()
    assert town.science.valid_to is None
    assert find_unit("Sở Khoa học và Công nghệ", TODAY) == [town.science]


def test_a_moved_unit_stands_under_its_new_parent_from_the_day(town: Town) -> None:
    carry_out(town, "move", Plan((town.division.pk,), parent=town.finance.pk))
    assert list(children(town.finance.pk, DAY)) == [town.division]
    assert list(children(town.science.pk, date(2025, 11, 30))) == [town.division]


def test_nothing_happens_before_its_day_and_nothing_twice(town: Town) -> None:
    plan = Plan((town.science.pk,), name="Sở Khoa học")
    early = draft(town, "rename", plan, on=date(2025, 12, 6))
    with pytest.raises(Invalid, match="too_early"):
        actions.restructure(early.pk, by=town.by, at=AT, today=TODAY)
    event = carry_out(town, "rename", plan)
    with pytest.raises(Invalid, match="restructuring_done"):
        actions.restructure(event.pk, by=town.by, at=AT, today=TODAY)


def test_a_unit_merged_twice_leads_to_the_unit_of_today(town: Town) -> None:
    merge(town)
    first = Unit.objects.get(code="KHTC")
    later = Plan((first.pk,), (Successor("n", code="TH", name="Sở Tổng hợp"),))
    event = draft(town, "merge", later, on=TODAY)
    actions.restructure(event.pk, by=town.by, at=AT, today=TODAY)
    last = Unit.objects.get(code="TH")
    assert find_unit("Sở KHCN", TODAY) == [last]
    assert find_unit("Sở KHCN", date(2025, 12, 4)) == [first]


def test_restructuring_is_for_who_keeps_the_register_of_all_units_concerned(town: Town) -> None:
    plan = Plan((town.science.pk,), parent=town.party.pk)
    with pytest.raises(Denied):
        actions.draft_restructuring("move", plan, title="x", effective_on=DAY, by=clerk(town.city), at=AT)
    actions.draft_restructuring("move", plan, title="x", effective_on=DAY, by=clerk(town.city, town.party), at=AT)


def test_a_unit_with_anything_in_it_cannot_just_be_closed(town: Town) -> None:
    with pytest.raises(Invalid, match="unit_holds"):
        actions.close_unit(town.science.pk, on=TODAY, by=town.by, at=AT)


def test_an_estate_that_leaves_something_behind_undoes_everything(town: Town) -> None:
    sticky = estates.Estate("test.sticky", "organisation.Post.job_type", holds=lambda ids: dict.fromkeys(ids, 1))
    estates.register(sticky)
    try:
        with pytest.raises(RuntimeError, match="left behind"):
            merge(town)
    finally:
        estates._estates.pop("test.sticky")
    assert not Unit.objects.filter(code="KHTC").exists()

"""Documents write the names of units in many ways."""

from datetime import date

import pytest

from roviec.organisation import actions
from roviec.organisation.queries import find_unit, find_units, search_officers, search_units
from tests.organisation.conftest import AT, FOUNDED, TODAY, Town


@pytest.mark.parametrize(
    "written",
    [
        "Sở Khoa học và Công nghệ",
        "sở khoa học và công nghệ",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "So Khoa hoc va Cong nghe",
        "Sở KH&CN",
        "Sở KHCN",
        "SỞ KH&CN",
        "Sở KH và CN",
        "Sở Khoa học & Công nghệ",
        "Sở Khoa học và Công nghệ Thành phố",
        "Sở Khoa học và Công nghệ TP.HCM",
        "Sở KH&CN Thành phố Hồ Chí Minh",
    ],
)
def test_a_department_is_found_however_it_is_written(town: Town, written: str) -> None:
    assert find_unit(written, TODAY) == [town.science]


@pytest.mark.parametrize(
    "written", ["UBND TP", "UBND Thành phố Hồ Chí Minh", "Uỷ ban nhân dân TPHCM", "Thành phố Hồ Chí Minh"]
)
def test_the_people_s_committee_is_found_however_it_is_written(town: Town, written: str) -> None:
    assert find_unit(written, TODAY) == [town.city]


@pytest.mark.parametrize("written", ["UBND phường Hòa Hưng", "UBND P. Hoà Hưng", "Phường Hoà Hưng", "P.Hòa Hưng"])
def test_a_ward_and_its_committee_are_one_whichever_side_the_tone_mark_is_on(town: Town, written: str) -> None:
    ward = town.unit("P1", "Ủy ban nhân dân Phường Hòa Hưng", town.city, is_body=True)
    assert find_unit(written, TODAY) == [ward]


def test_another_city_s_department_is_not_ours(town: Town) -> None:
    assert find_unit("Sở Khoa học và Công nghệ tỉnh Lâm Đồng", TODAY) == []


def test_two_units_of_one_name_are_both_shown(town: Town) -> None:
    one = town.unit("P1", "Phường Tân Phú", town.city)
    two = town.unit("P2", "Phường Tân Phú", town.city)
    assert find_unit("phường Tân Phú", TODAY) == [one, two]


def test_another_name_counts_only_in_its_days(town: Town) -> None:
    alias = actions.NewAlias(town.finance.pk, "Sở Kế hoạch - Tài chính", FOUNDED, valid_to=date(2025, 9, 1))
    actions.add_alias(alias, by=town.by, at=AT)
    assert find_unit("Sở Kế hoạch, Tài chính", date(2025, 8, 31)) == [town.finance]
    assert find_unit("Sở Kế hoạch, Tài chính", date(2025, 9, 1)) == []


def test_a_renamed_unit_is_found_by_its_former_name_until_another_unit_bears_it(town: Town) -> None:
    actions.rename_unit(town.finance.pk, name="Sở Kinh tế", from_day=TODAY, by=town.by, at=AT)
    assert find_unit("Sở Tài chính", TODAY) == [town.finance]
    new = town.unit("TC2", "Sở Tài chính", town.city)
    assert find_unit("Sở Tài chính", TODAY) == [new]


def test_a_unit_that_is_not_yet_there_is_not_found(town: Town) -> None:
    assert find_unit("Sở Tài chính", date(2025, 6, 30)) == []


def test_many_names_cost_the_same_number_of_questions(town: Town, django_assert_max_num_queries: object) -> None:
    names = [f"Sở số {number}" for number in range(200)] + ["Sở KH&CN", "Sở Tài chính"]
    with django_assert_max_num_queries(6):
        found = find_units(names, TODAY)
    assert found["Sở KH&CN"] == [town.science] and found["Sở Tài chính"] == [town.finance]


def test_search_needs_no_marks_and_no_order(town: Town) -> None:
    assert list(search_units("cong nghe", TODAY)) == [town.science]
    assert list(search_units("khcn", TODAY)) == [town.science]
    assert list(search_officers("binh tran")) == [town.binh]
    assert list(search_officers("")) == [] and list(search_units("  ")) == []


def test_search_knows_initials(town: Town) -> None:
    ward = town.unit("P9", "Sở Giáo dục và Đào tạo", town.city)
    assert list(search_units("gddt", TODAY)) == [ward]


def test_units_that_begin_with_what_was_typed_come_first(town: Town) -> None:
    office = town.unit("C1", "Chi cục Tiêu chuẩn, Sở Khoa học và Công nghệ", town.science)
    assert list(search_units("so khoa", TODAY)) == [town.science, office]

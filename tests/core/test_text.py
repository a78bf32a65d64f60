"""Folding for search and the order of Vietnamese names."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.core.text import fold, given_name_key

VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ủy ban  nhân dân", "uy ban nhan dan"),
        ("Uỷ ban nhân dân", "uy ban nhan dan"),
        ("ĐIỀU ĐỘNG,\nĐà Nẵng", "dieu dong, da nang"),
        ("Phường Hoà Hòa", "phuong hoa hoa"),
        ("Thưởng thức số 12/2025", "thuong thuc so 12/2025"),
    ],
)
def test_text_is_found_however_it_is_typed(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(VIETNAMESE)
def test_folding_ignores_form_and_case_and_is_stable(text: str) -> None:
    once = fold(text)
    assert once == fold(unicodedata.normalize("NFD", text)) == fold(text.upper()) == fold(once)
    assert once.isascii()


def test_people_are_sorted_by_given_name_in_vietnamese_order() -> None:
    names = ["Nguyễn Văn Đức", "Trần An", "Lê Ân", "Phạm Dũng", "Lê Ánh", "Bùi Bình", "Võ Ạn", "Đỗ Àn"]
    assert sorted(names, key=given_name_key) == [
        "Trần An",
        "Đỗ Àn",
        "Võ Ạn",
        "Lê Ánh",
        "Lê Ân",
        "Bùi Bình",
        "Phạm Dũng",
        "Nguyễn Văn Đức",
    ]


def test_the_place_of_the_tone_does_not_change_the_order() -> None:
    assert given_name_key("Lê Văn Hòa") == given_name_key("Lê Văn Hoà")
    assert given_name_key("Lê Hòa") < given_name_key("Nguyễn Hòa")


def test_an_empty_name_has_a_key() -> None:
    assert given_name_key("") < given_name_key("An")

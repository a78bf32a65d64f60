"""Names of units as keys; names of people as text that sorts."""

from hypothesis import given
from hypothesis import strategies as st

from roviec.core.text import given_name_key, given_name_sort_text
from roviec.core.unit_names import initials_key, lookup_keys, name_key

words = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạĐfjwz", min_size=1, max_size=6)
names = st.lists(words, min_size=1, max_size=5).map(" ".join)


@given(names, names)
def test_the_sort_text_orders_people_as_the_key_does(one: str, other: str) -> None:
    a, b = given_name_key(one), given_name_key(other)
    assert (a < b) == (given_name_sort_text(one) < given_name_sort_text(other))


@given(names)
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


def test_a_department_has_the_initials_that_documents_use() -> None:
    cases = {
        "Sở Nông nghiệp và Môi trường": ("so nnmt", "Sở NN&MT", "Sở NN và MT", "SỞ NN&MT"),
        "Sở Giáo dục và Đào tạo": ("so gddt", "Sở GD&ĐT", "Sở GDĐT"),
        "Sở Quy hoạch - Kiến trúc": ("so qhkt", "Sở QH-KT", "Sở QHKT"),
    }
    for name, (initials, *written) in cases.items():
        assert initials_key(name) == initials
        for text in written:
            assert initials in lookup_keys(text), text


def test_p_before_a_name_may_be_a_ward_or_a_division() -> None:
    assert lookup_keys("P. Tân Phú") == ("phuong tan phu", "phong tan phu")


def test_a_name_in_capitals_is_not_taken_for_initials() -> None:
    assert lookup_keys("SỞ XÂY DỰNG") == ("so xay dung",)

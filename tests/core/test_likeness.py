"""The same work given twice is recognised by its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.core.likeness import SAME, Known

GIVEN = {
    1: "Xây dựng kế hoạch chuyển đổi số cho doanh nghiệp nhỏ và vừa trên địa bàn Thành phố",
    2: "Tham mưu UBND Thành phố ban hành kế hoạch phòng, chống sốt xuất huyết năm 2026",
    3: "Rà soát, giải phóng mặt bằng dự án đường Vành đai 3 qua phường Bình Chiểu",
    4: "Báo cáo kết quả giải ngân vốn đầu tư công quý IV năm 2025",
}

WORDS = st.lists(
    st.sampled_from(
        ["kế", "hoạch", "báo", "cáo", "giải", "ngân", "vốn", "đầu", "tư", "đường", "phường", "số", "y", "tế"]
    ),
    min_size=1,
    max_size=12,
)
TEXTS = WORDS.map(" ".join)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Xây dựng Kế hoạch chuyển đổi số cho các doanh nghiệp nhỏ và vừa", 1),
        ("giải phóng mặt bằng đường Vành đai 3 (phường Bình Chiểu)", 3),
        ("BAO CAO KET QUA GIAI NGAN VON DAU TU CONG QUY IV NAM 2025", 4),
    ],
)
def test_the_same_work_in_other_words_is_found_first(text: str, meant: int) -> None:
    assert Known(GIVEN).like(text)[0].key == meant


def test_work_that_shares_only_the_common_words_is_not_alike() -> None:
    assert Known(GIVEN).like("Tham mưu UBND Thành phố ban hành kế hoạch tổ chức đường hoa xuân") == []


def test_a_question_may_be_narrowed() -> None:
    assert Known(GIVEN).like(GIVEN[1], among=[2, 3]) == []


@given(st.dictionaries(st.integers(0, 20), TEXTS, min_size=1, max_size=12), TEXTS)
def test_degrees_lie_between_nothing_and_the_same_and_come_in_order(texts: dict[int, str], text: str) -> None:
    degrees = [one.degree for one in Known(texts).like(text, at_least=0)]
    assert all(0 <= degree <= 1 for degree in degrees)
    assert degrees == sorted(degrees, reverse=True)


@given(st.dictionaries(st.integers(0, 20), TEXTS, min_size=1, max_size=12))
def test_every_text_is_the_same_as_itself(texts: dict[int, str]) -> None:
    known = Known(texts)
    for key, text in texts.items():
        degree = next(one.degree for one in known.like(text, at_least=0) if one.key == key)
        assert degree > 0.999 >= SAME


@given(st.dictionaries(st.integers(0, 20), TEXTS, min_size=1, max_size=12), TEXTS, st.floats(0.05, 1))
def test_nothing_alike_enough_is_passed_over(texts: dict[int, str], text: str, enough: float) -> None:
    known = Known(texts)
    alike = {one.key for one in known.like(text, at_least=0) if one.degree >= enough}
    assert {one.key for one in known.like(text, at_least=enough)} == alike

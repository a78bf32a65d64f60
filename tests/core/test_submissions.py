"""A submission states one proposal and its drafter's own opinion."""

import pytest

from roviec.core.submissions import is_submission, position_problems


@pytest.mark.parametrize(
    ("deliverable", "expected"),
    [
        ("Tờ trình", True),
        ("Dự thảo tờ trình UBND Thành phố", True),
        ("Báo cáo", False),
        ("Giấy trình bày", False),
        ("", False),
    ],
)
def test_a_submission_is_known_by_its_name(deliverable: str, expected: bool) -> None:
    assert is_submission(deliverable) is expected


@pytest.mark.parametrize(
    ("proposal", "opinion", "fields"),
    [
        ("Phê duyệt kinh phí 2 tỷ đồng", "Đồng ý, vì đã có nguồn", []),
        ("", "Đồng ý", ["proposal"]),
        ("Phê duyệt", "  ", ["opinion"]),
        ("Phương án 1: thuê ngoài. Phương án 2: tự làm.", "Tùy lãnh đạo", ["proposal"]),
        ("Chọn phương án 1 (phương án 1 rẻ hơn)", "Đồng ý", []),
        ("", "", ["proposal", "opinion"]),
    ],
)
def test_one_proposal_and_ones_own_opinion_or_it_stays(proposal: str, opinion: str, fields: list[str]) -> None:
    assert [field for field, _reason in position_problems("Tờ trình", proposal, opinion)] == fields


def test_what_is_no_submission_needs_neither() -> None:
    assert position_problems("Báo cáo", "", "") == []

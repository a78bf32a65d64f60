"""First screens: the head names somebody without leaving the page of the unit; the leader's telephone shows it all in its width."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.work.town import NOW, Town, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Window = Callable[..., Page]


@pytest.fixture
def town(transactional_db: None, set_clock: Callable[[datetime], None]) -> Town:
    """The town on the morning of 3 December 2025."""
    set_clock(NOW + timedelta(days=2, hours=1))
    return build()


def test_a_head_names_somebody_without_leaving_the_page_of_the_unit(window: Window, town: Town) -> None:
    town.assigned(title="Rà soát di tích xuống cấp", person_post=None)
    head = window("culture_head")
    expect(head.get_by_role("heading", name="Phòng Văn hóa - Xã hội", level=1)).to_be_visible()
    waiting = head.get_by_role("region", name="Chờ phân công")
    expect(waiting.get_by_role("link", name="Rà soát di tích xuống cấp")).to_be_visible()
    waiting.get_by_role("link", name="Phân công").click()
    dialog = head.get_by_role("dialog")
    dialog.get_by_label("Giao cho").select_option(f"post:{town.posts['officer'].pk}")
    dialog.get_by_role("button", name="Phân công").click()
    expect(head.get_by_text("Đã phân công.")).to_be_visible()
    expect(head.get_by_role("heading", name="Phòng Văn hóa - Xã hội", level=1)).to_be_visible()
    expect(head.get_by_role("region", name="Chờ phân công")).to_have_count(0)


def test_the_leaders_telephone_goes_from_a_number_to_its_list(window: Window, town: Town) -> None:
    town.assigned(title="Rà soát di tích xuống cấp", person_post=None)
    leader = window("chairman", 390, 844)
    line = leader.get_by_role("link", name="việc chưa phân công quá một ngày làm việc")
    expect(line).to_contain_text("1")
    assert leader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    line.click()
    expect(leader.get_by_role("link", name="Rà soát di tích xuống cấp")).to_be_visible()
    assert leader.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_search_box_finds_without_marks(window: Window, town: Town) -> None:
    town.assigned(title="Rà soát di tích xuống cấp")
    officer = window("officer")
    officer.keyboard.press("/")
    officer.keyboard.type("di tich")
    officer.keyboard.press("Enter")
    expect(officer.get_by_role("link", name="Rà soát di tích xuống cấp")).to_be_visible()

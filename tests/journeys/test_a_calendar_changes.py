"""A day off is announced late: the administrator sees what it moves, agrees, and the officer finds one summary and the reason."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from roviec.alerts.actions import take_outbox
from roviec.core.calendars import WorkingDays
from roviec.organisation.queries.actors import worker_actor
from tests.work.town import NOW, Town, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Window = Callable[..., Page]


@pytest.fixture
def town(transactional_db: None, set_clock: Callable[..., None]) -> Town:
    set_clock(NOW)
    town = build()
    for number in (1, 2):
        town.assigned(title=f"Trả lời kiến nghị của tổ dân phố {number}", due=None, budget=WorkingDays(4))
    return town


def test_a_late_day_off_is_foreseen_applied_told_and_explained(town: Town, window: Window) -> None:
    admin = window("admin")
    admin.goto("/quan-tri/")
    admin.get_by_role("link", name="Ngày nghỉ, ngày làm bù của năm").click()
    admin.get_by_role("link", name="Thêm ngày nghỉ, làm bù").click()
    admin.get_by_label("Ngày", exact=True).fill("2025-12-03")
    admin.get_by_label("Tên, lý do").fill("Nghỉ bão số 9")
    admin.get_by_role("button", name="Xem trước").click()
    expect(admin.get_by_role("heading", name="2 hạn sẽ dời")).to_be_visible()
    expect(admin.get_by_role("row", name="tổ dân phố 1")).to_contain_text("08/12/2025")
    admin.get_by_role("button", name="Đổi lịch và tính lại 2 hạn").click()
    admin.wait_for_url("**/lich/thay-doi/**")

    take_outbox(NOW, worker_actor())
    officer = window("officer", 390, 844)
    officer.goto("/thong-bao/")
    summary = officer.get_by_text("2 hạn liên quan đến bạn được tính lại")
    expect(summary).to_have_count(1)
    officer.goto("/viec-cua-toi/")
    officer.locator(".due__why").first.click()
    dialog = officer.locator("dialog[open]")
    expect(dialog).to_contain_text("4 ngày làm việc kể từ 01/12/2025")
    expect(dialog).to_contain_text("Nghỉ lễ: Nghỉ bão số 9")
    assert officer.evaluate("document.documentElement.scrollWidth") <= 390

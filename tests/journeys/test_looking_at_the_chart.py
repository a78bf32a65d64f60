"""The chart in a real browser, read: searched, grouped, zoomed, shared by its address, printed, on a phone."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.journeys.test_changing_the_chart import open_chart, planned
from tests.work.town import NOW, Town, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Window = Callable[..., Page]


@pytest.fixture
def town(transactional_db: None, set_clock: Callable[[datetime], None]) -> Town:
    """The town on the morning of Monday 1 December 2025; one task is late since Friday."""
    set_clock(NOW + timedelta(hours=1))
    made = build()
    made.assigned(title="Báo cáo tiến độ giải ngân", due=date(2025, 12, 12), planned_end=date(2025, 12, 10))
    planned(made, "Lập danh mục đường hoa", 1, 3, 12)
    made.assigned(title="Nghiệm thu sửa chữa trường học", due=date(2025, 11, 28))
    return made


def titles(page: Page) -> list[str]:
    return page.locator(".gantt-title").all_inner_texts()


def test_the_chart_is_searched_grouped_zoomed_and_its_address_brings_it_back(window: Window, town: Town) -> None:
    chairman = window("chairman")
    open_chart(chairman, town, query="")
    assert titles(chairman)[0] == "Nghiệm thu sửa chữa trường học", "what is late comes first"
    expect(chairman.locator(".gantt-row--late")).to_contain_text("Quá hạn 1 ngày làm việc")
    expect(chairman.locator(".gantt-tail")).to_have_count(1)

    chairman.get_by_role("searchbox", name="Tìm trong biểu đồ").fill("duong hoa")
    expect(chairman.locator(".gantt-title")).to_have_count(1)
    chairman.get_by_label("Nhóm theo").select_option(label="Nhóm theo trạng thái")
    chairman.get_by_role("button", name="Quý", exact=True).click()
    expect(chairman.locator(".gantt_row.gantt-row--group")).to_have_count(1)
    address = chairman.url
    for part in ("thang=quy", "nhom=trang-thai", "tim=duong+hoa"):
        assert part in address

    tracker = window("tracker")
    tracker.goto(address)
    expect(tracker.locator(".gantt-title")).to_have_text(["Lập danh mục đường hoa"])
    expect(tracker.get_by_role("button", name="Quý", exact=True)).to_have_attribute("aria-pressed", "true")
    tracker.get_by_role("searchbox", name="Tìm trong biểu đồ").fill("")
    tracker.get_by_role("button", name="Quá hạn 1").click()
    expect(tracker.locator(".gantt-title")).to_have_text(["Nghiệm thu sửa chữa trường học"])

    tracker.emulate_media(media="print")
    tracker.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(tracker.locator(".gantt-print tbody tr")).to_have_count(2)  # the group and its task
    expect(tracker.locator(".gantt-print")).to_contain_text("Quá hạn 1 ngày làm việc")
    expect(tracker.locator(".gantt-chart")).to_be_hidden()
    tracker.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(tracker.locator(".gantt-print")).to_have_count(0)


def test_on_a_phone_the_chart_is_a_list_with_small_bars(window: Window, town: Town) -> None:
    page = window("chairman", 390, 844)
    page.goto(reverse("work:plan_chart", args=[town.plan.pk]))
    expect(page.locator(".gantt-card")).to_have_count(3)
    expect(page.locator(".gantt-card").first).to_contain_text("Quá hạn 1 ngày làm việc")
    expect(page.locator(".gantt-card .gantt-small .gantt-mini--late")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="Nghiệm thu sửa chữa trường học").click()
    page.wait_for_url("**/nhiem-vu/**")

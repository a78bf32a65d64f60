"""One task at four desks: named, accepted, reported on, handed in, approved; and the chart shows it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from roviec.work.models import Task
from tests.journeys.conftest import PASSWORD, give_password
from tests.work.town import NOW, Town, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Window = Callable[..., Page]


@pytest.fixture
def town(transactional_db: None, set_clock: Callable[[datetime], None]) -> Town:
    """The town on the morning of 1 December 2025."""
    set_clock(NOW + timedelta(hours=1))
    return build()


def test_a_task_goes_from_hand_to_hand(window: Window, town: Town) -> None:
    task = town.assigned(person_post=None)
    address = reverse("work:task", args=[task.pk])

    head = window("culture_head")
    head.goto(address)
    expect(head.get_by_text("Chờ phân công").first).to_be_visible()
    head.get_by_role("link", name="Phân công").click()
    dialog = head.get_by_role("dialog")
    dialog.get_by_label("Giao cho").select_option(f"post:{town.posts['officer'].pk}")
    dialog.get_by_role("button", name="Phân công").click()
    expect(head.get_by_text("Đã phân công.")).to_be_visible()

    officer = window("officer", 390, 844)
    officer.goto(address)
    officer.get_by_role("button", name="Tiếp nhận").click()
    expect(officer.get_by_text("Đã tiếp nhận nhiệm vụ.")).to_be_visible()
    officer.get_by_role("link", name="Báo cáo tiến độ").click()
    report = officer.get_by_role("dialog")
    report.get_by_label("Đã làm được (%)").fill("60")
    report.get_by_label("Đã làm gì, còn gì").fill("Xong dự thảo lần hai")
    report.get_by_role("button", name="Gửi báo cáo").click()
    expect(officer.get_by_text("Xong dự thảo lần hai").first).to_be_visible()
    officer.get_by_role("link", name="Nộp sản phẩm").click()
    file = {"name": "phuong-an.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 phuong an"}
    officer.get_by_label("Tệp").set_input_files(file)
    officer.get_by_role("button", name="Nộp sản phẩm").click()
    expect(officer.get_by_text("Đã nộp, chờ duyệt").or_(officer.get_by_text("Chờ duyệt")).first).to_be_visible()

    chairman = window("chairman")
    chairman.goto(address)
    with chairman.expect_download() as download:
        chairman.get_by_role("link", name="phuong-an.pdf").click()
    assert download.value.suggested_filename == "phuong-an.pdf"
    chairman.get_by_role("link", name="Duyệt sản phẩm").click()
    chairman.get_by_role("dialog").get_by_role("button", name="Duyệt, kết thúc nhiệm vụ").click()
    expect(chairman.get_by_text("Hoàn thành đúng hạn").first).to_be_visible()

    chairman.goto(reverse("work:plan", args=[task.plan_id]))
    chairman.get_by_role("link", name="Biểu đồ Gantt").click()
    chart = chairman.locator(".gantt-chart")
    expect(chart.get_by_text("Hoàn thành đúng hạn").first).to_be_visible()
    chart.get_by_text(task.title[:20]).first.click()
    chairman.wait_for_url(f"**{address}")


def test_an_order_is_given_with_the_keyboard_alone(window: Window, town: Town) -> None:
    chairman = window("chairman")
    chairman.goto(reverse("work:quick"))
    chairman.keyboard.type("Chuẩn bị họp báo quý IV")
    chairman.keyboard.press("Tab")
    chairman.keyboard.type("van officer")
    expect(chairman.get_by_role("option").nth(1)).to_contain_text("Nguyễn Văn officer")
    chairman.keyboard.press("ArrowDown")
    chairman.keyboard.press("Enter")
    chairman.keyboard.press("Tab")
    chairman.keyboard.type("10/12/2025")
    chairman.keyboard.press("Enter")
    expect(chairman.get_by_text("Đã giao “Chuẩn bị họp báo quý IV” cho Nguyễn Văn officer.")).to_be_visible()


def test_parts_fold_out_and_a_bulk_step_takes_the_picked_ones(window: Window, town: Town) -> None:
    first, second = town.assigned(person_post=None, number="1"), town.assigned(person_post=None, number="2")
    head = window("culture_head")
    head.goto(reverse("work:plan", args=[first.plan_id]))
    for task in (first, second):
        head.locator(f"input[value='{task.pk}']").check()
    head.get_by_role("button", name="Phân công").click()
    head.get_by_label("Giao cho").fill("colleague")
    head.get_by_role("option").first.click()
    head.get_by_role("button", name="Phân công tất cả").click()
    expect(head.get_by_text("Đã làm với 2 nhiệm vụ.")).to_be_visible()
    assert set(Task.objects.values_list("person_post", flat=True)) == {town.posts["colleague"].pk}


def test_without_scripts_every_step_still_works(browser: Browser, live_server: LiveServer, town: Town) -> None:
    task = town.assigned()
    give_password("officer")
    context = browser.new_context(base_url=str(live_server), locale="vi-VN", java_script_enabled=False)
    page = context.new_page()
    page.goto("/tai-khoan/dang-nhap/")
    page.locator("input[name=login]").fill("officer")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button").first.click()
    page.goto(reverse("work:task", args=[task.pk]))
    page.get_by_role("link", name="Từ chối").click()
    page.get_by_label("Lý do").fill("Không đúng chức năng của phòng")
    page.get_by_role("button", name="Từ chối tiếp nhận").click()
    expect(page.get_by_text("Đã trả nhiệm vụ về nơi giao.")).to_be_visible()
    context.close()

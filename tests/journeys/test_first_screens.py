"""First screens: the head names somebody without leaving the page of the unit; the leader's telephone shows it all in its width."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from roviec.ledger.system_time import system_now
from roviec.organisation.models import Account
from roviec.web import clock
from tests.work.town import NOW, Town, build

PASSWORD = "dung-mat-khau-nay-123"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Desk = Callable[..., Page]


@pytest.fixture
def town(transactional_db: None) -> Iterator[Town]:
    """The town on the morning of 3 December 2025; everybody has a password."""
    before = clock._offset_source
    offset = NOW + timedelta(days=2, hours=1) - system_now()
    clock.set_offset_source(lambda: offset)
    built = build()
    one = Account(username="x")
    one.set_password(PASSWORD)
    Account.objects.filter(officer__isnull=False).update(password=one.password, must_change_password=False)
    yield built
    clock.set_offset_source(before)


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, town: Town) -> Iterator[Desk]:
    """A window that somebody has just signed in at."""
    opened = []

    def at(key: str, width: int = 1280, height: int = 900) -> Page:
        size = {"width": width, "height": height}
        context = browser.new_context(base_url=str(live_server), locale="vi-VN", viewport=size)
        context.set_default_timeout(10_000)
        opened.append(context)
        page = context.new_page()
        page.goto("/tai-khoan/dang-nhap/")
        page.get_by_label("Tên đăng nhập").fill(key)
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "dang-nhap" not in url)
        return page

    yield at
    for context in opened:
        context.close()


def test_a_head_names_somebody_without_leaving_the_page_of_the_unit(desk: Desk, town: Town) -> None:
    town.assigned(title="Rà soát di tích xuống cấp", person_post=None)
    head = desk("culture_head")
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


def test_the_leaders_telephone_goes_from_a_number_to_its_list(desk: Desk, town: Town) -> None:
    town.assigned(title="Rà soát di tích xuống cấp", person_post=None)
    leader = desk("chairman", 390, 844)
    line = leader.get_by_role("link", name="việc chưa phân công quá một ngày làm việc")
    expect(line).to_contain_text("1")
    assert leader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    line.click()
    expect(leader.get_by_role("link", name="Rà soát di tích xuống cấp")).to_be_visible()
    assert leader.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_search_box_finds_without_marks(desk: Desk, town: Town) -> None:
    town.assigned(title="Rà soát di tích xuống cấp")
    officer = desk("officer")
    officer.keyboard.press("/")
    officer.keyboard.type("di tich")
    officer.keyboard.press("Enter")
    expect(officer.get_by_role("link", name="Rà soát di tích xuống cấp")).to_be_visible()

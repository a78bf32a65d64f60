"""A browser for the journeys: `page` is a fresh, signed-out window on the live server, in Vietnamese."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from roviec.ledger.system_time import system_now
from roviec.organisation.models import Account
from roviec.web import clock
from tests.journeys import chromium

PASSWORD = "dung-mat-khau-nay-123"

# Playwright's synchronous interface runs an event loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if obstacle := chromium.why_not():
        pytest.skip(obstacle)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Desktop width; a journey on the phone calls `page.set_viewport_size({"width": 390, "height": 844})`."""
    context = browser.new_context(base_url=str(live_server), locale="vi-VN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def set_clock() -> Iterator[Callable[[datetime], None]]:
    """Moves business time, as the demo clock does, for pages and worker alike."""
    before = clock._offset_source

    def to(instant: datetime) -> None:
        offset = instant - system_now()
        clock.set_offset_source(lambda: offset)

    yield to
    clock.set_offset_source(before)


def give_password(key: str) -> None:
    account = Account.objects.get(username=key)
    account.set_password(PASSWORD)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])


@pytest.fixture
def window(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """A signed-in window of the account with that name: `window("clerk")`, on the phone `window("clerk", 390, 844)`."""
    opened = []

    def at(key: str, width: int = 1280, height: int = 900) -> Page:
        give_password(key)
        size = {"width": width, "height": height}
        context = browser.new_context(base_url=str(live_server), locale="vi-VN", viewport=size)
        context.set_default_timeout(15_000)
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

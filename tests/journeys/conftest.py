"""A browser for the journeys: `page` is a fresh, signed-out window on the live server, in Vietnamese."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.journeys import chromium

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

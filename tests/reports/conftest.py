"""A town, its people at their browsers, and the hour of the day."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.test import Client

from roviec.ledger.system_time import system_now
from roviec.web import clock
from tests.work.town import NOW, Town, build

Browser = Callable[[str], Client]


@pytest.fixture
def town(db: None) -> Town:
    return build()


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """Sets the business clock."""
    before = clock._offset_source

    def to(now: datetime) -> None:
        offset = now - system_now()
        clock.set_offset_source(lambda: offset)

    to(NOW)
    yield to
    clock.set_offset_source(before)


@pytest.fixture
def browser_of(town: Town) -> Browser:
    def of(key: str) -> Client:
        client = Client()
        client.force_login(town.accounts[key], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return of

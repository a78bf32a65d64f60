"""People of the town at their browsers, on the morning of 1 December 2025."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from roviec.ledger.system_time import system_now
from roviec.organisation.models import Account
from roviec.web import clock
from tests.work.town import NOW, Town


@pytest.fixture
def move_clock() -> Iterator[Callable[[datetime], None]]:
    """Sets the business clock; it runs on from there."""
    before = clock._offset_source

    def to(at: datetime) -> None:
        offset = at - system_now()
        clock.set_offset_source(lambda: offset)

    to(NOW + timedelta(hours=1))
    yield to
    clock.set_offset_source(before)


@pytest.fixture
def browser_of(town: Town, move_clock: Callable[[datetime], None]) -> Callable[[str], Client]:
    """A signed-in client per person of the town."""
    Account.objects.update(must_change_password=False)

    def of(key: str) -> Client:
        client = Client()
        client.force_login(town.accounts[key])
        return client

    return of

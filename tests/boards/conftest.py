from collections.abc import Callable

import pytest
from django.test import Client

from roviec.organisation.middleware import SESSION_KEY
from roviec.web import clock
from tests.work.town import NOW, Town, build

Enter = Callable[[str], Client]


@pytest.fixture
def town(db: None) -> Town:
    return build()


@pytest.fixture
def enter(town: Town, monkeypatch: pytest.MonkeyPatch) -> Enter:
    """A browser signed in as one of the town, on Monday 1 December 2025 at eight."""
    monkeypatch.setattr(clock, "system_now", lambda: NOW)

    def sign_in(key: str) -> Client:
        account = town.accounts[key]
        account.must_change_password = False
        account.save(update_fields=["must_change_password"])
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[SESSION_KEY] = str(town.mandates[key].pk)
        session.save()
        return client

    return sign_in

"""The test database lets entries be removed: tests with real transactions empty its tables. Tests of the triggers install them."""

import pytest
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    from roviec.ledger import triggers  # noqa: PLC0415  tests/core run without Django

    with django_db_blocker.unblock():
        triggers.remove()

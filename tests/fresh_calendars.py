"""What a process has read of the calendars does not outlive the test that wrote them."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def calendars_read_anew() -> Iterator[None]:
    yield
    # Only where the test has loaded Django's apps at all.
    from django.apps import apps  # noqa: PLC0415

    if apps.ready:
        from roviec.organisation.queries.calendars import forget  # noqa: PLC0415

        forget()

"""The account of the system itself comes with a migration; a test that empties the tables takes it away. Here it is put back."""

import pytest


@pytest.fixture(autouse=True)
def _worker_account(request: pytest.FixtureRequest) -> None:
    names, marker = request.fixturenames, request.node.get_closest_marker("django_db")
    if "transactional_db" in names or "live_server" in names or (marker and marker.kwargs.get("transaction")):
        request.getfixturevalue("transactional_db")
    elif "db" in names or marker:
        request.getfixturevalue("db")
    else:
        return
    from roviec.organisation.models import Account  # noqa: PLC0415  Django is ready only now

    Account.objects.get_or_create(
        username="worker", defaults={"kind": Account.Kind.WORKER, "password": "!", "must_change_password": False}
    )

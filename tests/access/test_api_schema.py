"""The API against its own OpenAPI: whatever is sent to whatever address, no fault of ours, and refusals in the form we state."""

import json
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error

from roviec.config.api import api
from roviec.config.wsgi import application
from roviec.organisation.models import Account
from tests.access.people import sign_in
from tests.access.test_mandates_and_tokens import a_token

pytestmark = pytest.mark.django_db
# JSON, as a client gets it: texts of lazy translation are words by then.
schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema(), default=str)))
schema.app = application
# Methods that an address does not know are refused in one place for all: one stands for the eight, which were a fifth of all calls.
schema.config.phases.coverage.unexpected_methods = {"trace"}


@pytest.fixture
def token(admin: Account) -> str:
    return a_token(admin, "admin")


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A request through WSGI would close the connection that the test's transaction is on, as Django's own client knows."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[*HealthCheck])
def test_no_input_is_a_fault_of_ours(case: schemathesis.Case, token: str, one_connection: None) -> None:
    answer = case.call(headers={"Authorization": f"Bearer {token}"})
    case.validate_response(answer, checks=[not_a_server_error])
    if answer.status_code >= 400:
        assert answer.headers["content-type"][0] == "application/problem+json"


def test_the_description_is_there_for_who_is_signed_in(client: Client, clerk: Account) -> None:
    assert client.get("/api/v1/openapi.json").status_code == 401
    sign_in(client, "chuyenvien")
    described = client.get("/api/v1/openapi.json").json()
    assert described["info"]["title"] == "Rõ Việc"
    assert "/api/v1/me" in described["paths"]


def test_every_address_asks_for_a_token_or_a_session() -> None:
    described = api.get_openapi_schema()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert operation.get("security"), f"{method} {path} is open to everybody"

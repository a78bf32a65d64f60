"""Problems reach people as pages, htmx as notices, programs as problem+json; the business clock stands still within a request."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.system_time import system_now
from roviec.web import clock, problems
from roviec.web.middleware import BusinessClockMiddleware, ProblemMiddleware


def answer(exception: Exception, path: str = "/", **headers: str) -> HttpResponse:
    request = RequestFactory(headers=headers).get(path)
    with translation.override("vi"):
        response = ProblemMiddleware(lambda _request: HttpResponse()).process_exception(request, exception)
    assert response is not None
    return response


def test_a_person_gets_a_page_that_says_what_to_do() -> None:
    response = answer(Denied("work.assign_task"), accept="text/html")
    assert response.status_code == 403
    assert "kiểm tra chức danh đang chọn" in response.content.decode()
    assert "<html" in response.content.decode()


def test_htmx_gets_a_notice_and_no_page() -> None:
    response = answer(Denied("work.assign_task"), hx_request="true", accept="text/html")
    assert response["X-Problem"] == "denied"
    assert "<html" not in response.content.decode()


def test_a_program_gets_problem_json_with_every_field_at_fault() -> None:
    invalid = Invalid.many(
        [("due", Reason("extension.not_later")), ("due", Reason("extension.ran_out")), (None, Reason("holds.none"))]
    )
    response = answer(invalid, "/api/v1/tasks")
    body = json.loads(response.content)
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert body["type"] == "urn:roviec:problem:invalid"
    assert len(body["errors"]["due"]) == 2
    assert "*" in body["errors"]


def test_a_fault_of_ours_stays_a_fault() -> None:
    assert problems.problem_of(ZeroDivisionError()) is None


def test_one_request_has_one_time_and_an_id_to_quote() -> None:
    seen: list[datetime] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.extend([request.now, request.now])  # type: ignore[attr-defined]
        return HttpResponse()

    response = BusinessClockMiddleware(view)(RequestFactory().get("/"))
    assert seen[0] == seen[1]
    assert seen[0].tzinfo is UTC
    assert response["X-Request-ID"]


def test_the_business_clock_runs_ahead_by_the_registered_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_offset_source", clock._no_offset)
    clock.set_offset_source(lambda: timedelta(days=30))
    assert timedelta(days=30) <= clock.now() - system_now() + timedelta(seconds=1) < timedelta(days=30, seconds=2)

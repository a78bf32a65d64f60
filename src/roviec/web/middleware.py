"""What every request carries: the business time it is answered at, an id to quote when asking for help, and problems made readable."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from roviec.web import clock, problems

GetResponse = Callable[[HttpRequest], HttpResponse]


class BusinessClockMiddleware:
    """Sets `request.now` (aware, UTC) once, so that everything within one request agrees on the time, and `request.request_id`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = clock.now()  # type: ignore[attr-defined]
        request.request_id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response


class ProblemMiddleware:
    """Answers denied, conflicting and invalid requests in the form that the caller reads: page, fragment or problem+json."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        problem = problems.problem_of(exception)
        return problems.respond(request, problem) if problem else None

"""Whatever goes wrong under /api/, however deep, is answered as application/problem+json."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from roviec.web.problems import Problem, respond

WORDS = {
    400: ("bad_request", _("Yêu cầu không đọc được")),
    401: ("unauthorised", _("Cần đăng nhập")),
    403: ("denied", _("Bạn không có quyền làm việc này")),
    404: ("not_found", _("Không có địa chỉ hoặc nội dung này")),
    405: ("method_not_allowed", _("Địa chỉ này không nhận thao tác đó")),
    412: ("stale", _("Nội dung đã được người khác thay đổi")),
    413: ("too_large", _("Dữ liệu gửi lên quá lớn")),
    415: ("unsupported_type", _("Không nhận loại dữ liệu này")),
    422: ("invalid", _("Dữ liệu gửi lên chưa dùng được")),
    429: ("too_many_attempts", _("Quá nhiều yêu cầu. Hãy đợi một phút.")),
    500: ("fault", _("Lỗi của hệ thống")),
}


def problem_for(status: int, detail: str = "") -> Problem:
    code, title = WORDS.get(status, (f"http_{status}", HTTPStatus(status).phrase))
    return Problem(status, code, title, detail)


class ApiProblemMiddleware:
    """Stands outside everything that can refuse a request, and gives refusals in other forms the form of the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < 400 or not request.path.startswith("/api/"):
            return response
        if "problem+json" in response.get("Content-Type", ""):
            return response
        problem = respond(request, problem_for(response.status_code))
        for header in ("Allow", "WWW-Authenticate", "Retry-After"):
            if header in response:
                problem[header] = response[header]
        return problem

"""Problems a person or a program can act on, as a page, an htmx fragment or application/problem+json (RFC 9457)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.ledger.actions import Conflict
from roviec.web.reasons import sentence

Text = str | Promise


@dataclass(frozen=True)
class Problem:
    """`code` is stable and part of the API; `title` says what happened, `detail` why, `remedy` what to do now."""

    status: int
    code: str
    title: Text
    detail: Text = ""
    remedy: Text = ""
    errors: Mapping[str, Sequence[Text]] = field(default_factory=dict)

    def as_json(self, request: HttpRequest) -> dict[str, object]:
        body: dict[str, object] = {
            "type": f"urn:roviec:problem:{self.code}",
            "title": str(self.title),
            "status": self.status,
            "detail": str(self.detail or self.remedy),
            "instance": request.path,
            "request_id": getattr(request, "request_id", ""),
        }
        if self.errors:
            body["errors"] = {name: [str(text) for text in texts] for name, texts in self.errors.items()}
        return body


def problem_of(exception: Exception) -> Problem | None:
    """The problem that an exception of an action stands for; None when it is a fault of ours."""
    match exception:
        case Denied():
            return Problem(
                403,
                "denied",
                _("Bạn không có quyền làm việc này"),
                sentence(exception.reason),
                _(
                    "Nếu việc này thuộc nhiệm vụ của bạn, hãy kiểm tra chức danh đang chọn hoặc liên hệ người quản trị của đơn vị."
                ),
            )
        case Conflict():
            return Problem(
                409,
                "conflict",
                _("Nội dung vừa được người khác thay đổi"),
                _("Chưa có gì của bạn được lưu, và chưa có gì của người khác bị ghi đè."),
                _("Tải lại trang để xem bản mới nhất, rồi làm lại phần của bạn."),
            )
        case Invalid():
            errors: dict[str, list[Text]] = {}
            for name, reason in exception.problems:
                errors.setdefault(name or "*", []).append(sentence(reason))
            return Problem(
                422,
                "invalid",
                _("Dữ liệu gửi lên chưa dùng được"),
                sentence(exception.reason),
                _("Quay lại, sửa chỗ được nêu rồi gửi lại."),
                errors,
            )
    return None


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or (
        request.accepts("application/json") and not request.accepts("text/html")
    )


def respond(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem in the form that the caller reads; htmx gets a fragment that app.js shows as a notice."""
    if wants_json(request):
        return JsonResponse(problem.as_json(request), status=problem.status, content_type="application/problem+json")
    template = "web/_problem.html" if request.headers.get("HX-Request") == "true" else "web/problem.html"
    response = render(request, template, {"problem": problem}, status=problem.status)
    response["X-Problem"] = problem.code  # tells app.js that the body is a notice, not the fragment it asked for
    return response

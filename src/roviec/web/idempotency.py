"""Doubled clicks and doubled calls do it once: header `Idempotency-Key`, or hidden field `idempotency_key` of a form."""

import hashlib
from collections.abc import Callable, Iterator

from django.core.handlers.exception import response_for_exception
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.ledger.requests import GONE, KeyReused, answer_once
from roviec.web.problems import Problem, problem_of, respond

FIELD = "idempotency_key"
LONGEST = 120
SAFE = {"GET", "HEAD", "OPTIONS"}
NOT_HASHED = {FIELD, "csrfmiddlewaretoken"}


def new_key() -> str:
    """For the hidden field of a form: one key per form that is shown."""
    return new_id().hex


class IdempotencyMiddleware:
    """Runs a keyed request of a signed-in actor within one transaction together with its key. Stands innermost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        if request.method in SAFE or request.actor is None:
            return None
        key = key_of(request)
        if not key:
            return None
        if len(key) > LONGEST:
            return respond(request, Problem(400, "key_too_long", _("Idempotency-Key dài quá 120 ký tự")))

        def act() -> HttpResponse:
            try:
                response = view(request, *args, **kwargs)
            except Exception as error:
                # Outside a transaction the handlers further out would do this; here its answer decides about the rollback.
                problem = problem_of(error)
                return respond(request, problem) if problem else response_for_exception(request, error)
            return response.render() if hasattr(response, "render") and callable(response.render) else response

        try:
            response = answer_once(request.actor.account_id, key, hash_of(request), act)
        except KeyReused:
            detail = _("Mỗi khóa chỉ dùng cho một yêu cầu; khóa này đã dùng cho một yêu cầu khác.")
            return respond(request, Problem(422, "key_reused", _("Idempotency-Key đã được dùng"), detail))
        if response.status_code == GONE:
            detail = _("Yêu cầu này đã được thực hiện; bí mật trong câu trả lời chỉ hiện một lần và không được lưu.")
            remedy = _("Nếu chưa kịp chép lại, hãy thu hồi và tạo cái mới.")
            return respond(request, Problem(GONE, "shown_once", _("Chỉ hiện một lần"), detail, remedy))
        return response


def key_of(request: HttpRequest) -> str:
    if key := request.headers.get("Idempotency-Key", "").strip():
        return key
    if is_form(request):
        return request.POST.get(FIELD, "").strip()
    return ""


def is_form(request: HttpRequest) -> bool:
    return request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}


def hash_of(request: HttpRequest) -> str:
    """SHA-256 over method, address and what was sent; files by their content, so that the boundary of a form does not matter."""
    digest = hashlib.sha256(f"{request.method}\x1f{request.get_full_path()}".encode())
    for part in _parts(request):
        digest.update(b"\x1f" + part)
    return digest.hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    if not is_form(request):
        yield request.body
        return
    for name in sorted(set(request.POST) - NOT_HASHED):
        for value in request.POST.getlist(name):
            yield f"{name}={value}".encode()
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            content = hashlib.sha256()
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
            yield f"{name}:{file.name}:{content.hexdigest()}".encode()

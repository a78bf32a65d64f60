"""How much a request may carry: refused by its stated length, before anything of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from roviec.config.problems import problem_for
from roviec.web.problems import respond

# What a form carries beside its file: field names, boundaries, text.
AROUND_A_FILE = 1024 * 1024


class BodySizeMiddleware:
    """A body without a stated length is empty to WSGI, so there is no other way in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) <= settings.MAX_UPLOAD_BYTES + AROUND_A_FILE:
            return self.get_response(request)
        most = _("Tệp lớn nhất nhận được là %(size)s MB.") % {"size": settings.MAX_UPLOAD_BYTES // 1024**2}
        return respond(request, problem_for(413, most))

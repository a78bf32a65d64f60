"""Before exports and restructuring the person shows once more who sits at the screen."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from roviec.organisation.accounts_adapter import signed_in_recently
from roviec.web.problems import Problem, respond, wants_json

View = Callable[..., HttpResponse]


def recently_confirmed(view: View) -> View:
    """Lets a page pass when password or code were given within the last ten minutes, else asks for them and comes back.

    A POST has to be sent again from its page: what it carries is not kept meanwhile. API tokens pass: they are a credential
    of their own, with scopes.
    """

    @wraps(view)
    def confirmed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return confirmation_of(request) or view(request, *args, **kwargs)

    return confirmed


def confirmation_of(request: HttpRequest) -> HttpResponse | None:
    """What asks for password or code; None when they were given recently. For pages that first say whether the thing is there."""
    if getattr(request, "token", None) or signed_in_recently(request):
        return None
    back = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "/")
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    if not methods or wants_json(request):
        return respond(
            request,
            Problem(
                403,
                "confirmation_required",
                _("Cần xác nhận lại danh tính"),
                _("Việc này cần mật khẩu hoặc mã xác thực được nhập trong 10 phút gần đây."),
            ),
        )
    target = f"{methods[0]['url']}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)

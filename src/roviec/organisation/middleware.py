"""Who a request comes from: language, actor, and what an account must do before anything else."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from requests import RequestException

from roviec.core.actor import Actor
from roviec.organisation.accounts import token_of
from roviec.organisation.models import Scope
from roviec.organisation.queries.accounts import duty_needs_second_factor, has_second_factor
from roviec.organisation.queries.actors import actor_for, actor_of_token, mandates_of
from roviec.organisation.queries.calendars import keep_up_with
from roviec.web.problems import Problem, respond, wants_json

SESSION_KEY = "mandate"
SINCE, SEEN, SECOND_FACTOR = "since", "seen", "second_factor"
# Writing "last seen" at every request would cost a write per page; a minute is exact enough.
SEEN_EVERY_SECONDS = 60
SAFE = {"GET", "HEAD", "OPTIONS"}
WRONG_TOKENS = {"token": "30/m/ip"}
GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Vietnamese until somebody chooses otherwise, whatever language the browser was installed in. API clients choose by header."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if request.path.startswith("/api/"):
            language = translation.get_language_from_request(request)
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ActorMiddleware:
    """`request.actor` is an Actor for a signed-in account or a valid token, None for a visitor; worked out when first used.

    `request.token` is the ApiToken of a request with `Authorization: Bearer`, else None. Tokens open the API only.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.token = None
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer" and request.path.startswith("/api/"):
            if refusal := self._accept_token(request, text.strip()):
                return refusal
        else:
            request.mandates = SimpleLazyObject(lambda: mandates_of_request(request))
            request.actor = SimpleLazyObject(lambda: actor_of(request))
        return self.get_response(request)

    def _accept_token(self, request: HttpRequest, text: str) -> HttpResponse | None:
        token = token_of(text)
        if token is None:
            request.user = AnonymousUser()
            if not ratelimit.consume(request, app="roviec", action="token", config=WRONG_TOKENS, limit_get=True):
                return respond(request, Problem(429, "too_many_attempts", _("Sai quá nhiều lần. Hãy đợi một phút.")))
            return unauthorised(request, "token_invalid")
        if Scope.READ not in token.scopes and Scope.WRITE not in token.scopes and Scope.ADMIN not in token.scopes:
            return respond(request, Problem(403, "scope_missing", _("Mã truy cập không có quyền này.")))
        if request.method not in SAFE and not {Scope.WRITE, Scope.ADMIN} & set(token.scopes):
            return respond(request, Problem(403, "scope_missing", _("Mã truy cập này chỉ được đọc.")))
        request.token = token
        request.user = token.account
        request.actor = actor_of_token(token, localtime(request.now).date(), administers=Scope.ADMIN in token.scopes)
        return None


def unauthorised(request: HttpRequest, code: str = "unauthorised") -> HttpResponse:
    response = respond(
        request,
        Problem(
            401,
            code,
            _("Cần đăng nhập"),
            _("Mã truy cập thiếu, sai, hết hạn hoặc đã bị thu hồi; hoặc phiên làm việc đã hết."),
        ),
    )
    response["WWW-Authenticate"] = 'Bearer realm="roviec"'
    return response


def mandates_of_request(request: HttpRequest) -> list:
    if not request.user.is_authenticated:
        return []
    mandates = list(mandates_of(request.user, localtime(request.now).date()))
    if mandates:
        keep_up_with(mandates[0].calendars_at)
    return mandates


def actor_of(request: HttpRequest) -> Actor | None:
    """The account under the chosen mandate, else the one it chose last time, else its scoring one."""
    if not request.user.is_authenticated:
        return None
    by_id = {str(mandate.pk): mandate for mandate in request.mandates}
    chosen = by_id.get(request.session.get(SESSION_KEY, "")) or by_id.get(str(request.user.last_mandate_id))
    return actor_for(request.user, chosen or next(iter(by_id.values()), None), localtime(request.now).date())


class AccountGateMiddleware:
    """Before anything else: a session that ended is ended, a first password is changed, a mandate chosen, a second factor set up."""

    ALWAYS_OPEN = frozenset(
        {"account_logout", "account_reauthenticate", "mfa_reauthenticate", "set_language", "health"}
    )
    OPEN_FOR = {
        "password": frozenset({"account_change_password"}),
        "mandate": frozenset({"choose_mandate", "switch_mandate"}),
        "second_factor": frozenset({"mfa_activate_totp", "switch_mandate", "choose_mandate"}),
    }
    DOORS = {
        "password": "account_change_password",
        "mandate": "organisation:choose_mandate",
        "second_factor": "mfa_activate_totp",
    }
    WHY = {
        "password": _("Hãy đổi mật khẩu được cấp lần đầu trước khi làm việc."),
        "mandate": _("Hãy chọn chức danh trước khi làm việc."),
        "second_factor": _("Chức danh của bạn bắt buộc xác thực hai bước. Hãy bật ứng dụng xác thực."),
    }

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.token is None and request.user.is_authenticated:
            end_old_session(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if request.token is not None or not request.user.is_authenticated:
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in self.ALWAYS_OPEN:
            return None
        duty = self._first_duty(request)
        if duty is None or name in self.OPEN_FOR[duty]:
            return None
        if wants_json(request):
            return respond(request, Problem(403, f"{duty}_required", self.WHY[duty]))
        if duty == "mandate" and request.method not in SAFE:
            return None  # the last mandate is used; asking now would lose what was typed
        target = f"{reverse(self.DOORS[duty])}?{urlencode({'next': request.get_full_path()})}"
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": reverse(self.DOORS[duty])})
        return HttpResponseRedirect(target)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """An identity provider that does not answer is no fault of ours; the page offers the password instead."""
        name = request.resolver_match.url_name if request.resolver_match else None
        if isinstance(exception, RequestException) and name in {"openid_connect_login", "openid_connect_callback"}:
            return render(request, "socialaccount/authentication_error.html", status=502)
        return None

    def _first_duty(self, request: HttpRequest) -> str | None:
        assert request.user.is_authenticated
        if request.user.must_change_password:
            return "password"
        ids = {str(mandate.pk) for mandate in request.mandates}
        if len(ids) > 1 and request.session.get(SESSION_KEY) not in ids:
            return "mandate"
        if not settings.REQUIRE_TOTP or request.session.get(SECOND_FACTOR):
            return None
        if duty_needs_second_factor(request.actor):
            if not has_second_factor(request.user):
                return "second_factor"
            request.session[SECOND_FACTOR] = True
        return None


def end_old_session(request: HttpRequest) -> None:
    """Signs out a session that stood unused, or lasted, too long. System time: the demo clock ends no session."""
    now = int(time.time())
    since = request.session.setdefault(SINCE, now)
    seen = request.session.get(SEEN, now)
    if now - seen > settings.SESSION_IDLE_SECONDS or now - since > settings.SESSION_COOKIE_AGE:
        logout(request)
        return
    if now - seen >= SEEN_EVERY_SECONDS or SEEN not in request.session:
        request.session[SEEN] = now


class SignedInMiddleware(LoginRequiredMiddleware):
    """Every address asks for a sign-in unless its view says `login_not_required`: a forgotten decorator opens nothing."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]) -> HttpResponse:  # type: ignore[override]
        if wants_json(request):
            return unauthorised(request)
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("account_login")})
        return super().handle_no_permission(request, view_func)

"""How allauth signs in here: by username, no sign-up, addresses behind a stated number of proxies, secrets kept encrypted."""

import base64
import hashlib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal.httpkit import clean_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roviec.organisation.accounts import note_own_password
from roviec.organisation.models import Account
from roviec.organisation.queries.accounts import account_named, needs_second_factor
from roviec.web import clock


def client_address(request: HttpRequest) -> str:
    """The address that the outermost of our own proxies saw. What a client writes into X-Forwarded-For stands further left and is ignored."""
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if 0 < settings.PROXY_DEPTH <= len(forwarded):
        address = forwarded[-settings.PROXY_DEPTH]
    try:
        return clean_client_ip(address) or "unknown"
    except Exception:  # allauth refuses what is no address; all such clients then share one allowance
        return "unknown"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản này đã bị khóa."),
        "enter_current_password": _("Mật khẩu hiện tại không đúng."),
        "incorrect_code": _("Mã không đúng hoặc đã dùng rồi."),
        "incorrect_password": _("Mật khẩu không đúng."),
        "invalid_login": _("Không đăng nhập được."),
        "too_many_login_attempts": _("Sai quá nhiều lần. Hãy đợi 5 phút rồi thử lại."),
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "email_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "rate_limited": _("Bạn gửi quá nhiều yêu cầu. Hãy đợi một phút."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Who signed in a few minutes ago has just shown the password."""
        return not signed_in_recently(self.request)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
        return response

    def set_password(self, user: Account, password: str) -> None:
        """Keeps the new password (only its columns) and that the person chose it."""
        user.set_password(password)
        user.save(update_fields=["password"])
        note_own_password(user, at=clock.now(), by=self.request.actor)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's messages are not ours: where the person is now says that it worked."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Notices go through alerts, not through allauth's e-mails."""


def signed_in_recently(request: HttpRequest) -> bool:
    """True when a password or code was given in this session within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = (hashlib.sha256(b"roviec.totp\x1f" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of authenticator apps are encrypted with a key derived from the installation's: a stolen dump does not hold them."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Chức danh của bạn bắt buộc xác thực hai bước nên không thể tắt."),
        "cannot_generate_recovery_codes": _("Hãy bật ứng dụng xác thực trước khi tạo mã dự phòng."),
        "incorrect_code": _("Mã không đúng hoặc đã dùng rồi."),
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not needs_second_factor(authenticator.user, clock.now())


class IdentityProviderAdapter(DefaultSocialAccountAdapter):
    """Signing in through the city's identity provider (OpenID Connect) reaches accounts that exist; it opens none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The first time, an identity is joined to the account of the same username. So the provider is trusted with usernames."""
        if sociallogin.is_existing:
            return
        username = sociallogin.account.extra_data.get("userinfo", sociallogin.account.extra_data).get(
            "preferred_username"
        )
        account = account_named(username) if username else None
        if account:
            sociallogin.connect(request, account)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("mfa_index")

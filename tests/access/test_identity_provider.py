"""The groundwork for OpenID Connect: off until configured; on, it reaches existing accounts and opens none."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.test import Client, RequestFactory

from roviec.organisation.accounts_adapter import IdentityProviderAdapter
from roviec.organisation.models import Account

ROOT = Path(__file__).parents[2]
SHOW = """
import django; django.setup()
from django.core.management import call_command; call_command("migrate", verbosity=0)
from django.test import Client
page = Client().get("/tai-khoan/dang-nhap/", HTTP_HOST="localhost")
print(page["Content-Security-Policy"]); print(page.content.decode())
print(Client(raise_request_exception=False).post("/tai-khoan/oidc/oidc/login/", HTTP_HOST="localhost").content.decode())
"""


def test_without_a_provider_the_sign_in_page_offers_none(client: Client, db: None) -> None:
    assert "oidc" not in client.get("/tai-khoan/dang-nhap/").content.decode()


def test_a_configured_provider_is_offered_and_its_silence_is_said(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "roviec.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "ROVIEC_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "ROVIEC_OIDC_SERVER": "http://127.0.0.1:9/realms/thanh-pho",
        "ROVIEC_OIDC_CLIENT": "roviec",
        "ROVIEC_OIDC_NAME": "Thành phố",
    }
    done = subprocess.run([sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    assert "form-action 'self' http://127.0.0.1:9;" in done.stdout.replace("\n", ";")
    assert "Đăng nhập bằng Thành phố" in done.stdout
    assert "Nơi xác thực chung không trả lời" in done.stdout, done.stderr[-300:]


def a_login(username: str | None) -> SocialLogin:
    claims = {"userinfo": {"preferred_username": username}} if username else {}
    return SocialLogin(account=SocialAccount(provider="oidc", uid="1", extra_data=claims))


@pytest.mark.parametrize(
    ("username", "active", "joined"),
    [
        ("chuyenvien", True, True),
        ("chuyenvien", False, False),
        ("khongco", True, False),
        ("worker", True, False),
        (None, True, False),
    ],
)
def test_an_identity_is_joined_to_the_open_account_of_the_same_username_only(
    clerk: Account, username: str | None, active: bool, joined: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    Account.objects.filter(pk=clerk.pk).update(is_active=active)
    connected: list[Account] = []
    login = a_login(username)
    monkeypatch.setattr(login, "connect", lambda request, account: connected.append(account))
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=False)
    IdentityProviderAdapter().pre_social_login(request, login)
    assert connected == ([clerk] if joined else [])
    assert not IdentityProviderAdapter().is_open_for_signup(request, login)

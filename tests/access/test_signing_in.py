"""Signing in: who gets in, who is stopped, what has to be done first, when a session ends."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.test import Client
from django.urls import NoReverseMatch, reverse

from roviec.organisation.models import Account
from tests.access.people import PASSWORD, sign_in

TOKENS = "/tai-khoan/ma-truy-cap/"


def current_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def totp(settings):
    settings.REQUIRE_TOTP = True


def test_a_visitor_is_asked_to_sign_in_whatever_address_is_asked_for(client: Client, db: None) -> None:
    response = client.get(TOKENS)
    assert response.status_code == 302
    assert response["Location"].startswith("/tai-khoan/dang-nhap/")


def test_the_right_password_lets_in_and_the_wrong_one_does_not(client: Client, clerk: Account) -> None:
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in sign_in(client, "chuyenvien", "sai").content.decode()
    assert sign_in(client, "chuyenvien").status_code == 302
    assert client.get(TOKENS).status_code == 200


def test_an_unknown_username_is_answered_like_a_wrong_password(client: Client, clerk: Account) -> None:
    known, unknown = sign_in(client, "chuyenvien", "sai"), sign_in(client, "khongco", "sai")
    assert known.status_code == unknown.status_code
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in unknown.content.decode()


def test_passwords_are_kept_with_argon2(clerk: Account) -> None:
    assert clerk.password.startswith("argon2$argon2id$")


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email"])
def test_nobody_opens_an_account_or_gets_a_password_by_mail(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_after_five_wrong_passwords_even_the_right_one_waits(client: Client, clerk: Account) -> None:
    for _attempt in range(5):
        sign_in(client, "chuyenvien", "sai")
    assert "Sai quá nhiều lần" in sign_in(client, "chuyenvien").content.decode()
    assert client.get(TOKENS).status_code == 302


def test_a_forged_forwarded_address_does_not_escape_the_limit_of_the_address(client: Client, clerk: Account) -> None:
    answers = [
        sign_in(client, f"khong-co-{n}", "sai", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}").content.decode() for n in range(40)
    ]
    assert "Sai quá nhiều lần" in answers[-1] or "Quá nhiều yêu cầu" in answers[-1]


def test_behind_one_proxy_the_address_is_the_one_that_the_proxy_saw(client: Client, clerk: Account, settings) -> None:
    settings.PROXY_DEPTH = 1
    for n in range(40):
        sign_in(client, f"khong-co-{n}", "sai", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}, 203.0.113.9")
    blocked = sign_in(client, "chuyenvien", HTTP_X_FORWARDED_FOR="10.9.9.9, 203.0.113.9")
    assert blocked.status_code == 429 or "Sai quá nhiều lần" in blocked.content.decode()
    assert sign_in(Client(), "chuyenvien", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.4").status_code == 302


@pytest.mark.parametrize("header", ["", "rác", "1.2.3.4, ", "a, b"])
def test_a_senseless_forwarded_address_is_no_fault(client: Client, clerk: Account, settings, header: str) -> None:
    settings.PROXY_DEPTH = 2
    assert sign_in(client, "chuyenvien", HTTP_X_FORWARDED_FOR=header).status_code == 302


def test_a_first_password_has_to_be_changed_before_anything_else(client: Client, clerk: Account) -> None:
    Account.objects.update(must_change_password=True)
    sign_in(client, "chuyenvien")
    assert client.get(TOKENS)["Location"].startswith("/tai-khoan/mat-khau/")
    same = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    assert "phải khác" in client.post("/tai-khoan/mat-khau/", same).content.decode()
    new = {"oldpassword": PASSWORD, "password1": "mot-cau-dai-va-la-9", "password2": "mot-cau-dai-va-la-9"}
    assert client.post("/tai-khoan/mat-khau/", new).status_code == 302
    assert client.get(TOKENS).status_code == 200
    clerk.refresh_from_db()
    assert not clerk.must_change_password
    assert clerk.ledger_seq == 1


def test_a_short_or_common_password_is_refused(client: Client, clerk: Account) -> None:
    sign_in(client, "chuyenvien")
    new = {"oldpassword": PASSWORD, "password1": "matkhau", "password2": "matkhau"}
    assert client.post("/tai-khoan/mat-khau/", new).status_code == 200
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_sessions_of_a_closed_account_end_at_once(client: Client, clerk: Account) -> None:
    sign_in(client, "chuyenvien")
    Account.objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get(TOKENS).status_code == 302


def test_a_new_password_ends_the_other_sessions(client: Client, clerk: Account) -> None:
    elsewhere = Client()
    sign_in(elsewhere, "chuyenvien")
    sign_in(client, "chuyenvien")
    new = {"oldpassword": PASSWORD, "password1": "mot-cau-dai-va-la-9", "password2": "mot-cau-dai-va-la-9"}
    client.post("/tai-khoan/mat-khau/", new)
    assert client.get(TOKENS).status_code == 200
    assert elsewhere.get(TOKENS).status_code == 302


@pytest.mark.parametrize(("unused", "lasted"), [(3 * 3600, 0), (0, 13 * 3600)])
def test_a_session_ends_when_unused_or_when_it_lasted_too_long(
    client: Client, clerk: Account, unused: int, lasted: int
) -> None:
    sign_in(client, "chuyenvien")
    client.get(TOKENS)
    session = client.session
    session["seen"] -= unused
    session["since"] -= lasted
    session.save()
    assert client.get(TOKENS).status_code == 302
    assert client.get(TOKENS)["Location"].startswith("/tai-khoan/dang-nhap/")


def test_a_leader_sets_up_a_second_factor_before_anything_else(client: Client, chair: Account, totp: None) -> None:
    sign_in(client, "chutich")
    assert client.get(TOKENS)["Location"].startswith("/tai-khoan/hai-buoc/bat/")
    page = client.get("/tai-khoan/hai-buoc/bat/")
    secret = page.context["form"].secret
    assert "xác thực hai bước" in page.content.decode()
    assert client.post("/tai-khoan/hai-buoc/bat/", {"code": current_code(secret)}).status_code == 302
    assert client.get(TOKENS).status_code == 200
    stored = Authenticator.objects.get(user=chair, type="totp").data["secret"]
    assert secret not in stored


def test_a_clerk_needs_no_second_factor(client: Client, clerk: Account, totp: None) -> None:
    sign_in(client, "chuyenvien")
    assert client.get(TOKENS).status_code == 200


def test_in_the_demo_a_leader_gets_in_with_the_password_alone(client: Client, chair: Account) -> None:
    sign_in(client, "chutich")
    assert client.get(TOKENS).status_code == 200


def test_with_a_second_factor_the_password_alone_does_not_let_in(client: Client, chair: Account, totp: None) -> None:
    secret = generate_totp_secret()
    TOTP.activate(chair, secret)
    assert sign_in(client, "chutich")["Location"].startswith("/tai-khoan/hai-buoc/ma/")
    assert client.get(TOKENS)["Location"].startswith("/tai-khoan/dang-nhap/")
    assert "Mã không đúng" in client.post("/tai-khoan/hai-buoc/ma/", {"code": "000000"}).content.decode()
    assert client.post("/tai-khoan/hai-buoc/ma/", {"code": current_code(secret)}).status_code == 302
    assert client.get(TOKENS).status_code == 200


def test_a_leader_cannot_switch_the_second_factor_off(client: Client, chair: Account, totp: None) -> None:
    TOTP.activate(chair, generate_totp_secret())
    sign_in(client, "chutich")
    secret = TOTP(Authenticator.objects.get(user=chair))
    client.post("/tai-khoan/hai-buoc/ma/", {"code": current_code(decrypt(secret.instance.data["secret"]))})
    assert "bắt buộc xác thực hai bước" in client.post("/tai-khoan/hai-buoc/tat/").content.decode()
    assert Authenticator.objects.filter(user=chair, type="totp").exists()


def test_the_language_follows_the_account_to_the_next_device(client: Client, clerk: Account) -> None:
    sign_in(client, "chuyenvien")
    assert "Đăng xuất" in client.get(TOKENS).content.decode()
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    elsewhere = Client()
    sign_in(elsewhere, "chuyenvien")
    assert elsewhere.get(TOKENS)["Content-Language"] == "en"


def test_an_english_browser_still_gets_vietnamese_first(client: Client, db: None) -> None:
    page = client.get("/tai-khoan/dang-nhap/", HTTP_ACCEPT_LANGUAGE="en-US,en;q=0.9")
    assert page["Content-Language"] == "vi"

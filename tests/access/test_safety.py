"""What stands around every page: headers, logs without secrets, and settings that production refuses."""

import io
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import CheckMessage
from django.test import Client

from roviec.config.checks import filesystem_of, production
from roviec.config.logs import SecretsFilter, without_secrets
from roviec.organisation.models import Account
from tests.access.people import PASSWORD, sign_in
from tests.access.test_mandates_and_tokens import a_token, call

ROOT = Path(__file__).parents[2]


def test_pages_run_no_script_and_no_style_of_their_own(client: Client, db: None) -> None:
    policy = client.get("/tai-khoan/dang-nhap/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    for part in (
        "default-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    ):
        assert part in policy


def test_pages_stay_out_of_frames_and_tell_no_other_site_where_one_came_from(client: Client, db: None) -> None:
    page = client.get("/tai-khoan/dang-nhap/")
    assert page["X-Frame-Options"] == "DENY"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Content-Type-Options"] == "nosniff"


def test_the_pages_of_an_account_are_not_kept_by_caches(client: Client, clerk: Account) -> None:
    sign_in(client, "chuyenvien")
    assert "no-store" in client.get("/tai-khoan/ma-truy-cap/")["Cache-Control"]


def test_session_cookies_are_out_of_reach_of_scripts_and_other_sites(client: Client, clerk: Account) -> None:
    sign_in(client, "chuyenvien")
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_file_of_several_megabytes_arrives_and_one_beyond_the_limit_is_refused_unread(
    client: Client, clerk: Account, settings
) -> None:
    sign_in(client, "chuyenvien")
    with io.BytesIO(b"x" * 5_000_000) as five:
        request = client.post("/tai-khoan/chuc-danh/doi/", {"tep": five}).wsgi_request
    assert request.FILES["tep"].size == 5_000_000
    refused = client.generic("POST", "/tai-khoan/chuc-danh/doi/", b"", CONTENT_LENGTH=str(200 * 1024**2))
    assert refused.status_code == 413
    assert "25 MB" in refused.content.decode()


def test_uploads_never_touch_the_disk_before_they_are_judged(settings) -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE >= settings.MAX_UPLOAD_BYTES


@pytest.fixture
def log() -> io.StringIO:
    """Everything that any logger says, at the most talkative level, through the filter of our handlers."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(SecretsFilter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def test_no_password_and_no_token_is_in_any_log(client: Client, clerk: Account, log: io.StringIO, settings) -> None:
    settings.DEBUG = True  # SQL is logged then
    text = a_token(clerk)
    log.truncate(0)  # making the account is the test's own doing
    sign_in(client, "chuyenvien", "mật-khẩu-sai-123")
    sign_in(client, "chuyenvien")
    client.get(f"/tai-khoan/dang-nhap/?password={PASSWORD}")
    call(text)
    call(text[:-4] + "zzzz")
    client.get(f"/khong-co/?token={text}")
    said = log.getvalue()
    assert said
    for secret in (PASSWORD, "mật-khẩu-sai-123", text, text[:-4] + "zzzz"):
        assert secret not in said


@pytest.mark.parametrize(
    "line",
    [
        "Authorization: Bearer rv_abcdefghijklmnopqrstuvwxyz",
        "POST {'login': 'an', 'password': 'rat bi mat'}",
        '{"password1": "rat bi mat"}',
        "GET /x?token=rat-bi-mat&y=1",
        "<QueryDict: {'password': ['rat bi mat']}>",
        "lỗi ở rv_abcdefghijklmnopqrstuvwxyz0123",
    ],
)
def test_a_secret_is_taken_out_of_a_line(line: str) -> None:
    safe = without_secrets(line)
    assert "bi mat" not in safe
    assert "bi-mat" not in safe
    assert "rv_abc" not in safe


def test_a_secret_in_a_traceback_is_taken_out(log: io.StringIO) -> None:
    try:
        raise ValueError("password='rat bi mat'")
    except ValueError:
        logging.getLogger("x").exception("hỏng")
    assert "rat bi mat" not in log.getvalue()
    assert "ValueError" in log.getvalue()


GOOD = {
    "PRODUCTION": True,
    "DEBUG": False,
    "DEMO": False,
    "SECRET_KEY": "một-khóa-dài-đủ-mạnh-cho-vận-hành-thật-0123456789-abcdef",
    "ALLOWED_HOSTS": ["viec.phuong.gov.vn"],
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "CSRF_TRUSTED_ORIGINS": ["https://viec.phuong.gov.vn"],
    "REQUIRE_TOTP": True,
    "PROXY_DEPTH": 1,
}


def found(settings, **changed: object) -> list[CheckMessage]:
    for name, value in {**GOOD, **changed}.items():
        setattr(settings, name, value)
    return [message.id for message in production()]


def test_good_settings_of_production_pass(settings) -> None:
    assert found(settings) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"DEBUG": True}, "roviec.E001"),
        ({"DEMO": True}, "roviec.E002"),
        ({"SECRET_KEY": "ngắn"}, "roviec.E003"),
        ({"SECRET_KEY": "a" * 80}, "roviec.E003"),
        ({"SECRET_KEY": "django-insecure-0123456789-abcdefghijklmnopqrstuvwxyz-dài"}, "roviec.E003"),
        ({"ALLOWED_HOSTS": []}, "roviec.E004"),
        ({"ALLOWED_HOSTS": ["a.vn", "*"]}, "roviec.E004"),
        ({"SESSION_COOKIE_SECURE": False}, "roviec.E005"),
        ({"CSRF_TRUSTED_ORIGINS": ["http://viec.phuong.gov.vn"]}, "roviec.E006"),
        ({"REQUIRE_TOTP": False}, "roviec.W001"),
        ({"PROXY_DEPTH": 0}, "roviec.W002"),
    ],
)
def test_production_names_each_unsafe_setting(settings, changed: dict[str, object], code: str) -> None:
    assert code in found(settings, **changed)


def test_outside_production_nothing_is_asked(settings) -> None:
    settings.PRODUCTION = False
    assert production() == []


def test_a_network_disk_is_known_by_its_mount() -> None:
    mounts = "/dev/sda1 / ext4 rw 0 0\nserver:/x /srv/du\\040lieu nfs4 rw 0 0\n"
    assert filesystem_of(Path("/srv/du lieu/roviec.sqlite3"), mounts) == "nfs4"
    assert filesystem_of(Path("/srv/khac/roviec.sqlite3"), mounts) == "ext4"


def test_roviec_serve_does_not_start_with_unsafe_settings_and_says_which(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "ROVIEC_VAR": str(tmp_path),
        "ROVIEC_PRODUCTION": "1",
        "ROVIEC_DEMO": "1",
        "ROVIEC_SECRET_KEY": "ngắn",
        "ROVIEC_LANG": "vi",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
    }
    command = [sys.executable, "-m", "roviec.cli.main"]
    run = {"cwd": ROOT, "env": environment, "capture_output": True, "text": True, "timeout": 120}
    assert subprocess.run([*command, "migrate"], **run).returncode == 0
    done = subprocess.run([*command, "serve", "--port", "0"], **run)
    assert done.returncode == 2
    for code in ("roviec.E002", "roviec.E003", "roviec.E004"):
        assert code in done.stderr
    assert "Traceback" not in done.stderr

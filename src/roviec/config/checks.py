"""What production refuses to start with. Each check says what is wrong and which setting mends it (docs/reference/settings.md)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from roviec.paper.office import converter

TAG = "production"
SHORTEST_KEY = 50
FEWEST_LETTERS = 10
# File locks over the network do not hold what SQLite needs of them.
NETWORK_FILESYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "glusterfs", "ceph"}


@register(TAG)
def production(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Nothing outside production; inside it, every reason not to start at once, not the first alone."""
    return list(_problems()) if settings.PRODUCTION else []


def _problems() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        yield Error(
            _("ROVIEC_DEBUG đang bật: trang lỗi sẽ lộ mã nguồn và dữ liệu."), _("Bỏ ROVIEC_DEBUG."), id="roviec.E001"
        )
    if settings.DEMO:
        yield Error(
            _("ROVIEC_DEMO đang bật: ai cũng đọc được mật khẩu của bản dùng thử."),
            _("Bỏ ROVIEC_DEMO."),
            id="roviec.E002",
        )
    key = _key()
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS or "insecure" in key:
        yield Error(
            _("ROVIEC_SECRET_KEY thiếu hoặc yếu: chữ ký, phiên làm việc và khóa xác thực hai bước dựa vào nó."),
            _('Tạo một khóa: python3 -c "import secrets; print(secrets.token_urlsafe(64))"'),
            id="roviec.E003",
        )
    if not settings.ALLOWED_HOSTS or any(host.strip() in {"*", ""} for host in settings.ALLOWED_HOSTS):
        yield Error(
            _("ROVIEC_HOSTS thiếu hoặc là “*”: hệ thống sẽ trả lời dưới mọi tên miền."),
            _("Ghi tên miền thật, ví dụ ROVIEC_HOSTS=viec.phuong.gov.vn"),
            id="roviec.E004",
        )
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SESSION_COOKIE_HTTPONLY):
        yield Error(_("Cookie phiên làm việc có thể đi qua kết nối không mã hóa."), id="roviec.E005")
    if any(not origin.startswith("https://") for origin in settings.CSRF_TRUSTED_ORIGINS):
        yield Error(
            _("ROVIEC_ORIGINS có địa chỉ không phải https."),
            _("Chỉ dùng địa chỉ bắt đầu bằng https://"),
            id="roviec.E006",
        )
    database = settings.DATABASES["default"]
    if (
        database["ENGINE"].endswith("sqlite3")
        and (kind := filesystem_of(Path(database["NAME"]))) in NETWORK_FILESYSTEMS
    ):
        yield Error(
            _("Tệp SQLite nằm trên ổ mạng (%(kind)s): khóa tệp ở đó không đáng tin, dữ liệu có thể hỏng.")
            % {"kind": kind},
            _("Dùng ổ đĩa của máy, hoặc PostgreSQL qua DATABASE_URL."),
            id="roviec.E007",
        )
    if not settings.REQUIRE_TOTP:
        yield Warning(
            _("Lãnh đạo và quản trị không bắt buộc xác thực hai bước."),
            _("Bỏ ROVIEC_REQUIRE_TOTP=0."),
            id="roviec.W001",
        )
    if converter() is None:
        yield Warning(
            _("Chưa có LibreOffice: không đọc được tệp .doc cũ và không in được thông báo kết luận ra PDF."),
            _("apt install libreoffice-writer"),
            id="roviec.W003",
        )
    if not settings.PROXY_DEPTH:
        yield Warning(
            _(
                "ROVIEC_PROXY_DEPTH là 0: đứng sau máy chủ proxy thì mọi người dùng chung một giới hạn đăng nhập và https không được nhận ra."
            ),
            _("Đứng sau một proxy: ROVIEC_PROXY_DEPTH=1."),
            id="roviec.W002",
        )


def _key() -> str:
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:
        return ""


def filesystem_of(path: Path, mounts: str | None = None) -> str:
    """The kind of filesystem that holds the path, as /proc/mounts names it; "" where there is no such list."""
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
    whole = path.absolute()
    best, kind = -1, ""
    for line in mounts.splitlines():
        folder, filesystem = line.split()[1:3]
        mount = Path(folder.replace("\\040", " "))
        if (whole == mount or mount in whole.parents) and len(mount.parts) > best:
            best, kind = len(mount.parts), filesystem
    return kind

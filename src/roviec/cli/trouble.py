"""What can go wrong with a backup, in the user's words."""

import contextlib
from collections.abc import Iterator

from roviec.cli.command import CommandError
from roviec.cli.house import end_bar
from roviec.cli.language import gettext as _
from roviec.cli.language import gettext_noop

SENTENCES = {
    "not_written": gettext_noop("%(path)s: không ghi được: %(why)s"),
    "no_backup": gettext_noop(
        "%(path)s không phải bản sao lưu của Rõ Việc, hoặc đã hỏng (%(why)s). Chưa có gì thay đổi."
    ),
    "not_fitting": gettext_noop("%(path)s: cơ sở dữ liệu không nhận: %(why)s. Chưa có gì thay đổi."),
    "cut_off": gettext_noop("%(path)s bị cắt cụt: thiếu phần cuối. Chưa có gì thay đổi."),
    "differs": gettext_noop("%(path)s: nội dung không khớp mã kiểm tra. Chưa có gì thay đổi."),
    "newer": gettext_noop("Bản sao lưu do phiên bản mới hơn (%(version)s) ghi; hãy nâng cấp Rõ Việc trước."),
    "not_empty": gettext_noop("Cơ sở dữ liệu đang có dữ liệu. Muốn thay toàn bộ, thêm --replace."),
    "database_newer": gettext_noop(
        "Cơ sở dữ liệu mới hơn bản sao lưu (%(version)s); hãy khôi phục vào một cơ sở dữ liệu trống."
    ),
}


@contextlib.contextmanager
def backup_trouble() -> Iterator[None]:
    from roviec.ledger.archive import BackupError  # noqa: PLC0415  Django is set up by now

    try:
        yield
    except BackupError as error:
        end_bar()
        raise CommandError(_(SENTENCES[error.code]) % error.facts) from None

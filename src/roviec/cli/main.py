"""The `roviec` command. A new command is one module and one line in `COMMANDS`; it is imported only when it is called."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import cast

from roviec.cli.command import UNUSABLE, Command, CommandError, Module
from roviec.cli.language import gettext as _
from roviec.cli.language import gettext_noop, speak

COMMANDS = {
    "due": Command("roviec.cli.due", gettext_noop("Tính hạn theo lịch làm việc, nêu rõ những ngày không tính")),
    "extract": Command(
        "roviec.cli.extract", gettext_noop("Đọc văn bản giao nhiệm vụ, liệt kê từng nhiệm vụ: ai làm, khi nào xong")
    ),
    "corrections": Command(
        "roviec.cli.corrections",
        gettext_noop("Liệt kê những chỗ người dùng đã sửa kết quả đọc văn bản, làm ví dụ dạy bộ đọc"),
    ),
    "schedule": Command(
        "roviec.cli.schedule", gettext_noop("Tính ngày sớm, muộn, thời gian dự trữ và đường găng của một kế hoạch")
    ),
    "gantt": Command("roviec.cli.gantt", gettext_noop("Vẽ biểu đồ Gantt từ kế hoạch hoặc văn bản giao nhiệm vụ")),
    "handovers": Command(
        "roviec.cli.handovers", gettext_noop("Đọc nhật ký sự kiện: ai chuyển việc cho ai, giữ bao lâu, việc quay vòng")
    ),
    "score": Command(
        "roviec.cli.score", gettext_noop("Chấm điểm một kỳ của một công chức, mỗi điểm kèm quy định và dữ kiện")
    ),
    "worker": Command("roviec.cli.worker", gettext_noop("Chạy tiến trình nền: tính quá hạn, thông báo, việc định kỳ")),
    "queue": Command("roviec.cli.queue", gettext_noop("Xem những gì đang chờ xử lý, chờ gửi; thử gửi lại")),
    "serve": Command("roviec.cli.serve", gettext_noop("Chạy máy chủ web")),
    "history": Command(
        "roviec.cli.history", gettext_noop("Nạp lịch sử việc đã qua từ nhật ký của hệ thống khác, cho dự báo")
    ),
    "migrate": Command("roviec.cli.migrate", gettext_noop("Nâng cơ sở dữ liệu lên phiên bản này")),
    "account": Command("roviec.cli.account", gettext_noop("Mở, khóa tài khoản; cấp mật khẩu mới")),
    "ledger": Command("roviec.cli.ledger", gettext_noop("Kiểm tra sổ nhật ký có còn nguyên vẹn")),
    "backup": Command("roviec.cli.backup", gettext_noop("Sao lưu cơ sở dữ liệu và tệp vào một tệp")),
    "demo": Command("roviec.cli.demo", gettext_noop("Thành phố minh họa: nạp, tài khoản theo vai, đồng hồ")),
    "restore": Command("roviec.cli.restore", gettext_noop("Khôi phục từ bản sao lưu, vào SQLite hoặc PostgreSQL")),
}


def _parser(name: str | None) -> tuple[argparse.ArgumentParser, Module | None]:
    """The parser, filled in for the one command that is called; the others show their summary only."""
    parser = argparse.ArgumentParser(
        prog="roviec",
        description=_("Rõ Việc: từ việc được giao đến việc đã xong, ai làm và khi nào."),
        epilog=_("Mã thoát: 0 xong; 1 xong nhưng chưa đủ; 2 sai cách dùng hoặc dữ liệu không dùng được."),
    )
    parsers = parser.add_subparsers(dest="command", metavar=_("LỆNH"), title=_("các lệnh"))
    module: Module | None = None
    for one, command in COMMANDS.items():
        sub = parsers.add_parser(one, help=_(command.summary), description=_(command.summary))
        if one == name:
            module = cast(Module, importlib.import_module(command.module))
            module.add_arguments(sub)
    return parser, module


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    speak()
    words = list(sys.argv[1:] if argv is None else argv)
    name = next((word for word in words if not word.startswith("-")), None)
    parser, module = _parser(name)
    arguments = parser.parse_args(words)
    if module is None:
        parser.print_help(sys.stderr)
        return UNUSABLE
    try:
        return module.run(arguments)
    except CommandError as error:
        print(f"roviec {name}: {error}", file=sys.stderr)
        return error.code
    except BrokenPipeError:
        # The reader of our output went away ("| head"): nothing to say, and nowhere to say it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())

"""`roviec restore FILE`: a backup into this installation's database, of either kind, and its files."""

import argparse
from pathlib import Path

from roviec.cli.command import INCOMPLETE, OK
from roviec.cli.house import bar, end_bar, enter
from roviec.cli.language import gettext as _
from roviec.cli.trouble import backup_trouble


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=_("TỆP"), help=_("tệp do roviec backup ghi"))
    parser.add_argument(
        "--replace", action="store_true", help=_("thay toàn bộ dữ liệu đang có trong cơ sở dữ liệu này")
    )


def run(arguments: argparse.Namespace) -> int:
    enter(migrated=False)
    from roviec.ledger.restore import restore_backup  # noqa: PLC0415  after enter()

    with backup_trouble():
        verdict = restore_backup(arguments.file, replace=arguments.replace, progress=bar(_("Đang khôi phục")))
    end_bar()
    print(_("Đã khôi phục %(path)s: %(entries)s bút toán.") % {"path": arguments.file, "entries": verdict.entries})
    if not verdict.sound:
        print(_("Sổ nhật ký trong bản sao lưu KHÔNG nguyên vẹn; xem: roviec ledger verify"))
        return INCOMPLETE
    return OK

"""`roviec backup FILE`: database and files into one archive, while people go on working."""

import argparse
from pathlib import Path

from roviec.cli.command import OK
from roviec.cli.house import bar, end_bar, enter
from roviec.cli.language import gettext as _
from roviec.cli.trouble import backup_trouble


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=_("TỆP"), help=_("tệp sẽ ghi, ví dụ roviec-2026-01-31.tar.gz"))


def run(arguments: argparse.Namespace) -> int:
    enter()
    from roviec.ledger.backup import write_backup  # noqa: PLC0415  after enter()

    with backup_trouble():
        manifest = write_backup(arguments.file, bar(_("Đang sao lưu")))
    end_bar()
    rows = sum(table["rows"] for table in manifest["tables"].values())
    facts = {"path": arguments.file, "rows": rows, "files": len(manifest["files"])}
    print(_("Đã ghi %(path)s: %(rows)s dòng dữ liệu, %(files)s tệp.") % facts)
    return OK

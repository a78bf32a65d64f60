"""`roviec account`: the first administrator, and a new password for who lost it, by whoever holds the server."""

import argparse

from roviec.cli.command import OK, CommandError
from roviec.cli.house import enter
from roviec.cli.language import gettext as _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("VIỆC"))
    create = actions.add_parser("create", help=_("mở tài khoản; in mật khẩu dùng lần đầu"))
    create.add_argument("username", metavar=_("TÊN"))
    create.add_argument("--admin", action="store_true", help=_("tài khoản quản trị hệ thống"))
    create.add_argument("--officer", metavar=_("MÃ"), help=_("mã cán bộ sử dụng tài khoản này"))
    create.add_argument("--service", action="store_true", help=_("tài khoản cho phần mềm khác, không phải người"))
    for name, words in (
        ("password", _("cấp mật khẩu mới; mọi phiên làm việc của tài khoản kết thúc")),
        ("close", _("khóa tài khoản ngay lập tức")),
        ("reopen", _("mở lại tài khoản đã khóa")),
        ("second-factor-off", _("gỡ xác thực hai bước cho người mất điện thoại và mã dự phòng")),
    ):
        actions.add_parser(name, help=words).add_argument("username", metavar=_("TÊN"))


def run(arguments: argparse.Namespace) -> int:
    enter()
    from roviec.organisation import accounts_console  # noqa: PLC0415  after enter()

    try:
        if arguments.action == "create":
            kind = "service" if arguments.service else "person"
            password = accounts_console.create(arguments.username, arguments.admin, arguments.officer, kind)
        elif arguments.action == "password":
            password = accounts_console.renew(arguments.username)
        else:
            accounts_console.ACTS[arguments.action](arguments.username)
            return OK
    except accounts_console.Refused as refusal:
        sentences = {
            "no_account": _("Không có tài khoản “%(name)s”."),
            "no_officer": _("Không có cán bộ mã “%(name)s”, hoặc người đó đã có tài khoản."),
            "taken": _("Tên đăng nhập “%(name)s” không dùng được hoặc đã có người dùng."),
        }
        raise CommandError(sentences[refusal.code] % {"name": refusal.name}) from None
    print(_("Tài khoản: %(name)s") % {"name": arguments.username})
    print(_("Mật khẩu dùng lần đầu: %(password)s") % {"password": password})
    return OK

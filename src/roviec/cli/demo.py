"""`roviec demo`: the demo city; loads it, shows its accounts, moves its clock, rebuilds its snapshot."""

import argparse
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from roviec.cli.command import INCOMPLETE, OK, CommandError
from roviec.cli.house import bar, end_bar, enter
from roviec.cli.language import gettext as _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("VIỆC"))
    actions.add_parser("load", help=_("nạp thành phố minh họa vào cơ sở dữ liệu trống"))
    actions.add_parser("accounts", help=_("in tài khoản theo vai và mật khẩu của máy này"))
    clock = actions.add_parser("clock", help=_("cho đồng hồ minh họa chạy tới"))
    clock.add_argument("to", metavar=_("THỜI-ĐIỂM"), help=_("ví dụ 2025-12-12 hoặc 2025-12-12T14:30"))
    build = actions.add_parser("build", help=_("dựng lại từ tài liệu gốc, so với bản chụp kèm theo"))
    build.add_argument(
        "--write", type=Path, metavar=_("THƯ-MỤC"), help=_("ghi bản chụp mới vào thư mục mã nguồn của gói demo")
    )


def run(arguments: argparse.Namespace) -> int:
    enter()
    from django.conf import settings  # noqa: PLC0415  after enter()

    if not settings.DEMO:
        raise CommandError(_("Đây không phải bản minh họa. Đặt ROVIEC_DEMO=1 trên một cơ sở dữ liệu trống."))
    return {"load": _load, "accounts": _accounts, "clock": _clock, "build": _build}[arguments.action](arguments)


def _load(arguments: argparse.Namespace) -> int:
    from roviec.demo.opening import open_demo  # noqa: PLC0415  after enter()

    loaded = open_demo(bar(_("Đang nạp thành phố minh họa")))
    end_bar()
    if loaded:
        print(_("Đã nạp thành phố minh họa."))
    return OK


def _accounts(arguments: argparse.Namespace) -> int:
    from roviec.demo.opening import accounts  # noqa: PLC0415  after enter()

    given = accounts()
    print(_("Tài khoản minh họa (người là do máy tạo ra):"))
    for one in given:
        print(f"  {one.username:10} {one.password:22} {one.label}: {one.full_name}")
    return OK


def _clock(arguments: argparse.Namespace) -> int:
    from roviec.core.problems import Invalid  # noqa: PLC0415  after enter()
    from roviec.demo.clock import set_clock  # noqa: PLC0415
    from roviec.organisation.queries.actors import worker_actor  # noqa: PLC0415
    from roviec.web.reasons import sentence  # noqa: PLC0415

    try:
        to = datetime.fromisoformat(arguments.to)
    except ValueError:
        raise CommandError(
            _("Không hiểu thời điểm “%(text)s”; viết như 2025-12-12T14:30.") % {"text": arguments.to}
        ) from None
    if to.tzinfo is None:
        to = to.replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"), hour=to.hour or 8)
    try:
        set_clock(to, by=worker_actor())
    except Invalid as refusal:
        raise CommandError(str(sentence(refusal.reason))) from None
    print(_("Bây giờ là %(now)s.") % {"now": f"{to:%H:%M %d/%m/%Y}"})
    return OK


def _build(arguments: argparse.Namespace) -> int:
    from roviec.demo.building import build_demo  # noqa: PLC0415  after enter()
    from roviec.demo.snapshot import facts_digest, is_loaded, shipped_facts, write_snapshot  # noqa: PLC0415

    if is_loaded():
        raise CommandError(_("Cơ sở dữ liệu đang có dữ liệu; việc này cần một cơ sở dữ liệu trống."))
    build_demo(lambda words: print(words, file=sys.stderr, flush=True))
    if arguments.write:
        print(write_snapshot(arguments.write))
        return OK
    built = facts_digest()
    print(built)
    if built == shipped_facts():
        return OK
    print(_("Khác với bản chụp kèm theo."), file=sys.stderr)
    return INCOMPLETE

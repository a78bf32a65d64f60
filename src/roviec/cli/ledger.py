"""`roviec ledger verify`: is the ledger as it was written?"""

import argparse
import dataclasses
import json
import sys
import time

from roviec.cli.command import INCOMPLETE, OK
from roviec.cli.house import add_json, bar, end_bar, enter
from roviec.cli.language import gettext as _
from roviec.cli.language import gettext_noop

SENTENCES = {
    "changed": gettext_noop("bút toán bị sửa: %(stream_kind)s %(stream_id)s, thứ tự %(seq)s, số %(number)s"),
    "removed": gettext_noop("bút toán bị xóa: %(stream_kind)s %(stream_id)s, thứ tự %(seq)s"),
    "inserted": gettext_noop("bút toán bị chèn thêm: %(stream_kind)s %(stream_id)s, thứ tự %(seq)s, số %(number)s"),
    "reordered": gettext_noop("bút toán bị đổi chỗ: %(stream_kind)s %(stream_id)s, thứ tự %(seq)s, số %(number)s"),
    "cut_off": gettext_noop("phần cuối bị cắt: %(stream_kind)s %(stream_id)s, thiếu thứ tự %(seq)s"),
    "thing_gone": gettext_noop("đối tượng không còn: %(stream_kind)s %(stream_id)s, từ số %(number)s"),
    "sum_differs": gettext_noop("tổng kiểm tra không khớp: có thay đổi giữa số %(number)s và số %(upto)s"),
    "unsigned": gettext_noop("điểm kiểm tra tại số %(upto)s không do khóa của hệ thống này ký"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("VIỆC"))
    verify = actions.add_parser("verify", help=_("kiểm tra sổ nhật ký có bị sửa, xóa, chèn, đổi chỗ hay cắt đuôi"))
    add_json(verify)


def run(arguments: argparse.Namespace) -> int:
    enter()
    from roviec.ledger.verify import verify_ledger  # noqa: PLC0415  after enter()

    start = time.monotonic()
    show = bar(_("Đang kiểm tra"))
    verdict = verify_ledger(lambda entries: show(_("bút toán"), entries, 0))
    seconds = time.monotonic() - start
    end_bar()
    if arguments.json:
        print(json.dumps({**dataclasses.asdict(verdict), "sound": verdict.sound, "seconds": round(seconds, 2)}))
    else:
        for finding in verdict.findings:
            print(_(SENTENCES[finding.kind]) % dataclasses.asdict(finding))
        facts = {"entries": verdict.entries, "streams": verdict.streams, "checkpoints": verdict.checkpoints}
        words = _("%(entries)s bút toán của %(streams)s đối tượng, %(checkpoints)s điểm kiểm tra, %(seconds)s giây")
        print(words % {**facts, "seconds": f"{seconds:.1f}"}, file=sys.stderr)
        if verdict.last_checkpoint:
            print(_("Điểm kiểm tra cuối (nên cất ở nơi khác): %(sum)s") % {"sum": verdict.last_checkpoint})
        print(_("Sổ nhật ký nguyên vẹn.") if verdict.sound else _("Sổ nhật ký KHÔNG nguyên vẹn."))
    return OK if verdict.sound else INCOMPLETE

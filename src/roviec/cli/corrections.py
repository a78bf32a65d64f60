"""`roviec corrections [--json] [--since DAY]`: what people corrected in what was read, for those who teach the reading."""

import argparse
import json
from datetime import date

from roviec.cli.command import OK
from roviec.cli.house import enter
from roviec.cli.language import gettext as _
from roviec.cli.language import gettext_noop


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json",
        action="store_true",
        help=_("mỗi nhiệm vụ đã sửa một dòng JSON theo mẫu gán nhãn, bỏ tên người; hãy đọc lại trước khi gửi đi"),
    )
    parser.add_argument(
        "--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help=_("chỉ những chỗ sửa từ ngày này")
    )


def run(arguments: argparse.Namespace) -> int:
    enter()
    from roviec.core.extraction.proposals import SURE  # noqa: PLC0415  after enter()
    from roviec.directives.queries.corrections import corrected_by_rule, labelled_examples  # noqa: PLC0415
    from roviec.organisation.queries.actors import worker_actor  # noqa: PLC0415

    actor = worker_actor()
    if arguments.json:
        for line in labelled_examples(actor, arguments.since):
            print(json.dumps(line, ensure_ascii=False))
        return OK
    groups = corrected_by_rule(actor, arguments.since, SURE)
    if not groups:
        print(_("Chưa có chỗ nào được sửa."))
        return OK
    for group in groups:
        counts = {"count": group.count, "sure": group.sure, "rule": group.rule or _("không ghi lý do")}
        print(
            f"{_(_FIELDS[group.field])} · "
            + _("%(rule)s: %(count)s chỗ sửa, %(sure)s từng được coi là chắc chắn") % counts
        )
        for proposed, became in group.examples:
            print(f"    {_short(proposed) or '–'}  →  {_short(became) or '–'}")
    return OK


_FIELDS = {
    "text": gettext_noop("Nội dung"),
    "leads": gettext_noop("Chủ trì"),
    "supports": gettext_noop("Phối hợp"),
    "deadline": gettext_noop("Thời hạn"),
    "deliverable": gettext_noop("Sản phẩm"),
    "dropped": gettext_noop("Bỏ qua"),
    "split": gettext_noop("Tách"),
    "merged": gettext_noop("Gộp"),
}
_LONGEST = 90  # characters of an example


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"

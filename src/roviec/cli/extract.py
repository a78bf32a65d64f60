"""`roviec extract FILE [--json]`: the assignments of a document, without a server and without a database."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from roviec.cli.command import INCOMPLETE, OK, CommandError, no_file
from roviec.cli.language import gettext as _
from roviec.config import env
from roviec.core.extraction.proposals import SURE, Extraction, as_line
from roviec.directives.readers import MAX_BYTES, ReaderError
from roviec.directives.readers.child import FORMATS, read_in_child
from roviec.directives.readers.messages import MESSAGES
from roviec.directives.readers.plugged import reading_named


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", type=Path, help=_("văn bản: %(formats)s") % {"formats": " ".join(FORMATS)}
    )
    parser.add_argument(
        "--json", action="store_true", help=_('mỗi nhiệm vụ một dòng JSON, "sure" từ 0 đến 1: dưới 0,8 là cần xem lại')
    )
    parser.add_argument(
        "--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help=_("ngày văn bản, khi trong tệp không có")
    )


def run(arguments: argparse.Namespace) -> int:
    path: Path = arguments.file
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReaderError(
                "reader.too_large", {"filename": path.name, "megabytes": size >> 20, "limit": MAX_BYTES >> 20}
            )
        document = read_in_child(path.read_bytes(), path.name)
    except OSError as error:
        raise no_file(path, error) from None
    except ReaderError as error:
        raise CommandError(_(MESSAGES[error.code]) % error.params) from None
    try:
        extraction = reading_named(env.text("ROVIEC_READING"))(document, arguments.date)
    except ValueError as error:
        raise CommandError(
            _("Không có hàm đọc nào tên như vậy: %(name)s. Sửa lại thiết lập này hoặc bỏ trống.") % {"name": error}
        ) from None
    if extraction.letterhead.secrecy:
        refusal = MESSAGES["reader.secret"]
        raise CommandError(_(refusal) % {"filename": path.name})
    if arguments.json:
        for n, proposal in enumerate(extraction.proposals, 1):
            print(json.dumps(as_line(proposal, f"{path.stem}#{n}"), ensure_ascii=False))
    else:
        _print_readable(extraction)
    for note in extraction.notes:
        print(_(MESSAGES[note.code]) % dict(note.params), file=sys.stderr)
    return OK if extraction.proposals else INCOMPLETE


def _print_readable(extraction: Extraction) -> None:
    head = extraction.letterhead
    day = f"{head.date:%d/%m/%Y}" if head.date else "?"
    print(f"{head.kind or _('Văn bản')} {head.full_number or '?'} · {day} · {head.issuer or '?'}")
    if head.subject:
        print(head.subject)
    for label, cited in ((_("Căn cứ: %(documents)s"), head.rests_on), (_("Thay thế: %(documents)s"), head.replaces)):
        if cited:
            print(label % {"documents": "; ".join(f"{c.kind} {c.number or c.name}" for c in cited)})
    if head.signer:
        print(_("Người ký: %(signer)s") % {"signer": f"{head.signer}, {head.capacity} {head.signer_title}".strip(" ,")})
    for n, proposal in enumerate(extraction.proposals, 1):
        timing = proposal.deadline.value
        due = f"{timing.due:%d/%m/%Y}" if timing.due else timing.raw or _("không nêu")
        mark = " " if proposal.sure >= SURE else "?"
        print(f"\n{n:>4}{mark} {proposal.text.value}")
        print("      " + _("Chủ trì: %(names)s") % {"names": "; ".join(proposal.leads.value) or _("không rõ")})
        if proposal.supports.value:
            print("      " + _("Phối hợp: %(names)s") % {"names": "; ".join(proposal.supports.value)})
        print("      " + _("Hạn hoàn thành: %(due)s") % {"due": due})
        if proposal.deliverable.value:
            print("      " + _("Sản phẩm: %(product)s") % {"product": proposal.deliverable.value})
    unsure = sum(p.sure < SURE for p in extraction.proposals)
    counts = {"count": len(extraction.proposals), "unsure": unsure}
    print("\n" + _("%(count)s nhiệm vụ, %(unsure)s cần xem lại (đánh dấu ?).") % counts)

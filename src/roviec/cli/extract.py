"""`roviec extract FILE [--json]`: the assignments of a document, without a server and without a database."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from roviec.core.extraction.extract import extract
from roviec.core.extraction.proposals import SURE, Extraction, as_line
from roviec.directives.readers import MAX_BYTES, ReaderError
from roviec.directives.readers.child import read_in_child
from roviec.directives.readers.messages import sentence

DESCRIPTION = "Đọc văn bản giao nhiệm vụ, liệt kê từng nhiệm vụ: ai làm, phối hợp với ai, khi nào xong, sản phẩm gì."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = DESCRIPTION
    parser.add_argument("file", metavar="FILE", help="văn bản .docx .xlsx .xls .pdf .odt .html .txt")
    parser.add_argument("--json", action="store_true", help="mỗi nhiệm vụ một dòng JSON")
    parser.add_argument(
        "--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="ngày văn bản, khi trong tệp không có"
    )


def main(argv: list[str] | None = None) -> int:
    """Exit code 0; 1 when the file cannot be read; 2 for wrong arguments."""
    parser = argparse.ArgumentParser(prog="roviec extract")
    add_arguments(parser)
    return run(parser.parse_args(argv))


def run(arguments: argparse.Namespace) -> int:
    path = Path(arguments.file)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReaderError(
                "reader.too_large",
                {"filename": path.name, "megabytes": path.stat().st_size >> 20, "limit": MAX_BYTES >> 20},
            )
        document = read_in_child(path.read_bytes(), path.name)
    except OSError as error:
        print(
            sentence("reader.cannot_open", {"filename": str(path), "problem": error.strerror or str(error)}),
            file=sys.stderr,
        )
        return 1
    except ReaderError as error:
        print(sentence(error.code, error.params), file=sys.stderr)
        return 1
    extraction = extract(document, arguments.date)
    if extraction.letterhead.secrecy:
        print(sentence("reader.secret", {"filename": path.name}), file=sys.stderr)
        return 1
    if arguments.json:
        for n, proposal in enumerate(extraction.proposals, 1):
            print(json.dumps(as_line(proposal, f"{path.stem}#{n}"), ensure_ascii=False))
    else:
        _print_readable(extraction)
    for note in extraction.notes:
        print(sentence(note.code, note.params), file=sys.stderr)
    return 0


def _print_readable(extraction: Extraction) -> None:
    head = extraction.letterhead
    day = f"{head.date:%d/%m/%Y}" if head.date else "?"
    print(f"{head.kind or 'Văn bản'} {head.full_number or '?'} · {day} · {head.issuer or '?'}")
    if head.subject:
        print(head.subject)
    for n, proposal in enumerate(extraction.proposals, 1):
        timing = proposal.deadline.value
        due = f"{timing.due:%d/%m/%Y}" if timing.due else timing.raw or "không nêu"
        mark = " " if proposal.sure >= SURE else "?"
        print(f"\n{n:>4}{mark} {proposal.text.value}")
        print(f"      Chủ trì: {'; '.join(proposal.leads.value) or 'không rõ'}")
        if proposal.supports.value:
            print(f"      Phối hợp: {'; '.join(proposal.supports.value)}")
        print(f"      Hạn hoàn thành: {due}")
        if proposal.deliverable.value:
            print(f"      Sản phẩm: {proposal.deliverable.value}")
    unsure = sum(p.sure < SURE for p in extraction.proposals)
    print(f"\n{len(extraction.proposals)} nhiệm vụ, {unsure} cần xem lại (đánh dấu ?).")


if __name__ == "__main__":
    sys.exit(main())

"""Reading a file in a process of its own: little memory, little time, no network, nothing written.

The file goes in through a pipe and the document comes back as JSON, so that whatever a hostile file does to a parser,
it can neither reach us nor the disk. Pictures and old Word files go through programs confined in the same way.
"""

import signal
import subprocess
import sys
from pathlib import PurePath
from typing import Any

import msgspec

from roviec.core.extraction.model import Block, DocumentModel, Paragraph, Table
from roviec.core.reasons import Reason
from roviec.directives.readers import READERS, check_content, check_size, in_unicode, ocr, pdf, read_document, scans
from roviec.directives.readers.errors import ReaderError
from roviec.directives.readers.old_word import as_docx
from roviec.paper.confined import confine, run_confined

FORMATS = (*READERS, ".doc", *scans.PICTURES)  # by the end of the file's name
MEMORY = 1024 * 1024 * 1024  # bytes of address space; libraries alone map about 300 MB
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "shutil.",
)
_READ, _PAGES, _PICTURE = "read", "pages", "picture"  # what the child is asked for


class _Answer(msgspec.Struct):
    """What the child says: a document (its blocks as plain values, since they are of two kinds), pages, or an error."""

    format: str = ""
    blocks: list[dict[str, Any]] = []
    unread: list[dict[str, Any]] = []
    pages: list[list[str]] = []
    code: str = ""
    params: dict[str, str | int] = {}

    def document(self) -> DocumentModel:
        blocks: list[Block] = []
        for block in self.blocks:
            blocks.append(msgspec.convert(block, Table) if "cells" in block else msgspec.convert(block, Paragraph))
        return DocumentModel(self.format, tuple(blocks), tuple(msgspec.convert(r, Reason) for r in self.unread))


def read_in_child(data: bytes, filename: str, timeout: int = 60) -> DocumentModel:
    """As `read_document`, in limited processes; scanned pages, pictures and .doc too, where the programs for them are.

    `timeout` in seconds, of wall clock and of computing alike; of a long scan the pages read by then come back.
    """
    check_size(data, filename)
    suffix = PurePath(filename).suffix.lower()
    if suffix in scans.PICTURES:
        return scans.read_picture(data, filename, timeout)
    if suffix == ".doc":
        check_content(data, suffix, filename)
        data, filename = as_docx(data, filename, timeout), f"{filename}x"
    try:
        document = _decoded(_asked(_READ, data, filename, timeout), filename).document()
        if not any(note.code == "unread.bare_pages" for note in document.unread):
            return document
    except ReaderError as error:
        if error.code != "reader.scanned":
            raise
        if not ocr.installed():
            raise
        document = None
    if not ocr.installed():
        assert document is not None
        return document
    pages = _decoded(_asked(_PAGES, data, filename, timeout), filename).pages
    return in_unicode(scans.read_pages(pages, lambda n: _picture(data, filename, n, timeout), filename, timeout))


def _asked(what: str, data: bytes, filename: str, seconds: int, page: int = 0) -> bytes:
    command = [sys.executable, "-m", __name__, what, filename, str(seconds), str(page)]
    try:
        run = run_confined(command, data, seconds=seconds, megabytes=MEMORY >> 20)
    except subprocess.TimeoutExpired as error:
        raise ReaderError("reader.too_slow", {"filename": filename, "seconds": seconds}) from error
    if run.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise ReaderError("reader.too_slow", {"filename": filename, "seconds": seconds})
    return run.stdout


def _decoded(answered: bytes, filename: str) -> _Answer:
    try:
        answer = msgspec.json.decode(answered, type=_Answer)
    except msgspec.DecodeError as error:
        raise ReaderError("reader.failed", {"filename": filename}) from error
    if answer.code:
        raise ReaderError(answer.code, answer.params)
    return answer


def _picture(data: bytes, filename: str, page: int, seconds: int) -> bytes:
    answered = _asked(_PICTURE, data, filename, seconds, page)
    if answered.startswith(b"P5"):
        return answered
    _decoded(answered, filename)
    raise ReaderError("reader.failed", {"filename": filename})


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN) or (event == "open" and _writes(arguments)):
        raise PermissionError(event)


def _writes(arguments: tuple[object, ...]) -> bool:
    mode = arguments[1] if len(arguments) > 1 else "r"
    return isinstance(mode, str) and any(c in mode for c in "wax+")


def _answer(what: str, data: bytes, filename: str, page: int) -> bytes:
    if what == _PICTURE:
        return pdf.picture_of(data, filename, page)
    if what == _PAGES:
        return msgspec.json.encode(_Answer(pages=pdf.pages_of(data, filename)))
    document = read_document(data, filename)
    blocks = msgspec.to_builtins(document.blocks)
    return msgspec.json.encode(_Answer(document.format, blocks, [r.as_dict() for r in document.unread]))


def main() -> None:
    what, filename, seconds, page = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    data = sys.stdin.buffer.read()
    confine(seconds, MEMORY)
    sys.addaudithook(_refuse)
    try:
        answer = _answer(what, data, filename, page)
    except ReaderError as error:
        answer = msgspec.json.encode(_Answer(code=error.code, params=error.params))
    except MemoryError:
        answer = msgspec.json.encode(_Answer(code="reader.too_much_memory", params={"filename": filename}))
    except RecursionError:
        answer = msgspec.json.encode(_Answer(code="reader.broken", params={"filename": filename}))
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()

"""Reading a file in a process of its own: little memory, little time, no network, nothing written.

The file goes in through a pipe and the document comes back as JSON, so that whatever a hostile file does to a parser,
it can neither reach us nor the disk.
"""

import ctypes
import os
import resource
import signal
import subprocess
import sys
from typing import Any

import msgspec

from roviec.core.extraction.model import Block, DocumentModel, Paragraph, Table
from roviec.core.reasons import Reason
from roviec.directives.readers import MAX_BYTES, read_document
from roviec.directives.readers.errors import ReaderError

MEMORY = 1024 * 1024 * 1024  # bytes of address space; libraries alone map about 300 MB
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
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


class _Answer(msgspec.Struct):
    """What the child says: a document (its blocks as plain values, since they are of two kinds) or an error."""

    format: str = ""
    blocks: list[dict[str, Any]] = []
    unread: list[dict[str, Any]] = []
    code: str = ""
    params: dict[str, str | int] = {}

    def document(self) -> DocumentModel:
        blocks: list[Block] = []
        for block in self.blocks:
            blocks.append(msgspec.convert(block, Table) if "cells" in block else msgspec.convert(block, Paragraph))
        return DocumentModel(self.format, tuple(blocks), tuple(msgspec.convert(r, Reason) for r in self.unread))


def read_in_child(data: bytes, filename: str, timeout: int = 60) -> DocumentModel:
    """As `read_document`, in a limited process. `timeout` in seconds, of wall clock and of computing alike."""
    if len(data) > MAX_BYTES:  # not worth a process
        limit = MAX_BYTES // 1024 // 1024
        raise ReaderError("reader.too_large", {"filename": filename, "megabytes": len(data) >> 20, "limit": limit})
    environment = {
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        "PYTHONIOENCODING": "utf-8",
        "LANG": "C.UTF-8",
    }
    command = [sys.executable, "-m", "roviec.directives.readers.child", filename, str(timeout)]
    try:
        run = subprocess.run(command, input=data, capture_output=True, timeout=timeout, env=environment, check=False)
    except subprocess.TimeoutExpired as error:
        raise ReaderError("reader.too_slow", {"filename": filename, "seconds": timeout}) from error
    if run.returncode == -signal.SIGXCPU or run.returncode == -signal.SIGKILL:
        raise ReaderError("reader.too_slow", {"filename": filename, "seconds": timeout})
    try:
        answer = msgspec.json.decode(run.stdout, type=_Answer)
    except msgspec.DecodeError as error:
        raise ReaderError("reader.failed", {"filename": filename}) from error
    if answer.code:
        raise ReaderError(answer.code, answer.params)
    return answer.document()


def _limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A network of its own, which has no way out; where the kernel does not allow that, the audit hook remains.
    ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_FORBIDDEN) or (event == "open" and _writes(arguments)):
            raise PermissionError(event)

    sys.addaudithook(refuse)


def _writes(arguments: tuple[object, ...]) -> bool:
    mode = arguments[1] if len(arguments) > 1 else "r"
    return isinstance(mode, str) and any(c in mode for c in "wax+")


def main() -> None:
    filename, seconds = sys.argv[1], int(sys.argv[2])
    data = sys.stdin.buffer.read()
    _limit(seconds)
    try:
        document = read_document(data, filename)
        answer = _Answer(document.format, msgspec.to_builtins(document.blocks), [r.as_dict() for r in document.unread])
    except ReaderError as error:
        answer = _Answer(code=error.code, params=error.params)
    except MemoryError:
        answer = _Answer(code="reader.too_much_memory", params={"filename": filename})
    except RecursionError:
        answer = _Answer(code="reader.broken", params={"filename": filename})
    sys.stdout.buffer.write(msgspec.json.encode(answer))


if __name__ == "__main__":
    main()

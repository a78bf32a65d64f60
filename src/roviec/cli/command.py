"""What a command is, and how it fails.

A command is a module with `add_arguments(parser)` and `run(arguments) -> int`. Exit codes: 0 done; 1 done, but something that
was asked for did not come out (it is said); 2 wrong usage or input that cannot be used, nothing written.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from roviec.cli.language import gettext as _

OK, INCOMPLETE, UNUSABLE = 0, 1, 2
T = TypeVar("T")


class Module(Protocol):
    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, arguments: argparse.Namespace) -> int: ...


@dataclass(frozen=True)
class Command:
    """Where a command lives and its one-line summary (a Vietnamese message id, translated when shown)."""

    module: str
    summary: str


class CommandError(Exception):
    """Something the user must be told, in the user's language; ends the command with `code`."""

    def __init__(self, message: str, code: int = UNUSABLE) -> None:
        super().__init__(message)
        self.code = code


def no_file(path: Path, error: OSError) -> CommandError:
    """Why a file could not be opened, without a traceback."""
    if isinstance(error, FileNotFoundError):
        return CommandError(_("Không tìm thấy tệp %(path)s.") % {"path": path})
    if isinstance(error, IsADirectoryError):
        return CommandError(_("%(path)s là thư mục, không phải tệp.") % {"path": path})
    if isinstance(error, PermissionError):
        return CommandError(_("Không có quyền đọc hoặc ghi %(path)s.") % {"path": path})
    return CommandError(
        _("Không đọc hoặc ghi được %(path)s: %(why)s") % {"path": path, "why": error.strerror or str(error)}
    )


def write_whole(path: Path, content: bytes) -> None:
    """Writes all of a file or nothing: into a temporary file beside it, then renamed over it."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            umask = os.umask(0)
            os.umask(umask)
            Path(name).chmod(0o666 & ~umask)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise no_file(path, error) from None


def progress(items: Iterable[T], total: int, label: str) -> Iterator[T]:
    """The items, with a bar on a terminal's error stream while they pass; silent elsewhere and for short work."""
    shown = total > 200 and sys.stderr.isatty()
    step = max(1, total // 100)
    for number, item in enumerate(items, start=1):
        yield item
        if shown and (number % step == 0 or number == total):
            done = 30 * number // total
            print(
                f"\r{label} [{'#' * done}{'.' * (30 - done)}] {100 * number // total}%",
                end="",
                file=sys.stderr,
                flush=True,
            )
    if shown:
        print(file=sys.stderr)

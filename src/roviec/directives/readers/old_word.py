"""Word files of before 2007 (.doc), turned into .docx by LibreOffice where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from roviec.directives.readers.confined import run_confined
from roviec.directives.readers.errors import ReaderError

# LibreOffice reads and writes files; they stay in memory, so that nothing of a document that must be refused reaches a disk.
_IN_MEMORY = Path("/dev/shm")
_MEGABYTES = 4096  # of address space
_LARGEST = 100 * 1024 * 1024  # bytes that it may write
_FIRST_START = 40  # seconds: it sets up a profile each time


def converter() -> str | None:
    """The program, when it can be used here."""
    return (shutil.which("soffice") or shutil.which("libreoffice")) if _IN_MEMORY.is_dir() else None


def as_docx(data: bytes, filename: str, seconds: int) -> bytes:
    """The same document as .docx. Raises `ReaderError`, without LibreOffice with the advice to convert by hand."""
    program = converter()
    if program is None:
        raise ReaderError("reader.old_word", {"filename": filename})
    seconds = max(seconds, _FIRST_START)
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY) as folder:
        source = Path(folder, "document.doc")
        source.write_bytes(data)
        command = [
            program, "--headless", "--norestore", "--nolockcheck", "--nodefault", f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            run_confined(command, b"", seconds=seconds, megabytes=_MEGABYTES, may_write=_LARGEST, home=folder)
        except subprocess.TimeoutExpired as error:
            raise ReaderError("reader.too_slow", {"filename": filename, "seconds": seconds}) from error
        converted = source.with_suffix(".docx")
        if not converted.is_file():
            raise ReaderError("reader.broken", {"filename": filename})
        return converted.read_bytes()

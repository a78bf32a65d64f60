"""Word files turned into something else by LibreOffice, where it is installed: in a process of its own, confined, in memory."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from roviec.paper.confined import run_confined

# LibreOffice reads and writes files; they stay in memory, so that nothing of a document that must be refused reaches a disk.
_IN_MEMORY = Path("/dev/shm")
_MEGABYTES = 4096  # of address space
_LARGEST = 100 * 1024 * 1024  # bytes that it may write
_FIRST_START = 40  # seconds: it sets up a profile each time
_FONTS = Path(__file__).with_name("fonts")
DOCX = "docx:MS Word 2007 XML"
PDF = "pdf:writer_pdf_Export"


class OfficeError(Exception):
    """`slow`: it did not come to an end; else it could not make anything of the file."""

    def __init__(self, *, slow: bool = False, seconds: int = 0) -> None:
        super().__init__("too slow" if slow else "not converted")
        self.slow, self.seconds = slow, seconds


class NoOfficeError(Exception):
    """LibreOffice is not installed here."""


def converter() -> str | None:
    """The program, when it can be used here."""
    return (shutil.which("soffice") or shutil.which("libreoffice")) if _IN_MEMORY.is_dir() else None


def convert(data: bytes, suffix: str, to: str, *, seconds: int = 60) -> bytes:
    """The file (`suffix` ".doc", ".docx") as `to` (DOCX or PDF). Raises `NoOfficeError`, `OfficeError`.

    Our own serif stands in for Times New Roman, whose widths it has: pages break alike on every machine.
    """
    program = converter()
    if program is None:
        raise NoOfficeError
    seconds = max(seconds, _FIRST_START)
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY) as folder:
        source = Path(folder, f"document{suffix}")
        source.write_bytes(data)
        fonts = Path(folder, ".fonts")
        fonts.symlink_to(_FONTS, target_is_directory=True)
        command = [
            program, "--headless", "--norestore", "--nolockcheck", "--nodefault", f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to", to, "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            run_confined(command, b"", seconds=seconds, megabytes=_MEGABYTES, may_write=_LARGEST, home=folder)
        except subprocess.TimeoutExpired as error:
            raise OfficeError(slow=True, seconds=seconds) from error
        converted = source.with_suffix(f".{to.partition(':')[0]}")
        if not converted.is_file() or converted == source:
            raise OfficeError
        return converted.read_bytes()

"""Keeping what people hand in: addressed by content, typed by content, never half-written."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.work.models import StoredFile

OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
EXECUTABLE = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
EXECUTABLE_NAMES = (
    ".exe",
    ".dll",
    ".bat",
    ".cmd",
    ".com",
    ".scr",
    ".js",
    ".vbs",
    ".ps1",
    ".msi",
    ".jar",
    ".hta",
    ".lnk",
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")


def store_file(data: bytes, name: str, *, at: datetime) -> StoredFile:
    """The stored file; the same content is kept once. Refuses what is empty, too large, unknown, executable or carries macros.

    Written beside its place and renamed after fsync, so a file under its address is always whole.
    """
    media_type = media_type_of(data, name)
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if not path.exists():
        _write(path, data)
    return StoredFile.objects.get_or_create(
        digest=digest, defaults={"size": len(data), "media_type": media_type, "stored_at": at}
    )[0]


def path_of(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest


def media_type_of(data: bytes, name: str) -> str:
    """What the content is, whatever the name says. Raises Invalid("file", …) with the reason."""

    def refuse(code: str, **params: str | int) -> Invalid:
        return Invalid("file", Reason(f"file.{code}", {"name": name, **params}))

    if not data:
        raise refuse("empty")
    most = settings.MAX_UPLOAD_BYTES
    if len(data) > most:
        raise refuse("too_large", most=most // (1024 * 1024))
    if data.startswith(EXECUTABLE) or name.lower().endswith(EXECUTABLE_NAMES):
        raise refuse("executable")
    if data.startswith(OLE):
        # Old binary Office files can hide macros anywhere; the modern formats say so in their list of parts.
        raise refuse("old_office")
    for magic, media_type in MAGIC:
        if data.startswith(magic):
            return media_type
    if data.startswith(b"PK\x03\x04"):
        return _zip_type(data, refuse)
    if b"\x00" not in data:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            raise refuse("unknown") from None
        return "text/plain"
    raise refuse("unknown")


def _zip_type(data: bytes, refuse: Callable[..., Invalid]) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = [info.filename for info in archive.infolist()]
    except zipfile.BadZipFile:
        raise refuse("broken_zip") from None
    lowered = [part.lower() for part in names]
    if any(part.rsplit("/", 1)[-1] in MACRO_PARTS for part in lowered):
        raise refuse("macro")
    if any(part.endswith(EXECUTABLE_NAMES) for part in lowered):
        raise refuse("executable")
    if "[content_types].xml" in lowered:
        for folder, media_type in OFFICE.items():
            if any(part.startswith(folder) for part in names):
                return media_type
    return "application/zip"


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o640)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

"""Reading files into the neutral document model.

A new format: one module here with `read(data, filename) -> DocumentModel`, one line in `READERS`, one sample file in
`tests/directives/samples/`. The contract test finds it there and feeds it broken, empty and hostile files.

Nothing here writes to disk, opens a connection or knows the database. Files from outside are read through
`child.read_in_child`, which adds limits of memory and time.
"""

import dataclasses
import unicodedata
from collections.abc import Callable
from pathlib import PurePath

from roviec.core.extraction.model import Block, DocumentModel, Paragraph, Table
from roviec.core.extraction.old_fonts import OldFont, old_font_of, to_unicode
from roviec.core.reasons import Reason
from roviec.directives.readers import docx, html, odt, pdf, plain, sheets
from roviec.directives.readers.errors import ReaderError
from roviec.directives.readers.locked import asks_for_password

__all__ = ["MAX_BYTES", "READERS", "ReaderError", "read_document"]

MAX_BYTES = 50 * 1024 * 1024

READERS: dict[str, Callable[[bytes, str], DocumentModel]] = {
    ".docx": docx.read,
    ".xlsx": sheets.read_xlsx,
    ".xls": sheets.read_xls,
    ".pdf": pdf.read,
    ".odt": odt.read,
    ".html": html.read,
    ".htm": html.read,
    ".txt": plain.read,
}

_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"
_MACRO_SUFFIXES = {".docm", ".xlsm", ".dotm", ".xltm", ".xlsb"}
_EXPECTED_START = {".docx": _ZIP, ".xlsx": _ZIP, ".odt": _ZIP, ".xls": _OLE, ".doc": _OLE, ".pdf": _PDF}


def read_document(data: bytes, filename: str) -> DocumentModel:
    """The document in `data`; `filename` decides the format and must agree with the content. Raises `ReaderError`."""
    check_size(data, filename)
    suffix = PurePath(filename).suffix.lower()
    if suffix in _MACRO_SUFFIXES:
        raise ReaderError("reader.macro", {"filename": filename})
    if suffix == ".doc":
        raise ReaderError("reader.old_word", {"filename": filename})
    reader = READERS.get(suffix)
    if reader is None:
        raise ReaderError("reader.unknown_format", {"filename": filename, "known": " ".join(READERS)})
    check_content(data, suffix, filename)
    document = in_unicode(reader(data, filename))
    if not any(isinstance(b, Table) or b.text for b in document.blocks):
        raise ReaderError("reader.no_text", {"filename": filename})
    return document


def check_size(data: bytes, filename: str) -> None:
    """Raises `ReaderError` for an empty file and for one of more than `MAX_BYTES`."""
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise ReaderError("reader.too_large", {"filename": filename, "megabytes": len(data) >> 20, "limit": limit})
    if not data.strip(b"\x00\t\n\r "):
        raise ReaderError("reader.empty", {"filename": filename})


def check_content(data: bytes, suffix: str, filename: str) -> None:
    """Raises `ReaderError` for a file that is not what its name says, is locked, or carries macros."""
    expected = _EXPECTED_START.get(suffix)
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data or "EncryptionInfo".encode("utf-16-le") in data
        if encrypted or asks_for_password(data):
            raise ReaderError("reader.encrypted", {"filename": filename})
        if "_VBA_PROJECT".encode("utf-16-le") in data:
            raise ReaderError("reader.macro", {"filename": filename})
    start = data[:1024].lstrip() if expected == _PDF else data
    if expected is not None and not start.startswith(expected):
        if data[:1024].lstrip().lower().startswith((b"<html", b"<!doctype html", b"<table")):
            raise ReaderError("reader.html_inside", {"filename": filename})
        raise ReaderError("reader.wrong_content", {"filename": filename, "expected": suffix})
    if expected is None and data.startswith((_ZIP, _OLE, _PDF)):
        raise ReaderError("reader.wrong_content", {"filename": filename, "expected": suffix})


def in_unicode(document: DocumentModel) -> DocumentModel:
    """Text of old fonts turned into Unicode, and said so."""
    sample = "\n".join(_texts(document))[:200_000]
    font = old_font_of(sample)
    blocks = tuple(_converted(block, font) for block in document.blocks)
    unread = document.unread
    if font is not None:
        unread = (*unread, Reason("read.old_font", {"font": font.value}))
    return dataclasses.replace(document, blocks=blocks, unread=unread)


def _texts(document: DocumentModel) -> list[str]:
    out = []
    for block in document.blocks:
        out += [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]
    return out


def _converted(block: Block, font: OldFont | None) -> Block:
    def clean(text: str) -> str:
        if font is not None and text:
            # A heading in a capitals-only font (".VnTimeH") stores small letters; they cannot be told from others.
            text = unicodedata.normalize("NFC", to_unicode(text, font))
        return (
            text.replace("\xad", "").replace("\u200b", "").replace("\ufeff", "").strip() if not text.isascii() else text
        )

    if isinstance(block, Paragraph):
        text = clean(block.text)
        return block if text is block.text else dataclasses.replace(block, text=text)
    return dataclasses.replace(block, cells=tuple(dataclasses.replace(c, text=clean(c.text)) for c in block.cells))

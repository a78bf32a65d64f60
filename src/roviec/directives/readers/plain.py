"""Plain text (.txt), in Unicode or one of the old code pages."""

import unicodedata

from roviec.core.extraction.model import DocumentModel, Paragraph
from roviec.directives.readers.errors import ReaderError
from roviec.directives.readers.lines import join_wrapped


def read(data: bytes, filename: str) -> DocumentModel:
    text = decode(data, filename)
    paragraphs = join_wrapped(text.splitlines())
    return DocumentModel("txt", tuple(Paragraph(f"p{n}", line) for n, line in enumerate(paragraphs)))


def decode(data: bytes, filename: str) -> str:
    """Unicode if it is; else the single-byte letters, which `old_fonts` turns into Vietnamese."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec = "utf-16"
    else:
        codec = "utf-8-sig"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if "\x00" in text or sum(c < " " and c not in "\t\n\r\f" for c in text[:4096]) > 8:
        raise ReaderError("reader.wrong_content", {"filename": filename, "expected": ".txt"})
    return unicodedata.normalize("NFC", text)

"""Scanned pages and pictures, read by `ocr`. The file itself is only ever opened in confined processes."""

import time
from collections.abc import Callable
from pathlib import PurePath

from roviec.core.extraction.model import DocumentModel, Paragraph
from roviec.core.reasons import Reason
from roviec.directives.readers import ocr
from roviec.directives.readers.errors import ReaderError
from roviec.directives.readers.lines import join_wrapped
from roviec.directives.readers.pdf import bare_pages, page_list

# Beginnings of the picture formats, by the end of the file's name.
PICTURES: dict[str, tuple[bytes, ...]] = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".tif": (b"II*\x00", b"MM\x00*"),
    ".tiff": (b"II*\x00", b"MM\x00*"),
}
_LEAST = 5  # seconds that reading one page is given at least


def read_picture(data: bytes, filename: str, seconds: int) -> DocumentModel:
    """A photograph or scan of one page, or a TIFF of several."""
    if not data.startswith(PICTURES[PurePath(filename).suffix.lower()]):
        suffix = PurePath(filename).suffix.lower()
        raise ReaderError("reader.wrong_content", {"filename": filename, "expected": suffix})
    if not ocr.installed():
        raise ReaderError("reader.picture", {"filename": filename})
    page = ocr.recognised(data, filename, seconds)
    notes = [Reason("read.recognised", {"pages": "1"})]
    if page.turned:
        notes.append(Reason("read.turned", {"pages": "1"}))
    if not page.lines:
        raise ReaderError("reader.no_text", {"filename": filename})
    return DocumentModel("picture", tuple(_paragraphs(list(page.lines))), tuple(notes))


def read_pages(pages: list[list[str]], picture: Callable[[int], bytes], filename: str, seconds: int) -> DocumentModel:
    """A PDF some pages of which are pictures: `pages` are the lines of those with text, `picture(n)` draws page n.

    What cannot be read in `seconds` is named and left out.
    """
    ends = time.monotonic() + seconds
    bare = bare_pages(pages)
    read: dict[int, list[ocr.Line]] = {}
    turned: list[int] = []
    for n in bare:
        left = int(ends - time.monotonic())
        if left < _LEAST and read:
            break
        try:
            page = ocr.recognised(picture(n), filename, max(left, _LEAST))
        except ReaderError:
            if not read:
                raise
            break
        read[n] = list(page.lines)
        if page.turned:
            turned.append(n)
    run: list[ocr.Line] = []
    for n, lines in enumerate(pages):
        run += read.get(n, [ocr.Line(line, 100) for line in lines])
    paragraphs = _paragraphs(run)
    if not paragraphs:
        raise ReaderError("reader.no_text", {"filename": filename})
    notes = [Reason("unread.pdf_tables"), Reason("read.recognised", {"pages": page_list(sorted(read))})]
    if turned:
        notes.append(Reason("read.turned", {"pages": page_list(turned)}))
    if missing := [n for n in bare if n not in read]:
        notes.append(Reason("unread.pages_out_of_time", {"pages": page_list(missing)}))
    return DocumentModel("pdf", tuple(paragraphs), tuple(notes))


def _paragraphs(lines: list[ocr.Line]) -> list[Paragraph]:
    """Wrapped lines joined; a paragraph is as legible as its least legible line."""
    joined = join_wrapped([line.text for line in lines])
    left = [line for line in lines if line.text.strip()]
    out, at = [], 0
    for n, text in enumerate(joined):
        length, worst = 0, 100
        while at < len(left) and length < len(text):
            length += len(left[at].text.strip()) + (1 if length else 0)
            worst = min(worst, left[at].legible)
            at += 1
        out.append(Paragraph(f"p{n}", text, legible=worst))
    return out

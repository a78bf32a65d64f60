"""PDF files with a text layer. A scanned page has none: it is named, and read by `scans` where that can be done."""

import unicodedata
from collections.abc import Iterable, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from roviec.core.extraction.model import DocumentModel, Paragraph
from roviec.core.reasons import Reason
from roviec.directives.readers.errors import ReaderError
from roviec.directives.readers.lines import join_wrapped

MAX_PAGES = 1_000
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_DOTS_AN_INCH = 300  # what Tesseract reads best
_LARGEST_SIDE = 5_000  # dots; a larger sheet is drawn coarser
_MUCH = 0.12  # part of a page
_NAMED = 20  # pages named in a note


def read(data: bytes, filename: str) -> DocumentModel:
    pages = pages_of(data, filename)
    bare = bare_pages(pages)
    if len(bare) == len(pages):
        raise ReaderError("reader.scanned", {"filename": filename, "pages": len(pages)})
    unread = [Reason("unread.pdf_tables")]
    if bare:
        unread.append(Reason("unread.bare_pages", {"pages": page_list(bare)}))
    if pictures := _large_pictures(data, filename, set(bare)):
        unread.append(Reason("unread.pictures", {"count": pictures}))
    lines = [line for page in pages for line in page]
    return DocumentModel("pdf", tuple(Paragraph(f"p{n}", p) for n, p in enumerate(join_wrapped(lines))), tuple(unread))


def pages_of(data: bytes, filename: str) -> list[list[str]]:
    """The printed lines of each page; of a page without text, none but blank ones."""
    document = _opened(data, filename)
    pages = []
    for number, page in enumerate(document, 1):
        text = page.get_textpage().get_text_bounded()
        lines = unicodedata.normalize(
            "NFC", text.replace("\r\n", "\n").replace("\x02", "").replace("\ufffe", "")
        ).split("\n")
        pages.append([line for line in lines if line.strip() != str(number)])  # the page's own number
    return pages


def _large_pictures(data: bytes, filename: str, bare: set[int]) -> int:
    """Pictures that take much of a page which has text too: a seal is none, a photographed table is one."""
    count = 0
    for n, page in enumerate(_opened(data, filename)):
        if n in bare:
            continue
        least = _MUCH * page.get_width() * page.get_height()
        for picture in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,)):
            left, bottom, right, top = picture.get_bounds() if hasattr(picture, "get_bounds") else picture.get_pos()
            count += (right - left) * (top - bottom) >= least
    return count


def picture_of(data: bytes, filename: str, page: int) -> bytes:
    """Page `page` (from 0) drawn in grey, as a portable greymap."""
    sheet = _opened(data, filename)[page]
    scale = min(_DOTS_AN_INCH / 72, _LARGEST_SIDE / max(sheet.get_size()))
    bitmap = sheet.render(scale=scale, grayscale=True)
    rows = memoryview(bitmap.buffer).cast("B")
    grey = b"".join(bytes(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width]) for y in range(bitmap.height))
    return f"P5 {bitmap.width} {bitmap.height} 255\n".encode() + grey


def bare_pages(pages: Sequence[Iterable[str]]) -> list[int]:
    """Indices of the pages without a letter."""
    return [n for n, page in enumerate(pages) if not any(line.strip() for line in page)]


def page_list(indices: Sequence[int]) -> str:
    """Pages as people count them: "3, 4, 7"."""
    shown = ", ".join(str(n + 1) for n in indices[:_NAMED])
    return f"{shown}…" if len(indices) > _NAMED else shown


def _opened(data: bytes, filename: str) -> "pdfium.PdfDocument":
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error)
        raise ReaderError("reader.encrypted" if locked else "reader.broken", {"filename": filename}) from error
    if len(document) > MAX_PAGES:
        raise ReaderError("reader.too_many_pages", {"filename": filename, "pages": len(document), "limit": MAX_PAGES})
    return document

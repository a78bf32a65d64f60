"""PDF files with a text layer. A scanned page has none: it is named, not guessed at."""

import unicodedata

import pypdfium2 as pdfium

from roviec.core.extraction.model import DocumentModel, Paragraph
from roviec.core.reasons import Reason
from roviec.directives.readers.errors import ReaderError
from roviec.directives.readers.lines import join_wrapped

MAX_PAGES = 1_000
_PASSWORD = 4  # FPDF_ERR_PASSWORD


def read(data: bytes, filename: str) -> DocumentModel:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = (
            "reader.encrypted"
            if getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error)
            else "reader.broken"
        )
        raise ReaderError(code, {"filename": filename}) from error
    if len(document) > MAX_PAGES:
        raise ReaderError("reader.too_many_pages", {"filename": filename, "pages": len(document), "limit": MAX_PAGES})
    lines: list[str] = []
    bare = []
    for number, page in enumerate(document, 1):
        text = page.get_textpage().get_text_bounded()
        page_lines = unicodedata.normalize(
            "NFC", text.replace("\r\n", "\n").replace("\x02", "").replace("\ufffe", "")
        ).split("\n")
        if not any(line.strip() for line in page_lines):
            bare.append(number)
        lines += [line for line in page_lines if line.strip() != str(number)]  # the page's own number
    if len(bare) == len(document):
        raise ReaderError("reader.scanned", {"filename": filename, "pages": len(document)})
    unread = [Reason("unread.pdf_tables")]
    if bare:
        unread.append(Reason("unread.bare_pages", {"pages": ", ".join(map(str, bare[:20]))}))
    return DocumentModel("pdf", tuple(Paragraph(f"p{n}", p) for n, p in enumerate(join_wrapped(lines))), tuple(unread))

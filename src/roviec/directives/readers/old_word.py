"""Word files of before 2007 (.doc), turned into .docx by LibreOffice where it is installed."""

from roviec.directives.readers.errors import ReaderError
from roviec.paper.office import DOCX, NoOfficeError, OfficeError, convert


def as_docx(data: bytes, filename: str, seconds: int) -> bytes:
    """The same document as .docx. Raises `ReaderError`, without LibreOffice with the advice to convert by hand."""
    try:
        return convert(data, ".doc", DOCX, seconds=seconds)
    except NoOfficeError as error:
        raise ReaderError("reader.old_word", {"filename": filename}) from error
    except OfficeError as error:
        if error.slow:
            raise ReaderError("reader.too_slow", {"filename": filename, "seconds": error.seconds}) from error
        raise ReaderError("reader.broken", {"filename": filename}) from error

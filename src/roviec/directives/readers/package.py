"""Opening the zipped formats (.docx, .xlsx, .odt) without believing what they say about themselves."""

import io
import zipfile

from lxml import etree

from roviec.directives.readers.errors import ReaderError

MAX_UNPACKED = 200 * 1024 * 1024  # bytes, all parts together
MAX_RATIO = 200  # unpacked to packed; office XML stays below 40
SMALL = 5 * 1024 * 1024  # below this the ratio does not matter: an empty sheet packs very well
MAX_PARTS = 5_000
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "xl/macrosheets/", "basic/script-lb.xml")


class Package:
    """The parts of a zipped document, checked before anything is unpacked."""

    def __init__(self, data: bytes, filename: str) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise ReaderError("reader.broken", {"filename": filename}) from error
        if len(parts) > MAX_PARTS:
            raise ReaderError("reader.too_many_parts", {"filename": filename, "parts": len(parts), "limit": MAX_PARTS})
        if any(part.flag_bits & 0x1 for part in parts):
            raise ReaderError("reader.encrypted", {"filename": filename})
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked > MAX_RATIO * max(len(data), 1)):
            raise ReaderError("reader.bomb", {"filename": filename, "megabytes": unpacked // 1_000_000})
        for part in parts:
            name = part.filename.lower()
            if any(name.endswith(m) or name.startswith(m) for m in _MACRO_PARTS):
                raise ReaderError("reader.macro", {"filename": filename})
        self._names = {part.filename: part for part in parts}
        self._left = MAX_UNPACKED
        self.filename = filename

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def names(self) -> list[str]:
        return list(self._names)

    def read(self, name: str) -> bytes:
        """The bytes of one part; the size that the zip directory claims is not trusted."""
        try:
            with self._zip.open(name) as part:
                content = part.read(self._left + 1)
        except KeyError as error:
            raise ReaderError("reader.part_missing", {"filename": self.filename, "part": name}) from error
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
            raise ReaderError("reader.broken", {"filename": self.filename}) from error
        self._left -= len(content)
        if self._left < 0:
            raise ReaderError("reader.bomb", {"filename": self.filename, "megabytes": MAX_UNPACKED // 1_000_000})
        return content

    def xml(self, name: str) -> etree._Element:
        return parse_xml(self.read(name), self.filename)


def parse_xml(content: bytes, filename: str) -> etree._Element:
    """Parse office XML; a document type declaration is refused, which also ends entity bombs."""
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:65536]:
        raise ReaderError("reader.entities", {"filename": filename})
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ReaderError("reader.broken", {"filename": filename}) from error

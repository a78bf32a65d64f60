"""Pictures, scanned PDF and old Word files: read where Tesseract or LibreOffice is installed, else said what is missing."""

import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from roviec.core.extraction.extract import extract
from roviec.directives.readers import ReaderError, ocr
from roviec.directives.readers.child import read_in_child
from roviec.directives.readers.messages import MESSAGES
from roviec.paper.office import converter

SAMPLES = Path(__file__).parent / "samples"
needs_tesseract = pytest.mark.skipif(not ocr.installed(), reason="Tesseract with Vietnamese is not installed")
needs_libreoffice = pytest.mark.skipif(converter() is None, reason="LibreOffice is not installed")

Grey = tuple[int, int, bytes]


def sheet(page: int, rotation: int = 0) -> Grey:
    """Width, height and grey points of a page of a sample, as a scanner sees it."""
    bitmap = pdfium.PdfDocument(str(SAMPLES / "tb-637.pdf"))[page].render(
        scale=150 / 72, grayscale=True, rotation=rotation
    )
    rows = bytes(memoryview(bitmap.buffer).cast("B"))
    lines = (rows[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
    return bitmap.width, bitmap.height, b"".join(lines)


def png(grey: Grey) -> bytes:
    width, height, points = grey
    lines = b"".join(b"\x00" + points[y * width : (y + 1) * width] for y in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(lines)),
        (b"IEND", b""),
    )
    body = b"".join(struct.pack(">I", len(c)) + k + c + struct.pack(">I", zlib.crc32(k + c)) for k, c in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


def scanned_pdf(*sheets: Grey) -> bytes:
    """A PDF whose pages are pictures and nothing else."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    pages = []
    for width, height, points in sheets:
        n = len(objects) + 2
        pages.append(f"{n} 0 R")
        packed, drawn = zlib.compress(points), f"{width} 0 0 {height} 0 0 cm /I Do".encode()
        resources = f"/Resources<</XObject<</I {n + 1} 0 R>>>>/Contents {n + 2} 0 R"
        objects[n] = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]{resources}>>".encode()
        picture = f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
        objects[n + 1] = f"{picture}/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"
        objects[n + 2] = f"<</Length {len(drawn)}>>stream\n".encode() + drawn + b"\nendstream"
    objects[2] = f"<</Type/Pages/Kids[{' '.join(pages)}]/Count {len(pages)}>>".encode()
    body = b"".join(f"{n} 0 obj\n".encode() + objects[n] + b"\nendobj\n" for n in sorted(objects))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n"


def refusal(data: bytes, filename: str) -> ReaderError:
    with pytest.raises(ReaderError) as caught:
        read_in_child(data, filename)
    assert MESSAGES[caught.value.code] % caught.value.params
    return caught.value


@needs_tesseract
def test_a_page_photographed_upside_down_is_turned_read_and_said_so() -> None:
    document = read_in_child(png(sheet(0, rotation=180)), "trang-1.png", timeout=120)
    head = extract(document).letterhead
    assert (head.full_number, str(head.date)) == ("637/TB-VPCP", "2025-11-24")
    assert {"read.recognised", "read.turned"} <= {note.code for note in document.unread}


@needs_tesseract
def test_a_scanned_pdf_gives_its_assignments_and_says_that_a_machine_read_it() -> None:
    document = read_in_child(scanned_pdf(sheet(1)), "scan.pdf", timeout=120)
    leads = {name for proposal in extract(document).proposals for name in proposal.leads.value}
    assert {"Bộ Công an", "Bộ Xây dựng"} <= leads
    assert "read.recognised" in {note.code for note in document.unread}


@needs_tesseract
def test_a_picture_that_is_none_is_refused() -> None:
    assert refusal(b"\x89PNG\r\n\x1a\n" + b"x" * 500, "a.png").code == "reader.broken"
    assert refusal(b"abc" * 500, "a.png").code == "reader.wrong_content"


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No program of the machine is found."""
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("bare_machine")
def test_without_the_programs_it_is_said_what_to_install() -> None:
    tiny = (20, 20, b"\xff" * 400)
    for data, filename, code in (
        (png(tiny), "a.png", "reader.picture"),
        (scanned_pdf(tiny), "a.pdf", "reader.scanned"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.doc", "reader.old_word"),
    ):
        error = refusal(data, filename)
        assert error.code == code
        assert "cài" in MESSAGES[error.code]


@needs_libreoffice
def test_an_old_word_file_gives_what_the_new_one_gives(tmp_path: Path) -> None:
    program = converter()
    assert program and shutil.which(program)
    subprocess.run(
        [program, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "doc", "--outdir", str(tmp_path),
         str(SAMPLES / "cv-11554.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    old = extract(read_in_child((tmp_path / "cv-11554.doc").read_bytes(), "cv-11554.doc", timeout=120))
    new = extract(read_in_child((SAMPLES / "cv-11554.docx").read_bytes(), "cv-11554.docx"))
    assert [(p.leads.value, p.deadline.value.due) for p in old.proposals] == [
        (p.leads.value, p.deadline.value.due) for p in new.proposals
    ]


@needs_libreoffice
def test_a_broken_old_word_file_is_named_so() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.doc").code == "reader.broken"

"""What is handed in is kept whole, once, and is what it says it is."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from roviec.core.problems import Invalid
from roviec.work.actions import store_file
from roviec.work.actions.files import path_of
from roviec.work.models import StoredFile
from tests.work.town import NOW


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path, db: None) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def archive(*names: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (b"%PDF-1.7 ...", "a.pdf", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "a.txt", "image/png"),
        ("Báo cáo".encode(), "a.txt", "text/plain"),
        (archive("[Content_Types].xml", "word/document.xml"), "a.docx", "wordprocessingml.document"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx", "spreadsheetml.sheet"),
        (archive("ảnh/1.png"), "a.zip", "application/zip"),
    ],
)
def test_the_type_comes_from_the_content(data: bytes, name: str, media_type: str) -> None:
    assert store_file(data, name, at=NOW).media_type.endswith(media_type)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (b"MZ\x90\x00", "a.pdf", "executable"),
        (b"\x7fELF....", "a.txt", "executable"),
        (b"alert(1)", "a.js", "executable"),
        (archive("[Content_Types].xml", "word/vbaProject.bin"), "a.docx", "macro"),
        (archive("setup.exe"), "a.zip", "executable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "a.doc", "old_office"),
        (b"PK\x03\x04 broken", "a.docx", "broken_zip"),
        (b"\x00\x01\x02", "a.bin", "unknown"),
    ],
)
def test_what_could_harm_or_cannot_be_read_is_refused_before_it_is_written(
    data: bytes, name: str, code: str, folder: Path
) -> None:
    with pytest.raises(Invalid) as caught:
        store_file(data, name, at=NOW)
    assert caught.value.reason.code == f"file.{code}"
    assert list(folder.rglob("*")) == []


def test_too_large_is_refused(settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 10
    with pytest.raises(Invalid):
        store_file(b"%PDF-1.7 too long", "a.pdf", at=NOW)


def test_the_same_content_is_kept_once_and_whole(folder: Path) -> None:
    first = store_file(b"%PDF-1.7 same", "a.pdf", at=NOW)
    again = store_file(b"%PDF-1.7 same", "b.pdf", at=NOW)
    assert first.digest == again.digest
    assert StoredFile.objects.count() == 1
    assert path_of(first.digest).read_bytes() == b"%PDF-1.7 same"
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [first.digest]

"""Every reader on its sample, and on files that are broken, empty, disguised or hostile. A new format joins by its sample."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePath

import docx
import pytest
import xlsxwriter
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from roviec.core.extraction.extract import extract
from roviec.core.extraction.letterhead import Secrecy, secrecy_of
from roviec.core.extraction.model import DocumentModel, Paragraph, Role, Table
from roviec.directives.readers import READERS, ReaderError, check_content, read_document
from roviec.directives.readers.child import read_in_child
from roviec.directives.readers.messages import MESSAGES

SAMPLES = Path(__file__).parent / "samples"
SECRET = {"MẬT": Secrecy.SECRET, "TỐI MẬT": Secrecy.TOP, "TUYỆT MẬT": Secrecy.UTMOST}
ODT = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>
<text:h text:outline-level="1">1. Sở Nội vụ</text:h>
<text:p>Rà soát biên chế, báo cáo trước ngày 15/12/2025.</text:p>
<table:table><table:table-row><table:table-cell><text:p>STT</text:p></table:table-cell><table:table-cell><text:p>Nhiệm vụ</text:p>
</table:table-cell><table:table-cell><text:p>Chủ trì</text:p></table:table-cell></table:table-row><table:table-row>
<table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell><text:p>Lập dự toán</text:p></table:table-cell>
<table:table-cell><text:p>Sở Tài chính</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>"""


def zipped(parts: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def word(fill: Callable[[docx.document.Document], None]) -> bytes:
    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same package with one more part, or another content in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts: dict[str, bytes | str] = {n: package.read(n) for n in package.namelist()}
    return zipped({**parts, name: content})


def sample(suffix: str) -> tuple[bytes, str]:
    if suffix == ".odt":
        return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ODT}), "mau.odt"
    if suffix == ".txt":
        return "1. Giao Sở Y tế báo cáo trước ngày 15/12/2025.".encode(), "mau.txt"
    path = next(SAMPLES.glob(f"*{'.html' if suffix == '.htm' else suffix}"))
    return path.read_bytes(), path.stem + suffix


def refusal(data: bytes, filename: str) -> str:
    with pytest.raises(ReaderError) as caught:
        read_document(data, filename)
    assert MESSAGES[caught.value.code] % caught.value.params
    return caught.value.code


def texts(document: DocumentModel) -> str:
    return "\n".join(
        b.text if isinstance(b, Paragraph) else "\n".join(c.text for c in b.cells) for b in document.blocks
    )


@pytest.mark.parametrize("suffix", READERS)
class TestEveryReader:
    def test_gives_assignments_and_anchors_that_exist_only_once(self, suffix: str) -> None:
        document = read_document(*sample(suffix))
        assert extract(document).proposals
        anchors = [b.anchor for b in document.blocks]
        anchors += [c.anchor for t in document.tables() for c in t.cells]
        assert len(anchors) == len(set(anchors))

    def test_every_place_of_a_proposal_lies_in_its_paragraph_or_cell(self, suffix: str) -> None:
        document = read_document(*sample(suffix))
        lengths = {b.anchor: len(b.text) for b in document.paragraphs()}
        lengths |= {c.anchor: len(c.text) for t in document.tables() for c in t.cells}
        for proposal in extract(document).proposals:
            for part in (proposal.text, proposal.leads, proposal.supports, proposal.deadline, proposal.deliverable):
                for place in part.where:
                    assert 0 <= place.start < place.end <= lengths[place.anchor], (place, part.value)

    def test_says_the_same_through_the_child(self, suffix: str) -> None:
        data, filename = sample(suffix)
        assert read_in_child(data, filename) == read_document(data, filename)

    def test_refuses_an_empty_file(self, suffix: str) -> None:
        assert refusal(b"", f"a{suffix}") == "reader.empty"

    def test_refuses_half_a_file_or_reads_what_is_there(self, suffix: str) -> None:
        data, filename = sample(suffix)
        try:
            read_document(data[: len(data) // 2], filename)
        except ReaderError as error:
            assert error.code in ("reader.broken", "reader.part_missing", "reader.no_text", "reader.wrong_content")

    def test_refuses_a_picture_under_its_name(self, suffix: str) -> None:
        picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
        assert refusal(picture, f"a{suffix}") == "reader.wrong_content"

    def test_refuses_two_hundred_megabytes(self, suffix: str) -> None:
        assert refusal(b"a" * (200 << 20), f"a{suffix}") == "reader.too_large"


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = zipped({"word/document.xml": b"<a>" + b" " * (20 << 20)})
    assert len(bomb) < 1 << 20
    assert refusal(bomb, "a.docx") == "reader.bomb"


def test_a_zip_that_lies_about_its_size_is_stopped_while_unpacking() -> None:
    bomb = bytearray(zipped({"word/document.xml": b"<a>" + b" " * (210 << 20)}))
    at = bomb.rindex(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    assert refusal(bytes(bomb), "a.docx") in ("reader.bomb", "reader.broken")


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "xl/vbaProject.bin", "word/vbaData.xml"])
def test_macros_are_refused(name: str) -> None:
    assert refusal(with_part(word(lambda d: d.add_paragraph("x")), name, b"x"), "a.docx") == "reader.macro"


def test_a_file_named_for_macros_is_refused() -> None:
    assert refusal(word(lambda d: d.add_paragraph("x")), "a.docm") == "reader.macro"


def test_entity_bombs_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "xx"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert (
        refusal(with_part(word(lambda d: d.add_paragraph("x")), "word/document.xml", bomb), "a.docx")
        == "reader.entities"
    )


def test_an_encrypted_office_file_is_named_so() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600
    assert refusal(ole, "a.xlsx") == "reader.encrypted"
    assert refusal(ole, "a.docx") == "reader.encrypted"


def test_old_office_files_that_ask_for_a_password_are_named_so() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    word_stream = b"\xec\xa5" + b"\x00" * 8 + (0x0100).to_bytes(2, "little") + b"\x00" * 500
    workbook = b"\x09\x08\x10\x00" + b"\x00" * 16 + b"\x2f\x00\x36\x00" + b"\x00" * 500
    for data, filename in ((ole + word_stream, "a.doc"), (ole + workbook, "a.xls")):
        with pytest.raises(ReaderError) as caught:
            check_content(data, PurePath(filename).suffix, filename)
        assert caught.value.code == "reader.encrypted"


def test_formulas_that_nobody_has_reckoned_and_charts_are_named() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write(0, 3, "Thời hạn")
    sheet.write_formula(1, 3, "=A1+10", None, "")
    book.close()
    (note,) = read_document(out.getvalue(), "a.xlsx").unread
    assert (note.code, note.params["cells"]) == ("unread.formulas", "D2")
    drawn = with_part(word(lambda d: d.add_paragraph("x")), "word/charts/chart1.xml", b"<x/>")
    assert [r.code for r in read_document(drawn, "a.docx").unread] == ["unread.objects"]


def test_an_order_in_a_text_box_is_said_to_be_left_out() -> None:
    blocks = (
        Paragraph("p0", "1. Giao Sở Y tế báo cáo trước ngày 10/12/2025."),
        Paragraph("p1", "2. Giao Sở Tài chính bố trí kinh phí trước ngày 20/12/2025.", role=Role.TEXT_BOX),
        Paragraph("p2", "MẪU SỐ 01", role=Role.TEXT_BOX),
    )
    extraction = extract(DocumentModel("docx", blocks))
    assert [p.leads.value for p in extraction.proposals] == [("Sở Y tế",)]
    (note,) = [n for n in extraction.notes if n.code == "extraction.outside_the_text"]
    assert note.params["count"] == 1


def test_old_word_and_unknown_formats_say_what_to_do() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "a.doc") == "reader.old_word"
    assert refusal(b"abc", "a.pages") == "reader.unknown_format"


def test_a_web_page_under_the_name_of_a_workbook_is_recognised() -> None:
    assert refusal(b"<html><table><tr><td>1</td></tr></table></html>", "a.xls") == "reader.html_inside"


def test_a_pdf_of_pictures_alone_is_named_as_scanned() -> None:
    pdf = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n"
    )
    assert refusal(pdf, "a.pdf") == "reader.scanned"


def test_the_child_stops_what_takes_too_long() -> None:
    # Deeply nested inline tags keep the parser busy far longer than a second of computing.
    page = ("<html><body>" + "<p>Sở Nội vụ rà soát</p>" * 400_000).encode()
    with pytest.raises(ReaderError) as caught:
        read_in_child(page, "a.html", timeout=1)
    assert caught.value.code in ("reader.too_slow", "reader.too_much_memory")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_comes_in_whatever_unicode_it_is(encoding: str) -> None:
    document = read_document("Giao Sở Y tế báo cáo.".encode(encoding), "a.txt")
    assert texts(document) == "Giao Sở Y tế báo cáo."


def test_tcvn3_text_is_converted_and_named() -> None:
    old = "1. Giao Së Y tÕ chñ tr×, phèi hîp víi Së Tµi chÝnh b¸o c¸o Uû ban nh©n d©n tr­íc ngµy 15/12/2025."
    document = read_document(old.encode("latin-1"), "a.txt")
    assert "Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính báo cáo Uỷ ban nhân dân trước ngày" in texts(document)
    assert [(r.code, r.params["font"]) for r in document.unread] == [("read.old_font", "TCVN3")]


def test_vni_text_is_converted_and_named() -> None:
    old = "1. Giao Sôû Y teá chuû trì, phoái hôïp vôùi Sôû Taøi chính baùo caùo UÛy ban nhaân daân tröôùc ngaøy 15/12/2025."
    document = read_document(old.encode("latin-1"), "a.txt")
    assert "Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính báo cáo Ủy ban nhân dân trước ngày" in texts(document)
    assert document.unread[0].params["font"] == "VNI"


def test_decomposed_letters_are_composed() -> None:
    assert texts(read_document("Sở Nội vụ".encode(), "a.txt")) == "Sở Nội vụ"


def test_a_table_drawn_with_bars_is_a_table() -> None:
    drawn = (
        "| STT | Nhiệm vụ | Chủ trì | Thời hạn |\n|---|---|---|---|\n| 1 | Lập dự toán | Sở Tài chính | 31/12/2025 |\n"
    )
    (proposal,) = extract(read_document(drawn.encode(), "a.txt")).proposals
    assert proposal.leads.value == ("Sở Tài chính",)


def test_numbers_that_word_prints_by_itself_are_read() -> None:
    def fill(document: docx.document.Document) -> None:
        for text in ("Giao Sở Y tế báo cáo.", "Giao Sở Nội vụ rà soát."):
            document.add_paragraph(text, style="List Number")

    document = read_document(word(fill), "a.docx")
    assert [b.text[:8] for b in document.paragraphs()] == ["1. Giao ", "2. Giao "]


def test_merged_cells_of_word_cover_their_rows_and_columns() -> None:
    def fill(document: docx.document.Document) -> None:
        table = document.add_table(3, 3)
        for row in table.rows:
            for cell in row.cells:
                cell.text = "x"
        table.cell(0, 0).merge(table.cell(2, 0)).text = "dọc"
        table.cell(1, 1).merge(table.cell(1, 2)).text = "ngang"

    (table,) = read_document(word(fill), "a.docx").tables()
    grid = table.grid()
    assert [line[0].text for line in grid if line[0]] == ["dọc"] * 3
    assert grid[1][1] is grid[1][2]


def test_text_boxes_footnotes_and_running_headers_are_read_and_pictures_counted() -> None:
    def fill(document: docx.document.Document) -> None:
        document.sections[0].header.paragraphs[0].text = "Trang đầu"
        paragraph = document.add_paragraph("Thân bài")
        box = parse_xml(
            '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
            ' xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>Trong khung'
            "</w:t></w:r></w:p></w:txbxContent></v:textbox><v:imagedata/></v:shape></w:pict></w:r>"
        )
        paragraph._p.append(box)
        deleted = OxmlElement("w:del")
        run = OxmlElement("w:r")
        gone = OxmlElement("w:t")
        gone.text = "đã xóa"
        run.append(gone)
        deleted.append(run)
        paragraph._p.append(deleted)
        assert deleted.tag == qn("w:del")

    document = read_document(word(fill), "a.docx")
    roles = {b.text: b.role for b in document.paragraphs()}
    assert roles == {"Trang đầu": Role.PAGE_EDGE, "Thân bài": Role.BODY, "Trong khung": Role.TEXT_BOX}
    assert [r.code for r in document.unread] == ["unread.pictures", "read.tracked_changes"]


def test_a_hidden_sheet_is_not_read_and_said_so() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("Hiện").write(0, 0, "a")
    hidden = book.add_worksheet("Ẩn")
    hidden.write(0, 0, "b")
    hidden.hide()
    book.close()
    document = read_document(out.getvalue(), "a.xlsx")
    assert [t.name for t in document.tables()] == ["Hiện"]
    assert [dict(r.params) for r in document.unread] == [{"sheet": "Ẩn"}]


def test_dates_and_whole_numbers_of_a_workbook_read_as_an_office_prints_them() -> None:
    document = read_document((SAMPLES / "cv-6225.xlsx").read_bytes(), "cv-6225.xlsx")
    (table,) = [b for b in document.blocks if isinstance(b, Table)]
    values = {c.text for c in table.cells}
    assert {"01/01/2026", "10"} <= values


def test_every_sentence_says_what_to_do_and_fits_its_parameters() -> None:
    filled = {
        "filename": "a.docx", "problem": "x", "megabytes": 1, "limit": 1, "known": "x", "expected": ".docx", "part": "x", "parts": 1,
        "pages": 1, "sheet": "x", "rows": 1, "seconds": 1, "font": "VNI", "count": 1, "numbers": "x",
        "cells": "D2", "text": "x",
    }  # fmt: skip
    for code, message in MESSAGES.items():
        assert (message % filled).strip().endswith("."), code
        assert not code.startswith("reader.") or message.count(".") >= 2, code


def marked(mark: str, suffix: str) -> bytes:
    """A small document of the format with a secrecy mark in its frame."""
    if suffix == ".docx":

        def fill(document: docx.document.Document) -> None:
            frame = document.add_table(1, 2)
            frame.cell(0, 0).text = f"SỞ NỘI VỤ\nSố: 12/BC-SNV\n{mark}"
            frame.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
            document.add_paragraph("BÁO CÁO")

        return word(fill)
    if suffix == ".xlsx":
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out)
        sheet = book.add_worksheet()
        for row, text in enumerate(("SỞ NỘI VỤ", mark, "Số: 12/BC-SNV", "STT")):
            sheet.write(row, 0, text)
        book.close()
        return out.getvalue()
    if suffix == ".odt":
        content = ODT.replace("<office:text>", f"<office:text><text:p>SỞ NỘI VỤ</text:p><text:p>{mark}</text:p>")
        return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})
    lines = (
        "SỞ NỘI VỤ",
        "Số: 12/BC-SNV",
        mark,
        "BÁO CÁO",
        "Nội dung của báo cáo được trình bày đầy đủ ở các phần sau đây của văn bản này.",
    )
    if suffix == ".html":
        return "".join(f"<p>{line}</p>" for line in lines).encode()
    return "\n".join(lines).encode()


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".odt", ".html", ".txt"])
def test_a_secrecy_mark_survives_every_format(suffix: str, mark: str) -> None:
    assert secrecy_of(read_document(marked(mark, suffix), f"a{suffix}")) is SECRET[mark]


def test_a_mark_within_wrapped_text_is_not_joined_to_it() -> None:
    wrapped = [
        ("Sở Nội vụ báo cáo tình hình thực hiện nhiệm vụ trong tháng theo yêu cầu " * 8)[i : i + 80]
        for i in range(0, 560, 80)
    ]
    text = "\n".join(["SỞ NỘI VỤ", *wrapped[:3], "TỐI MẬT", *wrapped[3:]])
    assert secrecy_of(read_document(text.encode(), "a.txt")) is Secrecy.TOP

"""The frame of official documents: number, date, issuer, kind, subject, signer, and above all the secrecy mark."""

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from roviec.core.extraction.extract import extract
from roviec.core.extraction.letterhead import Secrecy, Urgency, read_letterhead, secrecy_of
from roviec.core.extraction.model import Cell, DocumentModel, Paragraph, Role, Table
from roviec.core.extraction.signature import Capacity
from roviec.directives.readers import read_document

SAMPLES = Path(__file__).parent.parent / "directives" / "samples"


def document(*lines: str, role: Role = Role.BODY) -> DocumentModel:
    return DocumentModel("test", tuple(Paragraph(f"p{n}", line, role=role) for n, line in enumerate(lines)))


def with_frame(left: str, right: str, *lines: str) -> DocumentModel:
    frame = Table("t0", 1, 2, (Cell("t0r0c0", 0, 0, left), Cell("t0r0c1", 0, 1, right)))
    body = tuple(Paragraph(f"p{n}", line) for n, line in enumerate(lines, 1))
    return DocumentModel("test", (frame, *body))


MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n-------"

EXPECTED = {
    "tb-634": ("634/TB-VPCP", date(2025, 11, 22), "VĂN PHÒNG CHÍNH PHỦ", "Thông báo", "Trịnh Mạnh Linh", Capacity.DEPUTY),
    "cd-227": ("227/CĐ-TTg", date(2025, 11, 23), "THỦ TƯỚNG CHÍNH PHỦ", "Công điện", "Phạm Minh Chính", Capacity.OWN),
    "ct-09": ("09/CT-UBND", date(2025, 11, 18), "ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ", "Chỉ thị", "Trần Chí Hùng", Capacity.DEPUTY),
    "tb-637": ("637/TB-VPCP", date(2025, 11, 24), "VĂN PHÒNG CHÍNH PHỦ", "Thông báo", "Đỗ Ngọc Huỳnh", Capacity.DEPUTY),
    "kh-160": ("160/KH-UBND", date(2025, 11, 19), "ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ", "Kế hoạch", "Trần Chí Hùng", Capacity.DEPUTY),
    "cv-11554": ("11554/VPCP-V.I", date(2025, 11, 25), "VĂN PHÒNG CHÍNH PHỦ", "Công văn", "Trịnh Mạnh Linh", Capacity.DEPUTY),
    "tb-659": ("659/TB-VPCP", date(2025, 11, 29), "VĂN PHÒNG CHÍNH PHỦ", "Thông báo", "Đỗ Ngọc Huỳnh", Capacity.DEPUTY),
    "kh-617": ("617/KH-UBND", date(2025, 12, 1), "ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP", "Kế hoạch", "Huỳnh Minh Tuấn", Capacity.DEPUTY),
    "kh-552": ("552/KH-UBND", date(2025, 11, 19), "ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP", "Kế hoạch", "Huỳnh Minh Tuấn", Capacity.DEPUTY),
    "cv-6225": ("6225/BVHTTDL-VP", date(2025, 11, 18), "BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Công văn", "Nguyễn Văn Hùng", Capacity.OWN),
    "tb-624a": ("624/TB-VPCP", date(2025, 11, 16), "VĂN PHÒNG CHÍNH PHỦ", "Thông báo", "Phạm Mạnh Cường", Capacity.DEPUTY),
    "nq-03a": ("03/NQ-CP", date(2025, 1, 9), "CHÍNH PHỦ", "Nghị quyết", "", Capacity.OWN),
}  # fmt: skip


@pytest.mark.parametrize("stem", EXPECTED)
def test_the_frame_of_a_real_document(stem: str) -> None:
    head = read_letterhead(read_document((SAMPLES / f"{stem}.docx").read_bytes(), f"{stem}.docx"))
    assert (head.full_number, head.date, head.issuer, head.kind, head.signer, head.capacity) == EXPECTED[stem]
    assert head.secrecy is Secrecy.NONE


def test_a_letter_has_its_subject_under_the_number_and_its_recipients() -> None:
    head = read_letterhead(read_document((SAMPLES / "cv-11554.docx").read_bytes(), "cv-11554.docx"))
    assert head.subject == "nâng cao hiệu quả công tác chống buôn lậu, gian lận thương mại và hàng giả"
    assert head.recipients[0] == "Như trên"
    assert head.place == "Hà Nội"
    assert set(head.places) >= {"number", "date", "issuer", "subject", "signer", "recipients"}


def test_the_parent_of_the_issuer_is_the_line_above() -> None:
    head = read_letterhead(with_frame("UBND TỈNH LÂM ĐỒNG\nSỞ NỘI VỤ\n-------\nSố: 2210/SNV-CCHC\nV/v khảo sát", MOTTO))
    assert (head.parent, head.issuer) == ("UBND TỈNH LÂM ĐỒNG", "SỞ NỘI VỤ")
    assert (head.full_number, head.kind, head.subject) == ("2210/SNV-CCHC", "Công văn", "khảo sát")


def test_party_documents_are_numbered_with_a_dash() -> None:
    head = read_letterhead(
        with_frame("THÀNH ỦY CẦN THƠ\n*\nSố 312-TB/TU", "ĐẢNG CỘNG SẢN VIỆT NAM\nCần Thơ, ngày 24 tháng 11 năm 2025")
    )
    assert head.full_number == "312-TB/TU"
    assert (head.date, head.place, head.kind) == (date(2025, 11, 24), "Cần Thơ", "Thông báo")


def test_a_number_that_was_left_blank_stays_blank() -> None:
    head = read_letterhead(
        with_frame("ỦY BAN NHÂN DÂN\nXÃ AN PHÚ\nSố:      /KH-UBND", MOTTO + "\nAn Phú, ngày     tháng 12 năm 2025")
    )
    assert (head.number, head.symbol, head.date) == ("", "KH-UBND", None)


def test_the_capacity_in_which_somebody_signs() -> None:
    lines = ("Nơi nhận:", "- Như trên;", "TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Lê Quốc Hùng")
    head = read_letterhead(document("Số: 1/TB-UBND", *lines))
    assert (head.capacity, head.signer_title, head.signer) == (Capacity.DELEGATED, "CHÁNH VĂN PHÒNG", "Lê Quốc Hùng")


def test_urgency() -> None:
    head = read_letterhead(with_frame("SỞ Y TẾ\nSố: 5/SYT-VP\nHỎA TỐC", MOTTO))
    assert head.urgency is Urgency.EXPRESS


@pytest.mark.parametrize(
    ("mark", "degree"),
    [
        ("MẬT", Secrecy.SECRET), ("TỐI MẬT", Secrecy.TOP), ("TUYỆT MẬT", Secrecy.UTMOST), ("Mật", Secrecy.SECRET), ("* TỐI  MẬT *", Secrecy.TOP),
        ("Độ mật: Mật", Secrecy.SECRET), ("ĐỘ MẬT: TUYỆT MẬT", Secrecy.UTMOST), ("[MẬT]", Secrecy.SECRET),
    ],
)  # fmt: skip
class TestASecrecyMarkIsSeen:
    def test_in_the_letterhead(self, mark: str, degree: Secrecy) -> None:
        assert secrecy_of(with_frame(f"SỞ NỘI VỤ\nSố: 12/BC-SNV\n{mark}", MOTTO, "BÁO CÁO")) is degree

    def test_on_a_line_of_its_own(self, mark: str, degree: Secrecy) -> None:
        assert secrecy_of(document("SỞ NỘI VỤ", mark, "Số: 12/BC-SNV", "BÁO CÁO")) is degree

    def test_in_a_text_box_or_running_header(self, mark: str, degree: Secrecy) -> None:
        for role in (Role.TEXT_BOX, Role.PAGE_EDGE):
            stamped = DocumentModel("test", (Paragraph("p0", "BÁO CÁO"), *document(mark, role=role).blocks))
            assert secrecy_of(stamped) is degree

    def test_at_the_end_of_a_long_document_in_a_stamp(self, mark: str, degree: Secrecy) -> None:
        body = [Paragraph(f"p{n}", "Nội dung " * 60) for n in range(80)]
        assert secrecy_of(DocumentModel("test", (*body, Paragraph("p80", mark, role=Role.TEXT_BOX)))) is degree


@pytest.mark.parametrize(
    "line",
    [
        "Bảo đảm an toàn, bảo mật thông tin.", "mật độ dân số", "Bí mật nhà nước", "1. Công tác bảo vệ bí mật nhà nước", "Phòng, chống lộ, lọt bí mật",
        "Danh mục bí mật nhà nước độ Tối mật", "ong mật",
    ],
)  # fmt: skip
def test_the_word_in_a_sentence_is_no_mark(line: str) -> None:
    assert secrecy_of(document("SỞ NỘI VỤ", line, "Số: 12/BC-SNV")) is Secrecy.NONE
    assert secrecy_of(with_frame(f"SỞ NỘI VỤ\n{line}", MOTTO)) is Secrecy.NONE


def test_of_two_marks_the_higher_counts() -> None:
    assert secrecy_of(document("MẬT", "TUYỆT MẬT")) is Secrecy.UTMOST


def test_a_mark_that_only_a_later_page_carries_is_seen() -> None:
    pages = [line for n in range(60) for line in (f"{n}. " + "Nội dung " * 60,)]
    assert secrecy_of(document("SỞ NỘI VỤ", *pages, "TUYỆT MẬT", *pages)) is Secrecy.UTMOST


def workbook(header: str = "", box: str = "") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "SỞ NỘI VỤ")
    sheet.write_row(1, 0, ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"])
    if header:
        sheet.set_header(header)
    if box:
        sheet.insert_textbox(3, 3, box)
    book.close()
    return out.getvalue()


@pytest.mark.parametrize(
    "beside", [{"header": '&C&"Arial,Bold"&14TỐI MẬT'}, {"header": "&LSở Nội vụ&RTỐI MẬT"}, {"box": "TỐI MẬT"}]
)
def test_a_secrecy_mark_beside_the_cells_of_a_workbook_is_seen(beside: dict[str, str]) -> None:
    assert secrecy_of(read_document(workbook(**beside), "theo-doi.xlsx")) is Secrecy.TOP
    assert secrecy_of(read_document(workbook(), "theo-doi.xlsx")) is Secrecy.NONE


@pytest.mark.parametrize(
    ("stem", "subject"),
    [
        ("kh-617", "DANH MỤC CÁC NHIỆM VỤ TRỌNG TÂM"),
        ("cv-6225", "DANH MỤC CÁC NHIỆM VỤ, GIẢI PHÁP TRỌNG TÂM TRIỂN KHAI TRONG NHỮNG THÁNG CUỐI NĂM 2025"),
    ],
)
def test_the_title_lines_of_a_workbook_are_its_subject(stem: str, subject: str) -> None:
    assert read_letterhead(read_document((SAMPLES / f"{stem}.xlsx").read_bytes(), f"{stem}.xlsx")).subject == subject


def test_the_body_that_decides_named_again_is_no_part_of_the_subject() -> None:
    lines = ("QUYẾT ĐỊNH", "Về việc thành lập Tổ công tác", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LONG AN", "Căn cứ Luật;")
    assert read_letterhead(document("ỦY BAN NHÂN DÂN", "TỈNH LONG AN", *lines)).subject == "thành lập Tổ công tác"


def test_a_party_body_and_the_capacity_it_signs_in() -> None:
    left = "ĐẢNG BỘ THÀNH PHỐ\nHỒ CHÍ MINH\nBAN THƯỜNG VỤ\n*\nSố 12-KL/TU"
    frame = with_frame(left, "ĐẢNG CỘNG SẢN VIỆT NAM\nThành phố Hồ Chí Minh, ngày 05 tháng 01 năm 2026")
    signed = document("Nơi nhận:", "- Ban Bí thư;", "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Lê Thị Ba")
    head = read_letterhead(DocumentModel("test", (*frame.blocks, *signed.blocks)))
    assert (head.parent, head.issuer) == ("ĐẢNG BỘ THÀNH PHỐ HỒ CHÍ MINH", "BAN THƯỜNG VỤ")
    assert (head.full_number, head.capacity, head.signer) == ("12-KL/TU", Capacity.COLLECTIVE, "Lê Thị Ba")


def test_what_a_decision_rests_on_and_what_it_replaces_is_told() -> None:
    head = read_letterhead(
        document(
            "ỦY BAN NHÂN DÂN TỈNH GIA LAI",
            "Số: 2988/QĐ-UBND",
            "Gia Lai, ngày 11 tháng 12 năm 2025",
            "QUYẾT ĐỊNH",
            "Căn cứ Luật Trật tự, an toàn giao thông đường bộ ngày 27/6/2024;",
            "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 305/TTr-SNV ngày 01/12/2025.",
            "Điều 3. Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 1102/QĐ-UBND ngày 20/5/2021.",
        )
    )
    assert [(r.kind, r.number or r.name, str(r.date)) for r in head.rests_on] == [
        ("Luật", "Trật tự, an toàn giao thông đường bộ", "2024-06-27"),
        ("Tờ trình", "305/TTr-SNV", "2025-12-01"),
    ]
    assert [(r.number, str(r.date)) for r in head.replaces] == [("1102/QĐ-UBND", "2021-05-20")]


def test_two_documents_in_one_file_are_read_each_with_its_own_date_and_said() -> None:
    def one(number: str, day: str, order: str) -> list[str]:
        frame = ["SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", f"Số: {number}/TB-SNV", f"Hà Nội, {day}"]
        return [*frame, "THÔNG BÁO", order, "Nơi nhận:", "- Như trên.", "GIÁM ĐỐC", "Trần Thị Mai"]

    first = one("12", "ngày 05 tháng 11 năm 2025", "1. Giao Văn phòng Sở báo cáo trong tháng 12.")
    second = one("98", "ngày 06 tháng 3 năm 2026", "1. Giao Thanh tra Sở kiểm tra xong trong tháng 5.")
    extraction = extract(document(*first, *second))
    assert [str(p.deadline.value.due) for p in extraction.proposals] == ["2025-12-31", "2026-05-31"]
    (note,) = [n for n in extraction.notes if n.code == "extraction.several_documents"]
    assert note.params["numbers"] == "12/TB-SNV; 98/TB-SNV"

"""Forms 01 and 02 carry the words of the annex, filled in or left open, many in one file."""

import io
from datetime import date

import pytest
from docx import Document

from roviec.evaluation.forms_written import Form01, Form02, write_forms01, write_forms02
from roviec.evaluation.forms_written.form01 import CRITERIA, period_words

ONE = Form01(
    body="Ủy ban nhân dân phường Bến Thành",
    unit="Phòng Văn hóa - Xã hội",
    period="2026-03",
    name="Nguyễn Thị Hương Giang",
    title="Chuyên viên",
    points={"I.1": "5", "III.4": "2,25"},
    general_own="27,25",
    general="27",
    results="68,54",
    total="95,54",
    comment="Nhất trí",
    confirmed_on=date(2026, 4, 2),
    confirmed_by="Trần Văn Bình",
)


def words(data: bytes) -> list[str]:
    """Paragraphs, then the cells of every table, in order."""
    word = Document(io.BytesIO(data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in word.paragraphs), *cells]


def test_form_01_says_what_the_sheet_says_in_the_words_of_the_annex() -> None:
    said = words(write_forms01([ONE]))
    text = "\n".join(said)
    for part in (
        "Mẫu số 01",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC",
        "(Kỳ theo dõi, đánh giá: tháng 3 năm 2026)1",
        "I. KẾT QUẢ THEO DÕI, ĐÁNH GIÁ THEO TIÊU CHÍ CHUNG",
        "2. Điểm tiêu chí kết quả thực hiện nhiệm vụ: 68,54",
        "3. Tổng điểm theo dõi, đánh giá công chức: 95,54",
        "6. Ý kiến nhận xét của cấp có thẩm quyền theo dõi, đánh giá:",
        "1 Ghi rõ kỳ theo dõi là tháng/quý ... năm... .",
        "....., ngày 02 tháng 4 năm 2026",
    ):
        assert part in text
    assert said[said.index("Tổng cộng") + 1 :][:2] == ["30", "27,25"]
    assert said[said.index(CRITERIA[1][1]) + 1 :][:2] == ["5", "5"]


def test_the_most_points_of_form_01_are_those_of_the_rule_set() -> None:
    most = [float(one[2].replace(",", ".")) for one in CRITERIA]
    assert sum(value for value, one in zip(most, CRITERIA, strict=True) if one[3]) == 30
    assert sum(value for value, one in zip(most, CRITERIA, strict=True) if not one[3]) == 30


def test_form_02_ticks_one_box_of_each_four_and_leaves_open_what_is_not_decided() -> None:
    one = Form02(
        body="Ủy ban nhân dân phường Bến Thành",
        unit="Phòng Văn hóa - Xã hội",
        year=2026,
        name="Nguyễn Thị Hương Giang",
        title="Chuyên viên",
        months={1: ("82,5", ""), 5: ("", "Nghỉ thai sản")},
        mean="82,5",
        own_band=0,
    )
    said = words(write_forms02([one, one]))
    assert said.count("☒ Hoàn thành xuất sắc nhiệm vụ") == 2
    assert said.count("☐ Hoàn thành xuất sắc nhiệm vụ") == 2
    assert said.count("PHIẾU XẾP LOẠI CHẤT LƯỢNG CÔNG CHỨC") == 2
    assert "III. KẾT QUẢ XẾP LOẠI CHẤT LƯỢNG CỦA CẤP CÓ THẨM QUYỀN CÔNG CHỨC1" in said
    assert "Nghỉ thai sản" in said


@pytest.mark.parametrize(
    ("period", "said"),
    [("2026-03", "tháng 3 năm 2026"), ("2026-12", "tháng 12 năm 2026"), ("2026-Q2", "quý 2 năm 2026")],
)
def test_a_period_is_written_as_people_say_it(period: str, said: str) -> None:
    assert period_words(period) == said

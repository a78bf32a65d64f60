"""Form 01: Phiếu theo dõi, đánh giá công chức, of one month or quarter (annex II)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from roviec.evaluation.forms_written.page import (
    CENTRE,
    answered,
    filled,
    letterhead,
    line,
    new_file,
    notes,
    saved,
    signatures,
    signed_on,
    table,
)

# Number, words, most points, and the item of form 01 that the official scores (as in the rule-set); groups have none.
CRITERIA: tuple[tuple[str, str, str, str], ...] = (
    (
        "I",
        "Phẩm chất chính trị, phẩm chất đạo đức, văn hóa thực thi công vụ và ý thức kỷ luật, kỷ cương trong thực thi công vụ",
        "10",
        "",
    ),
    ("1", "Phẩm chất chính trị, phẩm chất đạo đức, văn hóa thực thi công vụ", "5", "I.1"),
    ("2", "Ý thức kỷ luật, kỷ cương trong thực thi công vụ", "5", "I.2"),
    (
        "II",
        "Năng lực chuyên môn, nghiệp vụ theo yêu cầu của vị trí việc làm; khả năng đáp ứng yêu cầu thực thi nhiệm vụ được giao; tinh "
        "thần trách nhiệm trong thực thi công vụ; thái độ phục vụ người dân, doanh nghiệp và khả năng phối hợp với đồng nghiệp",
        "10",
        "",
    ),
    ("1", "Năng lực chuyên môn, nghiệp vụ theo yêu cầu của vị trí việc làm", "2,5", "II.1"),
    ("2", "Khả năng đáp ứng yêu cầu thực thi nhiệm vụ được giao thường xuyên, đột xuất", "2,5", "II.2"),
    ("3", "Tinh thần trách nhiệm trong thực thi công vụ", "2,5", "II.3"),
    ("4", "Thái độ phục vụ người dân, doanh nghiệp và khả năng phối hợp với đồng nghiệp", "2,5", "II.4"),
    (
        "III",
        "Năng lực đổi mới, sáng tạo, dám nghĩ, dám làm, dám chịu trách nhiệm vì lợi ích chung trong thực thi công vụ",
        "10",
        "",
    ),
    (
        "1",
        "Có sản phẩm, giải pháp đột phá, sáng tạo đem lại giá trị, hiệu quả thiết thực, tác động tích cực đến kết quả thực hiện nhiệm "
        "vụ của cơ quan, tổ chức, đơn vị.",
        "2,5",
        "III.1",
    ),
    (
        "2",
        "Sẵn sàng tham gia thực hiện nhiệm vụ chính trị đặc biệt quan trọng, nhiệm vụ có tính chất đột xuất, phức tạp hoặc trong điều "
        "kiện khó khăn.",
        "2,5",
        "III.2",
    ),
    (
        "3",
        "Có tinh thần chịu trách nhiệm trước kết quả công việc; chủ động nhận trách nhiệm khi có sai sót và có biện pháp khắc phục rõ "
        "ràng, cụ thể.",
        "2,5",
        "III.3",
    ),
    (
        "4",
        "Chủ động đưa ra quyết định trong phạm vi thẩm quyền, không né tránh; có tinh thần tiên phong trong thực hiện những nhiệm vụ "
        "mới.",
        "2,5",
        "III.4",
    ),
)


@dataclass(frozen=True, slots=True)
class Form01:
    """One sheet. `points`: item -> written points, "2,5"; the three sums likewise. Blanks become dots to fill in.

    `period`: "2026-03" or "2026-Q1". `confirmed_by`: name of who confirmed; `sent_on`, `confirmed_on`: when both signed.
    """

    body: str
    unit: str
    period: str
    name: str
    title: str
    points: Mapping[str, str]
    general_own: str
    general: str
    results: str
    total: str
    strengths: str = ""
    shortcomings: str = ""
    comment: str = ""
    place: str = ""
    sent_on: date | None = None
    confirmed_on: date | None = None
    confirmed_by: str = ""


def write_forms01(forms: Sequence[Form01]) -> bytes:
    """A .docx file."""
    word = new_file()
    for place, form in enumerate(forms):
        if place:
            word.add_page_break()
        _write(word, form)
    return saved(word)


def period_words(period: str) -> str:
    """ "tháng 3 năm 2026", "quý 1 năm 2026"."""
    year, _, part = period.partition("-")
    return f"quý {part[1:]} năm {year}" if part.startswith("Q") else f"tháng {int(part)} năm {year}"


def _write(word: object, form: Form01) -> None:
    letterhead(word, "01", form.body, form.unit if form.unit != form.body else "")
    line(word, "PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC", bold=True, align=CENTRE, before=10)
    line(word, f"(Kỳ theo dõi, đánh giá: {period_words(form.period)})", align=CENTRE, note="1")
    filled(word, "Họ và tên:", form.name)
    filled(word, "Chức vụ, chức danh:", form.title)
    filled(word, "Đơn vị công tác:", form.unit)
    line(word, "I. KẾT QUẢ THEO DÕI, ĐÁNH GIÁ THEO TIÊU CHÍ CHUNG", bold=True, before=6)
    rows = [("TT", "Tiêu chí chấm điểm", "Điểm tối đa", "Điểm do cá nhân tự chấm"), ("(1)", "(2)", "(3)", "(4)")]
    rows += [(number, words, most, form.points.get(item, "") if item else "") for number, words, most, item in CRITERIA]
    rows.append(("", "Tổng cộng", "30", form.general_own))
    groups = frozenset(n for n, row in enumerate(rows) if n > 1 and row[0] in ("I", "II", "III", ""))
    table(word, rows, (12, 103, 22, 28), heads=2, bold=groups)
    line(word, "II. TỔNG HỢP KẾT QUẢ THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC", bold=True, before=10)
    filled(word, "1. Điểm tiêu chí chung:", form.general)
    filled(word, "2. Điểm tiêu chí kết quả thực hiện nhiệm vụ:", form.results)
    filled(word, "3. Tổng điểm theo dõi, đánh giá công chức:", form.total)
    answered(word, "4. Ưu điểm:", form.strengths)
    answered(word, "5. Hạn chế, khuyết điểm:", form.shortcomings)
    answered(word, "6. Ý kiến nhận xét của cấp có thẩm quyền theo dõi, đánh giá:", form.comment)
    signatures(
        word,
        ("CÔNG CHỨC TỰ ĐÁNH GIÁ",),
        ("CẤP CÓ THẨM QUYỀN", "THEO DÕI, ĐÁNH GIÁ"),
        names=(form.name, form.confirmed_by),
        on=(signed_on(form.place, form.sent_on), signed_on(form.place, form.confirmed_on)),
    )
    notes(word, ("Ghi rõ kỳ theo dõi là tháng/quý ... năm... .",))

"""Form 02: Phiếu xếp loại chất lượng công chức, of one year (annex II)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from roviec.evaluation.forms_written.page import (
    CENTRE,
    JUSTIFY,
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

BANDS = (
    "Hoàn thành xuất sắc nhiệm vụ",
    "Hoàn thành tốt nhiệm vụ",
    "Hoàn thành nhiệm vụ",
    "Không hoàn thành nhiệm vụ",
)


@dataclass(frozen=True, slots=True)
class Form02:
    """`months`: 1-12 -> (written total, remark). `own_band`, `band`: place in BANDS, None: no box ticked."""

    body: str
    unit: str
    year: int
    name: str
    title: str
    months: Mapping[int, tuple[str, str]]
    mean: str
    mean_note: str = ""
    own_band: int | None = None
    band: int | None = None
    proposal: str = ""
    place: str = ""
    sent_on: date | None = None
    decided_on: date | None = None
    decided_by: str = ""


def write_forms02(forms: Sequence[Form02]) -> bytes:
    """A .docx file."""
    word = new_file()
    for place, form in enumerate(forms):
        if place:
            word.add_page_break()
        _write(word, form)
    return saved(word)


def _write(word: object, form: Form02) -> None:
    letterhead(word, "02", form.body, form.unit if form.unit != form.body else "")
    line(word, "PHIẾU XẾP LOẠI CHẤT LƯỢNG CÔNG CHỨC", bold=True, align=CENTRE, before=10)
    line(word, f"Năm {form.year}", bold=True, align=CENTRE)
    filled(word, "Họ và tên:", form.name)
    filled(word, "Chức vụ, chức danh:", form.title)
    filled(word, "Đơn vị công tác:", form.unit)
    line(word, "I. TỔNG HỢP KẾT QUẢ THEO DÕI, ĐÁNH GIÁ", bold=True, before=6)
    rows = [("Tháng", "Tổng điểm theo dõi, đánh giá", "Ghi chú")]
    rows += [(str(month), *form.months.get(month, ("", ""))) for month in range(1, 13)]
    rows.append(("Tổng điểm trung bình cả năm", form.mean, form.mean_note))
    table(word, rows, (35, 60, 70), heads=1, bold=frozenset({13}))
    line(word, "II. CÔNG CHỨC TỰ ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG", bold=True, before=10)
    _boxes(word, form.own_band)
    line(
        word, "III. KẾT QUẢ XẾP LOẠI CHẤT LƯỢNG CỦA CẤP CÓ THẨM QUYỀN CÔNG CHỨC", bold=True, before=6, note="1"
    )  # the words of the annex
    _boxes(word, form.band)
    line(word, "IV. ĐỀ XUẤT PHƯƠNG ÁN XỬ LÝ", bold=True, before=6, note="2")
    if form.proposal.strip():
        for part in form.proposal.strip().splitlines():
            line(word, part, align=JUSTIFY)
    else:
        filled(word, "", "")
        filled(word, "", "")
    signatures(
        word,
        ("CÔNG CHỨC TỰ XẾP LOẠI",),
        ("CẤP CÓ THẨM QUYỀN XẾP LOẠI",),
        names=(form.name, form.decided_by),
        on=(signed_on(form.place, form.sent_on), signed_on(form.place, form.decided_on)),
    )
    notes(
        word,
        (
            "Việc xếp loại chất lượng công chức căn cứ vào quy định tại Điều 20 Nghị định này.",
            "Việc đề xuất phương án xử lý căn cứ quy định tại Điều 23 Nghị định này.",
        ),
    )


def _boxes(word: object, ticked: int | None) -> None:
    for place, name in enumerate(BANDS):
        line(word, f"{'☒' if place == ticked else '☐'} {name}")

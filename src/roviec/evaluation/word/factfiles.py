"""A file of facts as an official document: chapters, no sum, no recommendation."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import translation

from roviec.paper.official import Block, Heading, OfficialDocument, Paragraph, Table

if TYPE_CHECKING:
    from roviec.evaluation.models import FactFile

NOTHING = "Không có trong hệ thống."


def factfile_paper(file: "FactFile") -> OfficialDocument:
    facts = file.facts
    with translation.override("vi"):
        purpose = str(file.get_purpose_display())
    blocks: list[Block] = [
        Paragraph(f"Họ và tên: {file.officer.full_name}"),
        Paragraph(f"Mục đích: {purpose}. {file.why}"),
        Paragraph(
            f"Thời gian: từ {file.since:%d/%m/%Y} đến hết {file.until:%d/%m/%Y}. Lập lúc {file.made_at:%d/%m/%Y}."
        ),
    ]
    parts = (
        ("CHỨC VỤ ĐÃ GIỮ", ("Chức vụ", "Đơn vị", "Từ", "Đến"), _mandates(facts), (12, 14, 6, 6)),
        (
            "PHIẾU THEO DÕI, ĐÁNH GIÁ ĐÃ XÁC NHẬN",
            ("Kỳ", "Điểm", "Mức", "Người xác nhận"),
            _sheets(facts),
            (6, 6, 14, 16),
        ),
        ("XẾP LOẠI CHẤT LƯỢNG", ("Năm", "Mức", "Quyết định"), _grades(facts), (5, 16, 16)),
        (
            "ĐƠN VỊ ĐÃ ĐỨNG ĐẦU: KHỐI LƯỢNG, CON NGƯỜI",
            ("Đơn vị", "Thời gian", "Việc đến hạn", "Việc quá hạn", "Vị trí có người / tất cả"),
            _headed(facts),
            (12, 10, 6, 6, 8),
        ),
        (
            f"VIỆC QUÁ HẠN KHI ĐANG PHỤ TRÁCH ({facts.get('late_total', 0)})",
            ("Nhiệm vụ", "Hạn", "Số ngày", "Nguyên nhân đã nêu", "Kết luận"),
            _late(facts),
            (16, 6, 5, 9, 8),
        ),
        (
            "VIỆC NÓNG, VIỆC KHÓ, CHƯƠNG TRÌNH HÀNH ĐỘNG",
            ("Cam kết", "Hạn", "Kết quả", "Ghi chú"),
            _pledges(facts),
            (16, 6, 8, 12),
        ),
        ("KHEN THƯỞNG", ("Đợt", "Năm", "Quyết định"), _commendations(facts), (16, 5, 14)),
        ("KIẾN NGHỊ VỀ KẾT QUẢ", ("Ngày nhận", "Kết quả", "Trả lời"), _appeals(facts), (6, 8, 22)),
    )
    for n, (title, headers, rows, widths) in enumerate(parts, 1):
        blocks.append(Heading(f"{ROMAN[n - 1]}. {title}"))
        blocks.append(Table(headers, rows, widths) if rows else Paragraph(NOTHING))
    blocks.append(Heading(f"{ROMAN[len(parts)]}. Ý KIẾN CỦA NGƯỜI ĐƯỢC NÊU TÊN"))
    blocks.append(Paragraph(file.comment or "Chưa có ý kiến."))
    return OfficialDocument(
        body=file.body.name,
        on=file.made_at.date(),
        kind="Hồ sơ sự việc",
        subject=f"về {file.officer.full_name}",
        blocks=blocks,
        notes=("Hồ sơ chỉ nêu dữ kiện, không kiến nghị, không xếp thứ; quyết định thuộc cấp có thẩm quyền.",),
    )


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
Rows = Sequence[Sequence[str]]


def vietnamese(day: str) -> str:
    """ISO as officials write it; "nay" for an open end."""
    return f"{date.fromisoformat(day):%d/%m/%Y}" if day else "nay"


def _mandates(facts: dict[str, Any]) -> Rows:
    return [(one["title"], one["unit"], vietnamese(one["from"]), vietnamese(one["to"])) for one in facts["mandates"]]


def _sheets(facts: dict[str, Any]) -> Rows:
    return [(one["period"], one["total"] or "–", one["band"] or "–", one["by"]) for one in facts["sheets"]]


def _grades(facts: dict[str, Any]) -> Rows:
    return [(str(one["year"]), one["band"] or "Không xếp loại", one["decision"]) for one in facts["grades"]]


def _headed(facts: dict[str, Any]) -> Rows:
    return [
        (
            one["unit"],
            f"{vietnamese(one['from'])} – {vietnamese(one['to'])}",
            str(one["led"]),
            str(one["late"]),
            f"{one['filled']}/{one['seats']}",
        )
        for one in facts["headed"]
    ]


def _late(facts: dict[str, Any]) -> Rows:
    return [
        (one["title"], vietnamese(one["due"]), str(one["days"]), one["cause"] or "–", verdict(one))
        for one in facts["late"]
    ]


def verdict(late: dict[str, Any]) -> str:
    """What excuses one lateness, as it is written beside it."""
    if late["before_takeover"]:
        return "Quá hạn trước tiếp nhận"
    if late["objective"]:
        return "Nguyên nhân khách quan"
    if late["protected"]:
        return "Việc khó được bảo vệ"
    return "Đang quá hạn" if late["open"] else "–"


def _pledges(facts: dict[str, Any]) -> Rows:
    return [(one["title"], vietnamese(one["due"]), one["state"], one["note"] or "–") for one in facts["pledges"]]


def _commendations(facts: dict[str, Any]) -> Rows:
    return [(one["title"], str(one["year"]), one["decision"]) for one in facts["commendations"]]


def _appeals(facts: dict[str, Any]) -> Rows:
    return [(vietnamese(one["received"]), one["state"], one["answer"] or "–") for one in facts["appeals"]]

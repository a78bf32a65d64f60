"""The action programme of one person, with the self-review against it."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils import translation

from roviec.paper.official import Block, Heading, OfficialDocument, Paragraph, Table

if TYPE_CHECKING:
    from roviec.evaluation.models import Pledge
    from roviec.organisation.models import Officer


def programme_paper(officer: "Officer", points: Sequence["Pledge"], year: int, today: date) -> OfficialDocument:
    """`points`: at least one."""
    first = points[0]
    with translation.override("vi"):
        rows = [
            (str(n), one.title, one.result, f"{one.due_on:%d/%m/%Y}", str(one.get_state_display()))
            for n, one in enumerate(points, 1)
        ]
    blocks: list[Block] = [
        Paragraph(f"Họ và tên: {officer.full_name}"),
        Paragraph(f"Chức vụ, đơn vị: {first.post.title}, {first.unit.name}"),
        Heading("I. NỘI DUNG CAM KẾT"),
        Table(("TT", "Việc cam kết", "Kết quả", "Hạn", "Tình trạng"), rows, (3, 14, 12, 6, 6)),
    ]
    reviewed = [one for one in points if one.review]
    if reviewed:
        blocks.append(Heading("II. TỰ KIỂM ĐIỂM THEO CAM KẾT"))
        for n, one in enumerate(reviewed, 1):
            blocks += [Heading(f"{n}. {one.title}", level=2), Paragraph(one.review)]
            if one.ended_note:
                blocks.append(Paragraph(f"Ý kiến của người có thẩm quyền ({one.ended_by_label}): {one.ended_note}"))
    return OfficialDocument(
        body=first.body.name,
        on=today,
        kind="Chương trình hành động cá nhân",
        subject=f"Năm {year}",
        blocks=blocks,
        signer_title="Người cam kết",
        signer=officer.full_name,
    )

"""The list of a round of commendation, as a Word document and as sheets."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from roviec.paper.official import Block, Heading, OfficialDocument, Paragraph, Table
from roviec.paper.sheets import Sheet

if TYPE_CHECKING:
    from roviec.evaluation.models import Commendation, Nominee

HEADERS = ("TT", "Tên", "Thành tích", "Điểm bình quân", "Đúng hạn", "Hội đồng", "Quyết định")


def rows_of(nominees: Sequence["Nominee"]) -> list[tuple[str, ...]]:
    """As HEADERS; facts of the day of the proposal."""
    rows: list[tuple[str, ...]] = []
    for n, one in enumerate(nominees, 1):
        name = one.unit.name if one.unit else one.officer.full_name if one.officer else ""
        facts = one.facts
        done = f"{facts.get('in_time')}/{facts.get('done')}" if facts.get("done") else "–"
        votes = f"{one.votes_for}/{one.votes_of}" if one.votes_of else "–"
        chosen = "–" if one.chosen is None else "Khen thưởng" if one.chosen else "Không"
        rows.append((str(n), name, one.reason, facts.get("mean") or "–", done, votes, chosen))
    return rows


def commendation_paper(round_: "Commendation", nominees: Sequence["Nominee"], today: date) -> OfficialDocument:
    parts = (
        ("TẬP THỂ", [one for one in nominees if one.unit_id]),
        ("CÁ NHÂN", [one for one in nominees if one.officer_id]),
    )
    blocks: list[Block] = []
    for n, (title, ones) in enumerate(parts, 1):
        blocks.append(Heading(f"{'I' * n}. {title} ({len(ones)})"))
        blocks.append(Table(HEADERS, rows_of(ones), (3, 10, 14, 6, 6, 6, 7)) if ones else Paragraph("Không có."))
    return OfficialDocument(
        body=round_.body.name,
        on=round_.decided_at.date() if round_.decided_at else today,
        number=round_.decision,
        kind="Danh sách khen thưởng" if round_.decision else "Danh sách đề nghị khen thưởng",
        subject=f"{round_.title} (kết quả năm {round_.year})",
        blocks=blocks,
        landscape=True,
        notes=("Dữ kiện lấy theo ngày đề nghị; việc chọn do Hội đồng và người có thẩm quyền quyết định.",),
    )


def commendation_sheet(nominees: Sequence["Nominee"]) -> Sheet:
    return Sheet("Khen thưởng", HEADERS, rows_of(nominees))

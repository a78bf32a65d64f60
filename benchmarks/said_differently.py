"""The labelled documents said differently: other names, dates, numbers, headings and columns. What is read must stay the same."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from benchmarks.labelled import SAMPLES, labelled, stems
from benchmarks.scoring import Score, score
from roviec.core.extraction.extract import extract
from roviec.core.extraction.model import Block, DocumentModel, Paragraph, Table
from roviec.core.extraction.proposals import as_line
from roviec.directives.readers import read_document

Change = Callable[[str], str]

# Bodies that no list of ours holds, in the place of known ones.
_OTHER_NAMES = {
    "Sở Khoa học và Công nghệ": "Sở Kinh tế biển và Hải đảo",
    "Sở Nông nghiệp và Môi trường": "Sở Thủy sản và Lâm nghiệp",
    "Bộ Khoa học và Công nghệ": "Bộ Kinh tế số và Sáng tạo",
    "Bộ Nông nghiệp và Môi trường": "Bộ Tài nguyên, Khí hậu và Nông thôn",
    "Bộ Tài chính": "Bộ Ngân khố",
    "Bộ Công an": "Bộ An ninh Quốc gia",
    "Bộ Xây dựng": "Bộ Kiến thiết",
    "Bộ Y tế": "Bộ Sức khỏe",
    "Sở Tài chính": "Sở Ngân sách",
    "Sở Công Thương": "Sở Thương nghiệp",
}
_OTHER_HEADINGS = {
    "Cơ quan chủ trì": "Đơn vị đầu mối chủ trì",
    "Cơ quan phối hợp": "Các đơn vị phối hợp thực hiện",
    "Thời gian hoàn thành": "Mốc hoàn thành",
    "Tên nhiệm vụ": "Nội dung nhiệm vụ cần thực hiện",
    "Thời hạn hoàn thành": "Phải xong trước",
    "Thời hạn": "Hạn phải hoàn thành",
    "Đơn vị chủ trì": "Bộ phận thực hiện chính",
    "CHỦ TRÌ": "ĐẦU MỐI",
    "THỜI GIAN": "MỐC THỜI GIAN THỰC HIỆN",
    "Kết quả": "Sản phẩm phải đạt",
    "Nhiệm vụ": "Việc phải làm",
}


def _names(text: str) -> str:
    for known, other in _OTHER_NAMES.items():
        text = text.replace(known, other)
    return text


def _dates(text: str) -> str:
    return re.sub(
        r"trước ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})",
        lambda m: f"chậm nhất ngày {int(m[1]):02d}/{int(m[2]):02d}/{m[3]}",
        text,
    )


def _numbers(text: str) -> str:
    text = re.sub(r"^(\d{1,2})\. ", r"\1) ", text)
    return re.sub(r"^- ", "• ", re.sub(r"^([a-zđ])\) ", r"\1. ", text))


def _tones(text: str) -> str:
    return text.replace("ủy", "uỷ").replace("Ủy", "Uỷ").replace("hòa", "hoà").replace("Hòa", "Hoà")


def _short(text: str) -> str:
    return text.replace("Ủy ban nhân dân", "UBND").replace("ủy ban nhân dân", "UBND")


def _headings(text: str) -> str:
    return _OTHER_HEADINGS.get(text.strip(), text)


def _same(text: str) -> str:
    return text


@dataclass(frozen=True)
class Way:
    """`in_labels` is what the change does to texts and names of the labels; `columns` turns the tables round."""

    change: Change = _same
    in_labels: Change = _same
    in_cells: Change | None = None
    columns: bool = False


WAYS = {
    "other names": Way(_names, _names),
    "other dates": Way(_dates, _dates),
    "other list numbers": Way(_numbers, in_cells=_same),
    "other tone marks": Way(_tones, _tones),
    "short names": Way(_short, _short),
    "other headings": Way(in_cells=_headings),
    "other order of columns": Way(columns=True),
}


def changed(document: DocumentModel, way: Way) -> DocumentModel:
    return replace(document, blocks=tuple(_block(block, way) for block in document.blocks))


def _block(block: Block, way: Way) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=way.change(block.text))
    in_cells = way.in_cells or way.change
    cells = tuple(replace(c, text=in_cells(c.text)) for c in block.cells)
    return _turned(replace(block, cells=cells)) if way.columns else replace(block, cells=cells)


def _turned(table: Table) -> Table:
    """The columns behind the first in the opposite order; tables of the letterhead stay."""
    if table.columns <= 3:
        return table
    moved = (c if c.column == 0 else replace(c, column=table.columns - c.column - c.columns + 1) for c in table.cells)
    return replace(table, cells=tuple(sorted(moved, key=lambda c: (c.row, c.column))))


def score_said(way: Way) -> Score:
    """All labelled documents together, read as `way` says them."""
    total = Score()
    for stem in stems():
        document = changed(read_document((SAMPLES / f"{stem}.docx").read_bytes(), f"{stem}.docx"), way)
        gold = [
            {
                **g,
                "text": way.in_labels(g["text"]),
                "leads": [way.in_labels(n) for n in g["leads"]],
                "supports": [way.in_labels(n) for n in g["supports"]],
            }
            for g in labelled(stem)
        ]
        total += score(gold, [as_line(p, "") for p in extract(document).proposals])
    return total

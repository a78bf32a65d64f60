"""What both forms are built of: letterhead, title, lines to fill in, tables, notes, signatures."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from roviec.paper.official import COUNTRY, MARGINS, MOTTO, set_typeface, set_widths

CENTRE, LEFT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
TEXT, TABLE, NOTE = Pt(13), Pt(12), Pt(10)
ACROSS = Mm(165)  # A4 without the margins


def new_file() -> Any:
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, value in MARGINS.items():
        setattr(section, name, value)
    set_typeface(word)
    style = word.styles["Normal"]
    style.font.size = TEXT
    style.paragraph_format.space_after = Pt(2)
    style.paragraph_format.line_spacing = 1.05
    return word


def saved(word: Any) -> bytes:
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def letterhead(word: Any, number: str, body: str, unit: str) -> None:
    """ "Mẫu số 01" above; the agency and the unit on the left, country and motto on the right."""
    line(word, f"Mẫu số {number}", bold=True, align=WD_ALIGN_PARAGRAPH.RIGHT)
    table = word.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    for text, bold in ((body.upper(), not unit), (unit.upper(), True)):
        if text:
            _centred(left, text, bold=bold)
    _centred(left, "―――――", size=Pt(8))
    _centred(right, COUNTRY, bold=True)
    _centred(right, MOTTO, bold=True)
    _centred(right, "―――――――――――", size=Pt(8))
    set_widths(table, (Mm(70), Mm(95)))


def _centred(cell: Any, text: str, *, bold: bool = False, size: Any = TABLE) -> None:
    paragraph = cell.paragraphs[0] if not cell.paragraphs[0].runs else cell.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, size


def line(
    word: Any,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Any = None,
    before: int = 0,
    size: Any = None,
    note: str = "",
) -> None:
    """`note`: the sign of a footnote after the text."""
    paragraph = word.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    if size:
        run.font.size = size
    if note:
        sign = paragraph.add_run(note)
        sign.font.superscript = True


def filled(word: Any, label: str, value: str) -> None:
    """ "Họ và tên: Nguyễn Văn An"; without a value dots to the margin, as on the form."""
    paragraph = word.add_paragraph()
    if value:
        paragraph.add_run(f"{label} {value}")
        return
    paragraph.paragraph_format.tab_stops.add_tab_stop(ACROSS, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    paragraph.add_run(f"{label}\t")


def answered(word: Any, label: str, text: str) -> None:
    """A label with free text below it; two dotted lines where there is none."""
    if not text.strip():
        filled(word, label, "")
        filled(word, "", "")
        return
    line(word, label)
    for part in text.strip().splitlines():
        if part.strip():
            line(word, part.strip(), align=JUSTIFY)


def table(word: Any, rows: Sequence[Sequence[str]], widths: Sequence[int], *, heads: int, bold: frozenset[int]) -> None:
    """Bordered; the first `heads` rows and those in `bold` stand out; figures, all columns but the text, are centred."""
    made = word.add_table(rows=0, cols=len(widths))
    made.style, made.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for place, values in enumerate(rows):
        row = made.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # a row stays on one page
        cells = row.cells
        for column, value in enumerate(values):
            paragraph = cells[column].paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.line_spacing = 1
            paragraph.alignment = JUSTIFY if column == 1 and place >= heads and widths[1] > 60 else CENTRE
            run = paragraph.add_run(value)
            run.font.size = TABLE
            run.bold = place < heads or place in bold
    set_widths(made, [Mm(width) for width in widths])


def signatures(
    word: Any, left: Sequence[str], right: Sequence[str], *, names: tuple[str, str], on: tuple[str, str]
) -> None:
    """Both with place and day, title, "(Ký tên, ghi rõ họ tên)", room to sign, name."""
    word.add_paragraph().paragraph_format.space_after = Pt(0)
    made = word.add_table(rows=1, cols=2)
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    most = max(len(left), len(right))
    for cell, titles, name, day in zip(made.rows[0].cells, (left, right), names, on, strict=True):
        first = cell.paragraphs[0]
        first.alignment = CENTRE
        first.add_run(day).italic = True
        for text in titles:
            _add(cell, text, bold=True)
        _add(cell, "(Ký tên, ghi rõ họ tên)", italic=True)
        for _blank in range(3 + most - len(titles)):
            _add(cell, "")
        _add(cell, name, bold=True)
    set_widths(made, (Mm(82), Mm(83)))


def _add(cell: Any, text: str, *, bold: bool = False, italic: bool = False) -> None:
    paragraph = cell.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, TABLE


def notes(word: Any, texts: Sequence[str]) -> None:
    line(word, "____________________", size=NOTE, before=6)
    for number, text in enumerate(texts, 1):
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        sign = paragraph.add_run(str(number))
        sign.font.superscript, sign.font.size = True, NOTE
        paragraph.add_run(f" {text}").font.size = NOTE


def signed_on(place: str, day: date | None) -> str:
    if day is None:
        return f"{place or '.....'}, ngày....tháng.....năm....."
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{place or '.....'}, ngày {day.day:02} tháng {month} năm {day.year}"

"""Official documents as Word files: the parts and their places of Decree 30/2020/ND-CP, annex I, on A4.

Fields of the letterhead, the words of the motto and the type face are the decree's (public summary of its article 8 and annex).
The margins are a default of ours inside the limits that offices commonly set; a template of the office may differ.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FACE = "Times New Roman"
BODY, SMALL, HEAD, NAMES = Pt(14), Pt(11), Pt(13), Pt(12)
MARGINS = {"top_margin": Mm(20), "bottom_margin": Mm(20), "left_margin": Mm(30), "right_margin": Mm(15)}
COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading of the text: "I. TÌNH HÌNH THỰC HIỆN" (level 1) or "1. Sở Tài chính" (level 2)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are shares of the page; all rows as long as the headers."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """One document. `parent` is the body above, if the layout names it; `subject` stands under `kind`; dates write day and month with zeros."""

    body: str
    kind: str
    subject: str
    blocks: Sequence[Block]
    number: str = ""
    place: str = ""
    on: date | None = None
    parent: str = ""
    recipients: Sequence[str] = ()
    capacity: str = ""
    signer_title: str = ""
    signer: str = ""
    landscape: bool = False
    notes: Sequence[str] = field(default_factory=tuple)


def write_docx(document: OfficialDocument) -> bytes:
    """A .docx file. The same document gives the same text; times inside the file are those of the library's template."""
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if document.landscape:
        section.page_width, section.page_height = Mm(297), Mm(210)
    for name, value in MARGINS.items():
        setattr(section, name, value)
    set_typeface(word)
    _page_numbers(section)
    _letterhead(word, document)
    _line(word, document.kind.upper(), bold=True, align=CENTRE, before=14)
    _line(word, document.subject, bold=True, align=CENTRE, after=12)
    for block in document.blocks:
        _block(word, block)
    _ending(word, document)
    for note in document.notes:
        _line(word, note, size=SMALL, italic=True, before=6)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def place_and_date(place: str, on: date | None) -> str:
    """ "Thành phố Hồ Chí Minh, ngày 05 tháng 12 năm 2025"; days to 9 and months to 2 with a zero (annex I). Without a date, dots to fill in."""
    if on is None:
        return f"{place}, ngày … tháng … năm …" if place else "ngày … tháng … năm …"
    month = f"{on.month:02}" if on.month < 3 else str(on.month)
    said = f"ngày {on.day:02} tháng {month} năm {on.year}"
    return f"{place}, {said}" if place else said


def set_typeface(word: Any) -> None:
    style = word.styles["Normal"]
    style.font.name, style.font.size = FACE, BODY
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:cs", "w:hAnsi"):
        fonts.set(qn(script), FACE)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.line_spacing = 1.15


def _letterhead(word: Any, document: OfficialDocument) -> None:
    table = word.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = table.rows[0].cells
    if document.parent:
        _cell(left, document.parent.upper(), size=NAMES)
    _cell(left, document.body.upper(), bold=True, size=NAMES, underlined=True)
    _cell(right, COUNTRY, bold=True, size=NAMES)
    _cell(right, MOTTO, bold=True, size=BODY, underlined=True)
    left, right = table.rows[1].cells
    _cell(left, f"Số: {document.number or '…'}", size=HEAD)
    _cell(right, place_and_date(document.place, document.on), italic=True, size=HEAD)
    set_widths(table, (Mm(60), Mm(105)))


def set_widths(table: Any, widths: Sequence[int]) -> None:
    """In the grid of the table as well as in its cells: word processors differ in which of the two they believe."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _cell(
    cell: Any, text: str, *, size: Any, bold: bool = False, italic: bool = False, underlined: bool = False
) -> None:
    line = cell.paragraphs[0] if not cell.paragraphs[0].text else cell.add_paragraph()
    line.alignment = CENTRE
    line.paragraph_format.space_after = Pt(0)
    run = line.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, size
    if underlined:  # the short rule under the name and the motto
        rule = cell.add_paragraph("―――――――")
        rule.alignment = CENTRE
        rule.paragraph_format.space_after = Pt(0)
        rule.paragraph_format.line_spacing = 0.6
        rule.runs[0].font.size = Pt(8)


def _block(word: Any, block: Block) -> None:
    match block:
        case Heading(text, 1):
            _line(word, text, bold=True, before=8)
        case Heading(text):
            _line(word, text, bold=True, italic=True, before=4, indent=True)
        case Paragraph(text):
            for part in text.split("\n"):
                _line(word, part, align=JUSTIFY, indent=True)
        case Table():
            _table(word, block)


def _table(word: Any, block: Table) -> None:
    table = word.add_table(rows=1, cols=len(block.headers))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    section = word.sections[0]
    across = section.page_width - section.left_margin - section.right_margin
    widths = [int(across * share / sum(block.widths)) for share in block.widths]
    _row(table.rows[0], block.headers, bold=True)
    _repeat(table.rows[0])
    for values in block.rows:
        _row(table.add_row(), values)
    set_widths(table, widths)
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def _row(row: Any, values: Sequence[str], bold: bool = False) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # a row stays on one page
    for cell, value in zip(row.cells, values, strict=True):
        line = cell.paragraphs[0]
        line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.line_spacing = 1
        line.alignment = CENTRE if bold else None
        run = line.add_run(value)
        run.bold, run.font.size = bold, Pt(12)


def _repeat(row: Any) -> None:
    """The header stands on every page the table runs over."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _ending(word: Any, document: OfficialDocument) -> None:
    table = word.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    first = left.paragraphs[0]
    if document.recipients:
        run = first.add_run("Nơi nhận:")
        run.bold, run.italic, run.font.size = True, True, Pt(12)
        for one in document.recipients:
            line = left.add_paragraph(f"- {one};")
            line.paragraph_format.space_after = Pt(0)
            line.runs[0].font.size = SMALL
    for text, bold in (
        (document.capacity, True),
        (document.signer_title.upper(), True),
        ("", False),
        ("", False),
        ("", False),
    ):
        line = right.paragraphs[0] if not right.paragraphs[0].runs and text else right.add_paragraph()
        line.alignment = CENTRE
        line.paragraph_format.space_after = Pt(0)
        line.add_run(text).bold = bold
    line = right.add_paragraph()
    line.alignment = CENTRE
    line.add_run(document.signer).bold = True


def _line(
    word: Any,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Any = None,
    size: Any = None,
    before: int = 0,
    after: int | None = None,
    indent: bool = False,
) -> None:
    line = word.add_paragraph()
    run = line.add_run(text)
    run.bold, run.italic = bold, italic
    if size:
        run.font.size = size
    line.alignment = align
    line.paragraph_format.space_before = Pt(before)
    if after is not None:
        line.paragraph_format.space_after = Pt(after)
    if indent:
        line.paragraph_format.first_line_indent = Mm(10)


def _page_numbers(section: Any) -> None:
    """In the middle of the top margin, from the second page on."""
    section.different_first_page_header_footer = True
    line = section.header.paragraphs[0]
    line.alignment = CENTRE
    run = line.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = text
        run._r.append(part)

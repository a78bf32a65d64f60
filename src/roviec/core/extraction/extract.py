"""From a document to its proposed assignments."""

import re
from dataclasses import replace
from datetime import date

from roviec.core.extraction.doubts import looked_at_again
from roviec.core.extraction.labels import deadlines_without_names, labelled, read_labelled
from roviec.core.extraction.letterhead import as_of
from roviec.core.extraction.letters import canonical, squeeze
from roviec.core.extraction.model import DocumentModel, Paragraph, Role, Table
from roviec.core.extraction.orders import read_line
from roviec.core.extraction.outline import outline
from roviec.core.extraction.proposals import Extraction, Proposal
from roviec.core.extraction.prose import ProseReading
from roviec.core.extraction.several import documents_in
from roviec.core.extraction.tables import TableReading
from roviec.core.extraction.timing import UNKNOWN_DATE
from roviec.core.reasons import Reason

_NOTE_MARK = re.compile(r"^(?:\[\d+\]|[-+•]|\d{1,2}[.)])\s*")
_SHOWN = 80  # characters of a text box in a note
LEGIBLE = 80  # percent; words recognised less surely than that are read again by a person


def extract(document: DocumentModel, document_date: date | None = None) -> Extraction:
    """Everything that `document` gives somebody to do. `document_date` overrides the date read from the letterhead."""
    parts = documents_in(document)
    proposals: list[Proposal] = []
    undated = False
    for part, letterhead in parts:
        day = document_date or letterhead.date or as_of(part) or UNKNOWN_DATE
        undated |= day == UNKNOWN_DATE
        proposals += _as_legible(part, [looked_at_again(p, day) for p in _proposals(part, day)])
    notes = list(document.unread)
    if len(parts) > 1:
        numbers = "; ".join(head.full_number for _, head in parts)
        notes.append(Reason("extraction.several_documents", {"count": len(parts), "numbers": numbers}))
    if undated:
        notes.append(Reason("extraction.no_document_date"))
    if beside := _outside_the_text(document):
        notes.append(Reason("extraction.outside_the_text", {"count": len(beside), "text": beside[0][:_SHOWN]}))
    if not proposals:
        notes.append(Reason("extraction.nothing_found"))
    return Extraction(parts[0][1], tuple(proposals), tuple(notes))


def _outside_the_text(document: DocumentModel) -> list[str]:
    """Text boxes and footnotes that speak as orders do. They stand in no order of reading, so that nothing is made of them."""
    return [
        squeeze(p.text)
        for p in document.paragraphs()
        if p.role in (Role.TEXT_BOX, Role.FOOTNOTE)
        and (line := read_line(_NOTE_MARK.sub("", p.text))).subject is not None
        and line.subject.order >= 0
    ]


def _proposals(document: DocumentModel, day: date) -> list[Proposal]:
    """The assignments of one document in reading order."""
    tables = TableReading(day)
    by_block: dict[int, list[Proposal]] = {}
    for i, block in enumerate(document.blocks):
        if isinstance(block, Table):
            by_block[i] = tables.read(block, _heading_above(document, i))
    root = outline(document)
    order = {block.anchor: i for i, block in enumerate(document.blocks)}
    sets, explained = labelled(root)
    said = [found for one in sets if one.names_somebody() for found in read_labelled(one, day)]
    prose = ProseReading(day, explained, deadlines_without_names(sets, day))
    for anchor, proposal in (*said, *prose.read(root)):
        by_block.setdefault(order[anchor], []).append(proposal)
    return [p for i in sorted(by_block) for p in by_block[i]]


def _as_legible(document: DocumentModel, proposals: list[Proposal]) -> list[Proposal]:
    """What stands in a paragraph that was hard to recognise on a picture is for the eye."""
    hard = {p.anchor: p.legible for p in document.paragraphs() if p.legible < LEGIBLE}
    if not hard:
        return proposals
    return [
        replace(p, text=p.text.doubted(0.7, "read.hard_to_read", percent=hard[p.place.anchor]))
        if p.place.anchor in hard
        else p
        for p in proposals
    ]


def _heading_above(document: DocumentModel, i: int) -> str:
    """The nearest line above block `i` that names it: not "(Kèm theo …)", not a note about the data."""
    for block in reversed(document.blocks[max(0, i - 6) : i]):
        if isinstance(block, Table) or block.role is not Role.BODY:
            break
        if isinstance(block, Paragraph) and not canonical(block.text).startswith(("(", "dữ liệu tính", "đơn vị tính")):
            return squeeze(block.text)
    return ""

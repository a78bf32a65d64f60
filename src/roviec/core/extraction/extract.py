"""From a document to its proposed assignments."""

from datetime import date

from roviec.core.extraction.labels import deadlines_without_names, labelled, read_labelled
from roviec.core.extraction.letterhead import as_of, read_letterhead
from roviec.core.extraction.letters import canonical, squeeze
from roviec.core.extraction.model import DocumentModel, Paragraph, Role, Table
from roviec.core.extraction.outline import outline
from roviec.core.extraction.proposals import Extraction, Proposal
from roviec.core.extraction.prose import ProseReading
from roviec.core.extraction.tables import TableReading
from roviec.core.extraction.timing import UNKNOWN_DATE
from roviec.core.reasons import Reason


def extract(document: DocumentModel, document_date: date | None = None) -> Extraction:
    """Everything that `document` gives somebody to do. `document_date` overrides the date read from the letterhead."""
    letterhead = read_letterhead(document)
    day = document_date or letterhead.date or as_of(document) or UNKNOWN_DATE
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
    proposals = [p for i in sorted(by_block) for p in by_block[i]]
    notes = list(document.unread)
    if day == UNKNOWN_DATE:
        notes.append(Reason("extraction.no_document_date"))
    if not proposals:
        notes.append(Reason("extraction.nothing_found"))
    return Extraction(letterhead, tuple(proposals), tuple(notes))


def _heading_above(document: DocumentModel, i: int) -> str:
    """The nearest line above block `i` that names it: not "(Kèm theo …)", not a note about the data."""
    for block in reversed(document.blocks[max(0, i - 6) : i]):
        if isinstance(block, Table) or block.role is not Role.BODY:
            break
        if isinstance(block, Paragraph) and not canonical(block.text).startswith(("(", "dữ liệu tính", "đơn vị tính")):
            return squeeze(block.text)
    return ""

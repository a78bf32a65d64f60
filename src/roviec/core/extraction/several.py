"""Several documents in one file: each begins with a letterhead of its own."""

import re
from dataclasses import replace

from roviec.core.extraction.letterhead import Letterhead, read_letterhead
from roviec.core.extraction.letters import canonical
from roviec.core.extraction.model import Block, DocumentModel, Paragraph, Role, Table

_MOTTO = re.compile(r"cộng hòa xã hội chủ nghĩa|đảng cộng sản việt nam")
_NEAR_THE_TOP = 4  # blocks in which the first letterhead stands
_LONGEST_FRAME_LINE = 160  # characters
_LARGEST_FRAME = 8  # rows of a table that holds a letterhead
_ABOVE = 3  # lines of the issuing body that may stand over the motto


def documents_in(document: DocumentModel) -> list[tuple[DocumentModel, Letterhead]]:
    """The documents that a file holds, each with its letterhead. An attached plan that repeats the frame without a number
    of its own belongs to the document before it."""
    whole = (document, read_letterhead(document))
    starts = [n for n, block in enumerate(document.blocks) if n >= _NEAR_THE_TOP and _begins_frame(block)]
    found = [(0, whole[1])]
    for n in starts:
        start = _with_issuer(document, n)
        rest = replace(document, blocks=document.blocks[start:])
        head = read_letterhead(rest)
        if head.symbol and head.date and head.full_number != found[-1][1].full_number and start > found[-1][0]:
            found.append((start, head))
    if len(found) == 1:
        return [whole]
    ends = [*(start for start, _ in found[1:]), len(document.blocks)]
    out = []
    for (start, _), end in zip(found, ends, strict=True):
        part = replace(document, blocks=document.blocks[start:end])
        out.append((part, read_letterhead(part)))
    return out


def _begins_frame(block: Block) -> bool:
    if isinstance(block, Table):
        return (
            not block.name
            and block.rows <= _LARGEST_FRAME
            and any(_MOTTO.search(canonical(c.text)) for c in block.cells)
        )
    return (
        block.role is Role.BODY and len(block.text) < _LONGEST_FRAME_LINE and bool(_MOTTO.search(canonical(block.text)))
    )


def _with_issuer(document: DocumentModel, n: int) -> int:
    """Where the letterhead begins that has its motto in block `n`."""
    start = n
    if isinstance(document.blocks[n], Paragraph):
        for above in range(n - 1, max(n - 1 - _ABOVE, 0), -1):
            block = document.blocks[above]
            if not (isinstance(block, Paragraph) and block.text.isupper() and len(block.text) < _LONGEST_FRAME_LINE):
                break
            start = above
    return start

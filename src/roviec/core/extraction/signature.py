"""The end of an official document: who signs in whose place, and who receives it."""

import re
from enum import StrEnum

from roviec.core.extraction.frame import Line, lines_of
from roviec.core.extraction.letters import LOWER, UPPER, canonical, squeeze
from roviec.core.extraction.model import DocumentModel, Paragraph, Place, Table


class Capacity(StrEnum):
    """In whose place the signer signs."""

    OWN = ""
    COLLECTIVE = "TM."
    DEPUTY = "KT."
    ORDERED = "TL."
    DELEGATED = "TUQ."
    ACTING = "Q."


_SIGNED = re.compile(rf"(?:[{UPPER}][{LOWER}]*\.?\s*){{2,6}}")
_CAPACITY = re.compile(r"^(TM|KT|TL|TUQ|Q)\s*[.:]\s*|^(T/M|K/T|T/L|T/UQ)(?!\w)[\s.:]*", re.I)
_TITLE = re.compile(
    r"^(?:phó |quyền )?(?:chủ tịch|bộ trưởng|chủ nhiệm|giám đốc|thủ tướng|thứ trưởng|cục trưởng|vụ trưởng|chánh"
    r"|trưởng|bí thư|thường trực|tổng|viện trưởng|hiệu trưởng|thủ trưởng|chi cục trưởng|phó|thống đốc)"
)


def read_signature(document: DocumentModel, found: dict[str, Place]) -> tuple[str, str, Capacity, tuple[str, ...]]:
    """Signer, title, capacity and recipients; their places go into `found` by field."""
    recipients: tuple[str, ...] = ()
    signing: list[Line] = []
    blocks = list(document.blocks)
    for i, block in enumerate(blocks):
        if isinstance(block, Table) and block.rows <= 6 and (block.columns <= 4):
            cells = [c for c in block.cells if canonical(c.text).lstrip("- *").startswith("nơi nhận")]
            if cells:
                recipients = _recipients(cells[0].text)
                found["recipients"] = Place(cells[0].anchor, 0, len(cells[0].text))
                others = [c for c in block.cells if c is not cells[0] and c.column > cells[0].column]
                signing = [line for c in others for line in lines_of(c.text, c.anchor)]
                break
        elif isinstance(block, Paragraph) and canonical(block.text).startswith("nơi nhận"):
            following = [b for b in blocks[i : i + 40] if isinstance(b, Paragraph)]
            recipients = _recipients("\n".join(b.text for b in following if b.text.startswith(("-", "Nơi"))))
            found["recipients"] = Place(block.anchor, 0, len(block.text))
            around = [b for b in blocks[max(0, i - 8) : i + 40] if isinstance(b, Paragraph)]
            signing = [
                line
                for b in around
                if not b.text.startswith("-") and len(b.text) < 80
                for line in lines_of(b.text, b.anchor)
            ]
            break
    return (*_signer(signing, found), recipients)


def _signer(lines: list[Line], found: dict[str, Place]) -> tuple[str, str, Capacity]:
    capacity, title, name = Capacity.OWN, "", ""
    for line in lines:
        mark = _CAPACITY.match(line.text)
        low = canonical(line.text)
        if mark:
            capacity = Capacity((mark[1] or mark[2].replace("/", "")).upper() + ".")
            found.setdefault("capacity", line.place)
        elif _TITLE.match(low) and not name:
            title = squeeze(line.text)
            found["signer_title"] = line.place
        elif (title or capacity) and _SIGNED.fullmatch(line.text.strip()) and not line.text.isupper():
            name = squeeze(line.text)
            found["signer"] = line.place
    return name, title, capacity


def _recipients(text: str) -> tuple[str, ...]:
    parts = re.split(r"\n|;\s*(?=-)", re.sub(r"^\W*nơi nhận\s*:?", "", text, flags=re.I))
    return tuple(p for part in parts if (p := squeeze(part).strip(" -;,.*")))

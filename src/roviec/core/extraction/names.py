"""Cells that say several things of bodies at once: who leads, who supports."""

import re
from collections.abc import Sequence
from functools import lru_cache

from roviec.core.extraction.actors import Name, kind_at, split_names
from roviec.core.extraction.bodies import known_spans
from roviec.core.extraction.letters import LOWER, UPPER, canonical

_LABEL = re.compile(
    r"(?:(?:cơ quan|đơn vị|phòng|các đơn vị|các cơ quan)(?:, (?:đơn vị|cơ quan))? )?(?P<role>chủ trì|phối hợp"
    r"|thực hiện|đầu mối)(?: thực hiện| tham mưu| với)?\s*:\s*"
)
_NOTE = re.compile(r"\((?:cơ quan |đơn vị )?(?P<role>chủ trì|phối hợp|đầu mối|chính)[^)]*\)")
_SENTENCE = re.compile(
    r"(?<=\S)\s+(?:là )?(?:cơ quan |đơn vị )?chủ trì\s*[,;:.]?\s*(?:và )?(?P<with>phối hợp(?: chặt chẽ)?(?: với| cùng)?(?: các đơn vị:?)?)\s*:?"
)
_LEADS_THEN = re.compile(r"\s+chủ trì\s*[;,\n]\s*")
_PERSON = re.compile(rf"(?:(?:[Ôô]ng|[Bb]à|[Đđ]/c|[Đđ]ồng chí)\.?\s+)?(?:[{UPPER}][{LOWER}]+\s+)+[{UPPER}][{LOWER}]+$")


@lru_cache(maxsize=4096)
def split_roles(text: str) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """Leads and supports of a cell that may say both: "Chủ trì: A; Phối hợp: B", "A (chủ trì), B (phối hợp)", "A chủ trì, phối hợp với B"."""
    leads, supports = _split_roles(text)
    return tuple(leads), tuple(supports)


def _split_roles(text: str) -> tuple[list[Name], list[Name]]:
    low = canonical(text)
    labels = list(_LABEL.finditer(low))
    if labels:
        leads: list[Name] = split_names(text[: labels[0].start()])
        supports: list[Name] = []
        for i, label in enumerate(labels):
            end = labels[i + 1].start() if i + 1 < len(labels) else len(text)
            names = split_names(text[label.end() : end], label.end())
            (supports if label["role"] == "phối hợp" else leads).extend(names)
        return leads, supports
    sentence = _SENTENCE.search(low)
    if sentence:
        return split_names(text[: sentence.start()]), split_names(text[sentence.end() :], sentence.end())
    notes = list(_NOTE.finditer(low))
    if notes:
        leads, supports, at = [], [], 0
        for note in notes:
            names = split_names(text[at : note.start()], at)
            # Those before the one that is marked share its mark only as supports: "A (chủ trì), B, C (phối hợp)".
            (supports if note["role"] == "phối hợp" else leads).extend(names)
            at = note.end()
        rest = split_names(text[at:], at)
        (supports if leads else leads).extend(rest)
        return leads, supports
    leads_end = _LEADS_THEN.search(low)
    supports_end = low.rfind("phối hợp")
    if leads_end and supports_end > leads_end.end():
        # "A chủ trì, B phối hợp"
        return split_names(text[: leads_end.start()]), split_names(
            text[leads_end.end() : supports_end], leads_end.end()
        )
    return split_names(text), []


def split_by_slash(text: str) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """As `split_roles`, for a column of "chủ trì/phối hợp": before the only slash stands who leads, behind it who supports."""
    slash = text.find("/")
    if slash < 0 or text.count("/") > 1:
        return split_roles(text)
    return tuple(split_names(text[:slash])), tuple(split_names(text[slash + 1 :], slash + 1))


_HEADS_IN_A_ROW = 0.75
_WHICH = re.compile(r" (?:đang|chưa|nằm|đóng|trực tiếp) | (?:có|được)(?! liên quan| thẩm quyền)(?: |$)")


_DEPARTMENT_AND = re.compile(
    r"(?:vụ|cục|phòng|chi cục|ban) .* và (?:bảo hiểm|thuế|thanh tra|hải quan|quỹ|báo|đài|khu|cảng|viễn thông|điện lực|thống kê)(?![\wđ])"
)
# "các Ban và đại biểu Hội đồng nhân dân": one group, or two; "các bộ, ngành và địa phương" is one.
_TWO_OF_MANY = re.compile(
    r"(?:các|những) [^,:]*[^,: ] và (?:đại biểu|thành viên|ủy viên|lãnh đạo|trưởng|giám đốc|chủ tịch|thủ trưởng|phòng|sở|ban|trung tâm)(?![\wđ])"
)
_SLASH = re.compile(r"\w\s*/\s*(?:[^\W\d_]+ ){1,2}")
_CAPITAL_AFTER_COMMA = re.compile(rf", (?=[{UPPER}])")


def _unknown_after_comma(name: str) -> bool:
    low = canonical(name)
    if ":" in name or kind_at(name, low, 0) == "posts":
        return False
    known = known_spans(name, low)
    commas = _CAPITAL_AFTER_COMMA.finditer(name)
    return any(not any(start < comma.start() < end for start, end in known) for comma in commas)


@lru_cache(maxsize=4096)
def _known(name: str, in_cell: bool) -> float:
    if kind_at(name, canonical(name), 0):
        known = 0.95
    elif _PERSON.match(name) or re.fullmatch(r"[A-ZĐ&.\d-]{2,12}(?: \w+){0,3}", name):
        known = 0.9
    else:
        known = 0.6
    if re.search(r" (?:chỉ đạo|tham mưu|thực hiện|theo dõi|phụ trách|phối hợp)$", name):
        known = 0.6  # more was said than the name
    if _SLASH.search(name):
        known = min(known, 0.6)  # two bodies, and which of them leads is not said
    if _DEPARTMENT_AND.match(canonical(name)) or _TWO_OF_MANY.match(canonical(name)):
        known = min(known, 0.7)  # one department for two fields, or two bodies
    if _unknown_after_comma(name):
        known = min(known, 0.7)  # another body, of a kind that no list knows, or a part of this one's name
    if not in_cell and _WHICH.search(name):
        known = min(known, 0.7)  # a clause tells which of them; where it ends is open
    return min(known, 0.5) if len(name) > 160 else known


def sure_of_names(names: Sequence[Name], in_cell: bool = False, apart: bool = False) -> float:
    """How sure it is that these are names: 0.95 when each begins as a known kind of body, post or person. `in_cell` says that
    nothing but names stands there, so that a clause in one ("… được giao thực hiện") does not leave its end open; `apart`, that semicolons
    stand between them."""
    if not names:
        return 0.3
    heads = sum(kind_at(name.text, canonical(name.text), 0) == "posts" for name in names)
    # Heads in a row: whether a comma parts two of them or gives one a second post is open.
    return min(_HEADS_IN_A_ROW if heads > 1 and not apart else 1.0, *(_known(name.text, in_cell) for name in names))

"""Group rows of a task table: a title over the rows below, which may also say who leads them or when they are due."""

import re
from dataclasses import dataclass
from datetime import date

from roviec.core.extraction.actors import kind_at, split_names
from roviec.core.extraction.columns import Columns, Grid
from roviec.core.extraction.letters import canonical, squeeze
from roviec.core.extraction.model import Cell, Place
from roviec.core.extraction.names import split_roles, sure_of_names
from roviec.core.extraction.phrases import deadline_in
from roviec.core.extraction.proposals import Field, Timing
from roviec.core.extraction.rows import depth_of_number, without_number
from roviec.core.extraction.timing import timing_of


@dataclass(frozen=True)
class Group:
    """`depth` is smaller for larger groups; `text` carries the number as printed."""

    text: str
    depth: int
    leads: Field[tuple[str, ...]]
    deadline: Field[Timing]


_ONLY_TIME = re.compile(r"(?:trong )?(?:tháng|quý|quí|tuần)\W*[\w/ .,-]{1,24}")
_GIVEN_TO = re.compile(
    r"(?:(?:danh mục|bảng|các|những|một số)\s+)*(?:nhiệm vụ|công việc|nội dung|việc)?\s*(?:cụ thể |trọng tâm )?"
    r"(?:được )?(?:giao|phân công)(?: cho)?:?\s+(?P<names>.+?)(?:\s+(?:chủ trì"
    r"|chỉ đạo|thực hiện|tham mưu|triển khai)\b.*)?$"
)
_DONE_BY = re.compile(
    r"\((?:do )?(?P<bracketed>[^()]+?) (?:chủ trì|thực hiện|phụ trách|tham mưu)\)|"
    r"\b(?:do|của)\s+(?P<names>[^,;]+?)\s+(?:chủ trì|thực hiện|phụ trách|tham mưu)\b"
    r"|nhiệm vụ(?: cụ thể| được giao| trọng tâm)?\s+(?:của|thuộc|đối với)\s+(?P<owners>.+)$"
)
# A title in capitals is only taken for a name when it begins as an authority does.
_AUTHORITY = re.compile(
    r"(?:các )?(?:sở|bộ|ủy ban|ubnd|văn phòng|công an|cục|vụ|phòng|thanh tra|ban quản lý|ban chỉ|trung tâm|tỉnh ủy"
    r"|thành ủy|bảo hiểm|ngân hàng|bộ trưởng|chủ tịch|giám đốc|ủy viên|phó)(?!\w)"
)
_VERB_WITHIN = re.compile(
    r"\b(?:và|hoặc)?\s*(?:nâng cao|xây dựng|hoàn thiện|tăng cường|phát triển|đẩy mạnh|thực hiện|triển khai|rà soát|tổ chức thực hiện|bảo đảm)\b"
)


def group_of(grid: Grid, r: int, cells: list[Cell], columns: Columns, day: date) -> Group | None:
    """The group that row `r` opens, or None when it is a task."""
    line = grid[r]
    wide = [c for c in cells if c.columns * 2 > len(line) or c.columns >= 3]
    number_cells = [
        c
        for k in columns.of.get("number", ())
        if k < len(line) and (c := line[k]) is not None and c.text and c not in wide
    ]
    others = [c for c in cells if c not in number_cells]
    if len(others) == 1 and wide and others[0] in wide:
        return _group(number_cells, others[0], grid, r, columns, day)
    text_columns = columns.of.get("text", ())
    texts = [c for k in text_columns if k < len(line) and (c := line[k]) is not None and c.text]
    beside = [c for c in others if c not in texts]
    number = number_cells[0].text if number_cells else without_number(cells[0].text)[0]
    level = depth_of_number(number)
    if not texts and len(others) == 1 and not _is_role(others[0], line, columns, ("lead", "deadline", "support")):
        return _group(number_cells, others[0], grid, r, columns, day)
    if (
        not texts
        and not others
        and number_cells
        and any(c.isalpha() for c in number_cells[0].text)
        and len(number_cells[0].text) > 4
    ):
        return _group([], number_cells[0], grid, r, columns, day)
    if not texts:
        return None
    below = _next_level(grid, r, columns)
    heads = level is not None and (level <= 1 or (below is not None and below > level))
    if not beside and (heads or (level is None and columns.has("number") and not number_cells)):
        return _group(number_cells, texts[0], grid, r, columns, day)
    if beside and heads and _children_lack(grid, r, columns, level):
        return _group(number_cells, texts[0], grid, r, columns, day)
    return None


def _is_role(cell: Cell, line: list[Cell | None], columns: Columns, roles: tuple[str, ...]) -> bool:
    return any(k < len(line) and line[k] is cell for role in roles for k in columns.of.get(role, ()))


def _number_at(grid: Grid, r: int, columns: Columns) -> int | None:
    line = grid[r]
    for k in columns.of.get("number", columns.of.get("text", ()))[:1]:
        cell = line[k] if k < len(line) else None
        if cell is not None:
            return depth_of_number(cell.text if columns.has("number") else without_number(cell.text)[0])
    return None


def _next_level(grid: Grid, r: int, columns: Columns) -> int | None:
    for k in range(r + 1, min(r + 3, len(grid))):
        if any(c is not None and c.text for c in grid[k]):
            return _number_at(grid, k, columns)
    return None


def _children_lack(grid: Grid, r: int, columns: Columns, level: int | None) -> bool:
    """The rows under a numbered row leave empty what it fills: lead or deadline belong to all of them."""
    roles = [role for role in ("lead", "deadline") if _filled(grid[r], columns, role)]
    empty = total = 0
    for k in range(r + 1, len(grid)):
        deeper = _number_at(grid, k, columns)
        if level is None or (deeper is not None and deeper <= level):
            break
        total += 1
        empty += any(not _filled(grid[k], columns, role) for role in roles)
    return bool(roles) and total > 0 and empty * 2 > total


def _filled(line: list[Cell | None], columns: Columns, role: str) -> bool:
    return any(k < len(line) and (c := line[k]) is not None and c.text for k in columns.of.get(role, ()))


def _group(number_cells: list[Cell], cell: Cell, grid: Grid, r: int, columns: Columns, day: date) -> Group:
    text = squeeze(" ".join([*(c.text for c in number_cells if c is not cell), cell.text]))
    number, title = without_number(squeeze(cell.text))
    level = depth_of_number(number_cells[0].text if number_cells and number_cells[0] is not cell else number)
    leads = _leads(title, cell)
    deadline = deadline_in(title, cell.anchor, day) or Field(Timing())
    if not deadline.value.raw and _ONLY_TIME.fullmatch(canonical(title)):
        deadline = timing_of(
            title, Place(cell.anchor, 0, len(cell.text)), day
        )  # "Tháng 01/2026" over the work of January
    for k in columns.of.get("lead", ()):
        given = grid[r][k] if k < len(grid[r]) else None
        if given is not None and given.text and given is not cell and given not in number_cells:
            names, _ = split_roles(given.text)
            leads = Field(
                tuple(n.text for n in names),
                tuple(Place(given.anchor, n.start, n.end) for n in names),
                sure_of_names(names),
            )
    for k in columns.of.get("deadline", ()):
        given = grid[r][k] if k < len(grid[r]) else None
        if given is not None and given.text and given is not cell and given not in number_cells:
            deadline = timing_of(given.text, Place(given.anchor, 0, len(given.text)), day)
    return Group(text, 1 if level is None else level, leads, deadline)


def group_of_title(title: str, day: date) -> Group | None:
    """The group that the line above a table opens when it says who does all of it: "NHIỆM VỤ GIAO SỞ XÂY DỰNG"; else None."""
    leads = _leads(without_number(title)[1], None)
    return Group(title, -1, leads.doubted(0.85, "table.lead_from_title"), Field(Timing())) if leads.value else None


def _leads(title: str, cell: Cell | None) -> Field[tuple[str, ...]]:
    """Who a group title gives its rows to: it is a name, or says "giao …", "do … chủ trì"."""
    low = canonical(title)
    given = _GIVEN_TO.match(low) or _DONE_BY.search(low)
    part = "names"
    if given and given.re is _DONE_BY:
        part = next(name for name in ("bracketed", "names", "owners") if given[name])
    stretch = title[given.start(part) : given.end(part)] if given else title
    start = cell.text.find(stretch[:20]) if stretch and cell else -1
    stretch_low = canonical(stretch)
    names = split_names(stretch)
    shouted = stretch.isupper()
    named = bool(names) and kind_at(names[0].text, canonical(names[0].text), 0) in (
        "proper",
        "posts",
        "alone",
        "collective",
    )
    if not named or (not given and _VERB_WITHIN.search(stretch_low)):
        return Field((), (), 0.0)
    if (shouted or not given) and not _AUTHORITY.match(stretch_low):
        return Field((), (), 0.0)
    sure = 0.9 if given or _AUTHORITY.match(stretch_low) else 0.6
    where = (Place(cell.anchor, max(start, 0), max(start, 0) + len(stretch)),) if cell else ()
    return Field(tuple(n.text for n in names), where, sure)

"""Which column of a task table holds what, told from its heading rows."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from roviec.core.extraction.letters import flat
from roviec.core.extraction.lexicon import words
from roviec.core.extraction.model import Cell
from roviec.core.extraction.periods import periods_of

Grid = list[list[Cell | None]]

_WORDS = re.compile(r"[a-z0-9]+")
_BRACKETS = re.compile(r"\([^)]*\)")
_LONGEST_HEADING = 90  # characters; longer cells are text of a task
_DEEPEST = 3  # rows that a heading may take


@dataclass(frozen=True)
class Columns:
    """Roles of the columns: `of["lead"] == (3,)`. `titles` are the heading cells, to know the row when it is repeated."""

    of: dict[str, tuple[int, ...]]
    depth: int
    titles: tuple[str, ...]
    sure: float

    def has(self, role: str) -> bool:
        return role in self.of

    def unknown(self) -> list[str]:
        """The headings whose columns have no role."""
        known = {c for columns in self.of.values() for c in columns}
        return [title for c, title in enumerate(self.titles) if title and c not in known]


@cache
def _phrases() -> dict[str, str]:
    return {phrase: role for role, phrases in words("columns").items() for phrase in phrases}


@cache
def _longest_phrase() -> int:
    return max(phrase.count(" ") for phrase in _phrases()) + 1


# Headings that no list holds, by how they are built; the first that fits decides. Folded, without brackets and digits.
_DOER = r"(?:cac )?(?:don vi|co quan|bo phan|phong|nguoi|can bo|to chuc|ca nhan|dau moi|chuyen vien|cap|nganh|so nganh|ban|to)(?: \w+){0,3}?"
_ONLY_DOER = r"(?:don vi|co quan|bo phan|nguoi|phong|to chuc|ca nhan)(?: (?:don vi|bo phan|ca nhan|to chuc|phong))*"
_DOES = r"(?:chu tri|thuc hien|phu trach|dam nhiem|xu ly|giai quyet|tham muu|duoc giao|trien khai|nhan viec|chinh|chiu trach nhiem|soan thao)"
_BUILT: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("status", r"(?:ngay|thoi (?:gian|diem|han)|ket qua)(?: \w+){0,3} thuc te|(?:tinh|muc) (?:hinh|trang|do)(?: \w+){0,5}$"),
        ("note", r"(?:ngay|thoi gian)(?: \w+)? (?:nhan|den|cap nhat|sinh)(?: \w+)?$|(?:nguon|du toan|muc)? ?kinh phi|nguon luc|dia diem|dien thoai"),
        ("reference", r"(?:noi|nguon|co quan|cap|don vi|nguoi) giao(?: viec| nhiem vu)?$"),
        ("support", r"(?:\w+ ){0,4}phoi hop(?: \w+){0,3}$|(?:don vi|co quan) (?:tham gia|lien quan)"),
        ("accountable", r"(?:nguoi|lanh dao|dong chi|thu truong)(?: \w+){0,3} (?:dung dau|chi dao|chiu trach nhiem|theo doi|phu trach)"),
        (
            "deadline",
            r"(?:thoi (?:gian|han|diem|luong)|ngay|han|moc|ky han|tien do|lo trinh)(?: \w+){0,4}? (?:hoan thanh|thuc hien|xu ly"
            r"|bao cao|trinh|ket thuc|xong|giai quyet|nop|ban hanh|tra loi|den han|trien khai|cuoi|chot|du kien)(?: \w+){0,4}$"
            r"|(?:du kien |phai )?(?:hoan thanh|xong|ket thuc) (?:truoc|vao|trong|cham nhat)(?: ngay)?$|(?:thoi han|moc thoi gian|han)(?: \w+){0,3}$",
        ),
        ("lead", rf"{_DOER} {_DOES}(?: \w+){{0,4}}$|{_ONLY_DOER}$|(?:phan cong|giao)(?: nhiem vu| trach nhiem)?(?: cho)?(?: \w+){{0,3}}$"),
        ("deliverable", r"(?:san pham|dau ra|ket qua (?:dau ra|du kien|can dat|phai dat|dat duoc|mong doi))(?: \w+){0,5}$"),
        (
            "text",
            r"(?:ten |danh muc |cac |noi dung )*(?:nhiem vu|cong viec|noi dung|giai phap|dau viec|hoat dong|hang muc|y kien chi dao"
            r"|van de|viec|ket luan|kien nghi|chi dao)(?: \w+){0,8}$",
        ),
    )
)  # fmt: skip
_LONGEST_BUILT = 10  # words; longer cells are sentences


def _role_as_built(plain: str) -> str:
    if any(c.isdigit() for c in plain) or plain.count(" ") >= _LONGEST_BUILT:
        return ""
    return next((role for role, pattern in _BUILT if pattern.match(plain)), "")


@lru_cache(maxsize=4096)
def role_of(heading: str) -> tuple[str, int]:
    """The role that a heading names, with a weight: 3 exactly, 2 at its beginning, 1 inside; ("", 0) when none."""
    if len(heading) > _LONGEST_HEADING:
        return "", 0
    found = _WORDS.findall(flat(_BRACKETS.sub(" ", heading))) or _WORDS.findall(flat(heading))
    plain = " ".join(found)
    if "chu tri" in plain and "phoi hop" in plain:
        return "lead_and_support", 3
    phrases = _phrases()
    if plain in phrases:
        return phrases[plain], 3
    if built := _role_as_built(plain):
        return built, 2
    for start in range(len(found)):
        for length in range(min(_longest_phrase(), len(found) - start), 0, -1):
            phrase = " ".join(found[start : start + length])
            if phrase in phrases and (start == 0 or len(phrase) > 3):
                return phrases[phrase], 2 if start == 0 else 1
    return "", 0


def find_columns(grid: Grid, row: int) -> Columns | None:
    """The columns when a heading begins at `row`, else None."""
    opening = next((cell.text.strip() for cell in grid[row] if cell and cell.text), "")
    if opening.isdigit():  # most rows: a numbered task
        return None
    best: Columns | None = None
    best_score = 0
    for depth in range(1, min(_DEEPEST, len(grid) - row) + 1):
        columns = _columns(grid[row : row + depth], depth)
        score = sum(len(v) > 0 for v in columns.of.values()) + bool(periods_of(columns.titles)) if columns else 0
        if columns and score > best_score:
            best, best_score = columns, score
    return best


def _columns(rows: Grid, depth: int) -> Columns | None:
    width = len(rows[0])
    first = {id(cell) for cell in rows[0] if cell}
    if len(first) < 3 and not (len(first) == 2 and width == 2):
        return None
    if not any(role_of(cell.text)[1] >= 2 for cell in rows[0] if cell):
        return None
    if any(not _continues_heading(cell, rows[0]) for line in rows[1:] for cell in line if cell and cell.text):
        return None
    of: dict[str, list[int]] = {}
    titles, named, weight = [], 0, 0
    for c in range(width):
        stacked: list[Cell] = []
        for line in rows:
            cell = line[c]
            if cell is not None and cell.text and cell not in stacked:
                stacked.append(cell)
        if any(len(cell.text) > _LONGEST_HEADING for cell in stacked):
            return None
        titles.append(" / ".join(cell.text for cell in stacked))
        if not stacked:
            continue
        role, strength = role_of(stacked[-1].text)
        if len(stacked) > 1 and strength < 2:
            joined, joined_strength = role_of(" ".join(cell.text for cell in stacked))
            upper, upper_strength = role_of(stacked[0].text)
            role, strength = (role, strength) if strength else (joined, joined_strength)
            role, strength = (role, strength) if strength else (upper, upper_strength)
        if role:
            of.setdefault(role, []).append(c)
            named += 1
            weight += strength
    _done_apart(of, titles)
    roles = {role: tuple(cs) for role, cs in of.items()}
    doer = any(r in roles for r in ("lead", "lead_and_support", "support", "accountable"))
    when = any(r in roles for r in ("deadline", "progress"))
    if not (doer and (when or "text" in roles)) and not (when and "text" in roles):
        return None
    distinct = {title for title in titles if title}
    if named * 2 < len(distinct):
        return None
    return Columns(roles, depth, tuple(titles), 1.0 if weight >= 2 * named else 0.8)


_DONE_ON = re.compile(
    r"(?:ngay|thoi (?:gian|diem)) (?:da |thuc te )?(?:hoan thanh|thuc hien xong|xong|ket thuc|nop|bao cao|tra ket qua|ban hanh)"
    r"(?: (?:thuc te|nhiem vu|cong viec|xong))*$|(?:ngay|thoi (?:gian|diem))(?: \w+){0,3} thuc te$"
)
_DUE_ON = re.compile(
    r"(?:thoi )?han\b|den han|deadline|(?:ngay|thoi (?:gian|diem)) (?:phai|yeu cau|duoc giao|den han|ke hoach|theo ke hoach)"
)


def _done_apart(of: dict[str, list[int]], titles: list[str]) -> None:
    """In a tracking table "Ngày hoàn thành" beside "Hạn hoàn thành" says when it was done, not when it must be."""
    plain = {c: " ".join(_WORDS.findall(flat(titles[c]))) for c in (*of.get("deadline", ()), *of.get("status", ()))}
    due = [c for c in of.get("deadline", ()) if _DUE_ON.match(plain[c])]
    done = [c for c in plain if c not in due and _DONE_ON.match(plain[c])]
    if not due or not done:
        return
    for role in ("deadline", "status"):
        if left := [c for c in of.get(role, ()) if c not in done]:
            of[role] = left
        else:
            of.pop(role, None)
    of["done_on"] = done


def _continues_heading(cell: Cell, first: list[Cell | None]) -> bool:
    """A cell of a second heading row: it comes down from the first row, stands under a wide one, or names a column itself."""
    above = first[cell.column]
    if above is cell or (above is not None and above.columns > cell.columns):
        return True
    return role_of(cell.text)[1] >= 2

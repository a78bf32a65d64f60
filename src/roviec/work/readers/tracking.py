"""The tracking workbook as officials keep it (STT, Nhiệm vụ, Chủ trì, Phối hợp, Thời hạn, Sản phẩm, Tiến độ), back into lines.

A file that we wrote (`paper.gantt.workbook`) carries hidden columns: which task a line is, and what its cells said when it left. Any
other table with these headings is read too; its lines are new tasks. Headings may take two rows, be merged, and be repeated.
"""

import io
import json
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from roviec.core.extraction.columns import role_of
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.organisation.readers.tables import SheetRows, read_sheets
from roviec.paper.gantt.workbook import KEPT, KEY

HEADER_WITHIN = 25
MOST_LINES = 20_000
ROLES = {
    "text": "title",
    "lead": "lead",
    "support": "supports",
    "deadline": "due",
    "deliverable": "deliverable",
    "number": "number",
}
NUMBER = {"stt", "tt", "so tt", "so thu tu"}
PROGRESS = {"tien do", "tien do (%)", "tien do %", "% hoan thanh", "ty le hoan thanh", "muc do hoan thanh (%)"}
NEEDED = ("title", "lead", "due")


@dataclass(frozen=True, slots=True)
class Line:
    """`row` counts from 1 with the header; `columns` are letters by field. `kept` is what the row said when it left, {} of a new one.

    `merged` fields lie under a merged cell without being its first; `formulas` hold one, whose value is the last that was computed.
    """

    sheet: str
    row: int
    key: str
    kept: dict[str, str | int]
    cells: dict[str, str]
    columns: dict[str, str]
    merged: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tracking:
    lines: list[Line]
    remarks: list[Reason] = field(default_factory=list)


def read_tracking(data: bytes, file_name: str) -> Tracking:
    """Every sheet that has at least the task and one more column; Invalid("file", …) with place and remedy when none has."""
    lines: list[Line] = []
    remarks: list[Reason] = []
    formulas = _formulas(data)
    headed = False
    for sheet in read_sheets(data, file_name):
        header = _header(sheet)
        if header is None:
            if any(any(row) for row in sheet.rows):
                remarks.append(Reason("bringing.sheet_unused", {"sheet": sheet.name}))
            continue
        below, found = header
        headed = True
        lines.extend(_lines(sheet, below, found, formulas.get(sheet.name, frozenset())))
        if len(lines) > MOST_LINES:
            raise Invalid("file", Reason("bringing.too_many_lines", {"most": MOST_LINES}))
    if not lines and headed:
        raise Invalid("file", Reason("bringing.no_lines"))
    if not lines:
        raise Invalid("file", Reason("bringing.no_columns", {"columns": "STT, Nhiệm vụ, Chủ trì, Thời hạn"}))
    return Tracking(lines, remarks)


def _field_of(heading: str) -> str:
    if heading in (KEY, KEPT):
        return heading
    folded = fold(heading).strip(" *:.")
    if folded in PROGRESS:
        return "progress"
    if folded in NUMBER:
        return "number"
    role, weight = role_of(heading)
    return ROLES.get(role, "") if weight >= 2 else ""


def _header(sheet: SheetRows) -> tuple[int, dict[str, int]] | None:
    """The first row below the heading, and where the fields are. A heading of two rows has its lower words in the second."""
    best: tuple[int, dict[str, int]] | None = None
    for at, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        found: dict[str, int] = {}
        for place, cell in enumerate(row):
            name = _field_of(cell) if cell else ""
            if name and name not in found:
                found[name] = place
        if "title" not in found:
            continue
        below = at + 1
        second = sheet.rows[below] if below < len(sheet.rows) else []
        more = {_field_of(cell): place for place, cell in enumerate(second) if cell and _field_of(cell)}
        if more and "title" not in more and any((below, place) in sheet.merged for place in found.values()):
            found = {**more, **found}
            below += 1
        if best is None or len(found) > len(best[1]):
            best = (below, found)
    return best if best is not None and len(best[1]) >= 2 else None


def _lines(sheet: SheetRows, below: int, found: dict[str, int], formulas: frozenset[tuple[int, int]]) -> list[Line]:
    titles = {
        name: fold(sheet.rows[below - 1][place]) for name, place in found.items() if place < len(sheet.rows[below - 1])
    }
    columns = {name: _letter(place) for name, place in found.items()}
    lines = []
    for at, row in enumerate(sheet.rows[below:], below):
        cells = {name: row[place] if place < len(row) else "" for name, place in found.items()}
        key, kept = cells.pop(KEY, ""), cells.pop(KEPT, "")
        if not any(cells.values()):
            continue
        if cells["title"] and all(fold(cells[name]) == titles.get(name) for name in ("title", "lead") if name in cells):
            continue  # the heading again, at the top of a printed page
        if not key and (_heading_of_a_group(cells) or _numbers_of_columns(cells)):
            continue
        lines.append(
            Line(
                sheet.name,
                at + 1,
                key,
                _kept(kept),
                cells,
                columns,
                tuple(name for name, place in found.items() if (at, place) in sheet.merged and name in cells),
                tuple(name for name, place in found.items() if (at, place) in formulas and name in cells),
            )
        )
    return lines


def _heading_of_a_group(cells: dict[str, str]) -> bool:
    """A row that only names a group of tasks below it: nobody leads it and nothing is due."""
    return not any(cells.get(name) for name in ("lead", "supports", "due", "deliverable", "progress"))


def _numbers_of_columns(cells: dict[str, str]) -> bool:
    """(1) (2) (3)… under the headings."""
    return all(cell.strip("() ").isdecimal() and len(cell) < 5 for cell in cells.values() if cell)


def _kept(text: str) -> dict[str, str | int]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _letter(place: int) -> str:
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _formulas(data: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    """Cells of each sheet that hold a formula: (row, column) from 0. Read beside the values, which do not tell."""
    if not data.startswith(b"PK"):
        return {}
    found: dict[str, frozenset[tuple[int, int]]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            for title, path in _sheets(archive):
                if path in names:
                    with archive.open(path) as stream:
                        found[title] = frozenset(_places(stream))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError):
        return {}  # the reader of the values says what is wrong with the file
    return found


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    book = etree.fromstring(archive.read("xl/workbook.xml"), safe)
    links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), safe)
    targets = {one.get("Id"): (one.get("Target") or "").lstrip("/") for one in links}
    listed = []
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        key = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        target = targets.get(key, "")
        listed.append((str(sheet.get("name")), target if target.startswith("xl/") else f"xl/{target}"))
    return listed


def _places(stream: object) -> list[tuple[int, int]]:
    places = []
    events = etree.iterparse(stream, tag="{*}c", resolve_entities=False, no_network=True, load_dtd=False)  # type: ignore[arg-type]
    for _event, cell in events:
        if cell.find("{*}f") is not None and (reference := cell.get("r")):
            letters = reference.rstrip("0123456789")
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - ord("A") + 1
            places.append((int(reference[len(letters) :]) - 1, column - 1))
        cell.clear()
    return places

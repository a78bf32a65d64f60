"""Lines of a catalogue as a body writes them, into values; what cannot be read is a finding with its place."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from roviec.core.reasons import Reason
from roviec.core.text import fold

# What the records hold.
LONGEST = {"code": 40, "office": 300, "work": 1000, "output": 1000, "group": 10, "frame": 20, "note": 1000}
PLACES, MOST = {"coefficient": 4, "points": 2}, {"coefficient": Decimal(99_999), "points": Decimal(999_999)}
CLEAR_OUTPUT = "Nghị định 335/2025/NĐ-CP, Điều 13.1.a"
_FRAME = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*(?:-|–|—|đến|->)\s*(\d+(?:[.,]\d+)?)\s*(?:điểm)?\s*$")
_PARTS = (
    ("leading", ("lanh dao", "quan ly")),
    ("shared", ("dung chung", "chung")),
    ("office", ("rieng", "phong", "dac thu")),
)
# "B.II", "A", "III.", "B.I -": how lists number the heads of their sections.
_NUMBERED = re.compile(r"^(?:phần\s+)?(?:[A-Z]|[IVX]+)(?:[.\-–)\s]+(?:[IVX]+|\d+))*[.\-–):\s]*(.*)$")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in the list: in `row` of its file (0: in the list as a whole), in `field`. An error keeps it from being taken."""

    row: int
    field: str
    reason: Reason
    error: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """One line of the file: its number, and its cells by field, as text: code, part, office, work, detail, output, group, frame,
    points, coefficient, note."""

    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ProductLine:
    """`part` is leading, shared or office; `frame` the least and most points of its group, if written."""

    row: int
    code: str
    work: str
    output: str
    coefficient: Decimal
    part: str = "shared"
    office: str = ""
    detail: str = ""
    group: str = ""
    frame: tuple[Decimal, Decimal] | None = None
    points: Decimal | None = None
    note: str = ""


@dataclass
class _Section:
    """Under which head of the list we are, where it writes heads instead of a column."""

    part: str = "shared"
    office: str = ""
    groups: dict[str, str] = field(default_factory=dict)


def read_lines(written: Iterable[Written]) -> tuple[list[ProductLine], list[Finding]]:
    """The lines that can be read, and what is wrong with the others: every finding of this function is an error."""
    lines: list[ProductLine] = []
    findings: list[Finding] = []
    section = _Section()
    codes: dict[str, int] = {}
    for one in written:
        if _is_head(one.cells):
            _enter(section, next(text for text in one.cells.values() if text))
            continue
        line, wrong = _line(one, section)
        findings += wrong
        if code := one.cells.get("code", "").strip():
            first = codes.setdefault(fold(code), one.row)
            if first != one.row:
                params: dict[str, str | int] = {"code": code[:40], "row": first}
                findings.append(Finding(one.row, "code", Reason("catalogue.code_double", params), error=True))
        if line is not None:
            lines.append(line)
    findings += _circles(section.groups)
    return lines, findings


def _is_head(cells: Mapping[str, str]) -> bool:
    """A head stands alone in its row, in the column of the code or of the work, and is numbered with letters."""
    filled = [(name, text) for name, text in cells.items() if text and name != "number"]
    return len(filled) == 1 and filled[0][0] in {"code", "work", "part"} and bool(_NUMBERED.match(filled[0][1]))


def _enter(section: _Section, text: str) -> None:
    section.part = part_of(text)
    named = _NUMBERED.match(text)
    section.office = named.group(1).strip() if named and section.part == "office" else ""


def part_of(text: str) -> str:
    """leading, shared or office, by the words of a column or of a section's head; a line of an office if nothing is recognised."""
    folded = fold(text).replace("-", " ")
    return next((part for part, words in _PARTS if any(word in folded for word in words)), "office")


def _line(one: Written, section: _Section) -> tuple[ProductLine | None, list[Finding]]:
    cells = {name: text.strip() for name, text in one.cells.items()}
    wrong = [
        Finding(one.row, name, Reason("catalogue.too_long", {"most": most}), error=True)
        for name, most in LONGEST.items()
        if name not in {"group", "frame"} and len(cells.get(name, "")) > most
    ]
    for name, cite in (("code", ""), ("work", ""), ("output", CLEAR_OUTPUT)):
        if not cells.get(name):
            wrong.append(Finding(one.row, name, Reason(f"catalogue.no_{name}", cite=cite), error=True))
    coefficient = _number(one.row, "coefficient", cells, wrong)
    if coefficient is None and not cells.get("coefficient"):
        wrong.append(Finding(one.row, "coefficient", Reason("catalogue.no_coefficient"), error=True))
    points = _number(one.row, "points", cells, wrong)
    group = _group(one.row, cells.get("group", ""), section, wrong)
    frame = frame_of(cells.get("frame", ""))
    if cells.get("frame") and frame is None:
        wrong.append(
            Finding(one.row, "frame", Reason("catalogue.bad_frame", {"text": cells["frame"][:40]}), error=True)
        )
    if wrong or coefficient is None:
        return None, wrong
    return ProductLine(
        row=one.row,
        code=cells["code"],
        work=cells["work"],
        output=cells["output"],
        coefficient=coefficient,
        part=part_of(cells["part"]) if cells.get("part") else "office" if cells.get("office") else section.part,
        office=cells.get("office") or section.office,
        detail=cells.get("detail", ""),
        group=group,
        frame=frame,
        points=points,
        note=cells.get("note", ""),
    ), []


def number_of(text: str) -> Decimal | None:
    """A number as Vietnamese write it ("1,6", "1.200,5") or as programs do ("1.6"); None when it is none."""
    plain = text.replace(" ", "")
    if "," in plain:
        if not re.fullmatch(r"-?(\d{1,3}(\.\d{3})+|\d+),\d+", plain):
            return None
        plain = plain.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def frame_of(text: str) -> tuple[Decimal, Decimal] | None:
    """Least and most points: "11-50" or "11 đến 50"; None when it is no frame or runs backwards."""
    match = _FRAME.match(text)
    least, most = (number_of(match.group(1)), number_of(match.group(2))) if match else (None, None)
    return (least, most) if least is not None and most is not None and least <= most else None


def _number(row: int, name: str, cells: Mapping[str, str], wrong: list[Finding]) -> Decimal | None:
    text = cells.get(name, "")
    if not text:
        return None
    number = number_of(text)
    code = ""
    if number is None:
        code = "not_a_number"
    elif number <= 0:
        code = f"{name}_not_positive"
    elif number > MOST[name]:
        code = "too_large"
    elif number != round(number, PLACES[name]):
        code = "too_precise"
    if code:
        params: dict[str, str | int] = {"text": text[:40], "most": PLACES[name]}
        wrong.append(Finding(row, name, Reason(f"catalogue.{code}", params), error=True))
        return None
    return number


def _group(row: int, text: str, section: _Section, wrong: list[Finding]) -> str:
    """A group is one name. "N2 thuộc N3" puts it into another: art. 13.1.a knows no groups within groups."""
    inner, *outer = re.split(r"\s*(?:\bthuộc\b|>|<|/|→)\s*", text.strip(), maxsplit=1)
    if outer:
        section.groups.setdefault(inner, outer[0])
        params = {"group": inner[:20], "other": outer[0][:20]}
        wrong.append(Finding(row, "group", Reason("catalogue.group_nested", params, CLEAR_OUTPUT), error=True))
    elif len(inner) > LONGEST["group"]:
        wrong.append(Finding(row, "group", Reason("catalogue.too_long", {"most": LONGEST["group"]}), error=True))
    return inner


def _circles(within: Mapping[str, str]) -> list[Finding]:
    """Groups that contain themselves: "N2 thuộc N3", "N3 thuộc N2"."""
    found: dict[frozenset[str], list[str]] = {}
    for start in within:
        way = [start]
        while (following := within.get(way[-1])) is not None and following not in way:
            way.append(following)
        if following is not None:
            ring = way[way.index(following) :]
            found.setdefault(frozenset(ring), [*ring, following])
    return [
        Finding(0, "group", Reason("catalogue.group_circular", {"way": " → ".join(ring)}), error=True)
        for ring in found.values()
    ]

"""What an old tracking workbook says became of each task: state, day of completion, share done, result, note.

Reading takes each cell for what it is under its heading, however the office arranged them: words ("Hoàn thành quá hạn"), a cross in one
of several columns, a day, a percentage. `outcome_of` then settles them with the due date: days decide, words where there is no day, and
what contradicts itself or had to be assumed is said with its place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from roviec.core.deadlines import DeadlineKind
from roviec.core.deadlines.points import points_in
from roviec.core.extraction.columns import Columns, Grid, find_columns
from roviec.core.extraction.letters import flat, squeeze
from roviec.core.extraction.model import Cell, DocumentModel, Table
from roviec.core.extraction.proposals import Proposal, Source, TrackedState
from roviec.core.extraction.rows import state_of
from roviec.core.reasons import Reason

_PERCENT = re.compile(r"(?<![\d,.])(\d{1,3})(?:[,.]\d+)?\s*%")
_SHARE = re.compile(r"(?:0?[,.]\d+|[01])$|\d{1,3}(?:[,.]\d+)?\s*%?$")
_MARK = re.compile(r"[xX✓✔☑v+1]$")
_ON_TIME = re.compile(r"dung (?:thoi )?han|truoc han|dung tien do|trong han")
_SAYS_SHARE = re.compile(r"%|ty le|phan tram")
_LONGEST = 1000
_CLOSED = (TrackedState.DONE, TrackedState.DONE_LATE)


@dataclass(frozen=True)
class Tracked:
    """A row as written, `row` as the workbook numbers it. `claims_on_time`: its words say so; `problems`: cells that could not be
    understood, each with its place."""

    sheet: str = ""
    row: int = 0
    state: TrackedState | None = None
    claims_on_time: bool = False
    done_on: date | None = None
    percent: int | None = None
    assigned_on: date | None = None
    result: str = ""
    note: str = ""
    problems: tuple[Reason, ...] = ()

    @property
    def says_something(self) -> bool:
        return bool(self.state or self.done_on or self.percent is not None or self.problems)


@dataclass(frozen=True)
class Outcome:
    """What becomes of the task. `finished_on`: the day its result was handed in; None while it is open."""

    state: TrackedState
    finished_on: date | None
    percent: int
    remarks: tuple[Reason, ...] = field(default=())


def tracked_rows(document: DocumentModel, proposals: Sequence[Proposal], today: date) -> dict[str, Tracked]:
    """Anchor of a proposal → what the row of its table says of its state; rows that say nothing are left out."""
    places = {cell.anchor: (table, cell.row) for table in document.tables() for cell in table.cells}
    wanted: dict[str, list[tuple[int, str]]] = {}
    tables: dict[str, Table] = {}
    for proposal in proposals:
        if proposal.source is Source.TABLE and proposal.place.anchor in places:
            table, row = places[proposal.place.anchor]
            tables[table.anchor] = table
            wanted.setdefault(table.anchor, []).append((row, proposal.place.anchor))
    found: dict[str, Tracked] = {}
    before: Columns | None = None
    for anchor, rows in wanted.items():
        grid = tables[anchor].grid()
        heads = _headings(grid)
        for row, name in rows:
            columns = next((one for r, one in reversed(heads) if r < row), before)
            if columns is None or len(columns.titles) != len(grid[row]):
                continue
            read = _row(tables[anchor], row, grid[row], columns, today)
            if read.says_something:
                found[name] = read
        before = heads[-1][1] if heads else before
    return found


def _headings(grid: Grid) -> list[tuple[int, Columns]]:
    """Heading rows; a second one right below the first ("Đã hoàn thành" over "Đúng hạn" and "Quá hạn") says more of the same columns."""
    heads: list[tuple[int, Columns]] = []
    for r in range(len(grid)):
        columns = find_columns(grid, r)
        if columns is None:
            continue
        if heads and r == heads[-1][0] + heads[-1][1].depth:
            above = heads.pop()[1]
            titles = tuple(a if a == b else f"{a} / {b}" for a, b in zip(above.titles, columns.titles, strict=True))
            columns = replace(columns, of=columns.of | above.of, titles=titles)
        heads.append((r, columns))
    return heads


def _row(table: Table, row: int, line: list[Cell | None], columns: Columns, today: date) -> Tracked:
    role = {c: name for name, cs in columns.of.items() for c in cs}
    read = Tracked(sheet=table.name, row=row + 1)
    for c, cell in enumerate(line):
        if cell is None or not cell.text:
            continue
        read = _cell(read, role.get(c, ""), columns.titles[c], squeeze(cell.text), today, _cell_name(row, c))
    return read


def _cell(read: Tracked, role: str, title: str, text: str, today: date, name: str) -> Tracked:
    heading = squeeze(title.replace("/", " "))
    if _MARK.fullmatch(text) and (by_heading := state_of(heading)):
        on_time = bool(_ON_TIME.search(flat(heading)))
        return replace(read, state=read.state or by_heading, claims_on_time=read.claims_on_time or on_time)
    day = _day_in(text, today)
    match role:
        case "done_on":
            return replace(read, done_on=day) if day else _not_understood(read, "tracked.bad_day", name, text)
        case "assigned":
            return replace(read, assigned_on=day or read.assigned_on)
        case "reference":
            return replace(read, assigned_on=read.assigned_on or day)
        case "note":
            return replace(read, note="; ".join(filter(None, (read.note, text)))[:_LONGEST])
        case "result":
            said = _state_said(read, text, day) if state_of(text) in _CLOSED else read
            return replace(said, result="; ".join(filter(None, (read.result, text)))[:_LONGEST])
        case "status" | "progress":
            return _status(read, heading, text, day, name)
    if not role and (share := _share(heading, text)) is not None:
        return replace(read, percent=share)
    return read


def _status(read: Tracked, heading: str, text: str, day: date | None, name: str) -> Tracked:
    if (share := _share(heading, text)) is not None:
        return replace(read, percent=share)
    if state_of(text):
        return _state_said(read, text, day)
    if day is not None:  # "Ngày hoàn thành thực tế"
        return replace(read, done_on=read.done_on or day)
    return _not_understood(read, "tracked.unknown_state", name, text)


def _state_said(read: Tracked, text: str, day: date | None) -> Tracked:
    state = read.state or state_of(text)
    percent = _PERCENT.search(text)
    return replace(
        read,
        state=state,
        claims_on_time=read.claims_on_time or bool(_ON_TIME.search(flat(text))),
        done_on=read.done_on or (day if state in _CLOSED else None),
        percent=min(int(percent[1]), 100) if percent and read.percent is None else read.percent,
    )


def _share(heading: str, text: str) -> int | None:
    """ "80%", "80" or "0,8" under "Tỷ lệ hoàn thành (%)"; None for anything else."""
    if not _SHARE.fullmatch(text):
        return None
    says = "%" in text or _SAYS_SHARE.search(flat(heading)) or flat(heading).startswith("tien do")
    number = float(text.rstrip("% ").replace(",", "."))
    if not says or number > 100:
        return None
    return round(number * 100) if number <= 1 and "%" not in text else round(number)


def _day_in(text: str, today: date) -> date | None:
    days = [p.last for p in points_in(text.lower(), today) if p.kind is DeadlineKind.DATE and p.dated and p.last]
    return days[-1] if days else None


def _not_understood(read: Tracked, code: str, name: str, text: str) -> Tracked:
    return replace(
        read, problems=(*read.problems, Reason(code, {"sheet": read.sheet, "cell": name, "text": text[:80]}))
    )


def _cell_name(row: int, column: int) -> str:
    """F7, as a workbook calls it."""
    letters, n = "", column
    while n >= 0:
        letters, n = chr(ord("A") + n % 26) + letters, n // 26 - 1
    return f"{letters}{row + 1}"


def outcome_of(row: Tracked, due: date | None, today: date) -> Outcome:
    """Settled with the due date that the task will have."""
    remarks = [*row.problems, *_contradictions(row, due, today)]
    done = row.state in _CLOSED or (row.state is None and (row.done_on is not None or row.percent == 100))
    if row.state is TrackedState.SUSPENDED:
        return Outcome(TrackedState.SUSPENDED, None, _open_share(row), tuple(remarks))
    if not done:
        late = due is not None and due < today
        return Outcome(TrackedState.LATE if late else TrackedState.OPEN, None, _open_share(row), tuple(remarks))
    finished = row.done_on if row.done_on and row.done_on <= today else None
    if finished is None:
        finished = _assumed(row, due, today)
        remarks.append(
            Reason("tracked.day_assumed", {"sheet": row.sheet, "row": row.row, "day": f"{finished:%d/%m/%Y}"})
        )
    late = due is not None and finished > due
    return Outcome(TrackedState.DONE_LATE if late else TrackedState.DONE, finished, 100, tuple(remarks))


def _assumed(row: Tracked, due: date | None, today: date) -> date:
    """No day is written: on time means the due day at the latest, late the day after it."""
    if due is None:
        return today
    return min(due + timedelta(days=row.state is TrackedState.DONE_LATE), today)


def _open_share(row: Tracked) -> int:
    return min(row.percent or 0, 100)


def _contradictions(row: Tracked, due: date | None, today: date) -> Iterator[Reason]:
    if row.done_on and row.done_on > today:
        yield Reason("tracked.day_ahead", {"sheet": row.sheet, "row": row.row, "day": f"{row.done_on:%d/%m/%Y}"})
    if row.done_on and due and row.done_on <= today:
        if row.claims_on_time and row.done_on > due:
            yield Reason(
                "tracked.on_time_but_later", {"sheet": row.sheet, "row": row.row, "day": f"{row.done_on:%d/%m/%Y}"}
            )
        if row.state is TrackedState.DONE_LATE and row.done_on <= due:
            yield Reason(
                "tracked.late_but_in_time", {"sheet": row.sheet, "row": row.row, "day": f"{row.done_on:%d/%m/%Y}"}
            )
    if row.state is TrackedState.DONE_LATE and due is None:
        yield Reason("tracked.late_without_due", {"sheet": row.sheet, "row": row.row})
    if row.state is TrackedState.LATE and (due is None or due >= today):
        yield Reason("tracked.late_not_due", {"sheet": row.sheet, "row": row.row})
    if row.state in (TrackedState.OPEN, TrackedState.LATE) and row.done_on:
        yield Reason("tracked.open_with_day", {"sheet": row.sheet, "row": row.row, "day": f"{row.done_on:%d/%m/%Y}"})
    if row.assigned_on and row.done_on and row.assigned_on > row.done_on:
        yield Reason("tracked.given_after_done", {"sheet": row.sheet, "row": row.row})

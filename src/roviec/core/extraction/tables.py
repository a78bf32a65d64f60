"""Assignments from task tables: one a row, with what group rows and merged cells say carried down."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from roviec.core.deadlines import DeadlineKind
from roviec.core.extraction.columns import Columns, Grid, find_columns
from roviec.core.extraction.contents import (
    columns_by_content,
    columns_without_heading,
    different_cells,
    fits,
    in_role,
    straightened,
)
from roviec.core.extraction.drawn_time import drawn
from roviec.core.extraction.groups import Group, group_of, group_of_title
from roviec.core.extraction.letters import squeeze
from roviec.core.extraction.model import Cell, Place, Table
from roviec.core.extraction.names import split_by_slash, split_roles, sure_of_names
from roviec.core.extraction.periods import periods_of
from roviec.core.extraction.phrases import deadline_in
from roviec.core.extraction.proposals import Field, Proposal, Source, Timing
from roviec.core.extraction.rows import is_column_numbers, is_ditto, is_total, state_of, without_number
from roviec.core.extraction.sentences import supports_in
from roviec.core.extraction.timing import timing_of
from roviec.core.reasons import Reason

Names = tuple[str, ...]


@dataclass
class _State:
    """What goes on from row to row, and from one table to the table that continues it."""

    columns: Columns | None = None
    groups: list[Group] = field(default_factory=list)
    last: Proposal | None = None
    last_text: Cell | None = None


class TableReading:
    """Reads the tables of one document in order: a table without a heading of its own may continue the one before."""

    def __init__(self, document_date: date) -> None:
        self.date = document_date
        self.before: tuple[Columns, int] | None = None

    def read(self, table: Table, heading: str) -> list[Proposal]:
        """The assignments of `table`; `heading` is the line above it."""
        grid = table.grid()
        state = _State()
        out: list[Proposal] = []
        r = 0
        while r < len(grid):
            cells = different_cells(grid[r])
            if not cells:
                r += 1
                continue
            columns = find_columns(grid, r)
            if columns is not None:
                if state.columns is None or state.columns.titles != columns.titles:
                    state.groups = []  # another table below the first, not its heading repeated on the next page
                state.columns = columns_by_content(columns, grid, r + columns.depth, self.date)
                if not (state.groups or state.columns.has("lead") or state.columns.has("lead_and_support")):
                    title = group_of_title(heading, self.date)
                    state.groups = [title] if title else []
                r += columns.depth
                continue
            before = self.before if state.columns is None and not out else None
            # The heading may stand on the page before, where Word has cut the table in two.
            if before and before[1] == table.columns and fits(grid[r], before[0], self.date):
                state.columns = replace(before[0], sure=min(before[0].sure, 0.85))
            if state.columns is not None and not is_column_numbers(cells) and not is_total(cells):
                self._row(grid, r, cells, state, heading, out)
            r += 1
        if state.columns is None:
            state.columns = columns_without_heading(grid, self.date)
            for r in range(len(grid) if state.columns else 0):
                cells = different_cells(grid[r])
                unknown_heading = r == 0 and state.columns is not None and not fits(grid[r], state.columns, self.date)
                if len(cells) > 1 and not is_total(cells) and not unknown_heading:
                    self._row(grid, r, cells, state, heading, out)
        if state.columns is not None:
            self.before = (state.columns, table.columns)
        return out

    def _row(self, grid: Grid, r: int, cells: list[Cell], state: _State, heading: str, out: list[Proposal]) -> None:
        columns = state.columns
        assert columns is not None
        group = group_of(grid, r, cells, columns, self.date)
        if group is not None:
            state.groups = [g for g in state.groups if g.depth < group.depth] + [group]
            state.last_text = None
            return
        line, shift = straightened(grid[r], columns, self.date)
        text_cells = in_role(line, columns, "text")
        if not text_cells or not any(c.isalpha() for cell in text_cells for c in cell.text):
            return
        row = _Row(line, columns, text_cells, state, self.date, columns.sure if not shift else min(columns.sure, 0.6))
        proposal = row.proposal(heading)
        if shift:
            proposal = replace(proposal, leads=proposal.leads.doubted(0.6, "table.shifted", columns=shift))
        if state.last_text is text_cells[0] and state.last is not None and out and _same_order(proposal, state.last):
            # One task over several rows: only its products differ.
            joined = "\n".join(filter(None, dict.fromkeys((state.last.deliverable.value, proposal.deliverable.value))))
            where = (*state.last.deliverable.where, *proposal.deliverable.where)
            proposal = replace(state.last, deliverable=Field(joined, where, state.last.deliverable.sure))
            out[-1] = proposal
        else:
            out.append(proposal)
        state.last, state.last_text = proposal, text_cells[0]


@dataclass
class _Row:
    line: list[Cell | None]
    columns: Columns
    text_cells: list[Cell]
    state: _State
    date: date
    sure: float

    def proposal(self, heading: str) -> Proposal:
        text = self._text()
        leads, supports = self._leads_and_supports(text)
        deadline = self._deadline(text)
        deliverable = self._said("deliverable") or self._said("result")
        status = self._said("status") or self._said("progress")
        number = squeeze(" ".join(c.text for c in self.cells("number")[:1])).rstrip(" .")
        group = self.state.groups[-1] if self.state.groups else None
        subject = squeeze(" ".join(c.text for c in self.cells("group")))
        first = self.text_cells[0]
        return Proposal(
            source=Source.TABLE,
            place=Place(first.anchor, 0, len(first.text)),
            text=text,
            leads=leads,
            supports=supports,
            accountable=self._as_above("accountable", lambda p: p.accountable) or self._names("accountable"),
            deadline=deadline,
            deliverable=Field(deliverable.value if deliverable else "", deliverable.where if deliverable else (), 0.9),
            heading=subject or (group.text if group else heading),
            number=number,
            status=status.value if status else "",
            state=state_of(status.value) if status else None,
        )

    def cells(self, role: str) -> list[Cell]:
        return in_role(self.line, self.columns, role)

    def _text(self) -> Field[str]:
        parts = [squeeze(c.text) for c in self.text_cells]
        first = parts[0]
        if not self.columns.has("number"):
            number, rest = without_number(first)
            first = rest if number and rest else first
        elif first.startswith(("- ", "+ ")) and "\n" not in self.text_cells[0].text.strip():
            first = first[2:]
        text = squeeze(". ".join(p.rstrip(".") for p in [first, *parts[1:]]) if len(parts) > 1 else first)
        where = tuple(Place(c.anchor, 0, len(c.text)) for c in self.text_cells)
        return Field(text, where, min(0.95, self.sure) if len(text) > 8 else 0.5)

    def _said(self, role: str) -> Field[str] | None:
        cells = [c for c in self.cells(role) if c.text]
        if not cells:
            return None
        return Field(
            squeeze(" ".join(c.text for c in cells)), tuple(Place(c.anchor, 0, len(c.text)) for c in cells), self.sure
        )

    def _names(self, role: str) -> Field[Names]:
        names: list[str] = []
        where: list[Place] = []
        sure = self.sure
        for cell in self.cells(role):
            found, more = split_roles(cell.text)
            names += [n.text for n in (*found, *more)]
            where += [Place(cell.anchor, n.start, n.end) for n in (*found, *more)]
            if found:
                sure = min(sure, sure_of_names(found, in_cell=True))
        return Field(tuple(dict.fromkeys(names)), tuple(where), sure)

    def _as_above(self, role: str, part: Callable[[Proposal], Field[Names]]) -> Field[Names] | None:
        """What the row above says, where this one says "nt"."""
        cells = [c for c in self.cells(role) if c.text]
        if len(cells) == 1 and is_ditto(cells[0].text) and self.state.last is not None:
            return part(self.state.last).doubted(0.85, "table.as_above")
        return None

    def _leads_and_supports(self, text: Field[str]) -> tuple[Field[Names], Field[Names]]:
        supports = self._as_above("support", lambda p: p.supports) or self._names("support")
        cells = [c for c in self.cells("lead") if c.text] or [c for c in self.cells("lead_and_support") if c.text]
        if len(cells) == 1 and is_ditto(cells[0].text) and self.state.last is not None:
            return self.state.last.leads.doubted(0.85, "table.as_above"), supports
        if cells:
            leads: Field[Names]
            found, also = [], []
            for cell in cells:
                main, more = split_roles(cell.text) if self.columns.has("lead") else split_by_slash(cell.text)
                found += [(cell, n) for n in main]
                also += [(cell, n) for n in more]
            sure = min(self.sure, sure_of_names([n for _, n in found], in_cell=True))
            leads = Field(
                _unique(n.text for _, n in found), tuple(Place(c.anchor, n.start, n.end) for c, n in found), sure
            )
            if self.columns.has("lead_and_support") and not self.columns.has("lead") and len(found) > 1 and not also:
                leads = leads.doubted(0.5, "table.roles_not_told_apart")
            if also:
                extra = tuple(Place(c.anchor, n.start, n.end) for c, n in also)
                supports = Field(
                    _unique([*supports.value, *(n.text for _, n in also)]), (*supports.where, *extra), supports.sure
                )
        else:
            leads = self._inherited_leads(text)
        if not self.columns.has("support") and not supports.value:
            names = supports_in(text.value)
            where = tuple(Place(self.text_cells[0].anchor, 0, len(self.text_cells[0].text)) for _ in names)
            supports = Field(tuple(n.text for n in names), where, 0.8)
        return leads, supports

    def _inherited_leads(self, text: Field[str]) -> Field[Names]:
        for group in reversed(self.state.groups):
            if group.leads.value:
                return Field(
                    group.leads.value,
                    group.leads.where,
                    min(group.leads.sure, self.sure),
                    (Reason("table.lead_from_group", {"group": group.text[:80]}),),
                )
        return Field((), (), 0.3, (Reason("clarity.no_lead"),))

    def _deadline(self, text: Field[str]) -> Field[Timing]:
        cells = [c for c in (*self.cells("deadline"),) if c.text]
        if len(cells) == 1 and is_ditto(cells[0].text) and self.state.last is not None:
            return self.state.last.deadline.doubted(0.85, "table.as_above")
        if cells:
            timings = [
                timing_of(c.text, Place(c.anchor, 0, len(c.text)), self.date, min(0.95, self.sure)) for c in cells
            ]
            timing = timings[0]
            if len(timings) > 1:
                # "Thời gian trình", "Thời gian ban hành": done when the last of them is.
                dated = [t for t in timings if t.value.due is not None]
                timing = max(dated, key=lambda t: t.value.due or date.min) if dated else timings[-1]
                timing = timing.doubted(0.7, "deadline.several_columns")
            start = self.cells("start")
            if start and timing.value.start is None and timing.value.due is not None:
                begin = timing_of(start[0].text, Place(start[0].anchor, 0, len(start[0].text)), self.date).value
                if begin.due is not None and begin.due <= timing.value.due:
                    timing = replace(timing, value=replace(timing.value, start=begin.start or begin.due))
            return timing
        marked = drawn(self.line, periods_of(self.columns.titles), self.date, self.sure)
        if marked is not None:
            return marked
        for group in reversed(self.state.groups):
            if group.deadline.value.kind is not DeadlineKind.NONE:
                return group.deadline.doubted(0.85, "table.deadline_from_group", group=group.text[:80])
        found = deadline_in(text.value, self.text_cells[0].anchor, self.date)
        if found is not None:
            return found.doubted(0.7 if self.columns.has("deadline") else 0.85, "table.deadline_in_text")
        none = Field(Timing(), (), 0.85 if self.columns.has("deadline") else 0.8)
        if not self.columns.has("deadline") and (titles := self.columns.unknown()):
            return none.doubted(0.7, "table.column_unknown", titles="; ".join(titles)[:120])
        return none


def _unique(names: Iterator[str] | list[str]) -> Names:
    return tuple(dict.fromkeys(names))


def _same_order(one: Proposal, other: Proposal) -> bool:
    return one.leads.value == other.leads.value and one.deadline.value == other.deadline.value

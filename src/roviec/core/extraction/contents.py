"""What stands in the columns of a task table: rows slipped sideways, and columns that only their content tells."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from roviec.core.extraction.actors import kind_at
from roviec.core.extraction.columns import Columns, Grid
from roviec.core.extraction.letters import canonical, squeeze
from roviec.core.extraction.model import Cell
from roviec.core.extraction.names import split_roles, sure_of_names
from roviec.core.extraction.rows import is_column_numbers, is_ditto, state_of
from roviec.core.extraction.sentences import order_word
from roviec.core.extraction.timing import looks_like_deadline

_LOOKED_AT = 40  # rows that a column is judged by
_MOST = 0.6  # part of a column's cells that must look like a thing for the column to hold it
_TOLD_BY_CONTENT = 0.75  # how sure at most, where the heading does not say the same
_PLAINLY_TOLD = 0.82  # the same where the content leaves no choice
_ENOUGH = 3  # rows for that
_LONG_TEXT = 25  # characters of a task on the average, where no heading names the column


def different_cells(line: list[Cell | None]) -> list[Cell]:
    """The different cells of a row that hold text."""
    return list({id(c): c for c in line if c is not None and c.text}.values())


def in_role(line: list[Cell | None], columns: Columns, role: str) -> list[Cell]:
    found = [line[c] for c in columns.of.get(role, ()) if c < len(line)]
    return list({id(c): c for c in found if c is not None and c.text}.values())


def looks_like_name(text: str) -> bool:
    return bool(text) and bool(kind_at(text.lstrip("- +"), canonical(text.lstrip("- +")), 0)) and len(text) < 250


def _names_somebody(text: str) -> bool:
    """A body, a post or a person: what a lead column holds."""
    if looks_like_name(text):
        return not looks_like_deadline(text, date.max)
    names, more = split_roles(text)
    return len(text) < 120 and bool(names) and sure_of_names((*names, *more)) >= 0.9


def fits(line: list[Cell | None], columns: Columns, day: date) -> bool:
    """Whether a row is filled as the columns say: names where the lead belongs, a deadline where that belongs."""
    lead = in_role(line, columns, "lead") or in_role(line, columns, "lead_and_support")
    due = in_role(line, columns, "deadline")
    if lead and not looks_like_name(lead[0].text):
        return False
    if any(len(c.text) > 12 and c.text.count(" ") > 1 for c in in_role(line, columns, "number")):
        return False
    if due and not (looks_like_deadline(due[0].text, day) or is_ditto(due[0].text)):
        return False
    return bool(lead or due)


def straightened(line: list[Cell | None], columns: Columns, day: date) -> tuple[list[Cell | None], int]:
    """The row with its cells under their headings again, and by how many columns it had slipped."""
    if fits(line, columns, day) or not (columns.has("lead") and columns.has("deadline")):
        return line, 0
    for shift in (-1, 1):
        moved = [line[c + shift] if 0 <= c + shift < len(line) else None for c in range(len(line))]
        has_both = in_role(moved, columns, "lead") and in_role(moved, columns, "deadline")
        if has_both and fits(moved, columns, day) and in_role(moved, columns, "text"):
            return moved, shift
    if not in_role(line, columns, "text"):
        # Pushed one column to the right by an empty cell: what was in the last column is lost, the rest can be told.
        moved = [*line[1:], None]
        number = [line[c] for c in columns.of.get("number", ()) if c < len(line)]
        lead = in_role(moved, columns, "lead")
        if lead and looks_like_name(lead[0].text) and in_role(moved, columns, "text"):
            for c, cell in zip(columns.of.get("number", ()), number, strict=False):
                moved[c] = cell
            return moved, 1
    return line, 0


@dataclass(frozen=True)
class _Body:
    """The rows under a heading, for questions about their columns."""

    rows: list[list[Cell | None]]
    day: date

    def share(self, columns: tuple[int, ...], test: Callable[[str], object]) -> float:
        """The part of the filled cells of these columns for which `test` holds."""
        cells = [line[c] for line in self.rows for c in columns if c < len(line)]
        texts = [c.text for c in {id(c): c for c in cells if c is not None and c.text.strip(" -–.")}.values()]
        return sum(bool(test(t)) for t in texts) / len(texts) if texts else 0.0

    def deadlines(self, *columns: int) -> float:
        return self.share(columns, lambda t: looks_like_deadline(squeeze(t), self.day) or is_ditto(t))

    def names(self, *columns: int) -> float:
        return self.share(columns, lambda t: _names_somebody(t) or is_ditto(t))

    def orders(self, *columns: int) -> float:
        return self.share(columns, lambda t: order_word().match(canonical(t.lstrip("- +0123456789.)"))))

    def length(self, column: int) -> float:
        texts = [c.text for line in self.rows if column < len(line) and (c := line[column]) is not None and c.text]
        return sum(map(len, texts)) / len(texts) if texts else 0.0


def _body(grid: Grid, start: int, day: date) -> _Body:
    rows = [
        line
        for line in grid[start : start + _LOOKED_AT]
        if len(cells := different_cells(line)) > 1 and not is_column_numbers(cells)
    ]
    return _Body(rows, day)


def columns_by_content(columns: Columns, grid: Grid, start: int, day: date) -> Columns:
    """Columns told by what stands under them: headings that mean two things, missing ones, and those that say something else."""
    body = _body(grid, start, day)
    of = dict(columns.of)
    sure = columns.sure
    width = len(grid[start - 1])

    def free() -> list[int]:
        return [c for c in range(width) if not any(c in cs for cs in of.values())]

    if "progress" in of and "deadline" not in of and body.deadlines(*of["progress"]) >= 0.5:
        of["deadline"] = of.pop("progress")
    if "result" in of and (body.share(of["result"], state_of) >= 0.3 or ("deliverable" in of and "status" not in of)):
        of["status"] = of.pop("result")
    if "deadline" not in of:
        dated = [c for c in free() if body.deadlines(c) >= _MOST]
        if dated:
            of["deadline"] = (dated[-1],)
            sure = min(sure, _TOLD_BY_CONTENT)
    if "lead" not in of and "lead_and_support" not in of:
        named = [c for c in free() if body.names(c) >= _MOST]
        if named:
            of["lead"] = (named[0],)
            plain = len(named) == 1 and len(body.rows) >= _ENOUGH and body.names(named[0]) == 1.0
            sure = min(sure, _PLAINLY_TOLD if plain else _TOLD_BY_CONTENT)
    if "text" not in of:
        lengths = {c: body.length(c) for c in free()}
        best = max(lengths, key=lambda c: lengths[c], default=None)
        if best is not None and lengths[best]:
            of["text"] = (best,)
            plain = len(body.rows) >= _ENOUGH and body.orders(best) >= _MOST
            sure = min(sure, _PLAINLY_TOLD if plain else 0.7)
        else:
            for role in ("group", "deliverable", "reference"):
                if role in of:
                    of["text"] = of.pop(role)
                    sure = min(sure, 0.7)
                    break
    # A heading that says one thing over cells that say another: read as headed, for the eye.
    if len(body.rows) > 1 and any(
        c in of and share(*of[c]) < least and any(body.length(k) for k in of[c])
        for c, share, least in (("lead", body.names, 0.5), ("deadline", body.deadlines, 0.25))
    ):
        sure = min(sure, 0.7)
    return replace(columns, of=of, sure=sure)


def columns_without_heading(grid: Grid, day: date) -> Columns | None:
    """The columns of a table whose heading is missing or unknown, when their content is plainly tasks; else None.

    Tasks begin with words of order, somebody is named for them, and they are due: all three in most rows.
    """
    width = len(grid[0])
    body = _body(grid, 0, day)
    if width < 3 or len(body.rows) < 3:
        return None
    texts = [c for c in range(width) if body.orders(c) >= _MOST and body.length(c) >= _LONG_TEXT]
    if not texts:
        return None
    text = max(texts, key=body.length)
    dated = [
        c
        for c in range(width)
        if c != text and body.deadlines(c) >= _MOST and not body.share((c,), str.isdigit) >= _MOST
    ]
    named = [c for c in range(width) if c != text and c not in dated and body.names(c) >= _MOST]
    if not dated or not named:
        return None
    of: dict[str, tuple[int, ...]] = {"text": (text,), "lead": (named[0],), "deadline": (dated[-1],)}
    if len(named) > 1:
        of["support"] = (named[1],)
    if body.share((0,), lambda t: len(t) < 8) == 1.0 and 0 not in (text, *named, *dated):
        of["number"] = (0,)
    return Columns(of, 0, ("",) * width, 0.6)

"""Event logs as lives: what other systems kept of how work went, for a start with history and for the proof on real data.

One row per event, the case's own columns repeated on each, as in XES; or one row per case with no event at all.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from roviec.core.forecast.lives import Life, Turn, What
from roviec.core.reasons import Reason


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns. Without `at`, `what`, `who` there are no events; without `kind` all work is of one kind.

    `steps`: how many different steps such work has; then each new one is progress.
    """

    case: str = "case:concept:name"
    start: str = "case:startdate"
    due: str = "case:deadline"
    end: str = "case:enddate"
    unit: str = "case:responsible"
    kind: str = "case:channel"
    at: str = "time:timestamp"
    what: str = "concept:name"
    who: str = "org:resource"
    steps: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` counts from 1 for the first row of data."""

    row: int
    column: str
    reason: Reason


@dataclass
class Read:
    """Lives by the name of their case, in the order of the file, and what could not be read; a case with a problem is left out."""

    lives: dict[str, Life] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_log(rows: Iterable[Mapping[str, str | None]], columns: Columns, axis: Callable[[datetime], float]) -> Read:
    """`axis` places an instant on the axis of `model`. An empty end is work that still runs."""
    read, broken = Read(), set[str]()
    cases: dict[str, tuple[Mapping[str, str | None], int]] = {}
    events: dict[str, list[tuple[float, str, str]]] = {}
    for number, row in enumerate(rows, start=1):
        case = (row.get(columns.case) or "").strip()
        if not case:
            read.problems.append(Problem(number, columns.case, Reason("forecast_log.no_case")))
            continue
        cases.setdefault(case, (row, number))
        if not row.get(columns.at):
            continue
        at = _instant(row, columns.at, number, axis, read)
        if at is None:
            broken.add(case)
        else:
            events.setdefault(case, []).append((at, row.get(columns.what) or "", row.get(columns.who) or ""))
    for case, (row, number) in cases.items():
        life = _life(row, number, sorted(events.get(case, ())), columns, axis, read)
        if life is not None and case not in broken:
            read.lives[case] = life
    return read


def _life(
    row: Mapping[str, str | None],
    number: int,
    events: list[tuple[float, str, str]],
    columns: Columns,
    axis: Callable[[datetime], float],
    read: Read,
) -> Life | None:
    start, due = (_instant(row, name, number, axis, read) for name in (columns.start, columns.due))
    end = _instant(row, columns.end, number, axis, read) if row.get(columns.end) else None
    if start is None or due is None or (row.get(columns.end) and end is None):
        return None
    if due <= start:
        read.problems.append(Problem(number, columns.due, Reason("forecast_log.due_before_start")))
        return None
    unit, kind = (row.get(columns.unit) or ""), (row.get(columns.kind) or "")
    return Life(start, due, end, (unit, kind), unit, _turns(events, columns.steps))


def _turns(events: list[tuple[float, str, str]], steps: int | None) -> tuple[Turn, ...]:
    """Every event is a sign of life; another person than before is a change of hands."""
    turns: list[Turn] = []
    seen: set[str] = set()
    before: str | None = None
    for at, what, who in events:
        if before is not None and who != before:
            turns.append(Turn(at, What.PASSED))
        before = who
        seen.add(what)
        turns.append(Turn(at, What.REPORTED, min(1.0, len(seen) / steps)) if steps else Turn(at, What.SIGN))
    return tuple(turns)


def _instant(
    row: Mapping[str, str | None], column: str, number: int, axis: Callable[[datetime], float], read: Read
) -> float | None:
    text = (row.get(column) or "").strip()
    try:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is None or not 1990 <= instant.year <= 2100:
            raise ValueError(text)
    except ValueError:
        read.problems.append(Problem(number, column, Reason("forecast_log.bad_instant", {"text": text[:60]})))
        return None
    return axis(instant)

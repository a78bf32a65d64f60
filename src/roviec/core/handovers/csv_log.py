"""A log as a table of text, one event a row, read in portions."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter

from roviec.core.handovers.log import Columns, Events, Reading, UnreadableLogError
from roviec.core.reasons import Reason

PORTION, AT_ONCE = 50_000, 500


def read_csv(lines: Iterable[str], columns: Columns, reading: Reading) -> Iterator[Events]:
    """Portions of events. `lines` as a file opened with newline="" gives them; the first names the columns.

    Commas, or semicolons where the first line has no comma. Raises UnreadableLogError where it is no such table.
    """
    stream = iter(lines)
    head = next(stream, "").removeprefix("\ufeff")
    delimiter = ";" if "," not in head and ";" in head else ","
    names = next(csv.reader([head], delimiter=delimiter), [])
    wanted = [columns.case, columns.at, columns.who, columns.what]
    grouped = bool(columns.group) and columns.group in names
    if grouped:
        wanted.append(columns.group)
    if missing := [name for name in wanted if name not in names]:
        raise UnreadableLogError(
            Reason("event_log.columns_missing", {"missing": ", ".join(missing), "found": ", ".join(names)[:300]}), 1
        )
    pick = itemgetter(*(names.index(name) for name in wanted))
    rows = csv.reader(stream, delimiter=delimiter, strict=True)
    width = len(names)
    table: list[list[str]] = [[] for _name in wanted]
    numbers: list[int] = []
    row = 0
    try:
        # A few rows at a time: of thirty thousand at once most time goes into looking for them in memory.
        while some := list(islice(rows, AT_ONCE)):
            kept: Sequence[int] = range(row + 1, row + len(some) + 1)
            row += len(some)
            if set(map(len, some)) != {width}:
                some, kept = _whole(some, kept, width, reading)
            for column, texts in zip(table, zip(*map(pick, some), strict=True), strict=False):
                column.extend(texts)
            numbers.extend(kept)
            if len(numbers) >= PORTION:
                yield _taken(table, numbers, columns, reading)
    except csv.Error as error:
        raise UnreadableLogError(Reason("event_log.not_csv", {"why": str(error)}), rows.line_num + 1) from None
    if numbers:
        yield _taken(table, numbers, columns, reading)


def _taken(table: list[list[str]], numbers: list[int], columns: Columns, reading: Reading) -> Events:
    cases, times, who, what, *group = table
    events = reading.take(columns, cases, times, who, what, group[0] if group else (), numbers)
    for column in table:
        column.clear()
    numbers.clear()
    return events


def _whole(
    some: list[list[str]], numbers: Sequence[int], width: int, reading: Reading
) -> tuple[list[list[str]], list[int]]:
    """Rows that have as many fields as the heading, with their numbers; the others are told. Empty lines are nothing."""
    kept, of_kept = [], []
    for number, row in zip(numbers, some, strict=True):
        if len(row) == width:
            kept.append(row)
            of_kept.append(number)
        elif row:
            reading.tell(number, "", Reason("event_log.wrong_width", {"found": len(row), "expected": width}))
    return kept, of_kept

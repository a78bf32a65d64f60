"""An event log in columns: which case, when, who, in which group, what. 32 bytes an event, whatever the names are.

Names become small numbers on the way in. A case is known by a hash of 64 bits: nothing is kept of it, so that a log of any length
can be read; two of a million cases fall together once in ten million logs.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from itertools import count

import numpy as np
import numpy.typing as npt

from roviec.core.handovers.instants import read_instants, wall_clock
from roviec.core.reasons import Reason

# `at`: microseconds since 1970 in UTC, for the order; `local`: minutes since 1970 on the wall clock that the log wrote.
EVENT = np.dtype([("case", "i8"), ("at", "i8"), ("local", "i4"), ("who", "i4"), ("group", "i4"), ("what", "i4")])
Events = npt.NDArray[np.void]

# So many of each kind of problem are told one by one; all are counted.
TOLD = 20


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns of a table, or keys of the attributes in XES. Empty `group`: none."""

    case: str = "case:concept:name"
    what: str = "concept:name"
    who: str = "org:resource"
    at: str = "time:timestamp"
    group: str = "org:group"


@dataclass(frozen=True, slots=True)
class LogProblem:
    """`row` counts from 1 for the first event; `column` is its name in the log."""

    row: int
    column: str
    reason: Reason


class UnreadableLogError(Exception):
    """The log as a whole cannot be read: `reason` says why, `row` where if that is known."""

    def __init__(self, reason: Reason, row: int | None = None) -> None:
        super().__init__(reason.code)
        self.reason, self.row = reason, row


class Vocabulary:
    """Names and their numbers, in the order in which they appeared. Number 0 is the empty name: not said."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count(1).__next__, {"": 0})

    def numbers(self, names: Sequence[str]) -> npt.NDArray[np.int32]:
        return np.fromiter(map(self._numbers.__getitem__, names), dtype=np.int32, count=len(names))

    @property
    def names(self) -> list[str]:
        return list(self._numbers)


@dataclass
class Reading:
    """What a log said so far: its words, how many events there were, and those that could not be used (left out, each told).

    With a `zone` opening hours are those of its clocks; without, those of the clocks that the log wrote. `nobody`: nobody was named.
    """

    zone: tzinfo | None = None
    who: Vocabulary = field(default_factory=Vocabulary)
    group: Vocabulary = field(default_factory=Vocabulary)
    what: Vocabulary = field(default_factory=Vocabulary)
    rows: int = 0
    left_out: int = 0
    nobody: int = 0
    problems: list[LogProblem] = field(default_factory=list)

    def tell(self, row: int, column: str, reason: Reason) -> None:
        """An event that is left out."""
        self.left_out += 1
        if self.left_out <= TOLD:
            self.problems.append(LogProblem(row, column, reason))

    def take(
        self,
        columns: Columns,
        cases: Sequence[str],
        times: Sequence[str],
        who: Sequence[str],
        what: Sequence[str],
        group: Sequence[str],
        row_numbers: Sequence[int] | None = None,
    ) -> Events:
        """The next events as columns of text. Without `row_numbers` they follow those before. An empty person is nobody named."""
        n = len(cases)
        at, local, wrong = read_instants(times)
        events = np.empty(n, dtype=EVENT)
        events["case"] = np.fromiter(map(hash, cases), dtype=np.int64, count=n)
        events["at"], events["local"] = at, local if self.zone is None else wall_clock(at, self.zone)
        events["who"], events["what"] = self.who.numbers(who), self.what.numbers(what)
        events["group"] = self.group.numbers(group) if group else 0
        nameless = np.zeros(n, dtype=bool) if all(cases) else np.array([not case for case in cases])
        for i in np.flatnonzero(wrong | nameless).tolist():
            row = row_numbers[i] if row_numbers is not None else self.rows + i + 1
            if nameless[i]:
                self.tell(row, columns.case, Reason("event_log.no_case"))
            else:
                self.tell(row, columns.at, Reason("event_log.bad_instant", {"text": times[i][:60]}))
        self.rows += n
        kept: Events = events[~(wrong | nameless)]
        self.nobody += int(np.count_nonzero(kept["who"] == 0))
        return kept

"""What a report counts, from lines: one line is one piece of work as it stood at the closing instant of the report.

A report is about the work that was open at the closing instant or was finished within its period; what was finished before is counted
only "from the beginning". A figure and the list behind it are the same lines, narrowed by the same words (`narrowed`), so they agree.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from roviec.core.standing import Counts, Standing

DONE = (Standing.DONE_ON_TIME, Standing.DONE_LATE)
OPEN = (Standing.OPEN_ON_TIME, Standing.DUE_SOON, Standing.OPEN_LATE)


class Kind(StrEnum):
    """What a list can be narrowed to."""

    ALL = "total"
    DONE = "done"
    OPEN = "open"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN_ON_TIME = "open_on_time"  # with what is due soon, as in the four counts
    OPEN_LATE = "open_late"
    DUE_SOON = "due_soon"
    SUSPENDED = "suspended"
    NO_DUE = "no_due"
    GIVEN = "given"  # within the period
    RISK = "at_risk"
    NEXT = "next"  # due in the period that follows


@dataclass(frozen=True, slots=True)
class Line:
    """One leaf of work at the closing instant. `finished_at` only when it was done by then; `days_late` in working days.

    `head` headed the lead unit on the closing day; `cause` of lateness and `product` handed in are in the words of those who wrote them.
    """

    task: UUID
    title: str
    standing: str
    number: str = ""
    unit: UUID | None = None
    unit_name: str = ""
    plan: UUID | None = None
    plan_name: str = ""
    given_at: datetime | None = None
    due: datetime | None = None
    finished_at: datetime | None = None
    product: str = ""
    days_late: int = 0
    head: str = ""
    cause: str = ""
    at_risk: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The instants of a report: the period [since, until], closed at `until`, and the end of the period that follows."""

    since: datetime
    until: datetime
    next_until: datetime


@dataclass(frozen=True)
class Sums(Counts):
    """The four counts and what stands beside them, with what will probably be late."""

    at_risk: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the whole: of one lead or of one plan."""

    key: UUID | None
    name: str
    sums: Sums


def sums(lines: Iterable[Line]) -> Sums:
    listed = list(lines)
    found = Counter(line.standing for line in listed)
    return Sums(
        done_on_time=found[Standing.DONE_ON_TIME],
        done_late=found[Standing.DONE_LATE],
        open_on_time=found[Standing.OPEN_ON_TIME] + found[Standing.DUE_SOON],
        open_late=found[Standing.OPEN_LATE],
        due_soon=found[Standing.DUE_SOON],
        suspended=found[Standing.SUSPENDED],
        no_due=found[Standing.NO_DUE],
        at_risk=sum(line.at_risk for line in listed),
    )


def of_period(lines: Iterable[Line], frame: Frame) -> list[Line]:
    """Open at the closing instant, or finished within the period."""
    return [line for line in lines if line.standing not in DONE or _within(line.finished_at, frame)]


def narrowed(
    lines: Iterable[Line], kind: Kind | str, frame: Frame, *, unit: UUID | None = None, plan: UUID | None = None
) -> list[Line]:
    """The lines behind a figure. Raises ValueError for a kind that is none."""
    wanted = Kind(kind)
    return [
        line
        for line in lines
        if (unit is None or line.unit == unit) and (plan is None or line.plan == plan) and _is(line, wanted, frame)
    ]


def by_unit(lines: Iterable[Line]) -> list[Share]:
    """Per lead, the most late first."""
    return _shares((line.unit, line.unit_name, line) for line in lines)


def by_plan(lines: Iterable[Line]) -> list[Share]:
    """Per plan (nội dung), the most late first."""
    return _shares((line.plan, line.plan_name, line) for line in lines)


def grouped(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines of the same words and due date together, in the order of the first of each: what all wards were given alike is said once."""
    found: dict[tuple[str, datetime | None], list[Line]] = {}
    for line in lines:
        found.setdefault((line.title, line.due), []).append(line)
    return list(found.values())


def latest_first(lines: Iterable[Line]) -> list[Line]:
    """Those that are late, the longest late first."""
    late = [line for line in lines if line.standing == Standing.OPEN_LATE and line.due]
    return sorted(late, key=lambda line: (line.due, line.title))


def _shares(rows: Iterable[tuple[UUID | None, str, Line]]) -> list[Share]:
    parts: dict[UUID | None, list[Line]] = {}
    names: dict[UUID | None, str] = {}
    for key, name, line in rows:
        parts.setdefault(key, []).append(line)
        names[key] = name
    shares = [Share(key, names[key], sums(part)) for key, part in parts.items()]
    return sorted(shares, key=lambda one: (-one.sums.open_late, -one.sums.total, one.name))


def _is(line: Line, kind: Kind, frame: Frame) -> bool:
    match kind:
        case Kind.ALL:
            return line.standing in DONE or line.standing in OPEN
        case Kind.DONE:
            return line.standing in DONE
        case Kind.OPEN:
            return line.standing in OPEN
        case Kind.OPEN_ON_TIME:
            return line.standing in (Standing.OPEN_ON_TIME, Standing.DUE_SOON)
        case Kind.GIVEN:
            return _within(line.given_at, frame)
        case Kind.RISK:
            return line.at_risk
        case Kind.NEXT:
            return line.standing in OPEN and line.due is not None and frame.until < line.due <= frame.next_until
    return line.standing == kind.value


def _within(at: datetime | None, frame: Frame) -> bool:
    return at is not None and frame.since <= at <= frame.until


def differences(now: Sums, before: Sums) -> Sequence[tuple[str, int, int]]:
    """Name of each of the four and their sum, now and before."""
    names = ("total", "done_on_time", "done_late", "open_on_time", "open_late")
    return [(name, getattr(now, name), getattr(before, name)) for name in names]

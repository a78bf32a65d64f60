"""What is on a chart: rows with bars, the time line above them, and the words for states."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

# A message id is Vietnamese; the caller brings the translation, so that this package serves pages and command line alike.
Gettext = Callable[[str], str]


class State(StrEnum):
    """How a bar is coloured; never by colour alone, each has a word."""

    OPEN = "open"
    SOON = "soon"
    LATE = "late"
    CRITICAL = "critical"
    DONE = "done"
    DONE_LATE = "done_late"
    HALTED = "halted"
    SUMMARY = "summary"
    UNDATED = "undated"


def say_state(state: State, gettext: Gettext) -> str:
    """The word that stands beside the colour."""
    words = {
        State.OPEN: gettext("Trong hạn"),
        State.SOON: gettext("Sắp đến hạn"),
        State.LATE: gettext("Quá hạn"),
        State.CRITICAL: gettext("Đường găng"),
        State.DONE: gettext("Hoàn thành"),
        State.DONE_LATE: gettext("Hoàn thành quá hạn"),
        State.HALTED: gettext("Tạm dừng"),
        State.SUMMARY: gettext("Nhóm việc"),
        State.UNDATED: gettext("Không ấn định ngày"),
    }
    return words[state]


# Fewer dates than this say nothing about what is usual.
_MANY = 40
# Days of the longest line whose months have room for their names.
_MONTHS_NAMED = 550


@dataclass(frozen=True, slots=True)
class Bar:
    """One row. `start` and `finish` are local; both None for work without dates. `due` is the deadline mark, `number` the STT.

    `key` names the row for links (`before`) and for a file that comes back (without one the number does); `kept` is what the row said
    then, as JSON. `word` says more than the
    state ("Quá hạn 3 ngày làm việc"). Neighbours with the same `group` stand under its heading.
    """

    number: str
    name: str
    start: datetime | None
    finish: datetime | None
    state: State
    lead: str = ""
    supports: str = ""
    deliverable: str = ""
    due: datetime | None = None
    due_words: str = ""
    progress: int | None = None
    level: int = 0
    before: tuple[str, ...] = ()
    key: str = ""
    kept: str = ""
    word: str = ""
    group: str = ""
    person: str = ""
    mark: bool = False

    @property
    def name_of_row(self) -> str:
        return self.key or self.number

    def said(self, gettext: Gettext) -> str:
        return self.word or say_state(self.state, gettext)

    @property
    def due_said(self) -> str:
        """The term in words, else the due day, else the last day of the bar."""
        end = self.due or self.finish
        return self.due_words or (f"{end:%d/%m/%Y}" if end else "")

    @property
    def milestone(self) -> bool:
        return self.mark or (self.start is not None and self.start == self.finish)


@dataclass(frozen=True, slots=True)
class Heading:
    """The first lines of an official paper: the agency above, the agency, and the national motto where the agency has to show it."""

    name: str
    above: str = ""
    motto: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """Rows in order, with the days that nobody works (`off`, date to name; empty name: weekend) and today's date."""

    title: str
    bars: tuple[Bar, ...]
    today: date | None = None
    off: Mapping[date, str] = field(default_factory=dict)
    subtitle: str = ""
    heading: Heading | None = None

    def groups(self) -> list[tuple[str, list[Bar]]]:
        """Neighbours of one group together, in order."""
        found: list[tuple[str, list[Bar]]] = []
        for bar in self.bars:
            if not found or found[-1][0] != bar.group:
                found.append((bar.group, []))
            found[-1][1].append(bar)
        return found

    @property
    def span(self) -> tuple[date, date]:
        """First and last day shown: bars and marks, a little room on both sides. A few that lie far off are cut at the edge, so that the
        many can be read."""
        days = sorted(at.date() for bar in self.bars for at in (bar.start, bar.finish, bar.due) if at is not None)
        if not days:
            base = self.today or date(2026, 1, 1)
            return base, base + timedelta(days=30)
        first, last = days[0], days[-1]
        if len(days) >= _MANY:
            early, late = days[len(days) // 20], days[-1 - len(days) // 20]
            usual = max(late - early, timedelta(days=60))
            last = late if last - late > 2 * usual else last
            first = early if early - first > 2 * usual else first
        if self.today is not None and first - timedelta(days=45) <= self.today <= last + timedelta(days=45):
            first, last = min(first, self.today), max(last, self.today)
        room = max(1, (last - first).days // 40)
        return first - timedelta(days=room), last + timedelta(days=room + 1)

    @property
    def is_cut(self) -> bool:
        """Whether something reaches beyond what is shown."""
        first, last = self.span
        return any(
            not first <= at.date() <= last
            for bar in self.bars
            for at in (bar.start, bar.finish, bar.due)
            if at is not None
        )


@dataclass(frozen=True)
class Tick:
    """A stretch of the time line, as fractions of its length, with its label."""

    left: float
    width: float
    label: str


class TimeLine:
    """Places moments on a line from 0 to 1 and cuts it into labelled stretches."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.begin = datetime.combine(first, time())
        self.length = timedelta(days=(last - first).days)
        self.days = (last - first).days

    def at(self, moment: datetime) -> float:
        return min(max((moment - self.begin) / self.length, 0.0), 1.0)

    def shows(self, moment: datetime) -> bool:
        return self.first <= moment.date() < self.last

    def at_day(self, day: date) -> float:
        return self.at(datetime.combine(day, time()))

    def _ticks(self, starts: list[tuple[date, str]]) -> list[Tick]:
        ends = [day for day, _ in starts[1:]] + [self.last]
        placed = [(self.at_day(day), self.at_day(end), label) for (day, label), end in zip(starts, ends, strict=True)]
        return [Tick(left, right - left, label) for left, right, label in placed if right > left]

    def major(self) -> list[Tick]:
        """Months, or years when the line is longer than a year and a half."""
        starts: list[tuple[date, str]] = []
        day = self.first
        while day < self.last:
            if self.days > _MONTHS_NAMED:
                starts.append((day, str(day.year)))
                day = date(day.year + 1, 1, 1)
            else:
                starts.append((day, f"{day.month:02d}/{day.year}"))
                day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        return self._ticks(starts)

    def minor(self) -> list[Tick]:
        """Days up to two months, weeks (by their Monday) up to nine, thirds of months, then months; quarters beyond three years."""
        starts: list[tuple[date, str]] = []
        day = self.first
        while day < self.last:
            if self.days <= 62:
                starts.append((day, str(day.day)))
                day += timedelta(days=1)
            elif self.days <= 280:
                starts.append((day, f"{day.day:02d}/{day.month:02d}"))
                day += timedelta(days=7 - day.weekday())
            elif self.days <= _MONTHS_NAMED:
                starts.append((day, str(day.day) if day.day in (1, 11, 21) else ""))
                day = next(n for n in (day + timedelta(days=i) for i in range(1, 32)) if n.day in (1, 11, 21))
            elif self.days <= 3 * 366:
                starts.append((day, str(day.month)))
                day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
            else:
                starts.append((day, ("I", "II", "III", "IV")[(day.month - 1) // 3]))
                quarter = (day.month - 1) // 3 + 1
                day = date(day.year + quarter // 4, quarter % 4 * 3 + 1, 1)
        return self._ticks(starts)

    def shaded(self, off: Mapping[date, str]) -> list[Tick]:
        """Days nobody works, neighbours joined; none on lines so long that they would only be a grey haze."""
        if self.days > 400:
            return []
        runs: list[list[date]] = []
        for day in sorted(day for day in off if self.first <= day < self.last):
            if runs and day - runs[-1][-1] == timedelta(days=1):
                runs[-1].append(day)
            else:
                runs.append([day])
        width = 1 / self.days
        return [
            Tick(self.at_day(run[0]), width * len(run), ", ".join(filter(None, (off[d] for d in run)))) for run in runs
        ]

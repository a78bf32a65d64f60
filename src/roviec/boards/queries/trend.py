"""How it went, week by week: what became late, what was done, how much was late when the week ended. Read from late spells and clocks."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek

from roviec.boards.queries.kept import kept
from roviec.boards.queries.sight import large
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.standing import Standing
from roviec.custody.models import Clock, LateSpell
from roviec.custody.queries import standing_q

WEEKS = 12


@dataclass(frozen=True)
class Week:
    """Leaves of work in the week that began on `first` (a Monday). `late_then` were late when it ended; of this week, are late now."""

    first: date
    became_late: int = 0
    done_on_time: int = 0
    done_late: int = 0
    late_then: int = 0

    @property
    def done(self) -> int:
        return self.done_on_time + self.done_late


def week_of(day: date) -> tuple[datetime, datetime]:
    """From Monday's midnight to the next one's, in Vietnam."""
    first = datetime.combine(day - timedelta(days=day.weekday()), time(), VIETNAM)
    return first, first + timedelta(days=7)


def trend(condition: Q, actor: Actor, now: datetime, *, named: Hashable) -> list[Week]:
    """The last twelve weeks, this one last. Three queries; of a large body up to a minute old, kept under the name of the condition."""
    key = ("trend", actor.body_id, named)
    return kept(key, now, lambda: _weeks(condition, now), lambda _: large(actor.body_id))


def _weeks(condition: Q, now: datetime) -> list[Week]:
    this = now.astimezone(VIETNAM).date()
    firsts = [week_of(this - timedelta(weeks=n))[0] for n in reversed(range(WEEKS))]
    clocks = Clock.objects.filter(condition, counts=True)
    spells = LateSpell.objects.filter(clock__in=clocks.values("pk"))
    late = spells.filter(Q(until=None) | Q(until__gte=firsts[0])).aggregate(
        **{f"n{n}": Count("pk", filter=late_at(min(first + timedelta(days=7), now))) for n, first in enumerate(firsts)}
    )
    became = _by_week(spells.filter(since__gte=firsts[0], since__lte=now), "since", n=Count("pk"))
    closed = clocks.filter(closed_at__gte=firsts[0])
    in_time, too_late = (
        Count("pk", filter=standing_q(one, now)) for one in (Standing.DONE_ON_TIME, Standing.DONE_LATE)
    )
    done = _by_week(closed, "closed_at", in_time=in_time, too_late=too_late)
    weeks = []
    for n, first in enumerate(firsts):
        day = first.date()
        on_time, late_done = done.get(day, (0, 0))
        weeks.append(Week(day, became.get(day, (0,))[0], on_time, late_done, late[f"n{n}"]))
    return weeks


def late_at(at: datetime) -> Q:
    """On LateSpell: that it was running at the instant."""
    return Q(since__lt=at) & (Q(until=None) | Q(until__gte=at))


def _by_week(rows: QuerySet, instant: str, **counts: Count) -> dict[date, tuple[int, ...]]:
    """Monday -> the counts, in their order."""
    grouped = rows.annotate(week=TruncWeek(instant, tzinfo=VIETNAM)).order_by().values_list("week")
    return {week.astimezone(VIETNAM).date(): tuple(numbers) for week, *numbers in grouped.annotate(**counts)}

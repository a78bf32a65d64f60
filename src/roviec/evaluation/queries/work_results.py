"""How much counted work ended, or fell due, in a year and how much of it in time: of persons, units, and of whoever headed them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from roviec.core.calendars import VIETNAM
from roviec.custody.models import Clock, Explanation, LateSpell
from roviec.evaluation.queries.pledges import protected_clocks
from roviec.organisation.models import Mandate, UnitClosure
from roviec.organisation.models.mandate import MandateKind
from roviec.organisation.models.post import Rank
from roviec.work.models import Task

CHUNK = 5_000
Row = TypeVar("Row")


@dataclass(slots=True)
class Results:
    """`done`: leaves that ended in time or fell due; `in_time`: of them without a lateness that counts (an objective cause confirmed
    and a protected hard task do not); `lasting`: spells that lasted at least so many days."""

    done: int = 0
    in_time: int = 0
    lasting: int = 0


def year_span(year: int) -> tuple[datetime, datetime]:
    """The year as instants, hours of Vietnam."""
    return datetime(year, 1, 1, tzinfo=VIETNAM), datetime(year + 1, 1, 1, tzinfo=VIETNAM)


def due_in(year: int, now: datetime) -> Q:
    """Clocks of a year's results: counted, due in the year, and ended or already due."""
    since, until = year_span(year)
    return Q(counts=True, due__gte=since, due__lt=until) & (Q(finished_at__isnull=False) | Q(due__lt=now))


def of_units(unit_ids: Collection[UUID], year: int, now: datetime, *, lasting_days: int) -> dict[UUID, Results]:
    """Of each unit with those below it now. Five queries and one more for every CHUNK of work."""
    above: dict[UUID, list[UUID]] = defaultdict(list)
    for unit, below in UnitClosure.objects.filter(ancestor__in=list(unit_ids), valid_to=None).values_list(
        "ancestor", "descendant"
    ):
        above[below].append(unit)
    found = {unit: Results() for unit in unit_ids}
    clocks = Clock.objects.filter(due_in(year, now), unit__in=list(above), kind=Clock.Kind.TASK)
    for rows in _chunks(clocks.order_by("pk").values_list("pk", "unit").iterator(chunk_size=CHUNK)):
        late = _late([pk for pk, _unit in rows], now, lasting_days)
        for pk, unit in rows:
            for whose in above[unit]:
                _count(found[whose], pk, late)
    return found


def of_officers(officer_ids: Collection[UUID], year: int, now: datetime, *, lasting_days: int) -> dict[UUID, Results]:
    """Of work that named the person's post, while the mandate ran on the day that it fell due."""
    since, until = year_span(year)
    seats: dict[UUID, list[tuple[date, date | None, UUID]]] = defaultdict(list)
    held = Mandate.objects.filter(officer__in=list(officer_ids), valid_from__lt=until.date())
    for post, first, last, officer in held.filter(Q(valid_to=None) | Q(valid_to__gt=since.date())).values_list(
        "post", "valid_from", "valid_to", "officer"
    ):
        seats[post].append((first, last, officer))
    found = {officer: Results() for officer in officer_ids}
    clocks = Clock.objects.filter(due_in(year, now), kind=Clock.Kind.TASK)
    rows_of = Task.objects.filter(person_post__in=list(seats), clock__in=clocks.values("pk"))
    for rows in _chunks(
        rows_of.order_by("pk").values_list("clock", "person_post", "clock__due").iterator(chunk_size=CHUNK)
    ):
        late = _late([pk for pk, _post, _due in rows], now, lasting_days)
        for pk, post, due in rows:
            day = due.astimezone(VIETNAM).date()
            for first, last, officer in seats[post]:
                if first <= day and (last is None or day < last):
                    _count(found[officer], pk, late)
    return found


@dataclass(frozen=True, slots=True)
class Late:
    """Of one clock: whether its lateness counts, and how many spells lasted."""

    counts: bool
    lasting: int


def _late(clocks: list[UUID], now: datetime, lasting_days: int) -> dict[UUID, Late]:
    spells: dict[UUID, list[tuple[datetime, datetime, datetime | None]]] = defaultdict(list)
    for clock, due, since, until in LateSpell.objects.filter(clock__in=clocks).values_list(
        "clock", "due", "since", "until"
    ):
        spells[clock].append((due, since, until))
    if not spells:
        return {}
    excused = set(Explanation.objects.filter(clock__in=list(spells), objective=True).values_list("clock", "due"))
    protected = protected_clocks(spells)
    found = {}
    for clock, ones in spells.items():
        counting = [one for one in ones if clock not in protected and (clock, one[0]) not in excused]
        lasting = sum((until or now) - since >= timedelta(days=lasting_days) for _due, since, until in counting)
        found[clock] = Late(bool(counting), lasting)
    return found


def _count(results: Results, clock: UUID, late: dict[UUID, Late]) -> None:
    known = late.get(clock, Late(False, 0))
    results.done += 1
    results.in_time += not known.counts
    results.lasting += known.lasting


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch


class HeadsThen:
    """Who headed units on a day of the past, from one query."""

    def __init__(self, units: Iterable[UUID]) -> None:
        heading = Q(post__rank__in=(Rank.LEADER, Rank.HEAD)) | Q(kind__in=(MandateKind.ACTING, MandateKind.IN_CHARGE))
        rows = Mandate.objects.filter(heading, post__unit__in=list(units)).select_related(
            "officer", "post", "post__unit"
        )
        self._of: dict[UUID, list[Mandate]] = defaultdict(list)
        # The head's own seat last, so that it is found first from the end.
        for one in sorted(rows, key=lambda one: (one.post.rank in (Rank.LEADER, Rank.HEAD), one.valid_from)):
            self._of[one.post.unit_id].append(one)

    def on(self, unit: UUID, day: date) -> Mandate | None:
        for one in reversed(self._of.get(unit, ())):
            if one.valid_from <= day and (one.valid_to is None or day < one.valid_to):
                return one
        return None


def day_of(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def begins(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)

"""What live records say about officials in a period: the items of their sheets, each with the facts it came from. Set-based.

Which work counts when, and for whom, is `core.scoring.work`; here it is only fetched. A post's work is that of who held it at the time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from roviec.core.calendars import VIETNAM
from roviec.core.reasons import Reason
from roviec.core.scoring.model import Item
from roviec.core.scoring.stored import item_as_json
from roviec.core.scoring.work import (
    FROM_ANOTHER,
    RESTRUCTURING,
    SEAT,
    WRONGLY_GIVEN,
    Failure,
    Lateness,
    Line,
    Produce,
    Span,
    Turn,
    Work,
    lines_of,
)
from roviec.custody.models import Clock, Explanation, Hold, HoldKind, LateSpell, Reopening
from roviec.evaluation.models import Product, ScoringPeriod, Yield
from roviec.evaluation.queries.pledges import protected_clocks
from roviec.organisation.models import Absence, Mandate
from roviec.work.models import Submission, Task

# People of one round: keeps memory bounded and the lists of ids below what databases take.
ROUND = 500
HANDING = FROM_ANOTHER | {WRONGLY_GIVEN, RESTRUCTURING}


@dataclass(slots=True)
class Gathered:
    """`items`: as `Sheet.items` keeps them, `scored`: the same for the rules; `problems` to be shown.

    `without_product`: tasks that count nothing until a product is set.
    """

    items: list[dict[str, Any]] = field(default_factory=list)
    scored: list[Item] = field(default_factory=list)
    without_product: list[str] = field(default_factory=list)
    problems: list[Reason] = field(default_factory=list)


def span_of(period: ScoringPeriod) -> Span:
    return Span(_midnight(period.starts_on), _midnight(period.ends_on + timedelta(days=1)))


def gather(
    period: ScoringPeriod, officers: Collection[UUID], chosen: Mapping[str, str] | None = None
) -> dict[UUID, Gathered]:
    """Officer -> what counts for them, also when nothing does. Some fifteen queries for each ROUND of officers.

    `chosen`: every setting of the rule-set; else those kept with the period.
    """
    readings = chosen if chosen is not None else period.settings
    found = {officer: Gathered() for officer in officers}
    listed = list(officers)
    for begin in range(0, len(listed), ROUND):
        _Round(span_of(period), readings, listed[begin : begin + ROUND]).into(found)
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


class Made(NamedTuple):
    """A product, as much of it as an item says."""

    key: UUID
    code: str
    output: str
    coefficient: Fraction
    ended_on: date | None


class Row(NamedTuple):
    """One yield of a piece of work."""

    key: UUID
    product: Made
    quantity: Decimal
    post: UUID | None
    sudden: bool
    basis: str


class _Round:
    """One round of officers: rows by clock, then the rule."""

    def __init__(self, span: Span, chosen: Mapping[str, str], officers: Collection[UUID]) -> None:
        self.span, self.chosen, self.officers = span, chosen, set(officers)
        last = span.end.astimezone(VIETNAM).date()
        away = Absence.objects.filter(substitute__isnull=False, valid_from__lt=last).filter(
            Q(officer__in=self.officers) | Q(substitute__in=self.officers)
        )
        self.absences = list(away.values_list("officer", "substitute", "valid_from", "valid_to"))
        # What a substitute did is found by the seats of who was away.
        people = self.officers | {officer for officer, *_rest in self.absences}
        sitting = Mandate.objects.filter(officer__among=people, valid_from__lt=last)
        self.posts = set(sitting.values_list("post", flat=True))
        self.clocks = self._candidates()

    def _candidates(self) -> list[UUID]:
        of_period = _in_period(self.span, self.chosen, "clock__")
        left = Q(clock__due__isnull=True, until__gte=self.span.start, until__lt=self.span.end)
        held = Hold.objects.filter(of_period | left, post__among=self.posts, kind=HoldKind.WORKING)
        shared = Yield.objects.filter(of_period, post__among=self.posts)
        return sorted({*held.values_list("clock", flat=True), *shared.values_list("clock", flat=True)})

    def into(self, found: dict[UUID, Gathered]) -> None:
        if not self.clocks:
            return
        yields = self._yields()
        holds = self._holds()
        self.seats = _seats({post for rows in holds.values() for post, _s, _h in rows if post} | self.shared_posts)
        late, failures, standing_in = self._late(), *self._submissions()
        columns = ("due", "finished_at", "closing")
        rows = Task.objects.filter(pk__among=self.clocks).values_list(
            "pk",
            "assigned_at",
            "assigned_by_post",
            "person_post",
            "accountable_post",
            *(f"clock__{c}" for c in columns),
        )
        for pk, assigned_at, by, person, answers, due, finished, closing in rows:
            turns = self._turns(holds.get(pk, ()))
            if finished is not None and (pk, finished) in standing_in:
                turns = self._with_substitute(turns, finished, standing_in[pk, finished])
            produces, unproved = self._produces(yields.get(pk, ()), assigned_at, by, person)
            work = Work(
                pk,
                due,
                finished,
                closing == Clock.Closing.DONE,
                turns,
                produces,
                late.get(pk, ()),
                failures.get(pk, ()),
            )
            for line in lines_of(work, self.span, self.chosen):
                if line.who in self.officers:
                    _put(line, found[line.who], self.made, answers, unproved)

    def _yields(self) -> dict[UUID, list[Row]]:
        rows = list(
            Yield.objects.filter(clock__among=self.clocks)
            .order_by("clock", "set_at", "pk")
            .values_list("clock", "pk", "product", "quantity", "post", "sudden", "basis")
        )
        columns = ("pk", "code", "output", "coefficient", "ended_on")
        wanted = {product for _clock, _pk, product, *_rest in rows}
        products = {
            pk: Made(pk, code, output, Fraction(coefficient), ended_on)
            for pk, code, output, coefficient, ended_on in Product.objects.filter(pk__among=wanted).values_list(
                *columns
            )
        }
        by_clock: dict[UUID, list[Row]] = defaultdict(list)
        self.shared_posts: set[UUID] = set()
        self.made: dict[UUID, Made] = {}
        for clock, pk, product, quantity, post, sudden, basis in rows:
            by_clock[clock].append(Row(pk, products[product], quantity, post, sudden, basis))
            self.made[pk] = products[product]
            if post:
                self.shared_posts.add(post)
        return by_clock

    def _produces(
        self, rows: Iterable[Row], assigned_at: datetime | None, by: UUID | None, person: UUID | None
    ) -> tuple[tuple[Produce, ...], bool]:
        """Sudden work needs another assigner and a document (art. 18.1.d); without them it counts as planned, and that is said."""
        produces, unproved = [], False
        for row in rows:
            product = row.product
            if product.ended_on and assigned_at and assigned_at.astimezone(VIETNAM).date() >= product.ended_on:
                continue
            proved = bool(row.basis) and by is not None and by != (row.post or person)
            unproved |= row.sudden and not proved
            turns = None
            if row.post and assigned_at:
                turns = self._turns([(row.post, assigned_at, "")])
            produces.append(
                Produce(
                    product.code,
                    product.coefficient,
                    Fraction(row.quantity),
                    row.sudden and proved,
                    turns,
                    row.key,
                )
            )
        return tuple(produces), unproved

    def _holds(self) -> dict[UUID, list[tuple[UUID | None, datetime, str]]]:
        """Clock -> whose hands did the work: (post or None, since, how it came), without those who only signed or accepted."""
        rows = Hold.objects.filter(clock__among=self.clocks).order_by("clock", "since", "pk")
        hands: dict[UUID, list[tuple[UUID | None, datetime, str]]] = defaultdict(list)
        pending = ""
        current: UUID | None = None
        for clock, post, kind, how, since in rows.values_list("clock", "post", "kind", "how", "since"):
            mine = hands[clock]
            current = mine[-1][0] if mine else None
            if not mine:
                pending = ""
            if kind == HoldKind.WORKING and post is not None:
                if post != current:
                    came = how if how in HANDING else pending
                    mine.append((post, since, came or ("rearranged" if mine else "")))
                    pending = ""
            elif kind in (HoldKind.UNNAMED, HoldKind.OUTSIDE) and current is not None and how in HANDING:
                mine.append((None, since, how))
                pending = how
        return hands

    def _turns(self, hands: Iterable[tuple[UUID | None, datetime, str]]) -> tuple[Turn, ...]:
        """From posts to people, by who sat there at the time; a new holder of the same seat has no part in a handover."""
        turns: list[Turn] = []
        listed = list(hands)
        for place, (post, since, how) in enumerate(listed):
            until = listed[place + 1][1] if place + 1 < len(listed) else None
            people = _sitting(self.seats.get(post, ()), since, until) if post else [(None, since)]
            for number, (who, from_) in enumerate(people):
                if turns and turns[-1].who == who:
                    continue
                turns.append(Turn(who, from_, how if number == 0 else SEAT))
        return tuple(turns)

    def _with_substitute(self, turns: tuple[Turn, ...], finished: datetime, author: UUID) -> tuple[Turn, ...]:
        """Handed in by who stood in for the one away: it was done by them, on top of their own."""
        if not turns or turns[-1].who in (None, author) or turns[-1].since >= finished:
            return turns
        day = finished.astimezone(VIETNAM).date()
        if (turns[-1].who, author) not in self._away(day):
            return turns
        return (*turns, Turn(author, finished, "absence"))

    def _away(self, day: date) -> set[tuple[UUID, UUID]]:
        return {
            (officer, substitute)
            for officer, substitute, since, until in self.absences
            if since <= day and (until is None or day < until)
        }

    def _late(self) -> dict[UUID, tuple[Lateness, ...]]:
        explained = Explanation.objects.filter(clock__among=self.clocks, objective=True)
        objective = set(explained.values_list("clock", "due"))
        # A hard task that failed honestly (việc khó, được bảo vệ).
        protected = protected_clocks(self.clocks)
        spells: dict[UUID, tuple[Lateness, ...]] = defaultdict(tuple)
        rows = LateSpell.objects.filter(clock__among=self.clocks, before_takeover=False).order_by("clock", "since")
        for pk, clock, due, since in rows.values_list("pk", "clock", "due", "since"):
            spells[clock] += (Lateness(pk, due, since, clock in protected or (clock, due) in objective),)
        return spells

    def _submissions(self) -> tuple[dict[UUID, tuple[Failure, ...]], dict[tuple[UUID, datetime], UUID]]:
        """What was not good enough, by task; and who handed in what was not given back, by task and instant."""
        found: dict[UUID, tuple[Failure, ...]] = defaultdict(tuple)
        authors: dict[tuple[UUID, datetime], UUID] = {}
        rows = Submission.objects.filter(task__among=self.clocks).order_by("decided_at")
        for pk, task, at, author, accepted, decided in rows.values_list(
            "pk", "task", "at", "author", "accepted", "decided_at"
        ):
            if accepted is False and decided is not None:
                found[task] += (Failure(pk, decided),)
            elif accepted is not False and author is not None:
                authors[task, at] = author
        reopened = Reopening.objects.filter(clock__among=self.clocks).order_by("at")
        for pk, clock, at in reopened.values_list("pk", "clock", "at"):
            found[clock] += (Failure(pk, at, reopened=True),)
        return found, authors


Seat = tuple[datetime, datetime | None, UUID]


def _seats(posts: set[UUID]) -> dict[UUID, list[Seat]]:
    """Post -> who sat there, from when to when, oldest first."""
    seats: dict[UUID, list[Seat]] = defaultdict(list)
    rows = Mandate.objects.filter(post__among=posts).order_by("valid_from")
    for post, since, until, officer in rows.values_list("post", "valid_from", "valid_to", "officer"):
        seats[post].append((_midnight(since), _midnight(until) if until else None, officer))
    return seats


def _sitting(seats: Iterable[Seat], since: datetime, until: datetime | None) -> list[tuple[UUID | None, datetime]]:
    """Who sat there in [since, until), each with the instant from which on; begins with None where the seat was vacant."""
    people: list[tuple[UUID | None, datetime]] = []
    free_from = since
    for begin, end, officer in seats:
        if (until is not None and begin >= until) or (end is not None and end <= free_from):
            continue
        if begin > free_from:
            people.append((None, free_from))
        people.append((officer, max(begin, free_from)))
        if end is None:
            return people
        free_from = end
        if until is not None and free_from >= until:
            return people
    return [*people, (None, free_from)]


def _in_period(span: Span, chosen: Mapping[str, str], prefix: str) -> Q:
    """Work that may concern the period: what core.scoring.work then decides on."""

    def q(**fields: object) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in fields.items()})

    due = q(due__gte=span.start, due__lt=span.end)
    carried = q(due__lt=span.start) & (q(finished_at__isnull=True) | q(finished_at__gte=span.start))
    without_due = q(due__isnull=True, finished_at__gte=span.start, finished_at__lt=span.end)
    found = due | carried | without_due
    if chosen["month_of_work"] == "done":
        found |= q(finished_at__gte=span.start, finished_at__lt=span.end)
    return found & q(kind=Clock.Kind.TASK, counts=True) & ~q(closing=Clock.Closing.CANCELLED)


def _put(line: Line, into: Gathered, made: Mapping[UUID, Made], answers: UUID | None, unproved: bool) -> None:
    task = str(line.work)
    if line.item is None:
        into.without_product.append(task)
        return
    if unproved:
        into.problems.append(Reason("sheet.sudden_unproved", {"task": task}, "Điều 18.1.d"))
    product = made[line.key] if line.key else None
    refs: dict[str, Any] = {"task": task, "why": line.why}
    if line.due:
        refs["due"] = line.due.isoformat()
    if line.finished:
        refs["finished"] = line.finished.isoformat()
    if answers:
        refs["accountable"] = str(answers)
    if line.late:
        refs["late"] = [
            {"id": str(one.id) if one.id else None, "due": one.due.isoformat(), "excused": one.excused}
            for one in line.late
        ]
    if line.failures:
        refs["failures"] = [
            {"id": str(one.id), "at": one.at.isoformat(), "reopened": one.reopened, "excused": one.excused}
            for one in line.failures
        ]
    into.scored.append(line.item)
    into.items.append({**item_as_json(line.item), **_named(product), "refs": refs})


def _named(product: Made | None) -> dict[str, str]:
    return {"name": product.output, "product_id": str(product.key)} if product else {}

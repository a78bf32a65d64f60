"""Who held work and for how long, summed in the database from what the worker has counted: each sum by an index over unit, post or
giver and the instant at which a hold ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FloatField, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Ln

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.custody.chain import POWER
from roviec.core.custody.comparing import Times
from roviec.custody.models import Clock, Consultation, Hold, HoldKind, Trace
from roviec.organisation.models import Absence, Mandate, Post, Unit, UnitClosure
from roviec.organisation.models.dated import in_force

DAY = 480
# Time in a hand: what was only drafted is not given out yet, what lies with an outside body is in no hand here.
HANDS = (HoldKind.UNNAMED, HoldKind.WORKING, HoldKind.SIGNATURE, HoldKind.ACCEPTANCE)


@dataclass(frozen=True, slots=True)
class Span:
    """Holds that ended in [since, until)."""

    since: datetime
    until: datetime

    def of(self, name: str = "until") -> Q:
        return Q(**{f"{name}__gte": self.since, f"{name}__lt": self.until})


@dataclass(frozen=True, slots=True)
class Held:
    """Sums over n holds: working minutes, of them after the due date, share of delays; logarithms for typical times."""

    n: int = 0
    minutes: int = 0
    after_due: int = 0
    delay: int = 0
    logs: float = 0.0
    squares: float = 0.0

    def __add__(self, other: "Held") -> "Held":
        return Held(
            self.n + other.n,
            self.minutes + other.minutes,
            self.after_due + other.after_due,
            self.delay + other.delay,
            self.logs + other.logs,
            self.squares + other.squares,
        )

    @property
    def times(self) -> Times:
        return Times(self.n, self.logs, self.squares)


_LOG = Ln(Value(1.0) + Cast(F("minutes"), FloatField()) / Value(float(DAY)), output_field=FloatField())


def counted(span: Span) -> QuerySet[Hold]:
    return Hold.objects.filter(span.of(), minutes__isnull=False, kind__in=HANDS)


def held(holds: QuerySet[Hold], *keys: str) -> dict[tuple[Any, ...], Held]:
    """Sums by these fields of the holds; one query."""
    rows = (
        holds.order_by()
        .values_list(*keys)
        .annotate(
            n=Count("pk"),
            sum_minutes=Sum("minutes"),
            sum_after=Sum("after_due"),
            sum_delay=Sum("delay"),
            logs=Sum(_LOG),
            squares=Sum(_LOG * _LOG),
        )
    )
    return {tuple(row[: len(keys)]): Held(*row[len(keys) :]) for row in rows}


def of_units(unit_ids: Iterable[UUID], span: Span) -> dict[tuple[UUID | None, str], Held]:
    """By post (None: the unit before anybody was named) and kind of hold."""
    return held(counted(span).filter(unit__in=list(unit_ids)), "post", "kind")  # type: ignore[return-value]


def of_posts(post_ids: Iterable[UUID], span: Span) -> dict[str, Held]:
    """By kind of hold."""
    found = held(counted(span).filter(post__in=list(post_ids)), "kind")
    return {kind: sums for (kind,), sums in found.items()}


def by_unit(unit_ids: Iterable[UUID], span: Span) -> dict[UUID, Held]:
    """Of holds to work on it alone: who signs much and who works much are not to be compared."""
    found = held(counted(span).filter(unit__in=list(unit_ids), kind=HoldKind.WORKING), "unit")
    return {unit: sums for (unit,), sums in found.items()}


def passed(unit_ids: Iterable[UUID], span: Span) -> tuple[list[tuple[UUID, int]], list[tuple[UUID, int]]]:
    """(unit, times) that passed work to these from outside them, and to which they passed work; most first. Two queries."""
    ids = list(unit_ids)
    ended = Hold.objects.filter(span.of(), minutes__isnull=False)
    came = ended.filter(unit__in=ids, came_from__isnull=False).exclude(came_from__in=ids).order_by()
    went = ended.filter(came_from__in=ids).exclude(unit__in=ids).order_by()
    counted_ = (came.values_list("came_from"), went.values_list("unit"))
    return tuple(sorted(rows.annotate(n=Count("pk")), key=lambda row: (-row[1], str(row[0]))) for rows in counted_)  # type: ignore[return-value]


def traces(span: Span, *, now: datetime, viewer: UUID | None) -> QuerySet[Trace]:
    """Those in the span that the viewer (an officer) may see by now: own ones at once, others' when their time has come."""
    return Trace.objects.filter(span.of("at")).filter(Q(shown_from__lte=now) | Q(officer=viewer, officer__isnull=False))


def signs_of(found: QuerySet[Trace]) -> dict[str, int]:
    """Kind -> how many."""
    return dict(found.order_by().values_list("kind").annotate(n=Count("pk")))


def signs_by(found: QuerySet[Trace], key: str) -> dict[Any, dict[str, int]]:
    """Unit, post or officer -> kind -> how many, without power used."""
    rows = found.exclude(kind__in=list(POWER)).order_by().values_list(key, "kind").annotate(n=Count("pk"))
    made: dict[Any, dict[str, int]] = {}
    for value, kind, n in rows:
        made.setdefault(value, {})[kind] = n
    return made


def power_used(found: QuerySet[Trace]) -> list[tuple[str, str, int]]:
    """(who, suspended or extended, how often), most first."""
    rows = found.filter(kind__in=list(POWER)).order_by().values_list("who", "kind").annotate(n=Count("pk"))
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def opinions_given(unit_ids: Iterable[UUID], span: Span) -> dict[UUID, tuple[int, int]]:
    """Unit -> (answered after the term that was set, answered with a term)."""
    rows = Consultation.objects.filter(span.of("answered_at"), unit__in=list(unit_ids), due__isnull=False)
    late = Count("pk", filter=Q(answered_at__gt=F("due")))
    return {unit: (k, n) for unit, k, n in rows.order_by().values_list("unit").annotate(late=late, n=Count("pk"))}


@dataclass(frozen=True, slots=True)
class Staffing:
    """Seats of a unit, how many of them are filled, how many of those people are away today, and what lies open with the unit."""

    seats: int = 0
    filled: int = 0
    away: int = 0
    open: int = 0
    late: int = 0

    def __add__(self, other: "Staffing") -> "Staffing":
        return Staffing(
            self.seats + other.seats,
            self.filled + other.filled,
            self.away + other.away,
            self.open + other.open,
            self.late + other.late,
        )

    @property
    def per_person(self) -> float | None:
        """Open work by people who are there; None when nobody is."""
        there = self.filled - self.away
        return self.open / there if there > 0 else None


def staffing(unit_ids: Iterable[UUID], now: datetime) -> dict[UUID, Staffing]:
    """Four queries, however many units."""
    ids, day = list(unit_ids), now.astimezone(VIETNAM).date()
    seats = dict(Post.objects.on(day).filter(unit__in=ids).order_by().values_list("unit").annotate(n=Count("pk")))
    sitting = Mandate.objects.on(day).filter(post__unit__in=ids)
    filled = dict(sitting.order_by().values_list("post__unit").annotate(n=Count("post", distinct=True)))
    gone = sitting.filter(officer__in=Absence.objects.on(day).values("officer"))
    away = dict(gone.order_by().values_list("post__unit").annotate(n=Count("post", distinct=True)))
    open_ = Clock.objects.filter(closed_at__isnull=True, holder_unit__in=ids).exclude(hold_kind=HoldKind.DRAFTING)
    late = Count("pk", filter=Q(late_since__isnull=False))
    lies = {u: (n, k) for u, n, k in open_.order_by().values_list("holder_unit").annotate(n=Count("pk"), late=late)}
    return {pk: Staffing(seats.get(pk, 0), filled.get(pk, 0), away.get(pk, 0), *lies.get(pk, (0, 0))) for pk in ids}


def family(unit: Unit, day: date) -> list[UUID]:
    """The unit and those below it in the same body on the day."""
    below = UnitClosure.objects.on(day).filter(ancestor=unit.pk, descendant__body=unit.body_id)
    return [unit.pk, *below.exclude(descendant=unit.pk).values_list("descendant", flat=True)]


def parts_of(unit: Unit, day: date) -> tuple[list[Unit], dict[UUID, UUID]]:
    """The units of its body directly below the unit and it itself, and for every unit under it the one of these that it belongs to."""
    under = Q(edges__parent=unit.pk) & in_force(day, "edges__")
    tops = list(Unit.objects.on(day).filter(under, body=unit.body_id).distinct())
    below = UnitClosure.objects.on(day).filter(ancestor__in=tops, descendant__body=unit.body_id)
    belongs = dict(below.values_list("descendant", "ancestor"))
    return sorted([unit, *tops], key=lambda one: one.name), {**belongs, **{one.pk: one.pk for one in (unit, *tops)}}


def waiting_with(post_ids: Iterable[UUID]) -> list[tuple[str, int, datetime]]:
    """(kind of hold, how many, since when the oldest) of what lies with these posts now."""
    rows = Clock.objects.filter(closed_at__isnull=True, holder_post__in=list(post_ids)).order_by()
    found: dict[str, tuple[int, datetime]] = {}
    for kind, since in rows.values_list("hold_kind", "held_since"):
        n, oldest = found.get(kind, (0, since))
        found[kind] = (n + 1, min(oldest, since))
    return [(kind, *found[kind]) for kind in HoldKind.values if kind in found]


def counted_until(now: datetime) -> datetime:
    """Everything that ended before this instant is in the sums: the end of the first hold that still waits to be counted, else now."""
    waiting = Hold.objects.filter(until__isnull=False, minutes__isnull=True).order_by("until")
    first = waiting.values_list("until", flat=True).first()
    return min(first, now) if first else now


def unit_named(pk: UUID) -> Unit:
    """DoesNotExist for an unknown id."""
    return Unit.objects.get(pk=pk)


def names_of_units(ids: Iterable[UUID]) -> dict[UUID, str]:
    return {u.pk: u.short_name or u.name for u in Unit.objects.filter(pk__in=set(ids))}


def people_on(post_ids: Iterable[UUID], day: date) -> dict[UUID, tuple[str, str]]:
    """Post -> (title, name of who sits there; "" when vacant)."""
    ids = set(post_ids)
    sat = dict(Mandate.objects.on(day).filter(post__in=ids).values_list("post", "officer__full_name"))
    return {pk: (title, sat.get(pk, "")) for pk, title in Post.objects.filter(pk__in=ids).values_list("pk", "title")}


def posts_of_officer(officer_id: UUID, day: date) -> list[tuple[UUID, date]]:
    """(post, since when) that the officer holds on the day."""
    return list(Mandate.objects.on(day).filter(officer=officer_id).values_list("post", "valid_from"))


def by_kind_in_body(body_id: UUID, span: Span) -> dict[str, Held]:
    """What is usual: all units of the body together, by kind of hold."""
    units = list(Unit.objects.filter(body=body_id).order_by().values_list("pk", flat=True))
    return {kind: sums for (kind,), sums in held(counted(span).filter(unit__in=units), "kind").items()}


def open_of_posts(unit_ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """Post of the units -> (open with it now, of them late)."""
    rows = Clock.objects.filter(closed_at__isnull=True, holder_unit__in=list(unit_ids), holder_post__isnull=False)
    late = Count("pk", filter=Q(late_since__isnull=False))
    return {
        post: (n, k) for post, n, k in rows.order_by().values_list("holder_post").annotate(n=Count("pk"), late=late)
    }


def bodies_seen(actor: Actor) -> list[tuple[UUID, str]]:
    """Bodies whose units the actor may compare, by name."""
    rows = Unit.objects.filter(pk__in=list(actor.bodies_seen), valid_to__isnull=True).order_by("name")
    return list(rows.values_list("pk", "name"))

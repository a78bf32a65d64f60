"""How confirmed scores are spread, by unit and by who confirmed them, beside what the work of the same days shows. Set-based: a handful of
queries for a body of any size; nothing is kept."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.calendars import VIETNAM
from roviec.core.levelling import Group, Level, levels
from roviec.core.raters.showing import LEAST
from roviec.custody.models import Clock, HandoverKind, Hold, LateSpell
from roviec.evaluation.models import ScoringPeriod, Sheet
from roviec.organisation.models import Post, Unit, UnitClosure

# So many periods can be chosen, and so many of the latest stand below each other on the page of a unit.
HISTORY, ROWS = 24, 6
Key = UUID | None


@dataclass(frozen=True, slots=True)
class Days:
    """The instants [since, until) of a scoring period."""

    since: datetime
    until: datetime

    @classmethod
    def of(cls, period: ScoringPeriod) -> "Days":
        after = period.ends_on + timedelta(days=1)
        return cls(datetime.combine(period.starts_on, time(), VIETNAM), datetime.combine(after, time(), VIETNAM))


@dataclass(frozen=True, slots=True)
class Row:
    """`key`: a unit with all below it, or the post of who confirmed; None for several small ones taken together. `bands`: how many in each."""

    key: UUID | None
    name: str
    level: Level
    bands: tuple[int, ...]
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Spread:
    """One period of a place. `whole`: its body; `own`: the place itself where it is a unit of the body. `hidden`: sheets of groups too
    small to stand alone, which are in the sums above them only."""

    period: ScoringPeriod
    whole: Row | None
    own: Row | None
    units: list[Row]
    heads: list[Row]
    hidden: int = 0


class Line(NamedTuple):
    unit: UUID
    head: UUID | None
    total: float
    band: int


def scored_periods(body: UUID) -> QuerySet[ScoringPeriod]:
    """Those with a confirmed sheet, the latest first."""
    confirmed = Sheet.objects.filter(period=OuterRef("pk"), state=Sheet.State.CONFIRMED, total__isnull=False)
    return ScoringPeriod.objects.filter(Exists(confirmed), body=body).order_by("-starts_on", "-ends_on")


def place_of(actor: Actor) -> Unit | None:
    """Where the actor's view begins: the body for its leaders and personnel office, the unit for who heads it, else None."""
    if actor.kind is not ActorKind.PERSON or actor.body_id is None or actor.has(Duty.ADMIN):
        return None
    if actor.has(Duty.LEADER, Duty.CLERK):
        return Unit.objects.get(pk=actor.body_id)
    return (
        Unit.objects.filter(pk=actor.unit_id, is_body=False).first() if actor.has(Duty.HEAD) and actor.unit_id else None
    )


def may_compare(actor: Actor) -> bool:
    """Whether `place_of` would find one, without asking the database."""
    return not actor.has(Duty.ADMIN) and actor.body_id is not None and actor.has(Duty.LEADER, Duty.CLERK, Duty.HEAD)


def sheets_of(period: ScoringPeriod) -> QuerySet[Sheet]:
    return Sheet.objects.filter(period=period, state=Sheet.State.CONFIRMED, total__isnull=False, band__isnull=False)


def family(place: Unit, day: date) -> set[UUID]:
    """The unit and all below it in the same body, on the day."""
    below = UnitClosure.objects.on(day).filter(ancestor=place.pk, descendant__body=place.body_id)
    return {place.pk, *below.values_list("descendant", flat=True)}


def spread(period: ScoringPeriod, place: Unit, bands: int) -> Spread:
    """The units directly below the place, each with all below it; of a body also by who confirmed. `bands`: how many the rule-set has."""
    lines = _lines(sheets_of(period))
    if not lines:
        return Spread(period, None, None, [], [])
    day, days = period.ends_on, Days.of(period)
    body = place if place.is_body else Unit.objects.get(pk=place.body_id or place.pk)
    everybody, inside = family(body, day), family(place, day)
    facts = Facts.of(everybody | {line.unit for line in lines}, days)
    parts = _parts(place, day)
    top = {unit: child for child, units in parts.items() for unit in units}
    by_unit: dict[Key, list[Line]] = defaultdict(list)
    by_head: dict[Key, list[Line]] = defaultdict(list)
    led: dict[Key, set[UUID]] = defaultdict(set)
    for line in lines:
        if line.unit in inside:
            by_unit[top.get(line.unit, place.pk)].append(line)
        if line.head is not None and place.is_body:
            by_head[line.head].append(line)
            led[line.head].add(line.unit)
    parts[place.pk] = {place.pk}
    of_place = [line for line in lines if line.unit in inside]
    whole = own = None
    if not 0 < len(lines) - len(of_place) < LEAST:  # else the body less one's own unit would be a handful of others
        whole = _rows({None: lines}, {None: everybody}, facts, {}, bands)[0]
    if not place.is_body and len(of_place) >= LEAST:
        own = _rows({place.pk: of_place}, {place.pk: inside}, facts, {place.pk: place.name}, bands)[0]
    # Whoever sees these rows may see each sheet in them: a small group is left out because it says nothing, not to hide it.
    shown = {key for key, some in by_unit.items() if len(some) >= LEAST}
    small = set(by_unit) - shown
    rest = [line for key in small for line in by_unit[key]]
    names = _unit_names(shown) | ({place.pk: _("Trực thuộc %(name)s") % {"name": place.name}})
    units = _rows({key: by_unit[key] for key in shown}, parts, facts, names, bands)
    if len(rest) >= LEAST and (units or place.is_body):  # all of the place in one row is the row of the place
        units += _rows({None: rest}, {None: set().union(*(parts[key] for key in small))}, facts, {}, bands, len(small))
    heads = {post: some for post, some in by_head.items() if len(some) >= LEAST}
    of_heads = _rows(heads, led, facts, _post_names(heads), bands)
    return Spread(period, whole, own, units, of_heads, len(rest) if 0 < len(rest) < LEAST else 0)


def history(place: Unit, periods: Sequence[ScoringPeriod], bands: int) -> list[tuple[ScoringPeriod, Row]]:
    """The row of the place, with all that stood below it in the last of the periods, in each of them, as they come; periods with too
    few sheets left out. Two queries, and two for each period."""
    if not periods:
        return []
    units = family(place, max(one.ends_on for one in periods))
    rows = Sheet.objects.filter(
        period__in=periods, unit__in=units, state=Sheet.State.CONFIRMED, total__isnull=False, band__isnull=False
    )
    lines: dict[UUID, list[Line]] = defaultdict(list)
    for period_id, unit, head, total, band in rows.values_list("period", "unit", "confirmed_by_post", "total", "band"):
        lines[period_id].append(Line(unit, head, float(total or 0), band or 0))
    made = []
    for period in periods:
        if len(lines[period.pk]) >= LEAST:
            facts = Facts.of(units, Days.of(period))
            made.append((period, _rows({place.pk: lines[period.pk]}, {place.pk: units}, facts, {}, bands)[0]))
    return made


def _lines(sheets: QuerySet[Sheet]) -> list[Line]:
    rows = sheets.values_list("unit", "confirmed_by_post", "total", "band")
    return [Line(unit, head, float(total or 0), band or 0) for unit, head, total, band in rows]


def _parts(place: Unit, day: date) -> dict[Key, set[UUID]]:
    """Unit directly below -> itself and all below it, within the body."""
    below = UnitClosure.objects.on(day).filter(descendant__body=place.body_id)
    children = set(below.filter(ancestor=place.pk, depth=1).values_list("descendant", flat=True))
    parts: dict[Key, set[UUID]] = {child: {child} for child in children}
    for child, unit in below.filter(ancestor__in=children).values_list("ancestor", "descendant"):
        parts[child].add(unit)
    return parts


def late_work(units: Iterable[UUID], days: Days) -> QuerySet[Clock]:
    """Work of the units that was due in these days and was late, the latest due first."""
    return _due(units, days).filter(Exists(LateSpell.objects.filter(clock=OuterRef("pk")))).order_by("-due", "pk")


def due_work(units: Iterable[UUID], days: Days) -> QuerySet[Clock]:
    return _due(units, days).order_by("-due", "pk")


def returned_work(units: Iterable[UUID], days: Days) -> QuerySet[Clock]:
    """Work of the units of which something handed in was sent back in these days."""
    back = _holds(units, days).filter(how=HandoverKind.RETURNED, clock=OuterRef("pk"))
    return Clock.objects.filter(Exists(back), unit__in=list(units), counts=True).order_by("-due", "pk")


@dataclass(frozen=True, slots=True)
class Facts:
    """Unit -> (late, due), (returned, handed in) of its work in these days."""

    late: dict[UUID, tuple[int, int]]
    returned: dict[UUID, tuple[int, int]]

    @classmethod
    def of(cls, units: Collection[UUID], days: Days) -> "Facts":
        spells = Exists(LateSpell.objects.filter(clock=OuterRef("pk")))
        late = {
            unit: (n_late, n)
            for unit, n, n_late in _due(units, days)
            .order_by()
            .values_list("unit")
            .annotate(n=Count("pk"), n_late=Count("pk", filter=Q(spells)))
        }
        handed = _holds(units, days).filter(how__in=(HandoverKind.SUBMITTED, HandoverKind.RETURNED), clock__counts=True)
        back = Count("clock", distinct=True, filter=Q(how=HandoverKind.RETURNED))
        rows = handed.order_by().values_list("clock__unit").annotate(n=Count("clock", distinct=True), n_back=back)
        return cls(late, {unit: (n_back, n) for unit, n, n_back in rows})

    def over(self, units: Iterable[UUID]) -> tuple[tuple[int, int], tuple[int, int]]:
        return tuple(  # type: ignore[return-value]
            (sum(of.get(unit, (0, 0))[0] for unit in units), sum(of.get(unit, (0, 0))[1] for unit in units))
            for of in (self.late, self.returned)
        )


def _due(units: Iterable[UUID], days: Days) -> QuerySet[Clock]:
    rows = Clock.objects.filter(unit__in=list(units), counts=True, due__gte=days.since, due__lt=days.until)
    return rows.exclude(closing=Clock.Closing.CANCELLED)


def _holds(units: Iterable[UUID], days: Days) -> QuerySet[Hold]:
    return Hold.objects.filter(clock__unit__in=list(units), since__gte=days.since, since__lt=days.until)


def _rows(
    groups: Mapping[Key, Sequence[Line]],
    units: Mapping[Key, Collection[UUID]],
    facts: Facts,
    names: Mapping[UUID, str],
    bands: int,
    parts: int = 1,
) -> list[Row]:
    made: dict[Key, Group] = {}
    for key, lines in groups.items():
        late, returned = facts.over(units[key])
        made[key] = Group([line.total for line in lines], [line.band for line in lines], late, returned)
    rows = [
        Row(
            key,
            names.get(key, "") if key else "",
            level,
            tuple(sum(band == place for band in made[key].bands) for place in range(bands)),
            parts,
        )
        for key, level in levels(made).items()
    ]
    # What stands out first, then by name: no ranking of units by their scores.
    return sorted(rows, key=lambda row: (not row.level.signs, row.name))


def _unit_names(units: Collection[Key]) -> dict[UUID, str]:
    return dict(Unit.objects.filter(pk__in=[one for one in units if one]).values_list("pk", "name"))


def _post_names(posts: Collection[Key]) -> dict[UUID, str]:
    rows = Post.objects.filter(pk__in=[one for one in posts if one]).values_list("pk", "title", "unit__name")
    return {pk: f"{title}, {unit}" for pk, title, unit in rows}


def unit_named(pk: UUID) -> Unit:
    """Raises DoesNotExist."""
    return Unit.objects.get(pk=pk)


def post_said(post: UUID) -> str:
    return _post_names([post]).get(post, "")


def sheets_listed(period: ScoringPeriod, units: Collection[UUID], head: UUID | None = None) -> QuerySet[Sheet]:
    """Confirmed sheets of these units, of them those that one post confirmed; by unit and name, never by score."""
    rows = sheets_of(period).filter(unit__in=units).select_related("officer", "unit")
    if head is not None:
        rows = rows.filter(confirmed_by_post=head)
    return rows.order_by("unit__folded", "officer__sort_key", "pk")


def units_of(sheets: QuerySet[Sheet]) -> set[UUID]:
    return set(sheets.order_by().values_list("unit", flat=True))

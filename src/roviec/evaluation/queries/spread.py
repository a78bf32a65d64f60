"""How confirmed scores are spread, by unit and by who confirmed them, beside what the work of the same days shows. Set-based: a handful of
queries for a body of any size; nothing is kept."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.calendars import VIETNAM
from roviec.core.levelling import Group, Level, levels
from roviec.core.raters.showing import LEAST, shown_groups
from roviec.custody.models import Clock, HandoverKind, Hold, LateSpell
from roviec.evaluation.models import ScoringPeriod, Sheet
from roviec.organisation.models import Post, Unit

# So many periods back in the history of a unit.
HISTORY = 12


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
    """`key`: a unit, or the post of who confirmed; None for several small ones taken together. `bands`: how many in each."""

    key: UUID | None
    name: str
    level: Level
    bands: tuple[int, ...]
    units: int = 1


@dataclass(frozen=True, slots=True)
class Spread:
    """One period of a body. `hidden`: sheets of groups too small to stand alone, which are in the whole only."""

    period: ScoringPeriod
    whole: Row | None
    units: list[Row]
    heads: list[Row]
    hidden: int = 0


def scored_periods(body: UUID) -> QuerySet[ScoringPeriod]:
    """Those with a confirmed sheet, the latest first."""
    confirmed = Sheet.objects.filter(period=OuterRef("pk"), state=Sheet.State.CONFIRMED, total__isnull=False)
    return ScoringPeriod.objects.filter(Exists(confirmed), body=body).order_by("-starts_on", "-ends_on")


def units_compared(actor: Actor) -> frozenset[UUID] | None:
    """Whose rows the actor sees beside the whole: None for all of the body, else those of the units led."""
    if actor.kind is not ActorKind.PERSON or actor.has(Duty.ADMIN):
        return frozenset()
    if actor.has(Duty.LEADER, Duty.CLERK):
        return None
    return actor.units_led if actor.has(Duty.HEAD) else frozenset()


def sheets_of(period: ScoringPeriod) -> QuerySet[Sheet]:
    return Sheet.objects.filter(period=period, state=Sheet.State.CONFIRMED, total__isnull=False, band__isnull=False)


def spread(period: ScoringPeriod, bands: int, only: Collection[UUID] | None) -> Spread:
    """`bands`: how many the rule-set has. `only`: units whose rows are wanted, None for all. Seven queries."""
    rows = sheets_of(period).values_list("unit", "confirmed_by_post", "total", "band")
    lines = [(unit, post, float(total or 0), band or 0) for unit, post, total, band in rows]
    if not lines:
        return Spread(period, None, [], [])
    days = Days.of(period)
    facts = Facts.of({unit for unit, *_ in lines}, days)
    by_unit: dict[UUID, list[tuple[float, int]]] = defaultdict(list)
    by_head: dict[UUID, list[tuple[float, int]]] = defaultdict(list)
    led: dict[UUID, set[UUID]] = defaultdict(set)
    for unit, post, total, band in lines:
        by_unit[unit].append((total, band))
        if post is not None:
            by_head[post].append((total, band))
            led[post].add(unit)
    everything = [line for own in by_unit.values() for line in own]
    whole = _rows({None: everything}, {None: set(by_unit)}, facts, {}, bands)
    shown = shown_groups({unit: len(own) for unit, own in by_unit.items()})
    small = set(by_unit) - shown
    named = {unit: by_unit[unit] for unit in shown}
    units = _rows(named, {unit: {unit} for unit in shown}, facts, _unit_names(shown), bands)
    if only is None:
        rest = [line for unit in small for line in by_unit[unit]]
        merged = _rows({None: rest}, {None: small}, facts, {}, bands) if len(rest) >= LEAST else []
        heads = {post: own for post, own in by_head.items() if len(own) >= LEAST}
        return Spread(
            period,
            whole[0],
            units + merged,
            _rows(heads, led, facts, _post_names(heads), bands),
            0 if merged else len(rest),
        )
    return Spread(period, whole[0], [row for row in units if row.key in only], [], 0)


def history(unit: UUID, body: UUID, bands: int, whole: bool) -> list[tuple[ScoringPeriod, Row]]:
    """The unit's (or with `whole` the body's) row of each period, the latest first; periods with too few sheets left out."""
    made = []
    for period in scored_periods(body)[:HISTORY]:
        own = sheets_of(period) if whole else sheets_of(period).filter(unit=unit)
        lines = [(one, float(total or 0), band or 0) for one, total, band in own.values_list("unit", "total", "band")]
        if len(lines) < LEAST:
            continue
        units = {one for one, *_ in lines}
        rows = _rows(
            {unit: [(total, band) for _unit, total, band in lines]},
            {unit: units},
            Facts.of(units, Days.of(period)),
            {},
            bands,
        )
        made.append((period, rows[0]))
    return made


def late_work(units: Iterable[UUID], days: Days) -> QuerySet[Clock]:
    """Work of the units that was due in these days and was late, the latest due first."""
    return _due(units, days).filter(Exists(LateSpell.objects.filter(clock=OuterRef("pk")))).order_by("-due", "pk")


def due_work(units: Iterable[UUID], days: Days) -> QuerySet[Clock]:
    return _due(units, days).order_by("-due", "pk")


def returned_work(units: Iterable[UUID], days: Days) -> QuerySet[Clock]:
    """Work of the units of which something handed in was sent back in these days."""
    back = _holds(units, days).filter(how=HandoverKind.RETURNED, clock=OuterRef("pk"))
    return Clock.objects.filter(Exists(back), unit__in=list(units), counts=True).order_by("-due", "pk")


def units_scored(period: ScoringPeriod) -> set[UUID]:
    return set(sheets_of(period).values_list("unit", flat=True))


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


def _rows(groups: dict, units: dict, facts: Facts, names: dict[UUID, str], bands: int) -> list[Row]:
    made: dict[UUID | None, Group] = {}
    for key, lines in groups.items():
        late, returned = facts.over(units[key])
        made[key] = Group([total for total, _band in lines], [band for _total, band in lines], late, returned)
    rows = [
        Row(
            key,
            names.get(key, "") if key else "",
            level,
            tuple(sum(band == place for band in made[key].bands) for place in range(bands)),
            len(units[key]),
        )
        for key, level in levels(made).items()
    ]
    # What stands out first, then by name: no ranking of units by their scores.
    return sorted(rows, key=lambda row: (not row.level.signs, row.name))


def _unit_names(units: Collection[UUID]) -> dict[UUID, str]:
    return dict(Unit.objects.filter(pk__in=units).values_list("pk", "name"))


def _post_names(posts: Collection[UUID]) -> dict[UUID, str]:
    rows = Post.objects.filter(pk__in=posts).values_list("pk", "title", "unit__name")
    return {pk: f"{title}, {unit}" for pk, title, unit in rows}


def unit_named(pk: UUID) -> Unit:
    """Raises DoesNotExist."""
    return Unit.objects.get(pk=pk)


def post_said(post: UUID) -> str:
    return _post_names([post]).get(post, "")


def sheets_listed(period: ScoringPeriod, *, unit: UUID | None, head: UUID | None) -> QuerySet[Sheet]:
    """Confirmed sheets of one unit, of who confirmed them, or of the whole body; by unit and name, never by score."""
    rows = sheets_of(period).select_related("officer", "unit")
    if unit is not None:
        rows = rows.filter(unit=unit)
    if head is not None:
        rows = rows.filter(confirmed_by_post=head)
    return rows.order_by("unit__folded", "officer__sort_key", "pk")


def units_of(sheets: QuerySet[Sheet]) -> set[UUID]:
    return set(sheets.order_by().values_list("unit", flat=True))

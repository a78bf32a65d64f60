"""Demands for reports: the catalogue, what is like what, who owes what, and the compilation of a round."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from roviec.core.actor import Actor
from roviec.core.likeness import Known
from roviec.core.report_periods import open_on
from roviec.core.standing import Standing
from roviec.core.text import fold
from roviec.custody.queries import standing_expression
from roviec.organisation.models import Unit, UnitClosure
from roviec.reports.models import Addressee, Answer, Demand, Figure, Indicator, Round, Wanted
from roviec.reports.permissions import is_system
from roviec.reports.queries.figures import ComputedFigure, computed, tidy, values_of
from roviec.work.models import TaskState

ALIKE = 0.45
MOST_COMPARED = 3_000
ANSWERED = (TaskState.SUBMITTED, TaskState.DONE)


def demands_visible_to(actor: Actor) -> QuerySet[Demand]:
    """The catalogue: what was asked by any body of the same side (state, party, Front) is open to all of them, so that nobody asks
    twice; what was answered is not. Drafts are of their own body."""
    rows = Demand.objects.select_related("body", "asked_by_post")
    if is_system(actor):
        return rows
    if actor.body_id is None:
        return rows.none()
    side = Unit.objects.filter(pk=actor.body_id).values("side")
    addressed = Addressee.objects.filter(demand=OuterRef("pk"), unit__body=actor.body_id)
    sent = ~Q(state=Demand.State.DRAFT)
    return rows.filter((sent & (Q(body__side__in=side) | Exists(addressed))) | Q(body=actor.body_id))


def listed(demands: QuerySet[Demand]) -> QuerySet[Demand]:
    """With `n_units`, `n_figures`, `next_due` and, of the latest round, `n_open`."""
    last = Round.objects.filter(demand=OuterRef("pk")).order_by("-closes_on")
    units = (
        Addressee.objects.filter(demand=OuterRef("pk")).order_by().values("demand").annotate(n=Count("pk")).values("n")
    )
    figures = (
        Wanted.objects.filter(demand=OuterRef("pk")).order_by().values("demand").annotate(n=Count("pk")).values("n")
    )
    owed = Answer.objects.filter(round=OuterRef("last")).exclude(task__state__in=ANSWERED).order_by()
    return demands.annotate(
        last=Subquery(last.values("pk")[:1]),
        last_due=Subquery(last.values("due_on")[:1]),
        n_units=Subquery(units),
        n_figures=Subquery(figures),
        n_open=Subquery(owed.values("round").annotate(n=Count("pk")).values("n")),
    ).order_by("state", "-created_at")


@dataclass(frozen=True, slots=True)
class Alike:
    """A demand that is like the one asked about; `shared` are the indicators of both, `again` how many of its units are asked again."""

    demand: Demand
    degree: float
    shared: tuple[str, ...]
    again: int


def alike(
    title: str, names: Sequence[str], units: Sequence[UUID], actor: Actor, *, besides: UUID | None = None
) -> list[Alike]:
    """Demands of the catalogue that ask for much the same, or for one of the same figures of one of the same units; at most ten.

    `names` are the indicators wanted.
    """
    rows = demands_visible_to(actor).exclude(state=Demand.State.DRAFT)
    if besides is not None:
        rows = rows.exclude(pk=besides)
    known = {one.pk: one for one in rows.order_by("-sent_at").prefetch_related("indicators")[:MOST_COMPARED]}
    if not known:
        return []
    degrees = {
        one.key: one.degree for one in Known({pk: one.title for pk, one in known.items()}).like(title, at_least=ALIKE)
    }
    wanted = {fold(name) for name in names}
    again = dict(
        Addressee.objects.filter(demand__in=list(known), unit__in=list(units))
        .values_list("demand")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found = []
    for pk, demand in known.items():
        shared = tuple(one.name for one in demand.indicators.all() if one.folded in wanted)
        if pk in degrees or (shared and again.get(pk)):
            found.append(Alike(demand, degrees.get(pk, 0.0), shared, again.get(pk, 0)))
    return sorted(found, key=lambda one: (-len(one.shared), -one.degree))[:10]


def units_to_ask(actor: Actor, day: date) -> dict[str, list[UUID]]:
    """Groups that are asked as a whole: "wards" and "departments" below the body, "own" units of it. Without those that are empty."""
    if actor.body_id is None:
        return {}
    below = Unit.objects.on(day).filter(is_body=True, is_external=False, side="state", pk__in=actor.bodies_seen)
    found: dict[str, list[UUID]] = {"departments": [], "wards": [], "own": []}
    for pk, level in below.exclude(pk=actor.body_id).order_by("folded").values_list("pk", "level"):
        found["wards" if level == "commune" else "departments"].append(pk)
    directly = UnitClosure.objects.on(day).filter(ancestor=actor.body_id, depth=1).values("descendant")
    own = Unit.objects.on(day).filter(body=actor.body_id, is_body=False, is_external=False, pk__in=directly)
    found["own"] = list(own.order_by("folded").values_list("pk", flat=True))
    return {name: pks for name, pks in found.items() if pks}


def addressees_of(demand: Demand) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=demand.addressees.values("unit")).order_by("folded"))


def period_of(demand: Demand) -> str:
    """The name of its first round."""
    if demand.rhythm == Demand.Rhythm.ONCE:
        return demand.closes_on.isoformat()
    return open_on(demand.closes_on, demand.rhythm, settings.REPORT_CLOSING_DAY)


def rounds_of(demand: Demand) -> list[Round]:
    """Newest first."""
    return list(demand.rounds.select_related("task__clock").order_by("-closes_on"))


@dataclass(frozen=True, slots=True)
class Cell:
    """`value` None: not known yet. `source`: "computed", "here" (this answer), "before" (through another demand), "" (missing)."""

    indicator: Indicator
    value: Decimal | None
    source: str
    figure: Figure | None = None
    is_final: bool = True


@dataclass(frozen=True, slots=True)
class CompiledRow:
    """`standing`: where the part stands; `state`: its task's."""

    answer: Answer
    standing: str
    cells: Sequence[Cell]

    @property
    def missing(self) -> int:
        return sum(cell.value is None for cell in self.cells)


@dataclass(frozen=True)
class Compilation:
    """`totals`: per indicator the sum of what is known; None where summing says nothing (shares)."""

    round: Round
    indicators: Sequence[Indicator]
    rows: Sequence[CompiledRow]
    totals: Sequence[Decimal | None] = field(default_factory=list)

    @property
    def sums(self) -> list[tuple[Indicator, Decimal | None]]:
        return list(zip(self.indicators, self.totals, strict=True))

    @property
    def answered(self) -> int:
        return sum(row.answer.task.state in ANSWERED for row in self.rows)

    @property
    def late(self) -> int:
        return sum(row.standing == Standing.OPEN_LATE for row in self.rows)

    @property
    def waiting(self) -> int:
        """Handed in and not taken yet."""
        return sum(row.answer.task.state == TaskState.SUBMITTED for row in self.rows)


def wanted_of(demand: Demand) -> list[Indicator]:
    return [one.indicator for one in demand.wanted.select_related("indicator").order_by("order")]


def compilation(round_: Round, now: datetime, *, only: UUID | None = None) -> Compilation:
    """One row per unit asked (or only that of one answer); a handful of queries whatever their number."""
    rows = round_.answers.select_related("unit", "task__clock").order_by("unit__folded")
    if only is not None:
        rows = rows.filter(pk=only)
    answers = list(rows.annotate(standing=standing_expression(now, "task__clock__")))
    wanted = wanted_of(round_.demand)
    units = [one.unit for one in answers]
    ours = computed(round_, units, wanted, now)
    known = values_of(round_, [unit.pk for unit in units], [one for one in wanted if not one.measure])
    made = [
        CompiledRow(one, one.standing, [_cell(indicator, one, ours, known) for indicator in wanted])  # type: ignore[attr-defined]
        for one in answers
    ]
    totals = [_total(indicator, [row.cells[n] for row in made]) for n, indicator in enumerate(wanted)]
    return Compilation(round_, wanted, made, totals)


def _cell(indicator: Indicator, answer: Answer, ours: dict[tuple[UUID, UUID], ComputedFigure], known: object) -> Cell:
    key = (indicator.pk, answer.unit_id)
    if key in ours:
        return Cell(indicator, ours[key].value, "computed", is_final=ours[key].is_final)
    figure = known.get(key)  # type: ignore[attr-defined]
    if figure is None:
        return Cell(indicator, None, "")
    return Cell(indicator, tidy(figure.value), "here" if figure.answer_id == answer.pk else "before", figure)


def _total(indicator: Indicator, cells: Sequence[Cell]) -> Decimal | None:
    known = [cell.value for cell in cells if cell.value is not None]
    return sum(known, Decimal(0)) if known and "%" not in indicator.counted_in else None


def rounds_visible_to(actor: Actor) -> QuerySet[Round]:
    """Rounds whose compilation the actor sees: the body that asked, and those above it."""
    rows = Round.objects.select_related("demand__body", "demand__asked_by_post", "task__clock")
    if is_system(actor):
        return rows
    return rows.filter(demand__body__in={*actor.bodies_seen, *([actor.body_id] if actor.body_id else [])})


def answers_visible_to(actor: Actor) -> QuerySet[Answer]:
    """Of demands whose compilation the actor sees, and those that its own body owes."""
    rows = Answer.objects.select_related("unit", "task__clock", "task__lead_unit", "task__plan", "round__demand__body")
    if is_system(actor):
        return rows
    bodies = {*actor.bodies_seen, *([actor.body_id] if actor.body_id else [])}
    return rows.filter(Q(round__demand__body__in=bodies) | Q(unit__body=actor.body_id))


def answer_of_task(task_id: UUID) -> Answer | None:
    return Answer.objects.filter(task=task_id).select_related("round__demand", "unit", "task").first()


@dataclass(frozen=True, slots=True)
class Owed:
    """A report that the actor's body owes, or has handed in lately; `like` are demands that ask the unit for much the same now."""

    answer: Answer
    standing: str
    like: tuple[Demand, ...]


def owed_by(actor: Actor, now: datetime, *, most: int = 300) -> list[Owed]:
    """What is asked of the body's units and not taken yet, the nearest due first, with what overlaps."""
    if actor.body_id is None:
        return []
    rows = Answer.objects.filter(unit__body=actor.body_id, task__clock__closed_at=None).select_related(
        "unit", "task__clock", "round__demand__body", "round__demand__asked_by_post"
    )
    listed_ = list(
        rows.annotate(standing=standing_expression(now, "task__clock__")).order_by("task__clock__due", "pk")[:most]
    )
    demands = {one.round.demand_id: one.round.demand for one in listed_}
    figures: dict[UUID, set[UUID]] = {}
    for demand, indicator in Wanted.objects.filter(demand__in=list(demands)).values_list("demand", "indicator"):
        figures.setdefault(demand, set()).add(indicator)
    texts = Known({pk: one.title for pk, one in demands.items()})
    near = {pk: {one.key for one in texts.like(one_.title, at_least=ALIKE)} - {pk} for pk, one_ in demands.items()}
    units: dict[UUID, set[UUID]] = {}
    for one in listed_:
        units.setdefault(one.round.demand_id, set()).add(one.unit_id)
    owed = []
    for one in listed_:
        own = one.round.demand_id
        like = [
            demand
            for pk, demand in demands.items()
            if pk != own
            and one.unit_id in units[pk]
            and (pk in near[own] or figures.get(pk, set()) & figures.get(own, set()))
        ]
        owed.append(Owed(one, one.standing, tuple(like)))  # type: ignore[attr-defined]
    return owed

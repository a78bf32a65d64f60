"""The page of one unit: what its head must do, who has how much, what is late."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from roviec.boards.queries.sight import family, sees_work_of, work_of
from roviec.boards.queries.tallies import Tally, tally_by, total
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.standing import Standing
from roviec.custody.models import Clock, Consultation, HoldKind
from roviec.custody.queries import opinions_owed_by, standing_q
from roviec.organisation.models import Absence, Mandate, Unit, UnitClosure
from roviec.organisation.queries import head_of
from roviec.work.models import Task, TaskState
from roviec.work.queries import Load, listed, loads

# Of each list so many lines; the number beside it leads to all of them.
SHOWN = 12
IN_A_COLUMN = 20
COLUMNS: dict[str, Q] = {
    "unnamed": Q(clock__hold_kind=HoldKind.UNNAMED),
    "assigned": Q(state=TaskState.ASSIGNED, clock__hold_kind=HoldKind.WORKING),
    "in_progress": Q(state=TaskState.IN_PROGRESS, clock__hold_kind=HoldKind.WORKING),
    "signature": Q(clock__hold_kind=HoldKind.SIGNATURE),
    "acceptance": Q(clock__hold_kind=HoldKind.ACCEPTANCE),
}


@dataclass(frozen=True)
class UnitPage:
    unit: Unit
    above: Unit | None
    head: Mandate | None
    tally: Tally
    loads: list[Load]
    absences: dict[UUID, Absence]
    below: list[tuple[Unit, Tally]]
    opinions: list[tuple[Consultation, Task | None]]
    lists: dict[str, list[Task]] = field(default_factory=dict)

    @property
    def busiest(self) -> int:
        return max((load.open for load in self.loads), default=0)


def unit_of(unit_id: UUID) -> Unit:
    """Raises Unit.DoesNotExist."""
    return Unit.objects.get(pk=unit_id)


def unit_page(unit: Unit, actor: Actor, now: datetime, view: str = "") -> UnitPage:
    """`view`: "" what waits for the head; "columns" the open work by what it waits for; "table" the nearest of it in one list."""
    day = now.astimezone(VIETNAM).date()
    ids = family(unit, day)
    clocks = work_of(ids)
    limit = sees_work_of(actor, unit)
    if limit is not None:
        clocks = clocks.filter(limit)
    people = loads(ids, now)
    return UnitPage(
        unit=unit,
        above=_above(unit, day),
        head=head_of([unit.pk], day).get(unit.pk),
        tally=total(tally_by(clocks, now)),
        loads=people,
        absences=_absences([load.officer.pk for load in people if load.away and load.officer], day),
        below=_below(unit, ids, clocks, now, day),
        opinions=_opinions(ids, now),
        lists=_lists(clocks, now, view),
    )


def _above(unit: Unit, day: date) -> Unit | None:
    row = UnitClosure.objects.on(day).filter(descendant=unit.pk, depth=1).select_related("ancestor").first()
    return row.ancestor if row else None


def _absences(officer_ids: list[UUID], day: date) -> dict[UUID, Absence]:
    if not officer_ids:
        return {}
    rows = Absence.objects.on(day).filter(officer__in=officer_ids).select_related("substitute").order_by("valid_from")
    return {row.officer_id: row for row in rows}


def _below(unit: Unit, ids: list[UUID], clocks: QuerySet[Clock], now: datetime, day: date) -> list[tuple[Unit, Tally]]:
    """The units directly below, each with all that stands below it, by where the work lies now; the latest first."""
    if len(ids) == 1:
        return []
    pairs = UnitClosure.objects.on(day).filter(ancestor__in=ids, descendant__in=ids).values_list("ancestor", "descendant", "depth")
    under: dict[UUID, list[UUID]] = {}
    direct = set()
    for ancestor, descendant, depth in pairs:
        under.setdefault(ancestor, []).append(descendant)
        if ancestor == unit.pk and depth == 1:
            direct.add(descendant)
    by_unit = tally_by(clocks, now, "holder_unit", only_open=True)
    units = Unit.objects.in_bulk(direct)
    made = [(one, sum((by_unit.get(pk, Tally()) for pk in under[one.pk]), Tally())) for one in units.values()]
    return sorted(made, key=lambda pair: (-pair[1].counts.open_late, -pair[1].counts.open, pair[0].name))


def _opinions(ids: list[UUID], now: datetime) -> list[tuple[Consultation, Task | None]]:
    owed = list(opinions_owed_by(ids).select_related("unit")[:SHOWN])
    tasks = listed(Task.objects.filter(clock__in=[one.clock_id for one in owed]), now) if owed else ()
    by_clock = {task.clock_id: task for task in tasks}
    return [(one, by_clock.get(one.clock_id)) for one in owed]


def _lists(clocks: QuerySet[Clock], now: datetime, view: str) -> dict[str, list[Task]]:
    tasks = listed(Task.objects.filter(clock__in=clocks.filter(closed_at=None, counts=True).values("pk")), now)
    if view == "columns":
        return {
            name: list(tasks.filter(condition).order_by("clock__due", "pk")[:IN_A_COLUMN])
            for name, condition in COLUMNS.items()
        }
    if view == "table":
        return {"open": list(tasks.order_by("clock__due", "pk")[: 4 * SHOWN])}
    unnamed = tasks.filter(COLUMNS["unnamed"]).order_by("clock__held_since")
    decisions = tasks.filter(COLUMNS["signature"] | COLUMNS["acceptance"]).order_by("clock__held_since")
    late = tasks.filter(standing_q(Standing.OPEN_LATE, now, "clock__")).order_by("clock__due", "pk")
    soon = tasks.filter(standing_q(Standing.DUE_SOON, now, "clock__")).order_by("clock__due", "pk")
    return {
        "unnamed": list(unnamed[:SHOWN]),
        "decisions": list(decisions[:SHOWN]),
        "late": list(late[:SHOWN]),
        "soon": list(soon[:SHOWN]),
    }

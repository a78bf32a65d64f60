"""The page of one unit: what its head must do, who has how much, what is late."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import RowNumber

from roviec.alerts.queries.forecasts import probably_late
from roviec.boards.queries.kept import kept
from roviec.boards.queries.risks import at_risk, risks_of
from roviec.boards.queries.seats import Seat, SeatShown, head_among, seats, shown
from roviec.boards.queries.sight import sees_work_of, work_of
from roviec.boards.queries.tallies import Tally, tally_by_pair, things_in
from roviec.boards.queries.tree import Tree, tree_of
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.standing import Standing
from roviec.custody.models import Clock, Consultation, HoldKind
from roviec.custody.queries import Counts, four_counts, opinions_owed_by, standing_q
from roviec.organisation.models import Unit
from roviec.work.models import Task, TaskState
from roviec.work.queries import listed

# Of each list so many lines; the number beside it leads to all of them.
SHOWN = 12
IN_A_COLUMN = 20
IN_THE_TABLE = 60
# Rows of people; who has most comes first.
PEOPLE = 25


@dataclass(frozen=True)
class Bunch:
    """The first tasks of one kind, and how many there are."""

    tasks: list[Task] = field(default_factory=list)
    n: int = 0


@dataclass(frozen=True)
class UnitPage:
    """`seats` are all, `people` the first of them with all that the page shows of them.

    `below` has the units directly below, each with all that lies in and under it. `opinions` are owed by the unit, with the title of
    the work. `tally` knows what is done only where the view shows it. `at_risk` counts what will probably end late, `risks` says how
    probably of what is shown.
    """

    unit: Unit
    above: tuple[UUID, str] | None
    head: SeatShown | None
    tally: Tally
    seats: list[Seat]
    people: list[SeatShown]
    below: list[tuple[UUID, str, Tally]]
    opinions: list[Consultation]
    bunches: dict[str, Bunch]
    at_risk: int
    risks: dict[UUID, int]

    @property
    def busiest(self) -> int:
        return max((seat.tally.counts.open for seat in self.seats), default=0)


def unit_page(unit_id: UUID, actor: Actor, now: datetime, view: str = "") -> UnitPage:
    """Twelve or thirteen queries, whatever there is. Raises Unit.DoesNotExist.

    `view`: "" what waits for the head; "columns" the open work by what it waits for; "table" the nearest of it in one list.
    """
    day = now.astimezone(VIETNAM).date()
    tree = tree_of(unit_id, day)
    limit = sees_work_of(actor, tree.unit)
    clocks, closed = work_of(tree.ids, is_open=True), work_of(tree.ids, is_open=False)
    if limit is not None:
        clocks, closed = clocks.filter(limit), closed.filter(limit)
    tallies = kept(
        ("unit", unit_id, actor.body_id),
        now,
        lambda: tally_by_pair(clocks, now, ("holder_unit", "holder_post"), only_open=True),
        things_in,
    )
    done = Counts()
    if not view:
        done = kept(
            ("unit, done", unit_id, actor.body_id), now, lambda: four_counts(closed, now), lambda counts: counts.total
        )
    people = seats(tree.ids, _by_post(tallies), day)
    first = people[:PEOPLE] if not view else []
    head = head_among(people, unit_id)
    seen = shown([*first, *([head] if head else [])], day)
    bunches = _bunches(clocks, now, view)
    return UnitPage(
        unit=tree.unit,
        above=tree.above,
        head=seen[head.post_id] if head else None,
        tally=sum(tallies.values(), Tally(counts=done)),
        seats=people,
        people=[seen[seat.post_id] for seat in first],
        below=_below(tree, tallies),
        opinions=_opinions(tree.ids, limit),
        bunches=bunches,
        at_risk=at_risk(clocks, now),
        risks=risks_of([task for bunch in bunches.values() for task in bunch.tasks], now),
    )


def _by_post(tallies: dict[tuple[UUID, UUID | None], Tally]) -> dict[UUID, Tally]:
    return {post: tally for (_unit, post), tally in tallies.items() if post is not None and tally.counts.open}


def _below(tree: Tree, tallies: dict[tuple[UUID, UUID | None], Tally]) -> list[tuple[UUID, str, Tally]]:
    """By where the work lies now; the latest first."""
    made = []
    for pk, name in tree.direct.items():
        under = tree.under[pk]
        made.append((pk, name, sum((tally for (unit, _post), tally in tallies.items() if unit in under), Tally())))
    return sorted(made, key=lambda row: (-row[2].counts.open_late, -row[2].counts.open, row[1]))


def _opinions(ids: list[UUID], limit: Q | None) -> list[Consultation]:
    title = Task.objects.filter(clock=OuterRef("clock")).values("title")[:1]
    owed = opinions_owed_by(ids).select_related("unit").annotate(title=Subquery(title))
    if limit is not None:
        owed = owed.filter(clock__in=Clock.objects.filter(limit).values("pk"))
    return list(owed[:SHOWN])


def _kinds(now: datetime, view: str) -> tuple[dict[str, Q], str, int]:
    """What the view shows: kind -> condition, the first that holds decides; the order inside; how many of each."""
    holds = {
        "unnamed": Q(clock__hold_kind=HoldKind.UNNAMED),
        "signature": Q(clock__hold_kind=HoldKind.SIGNATURE),
        "acceptance": Q(clock__hold_kind=HoldKind.ACCEPTANCE),
    }
    if view == "columns":
        return (
            {
                "unnamed": holds["unnamed"],
                "assigned": Q(state=TaskState.ASSIGNED),
                "in_progress": Q(clock__hold_kind=HoldKind.WORKING),
                "signature": holds["signature"],
                "acceptance": holds["acceptance"],
            },
            "clock__due",
            IN_A_COLUMN,
        )
    if view == "table":
        return {"open": Q()}, "clock__due", IN_THE_TABLE
    return (
        {
            "unnamed": holds["unnamed"],
            "decisions": holds["signature"] | holds["acceptance"],
            "late": standing_q(Standing.OPEN_LATE, now, "clock__"),
            "at_risk": Q(clock__in=probably_late(now).values("pk")),
            "soon": standing_q(Standing.DUE_SOON, now, "clock__"),
        },
        "clock__due",
        SHOWN,
    )


def _bunches(clocks: QuerySet[Clock], now: datetime, view: str) -> dict[str, Bunch]:
    """Two queries: numbered within their kind by narrow rows, then the first of each with all that a line shows."""
    kinds, order, most = _kinds(now, view)
    open_ = clocks.filter(counts=True).order_by().values("pk")
    kind: Case | Value = Value("open", output_field=CharField())
    if view != "table":
        kind = Case(*(When(q, then=Value(name)) for name, q in kinds.items()), default=None, output_field=CharField())
    numbered = (
        Task.objects.filter(clock__in=open_)
        .annotate(kind=kind)
        .annotate(
            place=Window(RowNumber(), partition_by=F("kind"), order_by=[F(order).asc(nulls_last=True), F("pk").asc()]),
            among=Window(Count("pk"), partition_by=F("kind")),
        )
        .filter(kind__isnull=False, place__lte=most)
        .order_by("place")
        .values_list("pk", "kind", "among")
    )
    first = list(numbered)
    tasks = {task.pk: task for task in listed(Task.objects.filter(pk__in=[row[0] for row in first]), now)}
    found: dict[str, Bunch] = {name: Bunch() for name in kinds}
    for pk, name, among in first:
        found[name] = Bunch([*found[name].tasks, tasks[pk]], among)
    return found

"""The page of one unit: what its head must do, who has how much, what is late."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from roviec.boards.queries.in_lines import in_lines
from roviec.boards.queries.kept import kept
from roviec.boards.queries.open_work import LATE, OpenWork, Sorter, open_work
from roviec.boards.queries.risks import risks_of
from roviec.boards.queries.seats import People, people
from roviec.boards.queries.sight import sees_work_of, work_of
from roviec.boards.queries.tallies import Tally, total
from roviec.boards.queries.tree import Tree, tree_of
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.standing import Standing
from roviec.core.task_flow import Hold, State
from roviec.custody.models import Clock, Consultation
from roviec.custody.queries import Counts, four_counts, opinions_owed_by
from roviec.organisation.models import Unit
from roviec.work.models import Task

# Of each list so many lines; the number beside it leads to all of them.
SHOWN = 12
IN_A_COLUMN = 20
IN_THE_TABLE = 60
# Rows of people; who has most comes first.
PEOPLE = 25
SOON = Standing.DUE_SOON.value


@dataclass(frozen=True)
class Bunch:
    """The first tasks of one kind, and how many there are."""

    tasks: list[Task] = field(default_factory=list)
    n: int = 0


@dataclass(frozen=True)
class UnitPage:
    """`busiest` is how much lies with the post that has most. `below` has the units directly below, each with all that lies in and
    under it. `opinions` are owed by the unit, with the title of the work. `tally` knows what is done only where the view shows it.
    `at_risk` counts what will probably end late, `risks` says how probably of what is shown.
    """

    unit: Unit
    above: tuple[UUID, str] | None
    tally: Tally
    people: People
    busiest: int
    below: list[tuple[UUID, str, Tally]]
    opinions: list[Consultation]
    bunches: dict[str, Bunch]
    at_risk: int
    risks: dict[UUID, int]


def unit_page(unit_id: UUID, actor: Actor, now: datetime, view: str = "") -> UnitPage:
    """Ten or eleven queries, whatever there is. Raises Unit.DoesNotExist. Of a large unit what is open is up to a minute old.

    `view`: "" what waits for the head; "columns" the open work by what it waits for; "table" the nearest of it in one list.
    """
    day = now.astimezone(VIETNAM).date()
    tree = tree_of(unit_id, day)
    limit = sees_work_of(actor, tree.unit)
    clocks, closed = work_of(tree.ids, is_open=True), work_of(tree.ids, is_open=False)
    if limit is not None:
        clocks, closed = clocks.filter(limit), closed.filter(limit)
    sort, kinds, most = VIEWS[view]
    state = Subquery(Task.objects.filter(clock=OuterRef("pk")).values("state")[:1]) if view == "columns" else None
    work = kept(
        ("unit", unit_id, actor.body_id, view),
        now,
        lambda: open_work(clocks, now, sort, kinds, most, within=tree.ids, state=state),
        lambda found: found.size,
    )
    done = Counts()
    if not view:
        done = kept(
            ("unit, done", unit_id, actor.body_id), now, lambda: four_counts(closed, now), lambda counts: counts.total
        )
    bunches = _bunches(work, now)
    return UnitPage(
        unit=tree.unit,
        above=tree.above,
        tally=total([*work.tallies.values(), Tally(counts=done)]),
        people=people(tree.ids, unit_id, work.loads, day, 0 if view else PEOPLE),
        busiest=max((load.open for load in work.loads.values()), default=0),
        below=[] if view else _below(tree, work.tallies),
        opinions=[] if view else _opinions(tree.ids, limit),
        bunches=bunches,
        at_risk=work.at_risk,
        risks=risks_of([task for bunch in bunches.values() for task in bunch.tasks], now),
    )


def _below(tree: Tree, tallies: dict[UUID, Tally]) -> list[tuple[UUID, str, Tally]]:
    """By where the work lies now; the latest first."""
    made = []
    for pk, name in tree.direct.items():
        lies = (tallies[unit] for unit in tree.under[pk] if unit in tallies)
        made.append((pk, name, total(lies)))
    return sorted(made, key=lambda row: (-row[2].counts.open_late, -row[2].counts.open, row[1]))


def _opinions(ids: list[UUID], limit: Q | None) -> list[Consultation]:
    title = Task.objects.filter(clock=OuterRef("clock")).values("title")[:1]
    owed = opinions_owed_by(ids).select_related("unit").annotate(title=Subquery(title))
    if limit is not None:
        owed = owed.filter(clock__in=Clock.objects.filter(limit).values("pk"))
    return list(owed[:SHOWN])


def _bunches(work: OpenWork, now: datetime) -> dict[str, Bunch]:
    """The first of each kind with all that a line shows; what was closed since they were counted is left out. One query."""
    wanted = [pk for keys in work.first.values() for pk in keys]
    rows = in_lines(Task.objects.filter(clock__in=wanted, clock__closed_at=None), now) if wanted else ()
    tasks = {task.clock_id: task for task in rows}
    return {
        kind: Bunch([tasks[pk] for pk in keys if pk in tasks], work.among[kind]) for kind, keys in work.first.items()
    }


def _for_the_head(hold: str, stands: str, risky: bool, state: str) -> str | None:
    if hold == Hold.UNNAMED:
        return "unnamed"
    if hold in (Hold.SIGNATURE, Hold.ACCEPTANCE):
        return "decisions"
    if stands == LATE:
        return "late"
    return "at_risk" if risky else "soon" if stands == SOON else None


def _in_columns(hold: str, stands: str, risky: bool, state: str) -> str | None:
    if hold in (Hold.UNNAMED, Hold.OUTSIDE):
        return hold
    if state == State.ASSIGNED:
        return "assigned"
    return {"working": "in_progress", "signature": "signature", "acceptance": "acceptance"}.get(hold)


def _in_one_table(hold: str, stands: str, risky: bool, state: str) -> str | None:
    return "open"


# View -> which list a piece of work is shown in, the lists in their order, how many of each.
VIEWS: dict[str, tuple[Sorter, tuple[str, ...], int]] = {
    "": (_for_the_head, ("unnamed", "decisions", "late", "at_risk", "soon"), SHOWN),
    "columns": (_in_columns, ("unnamed", "outside", "assigned", "in_progress", "signature", "acceptance"), IN_A_COLUMN),
    "table": (_in_one_table, ("open",), IN_THE_TABLE),
}

"""A whole body or city: where it is red, whose it is, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from roviec.boards.queries.tallies import Tally, tally_by
from roviec.core.calendars import VIETNAM
from roviec.custody.models import Clock, LateSpell
from roviec.organisation.models import Mandate, Officer, Portfolio, Unit
from roviec.organisation.queries import head_of, holder_of


@dataclass(frozen=True)
class UnitRow:
    """One unit beside others. `head` heads it today; `heads_then` names who headed it when its open lateness began: (officer, how many)."""

    unit: Unit
    tally: Tally
    head: Officer | None = None
    heads_then: tuple[tuple[Officer, int], ...] = ()

    @property
    def late(self) -> int:
        return self.tally.counts.open_late


@dataclass(frozen=True)
class LeaderRow:
    """A leader's portfolio. `post` None: units that nobody is in charge of."""

    post: UUID | None
    title: str
    officer: Officer | None
    tally: Tally
    units: int


def unit_rows(condition: Q, now: datetime, *, only_open: bool = False) -> list[UnitRow]:
    """Every unit that leads counted work, the reddest first. Two queries."""
    tallies = tally_by(Clock.objects.filter(condition), now, only_open=only_open)
    units = Unit.objects.in_bulk(tallies)
    rows = [UnitRow(units[pk], tally) for pk, tally in tallies.items()]
    return sorted(rows, key=lambda row: (-row.late, -row.tally.counts.due_soon, row.unit.folded))


def with_heads(rows: Iterable[UnitRow], now: datetime) -> list[UnitRow]:
    """The rows with who heads the unit now and who did when its open lateness began. Four queries."""
    rows = list(rows)
    ids = [row.unit.pk for row in rows]
    heads = head_of(ids, now.astimezone(VIETNAM).date(), substitutes=False)
    then: dict[UUID, list[tuple[Officer, int]]] = {}
    spells = (
        LateSpell.objects.filter(until=None, unit__in=ids, head_mandate__isnull=False, clock__counts=True)
        .values("unit", "head_mandate__officer")
        .annotate(n=Count("pk"))
        .order_by("-n")
    )
    found = list(spells)
    people = Officer.objects.in_bulk({row["head_mandate__officer"] for row in found})
    for row in found:
        then.setdefault(row["unit"], []).append((people[row["head_mandate__officer"]], row["n"]))
    return [
        UnitRow(
            unit=row.unit,
            tally=row.tally,
            head=heads[row.unit.pk].officer if row.unit.pk in heads else None,
            heads_then=tuple(then.get(row.unit.pk, ())),
        )
        for row in rows
    ]


def by_leader(rows: Iterable[UnitRow], now: datetime) -> list[LeaderRow]:
    """The rows summed by the post that has the unit in its portfolio today; a unit of two leaders counts for both. Three queries."""
    by_unit = {row.unit.pk: row.tally for row in rows}
    day = now.astimezone(VIETNAM).date()
    charges: dict[UUID, list[UUID]] = {}
    posts = {}
    for one in Portfolio.objects.on(day).filter(unit__in=list(by_unit)).select_related("post"):
        charges.setdefault(one.post_id, []).append(one.unit_id)
        posts[one.post_id] = one.post
    holders = holder_of(posts, day) if posts else {}
    made = [
        LeaderRow(pk, posts[pk].title, holders.get(pk), sum((by_unit[unit] for unit in units), Tally()), len(units))
        for pk, units in charges.items()
    ]
    alone = [pk for pk in by_unit if not any(pk in units for units in charges.values())]
    if alone and made:
        made.append(LeaderRow(None, "", None, sum((by_unit[pk] for pk in alone), Tally()), len(alone)))
    return sorted(made, key=lambda row: (row.post is None, -row.tally.counts.open_late, -row.tally.counts.open))


def by_head_then(condition: Q, now: datetime) -> list[tuple[Mandate, int]]:
    """Mandates under which the open lateness began, the most first: who answers for it, also after having left. Two queries."""
    spells = LateSpell.objects.filter(until=None, clock__in=Clock.objects.filter(condition, counts=True).values("pk"))
    counted = dict(spells.exclude(head_mandate=None).values_list("head_mandate").annotate(n=Count("pk")))
    mandates = Mandate.objects.filter(pk__in=counted).select_related("officer", "post", "post__unit")
    return sorted(((one, counted[one.pk]) for one in mandates), key=lambda pair: -pair[1])



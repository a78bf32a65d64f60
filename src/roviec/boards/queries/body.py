"""A whole body or city: where it is red, whose it is, and why."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery

from roviec.boards.queries.kept import kept
from roviec.boards.queries.sight import answering_unit, large
from roviec.boards.queries.tallies import Tally, tally_by, total
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.custody.models import Clock, LateSpell
from roviec.organisation.models import Mandate, Portfolio, Post, Unit


@dataclass(frozen=True)
class HeadThen:
    """Who headed a unit when `n` of its open lateness began; `mandate` is the one held then."""

    mandate: UUID
    name: str
    n: int


@dataclass(frozen=True)
class UnitRow:
    """One unit beside others. `heads_then` say who headed it when its open lateness began."""

    unit: Unit
    tally: Tally
    heads_then: tuple[HeadThen, ...] = ()

    @property
    def late(self) -> int:
        return self.tally.counts.open_late


@dataclass(frozen=True)
class LeaderRow:
    """A leader's portfolio. `post` None: units that nobody is in charge of."""

    post: Post | None
    name: str
    tally: Tally
    units: int


def unit_rows(condition: Q, actor: Actor, now: datetime, *, named: Hashable, only_open: bool = False) -> list[UnitRow]:
    """Every unit that answers for counted work (see `sight.answering_unit`), the reddest first. Two queries; of a large body all
    of it is up to a minute old, kept under the name of the condition.
    """
    clocks = Clock.objects.filter(condition).annotate(answers=answering_unit(actor.body_id))

    def count() -> list[UnitRow]:
        tallies = tally_by(clocks, now, "answers", only_open=only_open)
        units = Unit.objects.only("name", "short_name", "folded", "level", "is_external").in_bulk(tallies)
        rows = [UnitRow(units[pk], tally) for pk, tally in tallies.items()]
        return sorted(rows, key=lambda row: (-row.late, -row.tally.counts.due_soon, row.unit.folded))

    return kept(("units", actor.body_id, named, only_open), now, count, things_in)


def things_in(rows: Iterable[UnitRow]) -> int:
    """How many leaves were counted."""
    return sum(row.tally.counts.total for row in rows)


def red_first(rows: Iterable[UnitRow]) -> list[UnitRow]:
    """Those with something late, in the order given; outside bodies, which nobody here can press, after the others."""
    return sorted((row for row in rows if row.late), key=lambda row: row.unit.is_external)


def with_heads_then(
    rows: Iterable[UnitRow], condition: Q, actor: Actor, now: datetime, *, named: Hashable
) -> list[UnitRow]:
    """The rows with who headed the unit when its open lateness began: the late spells keep it. One query, kept as `unit_rows` are."""
    rows = list(rows)
    units = [row.unit.pk for row in rows]

    def count() -> list[tuple[UUID, UUID, str, int]]:
        clocks = Clock.objects.filter(condition, counts=True, closed_at=None).values("pk")
        spells = LateSpell.objects.filter(until=None, unit__in=units, head_mandate__isnull=False, clock__in=clocks)
        by_head = spells.values_list("unit", "head_mandate", "head_mandate__officer__full_name").annotate(n=Count("pk"))
        return list(by_head.order_by("-n"))

    key = ("heads then", actor.body_id, named, tuple(units))
    counted = kept(key, now, count, lambda _: large(actor.body_id))
    then: dict[UUID, list[HeadThen]] = {}
    for unit, mandate, name, n in counted:
        then.setdefault(unit, []).append(HeadThen(mandate, name, n))
    return [UnitRow(row.unit, row.tally, tuple(then.get(row.unit.pk, ()))) for row in rows]


def by_leader(rows: Iterable[UnitRow], now: datetime) -> list[LeaderRow]:
    """The rows summed by the post that has the unit in its portfolio today; a unit of two leaders counts for both. One query."""
    by_unit = {row.unit.pk: row.tally for row in rows}
    charges: dict[UUID, set[UUID]] = {}
    posts = {}
    names = {}
    day = now.astimezone(VIETNAM).date()
    holder = (
        Mandate.objects.on(day).filter(post=OuterRef("post")).order_by("-valid_from").values("officer__full_name")[:1]
    )
    portfolios = Portfolio.objects.on(day).filter(unit__isnull=False).select_related("post")
    for one in portfolios.annotate(holder=Subquery(holder)):
        if one.unit_id in by_unit:
            charges.setdefault(one.post_id, set()).add(one.unit_id)
            posts[one.post_id], names[one.post_id] = one.post, one.holder
    made = [
        LeaderRow(posts[pk], names[pk] or "", total(by_unit[unit] for unit in units), len(units))
        for pk, units in charges.items()
    ]
    alone = by_unit.keys() - {unit for units in charges.values() for unit in units}
    if alone and made:
        made.append(LeaderRow(None, "", total(by_unit[pk] for pk in alone), len(alone)))
    return sorted(made, key=lambda row: (row.post is None, -row.tally.counts.open_late, -row.tally.counts.open))


def by_head_then(condition: Q, now: datetime) -> list[tuple[Mandate, int]]:
    """Mandates under which the open lateness began, the most first: who answers for it, also after having left. Two queries."""
    spells = LateSpell.objects.filter(
        until=None, clock__in=Clock.objects.filter(condition, counts=True, closed_at=None).values("pk")
    )
    counted = dict(spells.exclude(head_mandate=None).values_list("head_mandate").annotate(n=Count("pk")))
    mandates = Mandate.objects.filter(pk__in=counted).select_related("officer", "post", "post__unit")
    return sorted(((one, counted[one.pk]) for one in mandates), key=lambda pair: -pair[1])

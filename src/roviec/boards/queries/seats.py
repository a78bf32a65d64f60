"""Who sits in a unit, who is away, and how much lies with each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import FilteredRelation, Q

from roviec.boards.queries.open_work import Load
from roviec.organisation.models import Absence, Post
from roviec.organisation.models.dated import in_force
from roviec.organisation.models.post import Rank
from roviec.organisation.queries.holders import FILLING_IN, HEADING

ORDER_OF_RANKS = {rank.value: n for n, rank in enumerate(Rank)}
# Units with more posts than this are read only as far as they are shown.
EVERYBODY = 60
_SAID = (
    *("pk", "title", "rank", "unit", "unit__name", "unit__short_name"),
    *("held__officer", "held__officer__full_name", "held__officer__sort_key", "held__kind"),
)


@dataclass(frozen=True)
class Seat:
    """A post today. `officer_id` None: vacant, `name` and `sort_key` then empty. `kind` is that of the mandate.

    `absence` when the officer is away, with its substitute: only where the page shows the seat.
    """

    post_id: UUID
    title: str
    rank: str
    unit_id: UUID
    unit_name: str
    officer_id: UUID | None
    name: str
    sort_key: str
    kind: str
    load: Load
    absence: Absence | None = None


@dataclass(frozen=True)
class People:
    """`first` are the busiest, `n` how many posts there are. `names` of more posts than those shown."""

    first: list[Seat]
    head: Seat | None
    n: int
    names: dict[UUID, str]


def people(unit_ids: Iterable[UUID], unit_id: UUID, loads: Mapping[str, Load], day: date, most: int) -> People:
    """The latest first, then the busiest; who heads the unit. Three queries, of few rows: a department has a thousand posts.

    `loads` are those of posts in the units, by their ids as hex digits. With `most` 0 only the head is read.
    """
    posts = Post.objects.on(day).filter(unit__in=list(unit_ids))
    n = posts.count() if most else 0
    if not most or n > EVERYBODY:
        posts = posts.filter(Q(unit=unit_id) | Q(pk__in=_busiest(loads, most)))
    held = posts.annotate(held=FilteredRelation("mandates", condition=in_force(day, "mandates__")))
    found = {}
    for pk, title, rank, unit, unit_name, short, who, *words in held.order_by("held__valid_from").values_list(*_SAID):
        name, sort_key, kind = (word or "" for word in words)
        found[pk] = Seat(
            pk, title, rank, unit, short or unit_name, who, name, sort_key, kind, loads.get(pk.hex, Load())
        )
    ranked = sorted(found.values(), key=_busiest_first)
    head = head_among(ranked, unit_id)
    first = ranked[:most]
    away = _absences([*first, *([head] if head else [])], day)
    return People(
        first=[_with(seat, away) for seat in first],
        head=_with(head, away) if head else None,
        n=n,
        names={seat.post_id: seat.name for seat in ranked if seat.officer_id},
    )


def _busiest(loads: Mapping[str, Load], most: int) -> list[str]:
    """The posts that may be among the first `most`: ties at the end of them are all in."""
    ranked = sorted(((load.late, load.open) for load in loads.values()), reverse=True)
    least = ranked[most - 1] if 0 < most <= len(ranked) else (0, 1)
    return [post for post, load in loads.items() if (load.late, load.open) >= least] if most else []


def _absences(seats: Iterable[Seat], day: date) -> dict[UUID, Absence]:
    officers = {seat.officer_id for seat in seats} - {None}
    rows = Absence.objects.on(day).filter(officer__in=officers).select_related("substitute").order_by("valid_from")
    return {absence.officer_id: absence for absence in rows}


def _with(seat: Seat, away: Mapping[UUID, Absence]) -> Seat:
    absence = away.get(seat.officer_id) if seat.officer_id else None
    return replace(seat, absence=absence) if absence else seat


def _busiest_first(seat: Seat) -> tuple:
    return (-seat.load.late, -seat.load.open, ORDER_OF_RANKS[seat.rank], seat.sort_key, str(seat.post_id))


def head_among(seats: Iterable[Seat], unit_id: UUID) -> Seat | None:
    """The seat that heads the unit today: the leader's or head's, else that of somebody filling in."""
    own = [seat for seat in seats if seat.unit_id == unit_id and seat.officer_id]
    for rank in HEADING:
        if found := next((seat for seat in own if seat.rank == rank), None):
            return found
    return next((seat for seat in own if seat.kind in FILLING_IN), None)

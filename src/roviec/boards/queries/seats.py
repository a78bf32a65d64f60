"""Who sits in a unit, who is away, and how much lies with each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import FilteredRelation

from roviec.boards.queries.tallies import Tally
from roviec.organisation.models import Absence, Post
from roviec.organisation.models.dated import in_force
from roviec.organisation.models.post import Rank
from roviec.organisation.queries.holders import FILLING_IN, HEADING

ORDER_OF_RANKS = {rank.value: n for n, rank in enumerate(Rank)}


@dataclass(frozen=True)
class Seat:
    """A post today. `officer_id` None: vacant, `name` and `sort_key` then empty. `kind` is that of the mandate."""

    post_id: UUID
    unit_id: UUID
    rank: str
    officer_id: UUID | None
    name: str
    sort_key: str
    kind: str
    tally: Tally


@dataclass(frozen=True)
class SeatShown:
    """A seat with its post and that one's unit. `absence` when the officer is away, with its substitute."""

    seat: Seat
    post: Post
    absence: Absence | None

    @property
    def name(self) -> str:
        return self.seat.name


def seats(unit_ids: Iterable[UUID], tallies: Mapping[UUID, Tally], day: date) -> list[Seat]:
    """Every post of the units; the latest, then the busiest first. One query, of narrow rows: a department has a thousand posts."""
    posts = Post.objects.on(day).filter(unit__in=list(unit_ids))
    held = posts.annotate(held=FilteredRelation("mandates", condition=in_force(day, "mandates__")))
    officer = ("held__officer", "held__officer__full_name", "held__officer__sort_key", "held__kind")
    found = {}
    for pk, unit, rank, who, *words in held.order_by("held__valid_from").values_list("pk", "unit", "rank", *officer):
        name, sort_key, kind = (word or "" for word in words)
        found[pk] = Seat(pk, unit, rank, who, name, sort_key, kind, tallies.get(pk, Tally()))
    return sorted(found.values(), key=_busiest_first)


def shown(chosen: Sequence[Seat], day: date) -> dict[UUID, SeatShown]:
    """Post -> its seat with all that a page shows of it. Two queries."""
    posts = Post.objects.select_related("unit").in_bulk([seat.post_id for seat in chosen])
    officers = {seat.officer_id for seat in chosen} - {None}
    rows = Absence.objects.on(day).filter(officer__in=officers).select_related("substitute").order_by("valid_from")
    away = {absence.officer_id: absence for absence in rows}
    return {
        seat.post_id: SeatShown(seat, posts[seat.post_id], away.get(seat.officer_id) if seat.officer_id else None)
        for seat in chosen
    }


def _busiest_first(seat: Seat) -> tuple:
    counts = seat.tally.counts
    return (-counts.open_late, -counts.open, ORDER_OF_RANKS[seat.rank], seat.sort_key, str(seat.post_id))


def head_among(people: Iterable[Seat], unit_id: UUID) -> Seat | None:
    """The seat that heads the unit today: the leader's or head's, else that of somebody filling in."""
    own = [seat for seat in people if seat.unit_id == unit_id and seat.officer_id]
    for rank in HEADING:
        if found := next((seat for seat in own if seat.rank == rank), None):
            return found
    return next((seat for seat in own if seat.kind in FILLING_IN), None)

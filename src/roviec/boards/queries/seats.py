"""Who sits in a unit, who is away, and how much lies with each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from roviec.boards.queries.tallies import Tally
from roviec.organisation.models import Absence, Mandate, Officer, Post
from roviec.organisation.models.post import Rank
from roviec.organisation.queries.holders import FILLING_IN, HEADING


@dataclass(frozen=True)
class Seat:
    """A post today. `officer` None: vacant. `absence` when the officer is away, with its substitute."""

    post: Post
    officer: Officer | None
    mandate: Mandate | None
    absence: Absence | None
    tally: Tally


def seats(unit_ids: Iterable[UUID], tallies: Mapping[UUID, Tally], day: date) -> list[Seat]:
    """Every post of the units; the latest, then the busiest first. Three queries."""
    posts = {post.pk: post for post in Post.objects.on(day).filter(unit__in=list(unit_ids)).select_related("unit")}
    holding = Mandate.objects.on(day).filter(post__in=posts).select_related("officer").order_by("valid_from")
    mandates = {mandate.post_id: mandate for mandate in holding}
    officers = {mandate.officer_id for mandate in mandates.values()}
    rows = Absence.objects.on(day).filter(officer__in=officers).select_related("substitute").order_by("valid_from")
    away = {absence.officer_id: absence for absence in rows}
    made = []
    for pk, post in posts.items():
        mandate = mandates.get(pk)
        officer = mandate.officer if mandate else None
        made.append(Seat(post, officer, mandate, away.get(officer.pk) if officer else None, tallies.get(pk, Tally())))
    return sorted(made, key=_busiest_first)


def _busiest_first(seat: Seat) -> tuple:
    counts = seat.tally.counts
    rank = list(Rank).index(Rank(seat.post.rank))
    return (-counts.open_late, -counts.open, rank, seat.officer.sort_key if seat.officer else "", str(seat.post.pk))


def head_among(people: Iterable[Seat], unit_id: UUID) -> Seat | None:
    """The seat that heads the unit today: the leader's or head's, else that of somebody filling in."""
    own = [seat for seat in people if seat.post.unit_id == unit_id and seat.officer]
    for ranks in ((HEADING[0],), (HEADING[1],)):
        if found := next((seat for seat in own if seat.post.rank in ranks), None):
            return found
    return next((seat for seat in own if seat.mandate and seat.mandate.kind in FILLING_IN), None)

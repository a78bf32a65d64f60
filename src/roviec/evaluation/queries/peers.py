"""Reads of cross-evaluation, for a given actor. Of an open round nothing is counted: what changes while people answer tells who answered."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Avg, Q, QuerySet

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.calendars import VIETNAM
from roviec.evaluation.models import PeerRequest, PeerResult, PeerRound, Sheet
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries.rules import days_of
from roviec.organisation.models import Mandate, Officer, Unit, UnitClosure

ROUND = ("body", "unit")
RESULT = ("round", "round__body", "round__unit", "officer", "unit")


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person that a rater is asked about: `why` is core.raters.choosing.Why."""

    officer: Officer
    title: str
    unit: str
    why: str


def rounds_visible_to(actor: Actor) -> QuerySet[PeerRound]:
    """Of the own body, the latest first. The same rule as `permissions.peers.sees_round`."""
    rows = PeerRound.objects.select_related(*ROUND).order_by("-opened_at", "pk")
    if actor.kind is not ActorKind.PERSON or actor.body_id is None:
        return rows.none()
    return rows.filter(body=actor.body_id)


def requests_of(actor: Actor) -> QuerySet[PeerRequest]:
    """What the actor is, or was, asked; the soonest to close first."""
    rows = PeerRequest.objects.select_related("round", "round__body", "round__unit").order_by("round__closes_at", "pk")
    return rows.filter(rater=actor.officer_id) if actor.officer_id else rows.none()


def waiting_for(actor: Actor, now: datetime) -> QuerySet[PeerRequest]:
    return requests_of(actor).filter(done_on=None, round__state=PeerRound.State.OPEN, round__closes_at__gt=now)


def results_visible_to(actor: Actor) -> QuerySet[PeerResult]:
    """The same rule as `permissions.peers.sees_result`."""
    rows = PeerResult.objects.select_related(*RESULT).order_by("officer__sort_key", "pk")
    if actor.kind is not ActorKind.PERSON or actor.officer_id is None:
        return rows.none()
    seen = Q(officer=actor.officer_id)
    if not actor.has(Duty.ADMIN):
        if actor.has(Duty.LEADER, Duty.CLERK):
            seen |= Q(round__body=actor.body_id)
        elif actor.has(Duty.HEAD):
            seen |= Q(round__body=actor.body_id, unit__in=actor.units_led)
    return rows.filter(seen)


def own_results(actor: Actor) -> QuerySet[PeerResult]:
    """One's own through the rounds, the latest first."""
    rows = PeerResult.objects.select_related(*RESULT).order_by("-round__closed_at")
    return rows.filter(officer=actor.officer_id) if actor.officer_id else rows.none()


def places_to_ask_in(actor: Actor, day: date) -> list[Unit]:
    """Where the actor may open a round: the body first, then units by name."""
    if actor.kind is not ActorKind.PERSON or actor.body_id is None:
        return []
    rows = Unit.objects.on(day).filter(body=actor.body_id, is_external=False)
    if not actor.has(Duty.LEADER, Duty.CLERK):
        rows = rows.filter(pk__in=actor.units_led, is_body=False) if actor.has(Duty.HEAD) else rows.none()
    return sorted(
        (one for one in rows if PERMISSIONS.allows(actor, "open_peer_round", one)),
        key=lambda one: (not one.is_body, one.folded),
    )


def own_unit(actor: Actor) -> Unit | None:
    return Unit.objects.filter(pk=actor.unit_id).first() if actor.unit_id else None


def people_of(place: Unit, day: date) -> list[tuple[UUID, UUID]]:
    """(officer, unit) of those who are scored in the body, or in the unit and below it, on the day; each once."""
    units = Unit.objects.on(day).filter(body=place.body_id)
    if not place.is_body:
        below = UnitClosure.objects.on(day).filter(ancestor=place.pk)
        units = units.filter(pk__in=below.values("descendant"))
    rows = (
        Mandate.objects.on(day)
        .filter(post__unit__in=units.values("pk"), is_scoring=True)
        .order_by("valid_from", "pk")
        .values_list("officer", "post__unit")
    )
    return list(dict(rows).items())


def colleagues(asked: PeerRequest, day: date) -> list[Colleague]:
    """Whom the request names, by given name. Two queries."""
    why = {UUID(one["officer"]): one["why"] for one in asked.targets}
    seats = Mandate.objects.on(day).filter(officer__in=why).select_related("post", "post__unit").order_by("is_scoring")
    seat = {mandate.officer_id: mandate.post for mandate in seats}
    people = Officer.objects.filter(pk__in=why).order_by("sort_key", "code")
    return [
        Colleague(
            one,
            seat[one.pk].title if one.pk in seat else "",
            seat[one.pk].unit.name if one.pk in seat else "",
            why[one.pk],
        )
        for one in people
    ]


def left_out_before(body: UUID, unit: UUID | None) -> set[str]:
    """Who was no target in the last round of the same place: they come first in the next one."""
    last = PeerRound.objects.filter(body=body, unit=unit, state=PeerRound.State.CLOSED).order_by("-closed_at").first()
    if last is None:
        return set()
    asked = PeerRequest.objects.filter(round=last).values_list("rater", flat=True)
    spoken_of = set(PeerResult.objects.filter(round=last).values_list("officer", flat=True))
    return {str(one) for one in asked if one not in spoken_of}


def scores_beside(officers: Collection[UUID], body: UUID, period: str) -> dict[UUID, Decimal]:
    """Officer -> mean of the confirmed sheets of the period, by the decree. Beside the result, never part of it."""
    first, last = days_of(period)
    rows = Sheet.objects.filter(
        officer__in=officers,
        period__body=body,
        period__starts_on__gte=first,
        period__ends_on__lte=last,
        state=Sheet.State.CONFIRMED,
        total__isnull=False,
    )
    return dict(rows.order_by().values_list("officer").annotate(mean=Avg("total")))


def asked_by(officer_ids: Iterable[UUID], one: PeerRound) -> dict[UUID, UUID]:
    """Rater -> the unit they sat in when the round was opened."""
    day = one.opened_at.astimezone(VIETNAM).date()
    rows = (
        Mandate.objects.on(day)
        .filter(officer__in=list(officer_ids), is_scoring=True, post__unit__body=one.body_id)
        .order_by("valid_from", "pk")
    )
    return dict(rows.values_list("officer", "post__unit"))

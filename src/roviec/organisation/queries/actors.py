"""From an account and the mandate it chose to an Actor."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.organisation.models import Absence, Account, ApiToken, Mandate, Portfolio, UnitClosure
from roviec.organisation.models.dated import in_force
from roviec.organisation.models.post import Rank
from roviec.organisation.queries.calendars import keep_up_with, stamp_now

LEADING = {Rank.LEADER: Duty.LEADER, Rank.DEPUTY_LEADER: Duty.LEADER, Rank.HEAD: Duty.HEAD, Rank.DEPUTY: Duty.DEPUTY}


def mandates_of(account: Account, day: date) -> QuerySet[Mandate]:
    """The mandates the account may act under on the day, the scoring one first; `calendars_at` is the stamp of the calendars."""
    return (
        Mandate.objects.on(day)
        .filter(officer=account.officer_id)
        .select_related("post", "post__unit", "officer")
        .annotate(calendars_at=stamp_now())
        .order_by("-is_scoring", "valid_from")
    )


def actor_for(account: Account, mandate: Mandate | None, day: date) -> Actor:
    """The actor on that day. Without a mandate (services, administrators without a post) it leads nothing and sees no body."""
    if mandate is None:
        return Actor(
            account_id=account.pk,
            account_label=account.get_username(),
            kind=ActorKind(account.kind),
            officer_id=account.officer_id,
            duties=frozenset({Duty.ADMIN}) if account.is_superuser else frozenset(),
        )
    post, unit = mandate.post, mandate.post.unit
    duties = {LEADING.get(Rank(post.rank), Duty.STAFF)}
    if post.tracks_work:
        duties.add(Duty.TRACKER)
    if post.keeps_register:
        duties.add(Duty.CLERK)
    if post.administers or account.is_superuser:
        duties.add(Duty.ADMIN)
    return Actor(
        account_id=account.pk,
        account_label=mandate.officer.full_name,
        kind=ActorKind(account.kind),
        officer_id=account.officer_id,
        mandate_id=mandate.pk,
        mandate_label=f"{post.title}, {unit.name}",
        post_id=post.pk,
        unit_id=unit.pk,
        body_id=unit.body_id,
        duties=frozenset(duties),
        units_led=_units_led(mandate, duties, day),
        bodies_seen=_bodies_seen(unit.body_id, unit.side, day),
        stands_in_for=_stands_in_for(mandate.officer_id, day),
    )


def actor_of_token(token: ApiToken, day: date, *, administers: bool) -> Actor:
    """The token's account under the token's mandate (while it lasts), without the administrator's duty unless its scope says so."""
    mandate = token.mandate
    stamps = mandates_of(token.account, day).values_list("calendars_at", flat=True)  # type: ignore[misc]  # annotated
    if mandate is not None and (stamp := list(stamps.filter(pk=mandate.pk)[:1])):
        keep_up_with(stamp[0])
    else:
        mandate = mandates_of(token.account, day).first() if token.mandate_id is None else None
        if mandate is not None:
            keep_up_with(mandate.calendars_at)
    actor = actor_for(token.account, mandate, day)
    return actor if administers else replace(actor, duties=actor.duties - {Duty.ADMIN})


def _units_led(mandate: Mandate, duties: set[Duty], day: date) -> frozenset[UUID]:
    """Own unit and everything below it for a head; for a leader the body; for anyone the units in the post's portfolio."""
    tops: set[UUID] = set()
    if duties & {Duty.HEAD, Duty.DEPUTY, Duty.LEADER}:
        tops.add(mandate.post.unit_id)
    tops.update(
        Portfolio.objects.on(day).filter(post=mandate.post_id, unit__isnull=False).values_list("unit_id", flat=True)
    )
    if not tops:
        return frozenset()
    below = UnitClosure.objects.on(day).filter(ancestor__in=tops).values_list("descendant_id", flat=True)
    return frozenset(below) | tops


def _bodies_seen(body_id: UUID | None, side: str, day: date) -> frozenset[UUID]:
    """The own body and the bodies of the same side below it (R03: tasks and lateness are seen downwards)."""
    if body_id is None:
        return frozenset()
    below = UnitClosure.objects.on(day).filter(ancestor=body_id, descendant__is_body=True, descendant__side=side)
    return frozenset(below.values_list("descendant_id", flat=True)) | {body_id}


def _stands_in_for(officer_id: UUID, day: date) -> frozenset[UUID]:
    away = Absence.objects.on(day).filter(substitute=officer_id).values("officer")
    return frozenset(Mandate.objects.on(day).filter(officer__in=away).values_list("post_id", flat=True))


def worker_actor() -> Actor:
    """The system itself. Its account is made by migration 0002."""
    account = Account.objects.get(username="worker")
    return Actor(account_id=account.pk, account_label="Hệ thống", kind=ActorKind.WORKER)


def head_mandate_condition(day: date) -> Q:
    """Mandates of unit heads on the day, for set-based joins."""
    return in_force(day) & Q(post__rank__in=[Rank.HEAD, Rank.LEADER])

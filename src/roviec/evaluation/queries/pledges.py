"""Reads of promises and quotas, for a given actor."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.pledges import TAKEN_ON, PledgeState, Quota, quota_of, short_of
from roviec.evaluation.models import Pledge, PledgeQuota, PledgeRules
from roviec.organisation.models import Mandate, Officer, Unit

RELATED = ("officer", "post", "unit", "body", "task", "task__clock")
HARD = (Pledge.Kind.HOT, Pledge.Kind.HARD)
LISTS = ("mine", "for_me", "all", "protected")
# Whom a proposal waits for cannot be asked of the database alone: so many proposals are looked at.
MOST_PROPOSED = 500


def pledges_visible_to(actor: Actor) -> QuerySet[Pledge]:
    """The same rule as `permissions.pledges.sees_pledge`; proposals for the leader of a body below also to those above."""
    rows = Pledge.objects.select_related(*RELATED)
    if actor.kind is ActorKind.WORKER:
        return rows
    if actor.body_id is None:
        return rows.none()
    hidden = (PledgeState.PROPOSED, PledgeState.REFUSED, PledgeState.WITHDRAWN)
    open_bodies = PledgeRules.objects.filter(programme_open=True).values("body")
    seen = Q(officer=actor.officer_id) | (
        Q(body__in=actor.bodies_seen)
        & (
            (~Q(kind=Pledge.Kind.PROGRAMME) & ~Q(state__in=hidden))
            | Q(kind=Pledge.Kind.PROGRAMME, body__in=open_bodies)
        )
    )
    if actor.has(Duty.HEAD, Duty.LEADER):
        seen |= Q(unit__in=actor.units_led, body=actor.body_id)
    if actor.has(Duty.LEADER):
        seen |= Q(post__rank="leader", body__in=actor.bodies_seen - {actor.body_id})
    if actor.has(Duty.TRACKER):
        seen |= Q(post__rank="leader", body=actor.body_id)
    if actor.stands_in_for:
        seen |= Q(unit__posts__in=actor.stands_in_for)
    return rows.filter(pk__in=Pledge.objects.filter(seen).values("pk"))


def listed_pledges(which: str, actor: Actor, year: int) -> QuerySet[Pledge]:
    """One of LISTS for a year: hard tasks and programmes, what is due first before the rest. ValueError for another word."""
    rows = pledges_visible_to(actor).filter(year=year).order_by("due_on", "pk")
    match which:
        case "mine":
            return rows.filter(officer=actor.officer_id)
        case "for_me":
            waiting = Q(state=PledgeState.PROPOSED) | (Q(state=PledgeState.APPROVED) & ~Q(review=""))
            return rows.filter(waiting).exclude(officer=actor.officer_id)
        case "all":
            return rows.filter(kind__in=HARD, state__in=TAKEN_ON)
        case "protected":
            return rows.filter(state=PledgeState.PROTECTED)
    raise ValueError(which)


def programme_of(officer_id: UUID, actor: Actor, year: int) -> list[Pledge]:
    """Points of one person's programme for a year, as far as the actor sees them; withdrawn ones left out."""
    rows = pledges_visible_to(actor).filter(officer=officer_id, kind=Pledge.Kind.PROGRAMME, year=year)
    return list(rows.exclude(state=PledgeState.WITHDRAWN).order_by("due_on", "pk"))


def rules_of(body_id: UUID) -> PledgeRules:
    """As decided, else the defaults (not saved)."""
    return PledgeRules.objects.filter(body=body_id).first() or PledgeRules(body_id=body_id)


def quotas_of(body_id: UUID) -> list[PledgeQuota]:
    """Every quota ever set, the newest first."""
    return list(PledgeQuota.objects.filter(body=body_id).order_by("-since", "rank", "titles"))


def quotas_on(body_ids: Iterable[UUID], day: date) -> dict[UUID, list[Quota]]:
    """Body → the quotas in force on the day: of each rank and title the newest that has begun."""
    newest: dict[tuple[UUID, str, str], PledgeQuota] = {}
    for quota in PledgeQuota.objects.filter(body__in=list(body_ids), since__lte=day).order_by("since", "pk"):
        newest[quota.body_id, quota.rank, quota.titles] = quota
    found: dict[UUID, list[Quota]] = defaultdict(list)
    for (body, rank, titles), quota in newest.items():
        found[body].append(Quota(rank, titles, quota.least))
    return dict(found)


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """What one person owes and has of a year's quota. `proposed` waits for a decision and does not count yet."""

    officer: Officer
    title: str
    unit: Unit
    body_id: UUID
    least: int
    taken_on: int
    proposed: int
    short: int


def quota_rows(
    body_ids: Iterable[UUID], year: int, day: date, *, units: Iterable[UUID] | None = None
) -> list[QuotaRow]:
    """Everybody of the bodies (or units) who owes hard tasks, the shortest first. Under the scoring mandate of the day. Three queries."""
    quotas = quotas_on(body_ids, day)
    if not quotas:
        return []
    mandates = Mandate.objects.on(day).filter(post__unit__body__in=list(quotas), is_scoring=True)
    if units is not None:
        mandates = mandates.filter(post__unit__in=list(units))
    counted: dict[UUID, list[str]] = defaultdict(list)
    pledged = Pledge.objects.filter(body__in=list(quotas), year=year, kind__in=HARD)
    for officer, state in pledged.values_list("officer", "state"):
        counted[officer].append(state)
    rows: dict[UUID, QuotaRow] = {}
    for mandate in mandates.select_related("officer", "post", "post__unit").order_by("valid_from"):
        unit = mandate.post.unit
        body = unit.body_id or unit.pk
        quota = quota_of(mandate.post.rank, mandate.post.title, quotas[body])
        if quota is None or quota.least == 0:
            continue
        states = counted.get(mandate.officer_id, [])
        rows[mandate.officer_id] = QuotaRow(
            mandate.officer,
            mandate.post.title,
            unit,
            body,
            quota.least,
            sum(state in TAKEN_ON for state in states),
            states.count(PledgeState.PROPOSED),
            short_of(quota.least, states),
        )
    return sorted(rows.values(), key=lambda row: (-row.short, row.unit.folded, row.officer.sort_key))


def own_quota(actor: Actor, year: int, day: date) -> QuotaRow | None:
    """What the actor owes; None where no quota covers the post."""
    if actor.body_id is None or actor.unit_id is None:
        return None
    rows = quota_rows([actor.body_id], year, day, units=[actor.unit_id])
    return next((row for row in rows if row.officer.pk == actor.officer_id), None)


def protected_clocks(clock_ids: Iterable[UUID]) -> set[UUID]:
    """Of these clocks, those of hard tasks that failed honestly: their lateness is excused in scoring."""
    ids = list(clock_ids)
    found = Pledge.objects.filter(state=PledgeState.PROTECTED, task__clock__among=ids) if ids else Pledge.objects.none()
    return set(found.values_list("task__clock", flat=True))


def results_of(officer_ids: Iterable[UUID], year: int) -> dict[UUID, tuple[int, int]]:
    """Officer → (hard tasks that ended, of them kept or protected) in a year."""
    found: dict[UUID, tuple[int, int]] = {}
    ended = Pledge.objects.filter(officer__in=list(officer_ids), year=year, kind__in=HARD)
    for officer, state in ended.filter(
        state__in=(PledgeState.KEPT, PledgeState.FAILED, PledgeState.PROTECTED)
    ).values_list("officer", "state"):
        all_, kept = found.get(officer, (0, 0))
        found[officer] = (all_ + 1, kept + (state != PledgeState.FAILED))
    return found

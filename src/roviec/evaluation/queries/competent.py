"""Who is competent for which sheet at the moment (art. 10.1), read for many sheets at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from roviec.core.scoring.competence import Confirmer, Place, Ranked, Seated, confirmer, is_below
from roviec.core.scoring.model import Role
from roviec.evaluation.models import ScoringPeriod, Sheet
from roviec.organisation.models import Delegation, Mandate, Portfolio, UnitClosure
from roviec.organisation.queries.charge import head_posts
from roviec.organisation.queries.holders import head_of

# Stands for "whoever": no official has this id.
ANYBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Competence:
    """Heads and lines upwards of some units on a day. `above`: unit -> the units above it, the nearest first."""

    heads: dict[UUID, Seated]
    above: dict[UUID, list[UUID]]

    def of(self, unit: UUID, body: UUID, role: str, officer: UUID = ANYBODY) -> Confirmer | None:
        return confirmer(Place(unit, body, Role(role), officer), self.heads, self.above)

    def for_sheet(self, sheet: Sheet) -> Confirmer | None:
        return self.of(sheet.unit_id, sheet.period.user_id, sheet.role, sheet.officer_id)

    def line_of(self, unit: UUID) -> frozenset[UUID]:
        return frozenset((unit, *self.above.get(unit, ())))


def competence(units: Iterable[UUID], bodies: Iterable[UUID], day: date) -> Competence:
    """Three to five queries, however many units. A vacant head's seat counts as filled by whom its power was given to (ủy quyền)."""
    of_bodies = set(bodies)
    asked = set(units) | of_bodies
    rows = (
        UnitClosure.objects.on(day)
        .filter(descendant__in=asked, depth__gt=0)
        .order_by("depth")
        .values_list("descendant", "ancestor", "ancestor__is_body", "ancestor__side", "descendant__side")
    )
    above: dict[UUID, list[UUID]] = defaultdict(list)
    for unit, higher, is_body, side, own_side in rows:
        # Above a body only bodies of its own side manage it: a party committee is not confirmed by the government above.
        if unit not in of_bodies or (is_body and side == own_side):
            above[unit].append(higher)
    everyone = asked | {one for line in above.values() for one in line}
    found = head_of(everyone, day, substitutes=False)
    heads = {unit: Seated(mandate.post_id, mandate.officer_id) for unit, mandate in found.items()}
    return Competence(_entrusted(everyone - set(heads), day) | heads, dict(above))


def _entrusted(headless: set[UUID], day: date) -> dict[UUID, Seated]:
    posts = head_posts(headless, day) if headless else {}
    if not posts:
        return {}
    given = Delegation.objects.on(day).filter(giver__in=posts.values()).order_by("valid_from")
    receivers = dict(given.values_list("giver", "receiver"))
    holding = Mandate.objects.on(day).filter(post__in=set(receivers.values())).order_by("valid_from")
    holders = dict(holding.values_list("post", "officer"))
    return {
        unit: Seated(receivers[post], holders[receivers[post]])
        for unit, post in posts.items()
        if post in receivers and receivers[post] in holders
    }


def competence_for(sheets: Collection[Sheet], day: date) -> Competence:
    return competence({one.unit_id for one in sheets}, {one.period.user_id for one in sheets}, day)


def confirmer_of(sheets: Collection[Sheet], day: date) -> dict[UUID, UUID]:
    """Sheet -> the post that confirms it on the day; a sheet that nobody in this house is competent for is left out.

    Sheets come with their period. The post, not the person: while its holder is away whoever stands in acts on it.
    """
    who = competence_for(sheets, day)
    found = {one.pk: who.for_sheet(one) for one in sheets}
    return {pk: one.post for pk, one in found.items() if one is not None}


def sheets_before(unit: UUID, period: str, day: date) -> QuerySet[Sheet]:
    """Sheets of the month or quarter ("2026-03") that whoever heads the unit is competent for, of this body and of those below it."""
    below = UnitClosure.objects.on(day).filter(ancestor=unit).values("descendant")
    sheets = Sheet.objects.filter(Q(unit__in=below) | Q(unit=unit), period__period=period)
    rows = sheets.values_list("unit_id", Coalesce("period__agency_id", "period__body_id"), "role").distinct()
    kinds = {(where, body, role) for where, body, role in rows if body is not None}
    who = competence({kind[0] for kind in kinds}, {kind[1] for kind in kinds}, day)
    whole: dict[str, set[UUID]] = defaultdict(set)
    wanted, but_not = Q(pk__in=()), Q(pk__in=())
    for where, body, role in kinds:
        first = who.of(where, body, role)
        if first is None:
            continue
        if first.unit == unit:
            whole[role].add(where)
            but_not |= Q(officer=first.officer, unit=where, role=role)
            continue
        # Whoever heads the place cannot confirm their own sheet there: the level above does.
        own = who.of(where, body, role, first.officer)
        if own is not None and own.unit == unit:
            wanted |= Q(officer=first.officer, unit=where, role=role)
    for role, units in whole.items():
        wanted |= Q(role=role, unit__in=units)
    return Sheet.objects.filter(wanted, period__period=period).exclude(but_not)


def order_of(sheets: Collection[Sheet], who: Competence, day: date) -> dict[UUID, Ranked]:
    """Sheet -> its place in the order staff, deputies, heads. Sheets come with their period."""
    posts = {one.mandate.post_id: one.pk for one in sheets if one.role == Role.DEPUTY}
    charge: dict[UUID, set[UUID]] = defaultdict(set)
    if posts:
        given = Portfolio.objects.on(day).filter(post__in=posts, unit__isnull=False)
        for post, unit in given.values_list("post", "unit"):
            charge[posts[post]].add(unit)
    return {
        one.pk: Ranked(
            one.pk,
            Role(one.role),
            one.unit_id,
            one.period.user_id,
            who.line_of(one.unit_id),
            frozenset(charge.get(one.pk, ())),
        )
        for one in sheets
    }


@dataclass(frozen=True, slots=True)
class Below:
    """One sheet that a leader's depends on, without anything of its score but the band."""

    sheet: UUID
    officer: str
    unit: UUID
    is_final: bool
    band: int | None


def below_of(leaders: Collection[Sheet], day: date) -> dict[UUID, list[Below]]:
    """Sheet of who leads -> the sheets of the same period that come before it. Leaders come with period and mandate; staff get none."""
    leading = [one for one in leaders if one.role != Role.STAFF]
    found: dict[UUID, list[Below]] = {one.pk: [] for one in leaders}
    if not leading:
        return found
    columns = ("pk", "role", "unit", "period", "officer__full_name", "officer__sort_key", "state", "band")
    rows = list(
        Sheet.objects.filter(period__in={one.period_id for one in leading})
        .order_by("officer__sort_key")
        .values_list(*columns)
    )
    who = competence({row[2] for row in rows}, {one.period.user_id for one in leading}, day)
    ranks = order_of(leading, who, day)
    # Ten thousand sheets stand in a few hundred units: whom a unit concerns is worked out once.
    concerned: dict[tuple[UUID, UUID], tuple[frozenset[UUID], list[Sheet]]] = {}
    for pk, role, unit, period, name, _key, state, band in rows:
        if (unit, period) not in concerned:
            line = who.line_of(unit)
            leaders_of = [
                one
                for one in leading
                if one.period_id == period and (one.unit_id in line or not ranks[one.pk].charge.isdisjoint(line))
            ]
            concerned[unit, period] = (line, leaders_of)
        line, leaders_of = concerned[unit, period]
        for leader in leaders_of:
            if is_below(Ranked(pk, Role(role), unit, leader.period.user_id, line), ranks[leader.pk]):
                found[leader.pk].append(Below(pk, name, unit, state == Sheet.State.CONFIRMED, band))
    return found


def periods_of(bodies: Collection[UUID]) -> QuerySet[ScoringPeriod]:
    """The latest first."""
    return ScoringPeriod.objects.filter(body__in=bodies).order_by("-starts_on", "body__code")

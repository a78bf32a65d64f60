"""Who is scored in a body and period: one scoring mandate each, and who cannot be placed without a person deciding."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from roviec.core.reasons import Reason
from roviec.evaluation.models import BodyRules, Sheet
from roviec.organisation.models import Mandate, Officer, Unit, UnitClosure
from roviec.organisation.models.mandate import MandateKind
from roviec.organisation.models.post import Rank

FILLING_IN = (MandateKind.ACTING, MandateKind.IN_CHARGE)
ROLES = {
    Rank.LEADER: Sheet.Role.HEAD,
    Rank.HEAD: Sheet.Role.HEAD,
    Rank.DEPUTY_LEADER: Sheet.Role.DEPUTY,
    Rank.DEPUTY: Sheet.Role.DEPUTY,
}


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Somebody of the body for whom no sheet is made, and why."""

    officer: Officer
    reason: Reason


def role_of(mandate: Mandate) -> str:
    """Mandates come with their post. Who is acting or in charge heads the unit, whatever the seat."""
    if mandate.kind in FILLING_IN:
        return Sheet.Role.HEAD.value
    return ROLES.get(Rank(mandate.post.rank), Sheet.Role.STAFF).value


def units_scored_in(body: UUID, agency: UUID | None, day: date) -> set[UUID]:
    """The units of a department that scores for itself, or those of the body without such departments."""
    alone = set(
        BodyRules.objects.filter(body=body, agency__isnull=False, since__lte=day).values_list("agency", flat=True)
    )
    rows = UnitClosure.objects.on(day).filter(ancestor__in=alone).values_list("ancestor", "descendant", "depth")
    nearest: dict[UUID, tuple[int, UUID]] = {one: (0, one) for one in alone}
    for ancestor, unit, depth in rows:
        nearest[unit] = min(nearest.get(unit, (depth, ancestor)), (depth, ancestor))
    if agency is not None:
        return {unit for unit, (_depth, own) in nearest.items() if own == agency}
    return set(Unit.objects.filter(body=body).values_list("pk", flat=True)) - set(nearest)


def scored_in(
    body: UUID, first: date, last: date, personnel: frozenset[str], agency: UUID | None = None
) -> tuple[dict[UUID, Mandate], list[Unplaced]]:
    """Officer -> the scoring mandate, and who cannot be placed.

    It is the one in force on the last day; of who left the body's work altogether, the last one. Who moved to another body is scored there.
    """
    in_days = Q(valid_from__lte=last) & (Q(valid_to__isnull=True) | Q(valid_to__gt=first))
    units = units_scored_in(body, agency, last)
    of_body = Mandate.objects.filter(in_days, post__unit__in=units, officer__personnel_type__in=personnel)
    rows = (
        Mandate.objects.filter(in_days, officer__in=of_body.values("officer"))
        .select_related("officer", "post", "post__unit")
        .order_by("valid_from", "pk")
    )
    held: dict[UUID, list[Mandate]] = defaultdict(list)
    for mandate in rows:
        held[mandate.officer_id].append(mandate)
    placed: dict[UUID, Mandate] = {}
    unplaced: list[Unplaced] = []
    for officer, mandates in held.items():
        scoring = [one for one in mandates if one.is_scoring]
        at_end = [one for one in scoring if one.valid_to is None or one.valid_to > last]
        if not scoring:
            unplaced.append(Unplaced(mandates[0].officer, Reason("sheet.no_scoring_mandate", {"count": len(mandates)})))
        elif len(at_end) > 1:
            posts = "; ".join(f"{one.post.title}, {one.post.unit.name}" for one in at_end)
            if any(one.post.unit_id in units for one in at_end):
                unplaced.append(Unplaced(at_end[0].officer, Reason("sheet.two_scoring_mandates", {"posts": posts})))
        else:
            chosen = at_end[0] if at_end else scoring[-1]
            if chosen.post.unit_id in units:
                placed[officer] = chosen
    return placed, unplaced

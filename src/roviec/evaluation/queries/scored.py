"""Who is scored in a body and period: one scoring mandate each, and who cannot be placed without a person deciding."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from roviec.core.reasons import Reason
from roviec.evaluation.models import Sheet
from roviec.organisation.models import Mandate, Officer
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


def scored_in(
    body: UUID, first: date, last: date, personnel: frozenset[str]
) -> tuple[dict[UUID, Mandate], list[Unplaced]]:
    """Officer -> the scoring mandate, and who cannot be placed.

    It is the one in force on the last day; of who left the body's work altogether, the last one. Who moved to another body is scored there.
    """
    in_days = Q(valid_from__lte=last) & (Q(valid_to__isnull=True) | Q(valid_to__gt=first))
    of_body = Mandate.objects.filter(in_days, post__unit__body=body, officer__personnel_type__in=personnel)
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
            if any(one.post.unit.body_id == body for one in at_end):
                unplaced.append(Unplaced(at_end[0].officer, Reason("sheet.two_scoring_mandates", {"posts": posts})))
        else:
            chosen = at_end[0] if at_end else scoring[-1]
            if chosen.post.unit.body_id == body:
                placed[officer] = chosen
    return placed, unplaced

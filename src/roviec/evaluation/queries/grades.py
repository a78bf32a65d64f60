"""Grades of a year, for a given actor: whose they may see, who decides them, how many may be excellent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.scoring.competence import Confirmer
from roviec.core.scoring.grading import Candidate, Places, quotas
from roviec.core.scoring.model import Role
from roviec.core.text import fold
from roviec.evaluation.models import BodyRules, Grade, GradingYear, Sheet
from roviec.evaluation.queries.competent import ANYBODY, Competence, competence
from roviec.evaluation.queries.years import Worked
from roviec.evaluation.rulesets import rulesets
from roviec.organisation.models import Mandate, Post, Unit, UnitClosure
from roviec.organisation.models.post import Rank

RELATED = ("officer", "unit", "body")


def grades_visible_to(actor: Actor) -> QuerySet[Grade]:
    """One's own; a head the unit's; leaders and the personnel office their body's, and the heads of the bodies below it.

    Administrators see their own alone. The same rule as `permissions.grades.sees_grade`.
    """
    rows = Grade.objects.select_related(*RELATED)
    if actor.kind is ActorKind.WORKER:
        return rows
    seen = Q(pk__in=())
    if actor.officer_id is not None:
        seen |= Q(officer=actor.officer_id)
    if not actor.has(Duty.ADMIN) and actor.body_id is not None:
        if actor.has(Duty.LEADER, Duty.CLERK):
            seen |= Q(body=actor.body_id) | Q(body__in=actor.bodies_seen, role=Sheet.Role.HEAD, unit=F("body"))
        if actor.has(Duty.HEAD):
            seen |= Q(body=actor.body_id, unit__in=actor.units_led)
    return rows.filter(seen)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed to: folded words of a name, a state, a unit."""

    words: str = ""
    state: str = ""
    unit: UUID | None = None


def listed_grades(body: UUID, year: int, actor: Actor, wanted: Narrowed) -> QuerySet[Grade]:
    """By unit, who leads first, then by given name."""
    rows = grades_visible_to(actor).filter(body=body, year=year, replaced_at=None)
    for word in fold(wanted.words).split():
        rows = rows.filter(officer__folded__contains=word)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.unit:
        rows = rows.filter(unit=wanted.unit)
    return rows.order_by("unit__code", "role", "officer__sort_key", "pk")


def counts_by_state(body: UUID, year: int, actor: Actor) -> dict[str, int]:
    rows = grades_visible_to(actor).filter(body=body, year=year, replaced_at=None).order_by()
    return dict(rows.values_list("state").annotate(n=Count("pk")))


def grading_year(body: UUID, year: int) -> GradingYear | None:
    return GradingYear.objects.select_related("body").filter(body=body, year=year).first()


def agencies_of(units: Collection[UUID]) -> dict[UUID, UUID]:
    """Unit -> the department of its body that uses its officials itself (cơ quan sử dụng công chức); others are left out. Two queries."""
    if not units:
        return {}
    agencies = set(BodyRules.objects.filter(agency__isnull=False).values_list("agency", flat=True))
    if not agencies:
        return {}
    rows = UnitClosure.objects.filter(descendant__in=set(units), ancestor__in=agencies, valid_to=None)
    # The nearest comes last and stays.
    return dict(rows.order_by("-depth").values_list("descendant", "ancestor"))


def graders(grades: Collection[Grade], day: date) -> dict[UUID, Confirmer]:
    """Grade -> who decides it (art. 10.2): the head of the agency; of the head themselves the head of the managing agency above.

    A grade that nobody in this house may decide is left out.
    """
    agencies = agencies_of({one.unit_id for one in grades})
    using = {one.pk: agencies.get(one.unit_id, one.body_id) for one in grades}
    who = competence((), set(using.values()), day)
    found = {one.pk: _grader(one, using[one.pk], who) for one in grades}
    return {pk: one for pk, one in found.items() if one is not None}


def _grader(grade: Grade, using: UUID, who: Competence) -> Confirmer | None:
    heads_it = grade.role == Role.HEAD and grade.unit_id == using
    return who.of(using, using, Role.HEAD if heads_it else Role.STAFF, grade.officer_id)


def managing_head(body: UUID, day: date) -> Confirmer | None:
    """The head of the agency above the body: decides anew where a grade proves untrue (art. 21.3)."""
    return competence((), {body}, day).of(body, body, Role.HEAD, ANYBODY)


def candidates(grades: Sequence[Grade], worked: dict[UUID, Worked], *, decided: bool) -> list[Candidate]:
    """For the quotas: the band decided, or (before) what points and exclusions give. Groups are those of the job types (art. 20.5.a)."""
    groups = duty_groups({one.officer_id for one in grades})
    return [
        Candidate(
            str(one.pk),
            groups.get(one.officer_id, ""),
            one.band if decided and one.state == Grade.State.DECIDED else worked[one.pk].result.band,
            worked[one.pk].result.mean,
        )
        for one in grades
    ]


def places_of(year: GradingYear, grades: Sequence[Grade], worked: dict[UUID, Worked], *, decided: bool) -> list[Places]:
    """Of every agency by itself and of each group in it (art. 20.5.a). `group` names the agency where it is not the body itself."""
    rules = rulesets()[year.ruleset]
    agencies = agencies_of({one.unit_id for one in grades})
    names = dict(Unit.objects.filter(pk__in=set(agencies.values())).values_list("pk", "name"))
    by_agency: dict[UUID | None, list[Grade]] = {None: []}
    for one in grades:
        by_agency.setdefault(agencies.get(one.unit_id), []).append(one)
    found: list[Places] = []
    for agency, rows in by_agency.items():
        people = candidates(rows, worked, decided=decided)
        places = quotas(people, rules, year.settings, outstanding=year.outstanding)
        if agency is not None:
            places = [replace(one, group=": ".join(filter(None, (names[agency], one.group)))) for one in places]
        found += places
    return found


def duty_groups(officers: Collection[UUID]) -> dict[UUID, str]:
    """Official -> the group of similar duties of the job in the scoring mandate that is open or was the last."""
    rows = Mandate.objects.filter(officer__in=set(officers), is_scoring=True).order_by("valid_from")
    return {who: group for who, group in rows.values_list("officer", "post__job_type__duty_group") if group}


ROLES = {
    Rank.LEADER: Sheet.Role.HEAD,
    Rank.HEAD: Sheet.Role.HEAD,
    Rank.DEPUTY_LEADER: Sheet.Role.DEPUTY,
    Rank.DEPUTY: Sheet.Role.DEPUTY,
    Rank.STAFF: Sheet.Role.STAFF,
}


def role_of(post: Post) -> str:
    return ROLES[Rank(post.rank)].value


def in_body(grade: Grade) -> bool:
    """Heads the agency itself, or is the deputy of who does."""
    if grade.role == Sheet.Role.STAFF:
        return False
    return grade.unit_id == grade.body_id or agencies_of({grade.unit_id}).get(grade.unit_id) == grade.unit_id


def grading_years_kept_by(actor: Actor) -> QuerySet[GradingYear]:
    """Those of the body that the actor leads or keeps the register of. The same rule as `permissions.grades.keeps_grading`."""
    rows = GradingYear.objects.select_related("body")
    if actor.body_id is None or actor.has(Duty.ADMIN) or not actor.has(Duty.LEADER, Duty.CLERK):
        return rows.none()
    return rows.filter(body=actor.body_id)


def grading_years_told_to(actor: Actor) -> QuerySet[GradingYear]:
    """Published ones of one's own body: everybody of the agency reads them."""
    return GradingYear.objects.select_related("body").filter(body=actor.body_id, published_at__isnull=False)


def published_of(year: GradingYear) -> QuerySet[Grade]:
    rows = Grade.objects.filter(body=year.body_id, year=year.year, replaced_at=None, published_at__isnull=False)
    return rows.select_related(*RELATED).order_by("unit__code", "role", "officer__sort_key", "pk")


def published_counts(year: GradingYear) -> list[tuple[int | None, int]]:
    """Band and how many, the best first."""
    rows = published_of(year).order_by().values_list("band").annotate(n=Count("pk"))
    return sorted(rows, key=lambda one: (one[0] is None, one[0] or 0))


def names_of_bands(year: GradingYear) -> dict[int | None, str]:
    return {place: band.name for place, band in enumerate(rulesets()[year.ruleset].bands)}

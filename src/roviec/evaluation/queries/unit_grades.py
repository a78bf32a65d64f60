"""Grades of units: what the year's work says, who recognises them, how many may be excellent (art. 5-9)."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from roviec.core.actor import Actor, ActorKind
from roviec.core.calendars import VIETNAM
from roviec.core.scoring.competence import Confirmer
from roviec.core.scoring.model import Role
from roviec.core.scoring.units import UnitRuleset, YearOfUnit, places_for_units
from roviec.custody.queries.standings import four_counts_by
from roviec.evaluation.models import GradingYear, UnitGrade, Yield
from roviec.evaluation.queries.competent import ANYBODY, competence
from roviec.evaluation.rulesets import unit_rulesets
from roviec.organisation.models import Post, Unit, UnitClosure
from roviec.work.models import Task

RULES = "nd-335-2025-units"
# What only people know; said with the self-assessment, confirmed with the recognition.
SAID = ("good", "shortcomings_mended", "wrongdoing", "force_majeure")


def rules_of_units() -> UnitRuleset:
    return unit_rulesets()[RULES]


def units_graded(body: UUID, day: date) -> QuerySet[Unit]:
    """The body and the units below it that belong to it, in the order of their codes, the body first."""
    below = UnitClosure.objects.on(day).filter(ancestor=body).values("descendant")
    rows = Unit.objects.filter(pk__in=below, body=body, is_external=False, valid_to=None)
    return rows.order_by("-is_body", "code", "pk")


def bodies_below(body: UUID, day: date) -> QuerySet[Unit]:
    """Bodies that the head of this one recognises (art. 5.2): directly below it, of its side."""
    below = UnitClosure.objects.on(day).filter(ancestor=body, depth=1).values("descendant")
    side = Unit.objects.filter(pk=body).values("side")[:1]
    return Unit.objects.filter(pk__in=below, is_body=True, is_external=False, valid_to=None, side=side).order_by("code")


def unit_grades_visible_to(actor: Actor) -> QuerySet[UnitGrade]:
    rows = UnitGrade.objects.select_related("unit", "unit__body")
    if actor.kind is ActorKind.WORKER:
        return rows
    return rows.filter(unit__body__in=actor.bodies_seen)


def grades_of_units(units: Collection[UUID], year: int) -> dict[UUID, UnitGrade]:
    return {one.unit_id: one for one in UnitGrade.objects.filter(unit__in=units, year=year).select_related("unit")}


def recogniser(unit: Unit, day: date) -> Confirmer | None:
    """Who recognises (art. 5): of a body the head of the body above, of a unit inside it the head of the body."""
    if unit.body_id is None:
        return None
    who = competence((), {unit.body_id}, day)
    return who.of(unit.body_id, unit.body_id, Role.HEAD if unit.is_body else Role.STAFF, ANYBODY)


def work_of_year(unit: UUID, year: int, now: datetime) -> YearOfUnit:
    """Leaves of work led by the unit or one below it and due in the year; two queries. What only people know is left unsaid."""
    first = datetime.combine(date(year, 1, 1), time(), VIETNAM)
    after = datetime.combine(date(year + 1, 1, 1), time(), VIETNAM)
    below = UnitClosure.objects.filter(ancestor=unit, valid_to=None).values("descendant")
    tasks = Task.objects.filter(lead_unit__in=below, clock__due__gte=first, clock__due__lt=after)
    sudden = Yield.objects.filter(clock=OuterRef("clock"), sudden=True)
    marked = tasks.annotate(arose=Exists(sudden) | Q(is_spoken=True))
    counted = four_counts_by(marked, now, "arose", "clock__")
    given = sum(one.total for one in counted.values())
    planned = counted.get(False)
    return YearOfUnit(
        given=given,
        done=sum(one.done for one in counted.values()),
        late=sum(one.done_late + one.open_late for one in counted.values()),
        planned=planned.total if planned else 0,
        planned_done=planned.done if planned else 0,
        no_unit_failed=_no_unit_failed(unit, year),
    )


def _no_unit_failed(unit: UUID, year: int) -> bool | None:
    """Of the units directly below: None while one of them that was to be graded is not; a unit without any has none that failed."""
    below = UnitClosure.objects.filter(ancestor=unit, depth=1, valid_to=None).values("descendant")
    known = UnitGrade.objects.filter(unit__in=below, year=year).values_list("state", "band")
    bands = [band if state == UnitGrade.State.DECIDED else None for state, band in known]
    if 3 in bands:
        return False
    whole = Unit.objects.filter(pk__in=below, valid_to=None, is_external=False).count()
    return True if len(bands) >= whole and None not in bands else None


def with_said(facts: YearOfUnit, said: Mapping[str, Any]) -> YearOfUnit:
    """The counts with what people said of the rest."""
    return replace(
        facts,
        above=said.get("above"),
        good=said.get("good"),
        shortcomings_mended=said.get("shortcomings_mended"),
        wrongdoing=said.get("wrongdoing"),
        force_majeure=bool(said.get("force_majeure")),
    )


def places_left(units: Collection[UUID], year: int, settings: Mapping[str, Any], *, but: UUID) -> tuple[int, int]:
    """Among the units that one head recognises: places for excellent with `but` counted as one more, and how many are taken without it."""
    bands = list(
        UnitGrade.objects.filter(unit__in=units, year=year, state=UnitGrade.State.DECIDED)
        .exclude(unit=but)
        .values_list("band", flat=True)
    )
    taken = bands.count(0)
    rules = rules_of_units()
    reading = settings.get("excellent_of", rules.settings["excellent_of"].default)
    places = places_for_units(bands.count(1), taken + 1, rules, reading, outstanding=bool(settings.get("outstanding")))
    return places, taken


def units_beside(unit: Unit, day: date) -> list[UUID]:
    """The units whose grades the same head recognises."""
    if not unit.is_body:
        rows = units_graded(unit.body_id, day) if unit.body_id else Unit.objects.none()
        return [pk for pk in rows.values_list("pk", flat=True) if pk != unit.body_id]
    above = UnitClosure.objects.on(day).filter(descendant=unit.pk, depth=1).values_list("ancestor", flat=True).first()
    return list(bodies_below(above, day).values_list("pk", flat=True)) if above else [unit.pk]


def settings_of_units(unit: Unit, year: int, day: date) -> dict[str, Any]:
    """Weights and readings as the level that recognises set them (art. 7.2, 26.1.a); {} while it has set none."""
    body = unit.body_id
    if unit.is_body:
        body = (
            UnitClosure.objects.on(day)
            .filter(descendant=unit.pk, depth=1)
            .values_list("ancestor__body", flat=True)
            .first()
        )
    found = GradingYear.objects.filter(body=body, year=year).values_list("units", flat=True).first()
    return found or {}


def unit_named(pk: UUID) -> Unit:
    return Unit.objects.select_related("body").get(pk=pk)


def seat_named(post: UUID) -> str:
    """Title and unit of the post."""
    found = Post.objects.select_related("unit").filter(pk=post).first()
    return f"{found.title}, {found.unit.name}" if found else ""

"""Sheets as somebody sees them: one's own over the months, one of them with all its facts, and who has none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.calendars import VIETNAM
from roviec.core.scoring.model import Score
from roviec.core.scoring.rulesets import Ruleset
from roviec.core.scoring.stored import from_json, item_from_json
from roviec.evaluation.models import BodyRules, Product, ScoringPeriod, Sheet, SheetAddition
from roviec.evaluation.permissions.sheets import posts_at_head
from roviec.evaluation.queries.rules import rules_of, ruleset_of
from roviec.evaluation.queries.scored import Unplaced, scored_in
from roviec.evaluation.queries.working_out import work_out
from roviec.ledger.models import Entry
from roviec.organisation.models import Unit, UnitClosure
from roviec.work.models import Task

RELATED = ("period", "period__body", "period__agency", "officer", "mandate", "mandate__post", "unit")
# Periods on the page of who is scored.
MONTHS = 12


@dataclass(slots=True)
class SheetShown:
    """`items` as `Sheet.items`, `score` of these very items, worked out now unless it stands. `titles`: task -> what it is."""

    sheet: Sheet
    rules: Ruleset
    items: list[dict[str, Any]]
    score: Score
    stored: dict[str, Any]
    unit_facts: dict[str, Any]
    live: bool
    additions: list[SheetAddition]
    before: Sheet | None
    titles: dict[str, str]
    history: list[Entry]


def sheets_visible_to(actor: Actor) -> QuerySet[Sheet]:
    """The same rule as `permissions.sheets.sees`."""
    rows = Sheet.objects.select_related(*RELATED)
    if actor.kind is not ActorKind.PERSON:
        return rows.none()
    seen = Q(officer=actor.officer_id) if actor.officer_id else Q(pk__in=())
    if not actor.has(Duty.ADMIN):
        seen |= Q(unit__in=posts_at_head(actor).values("unit"))
        if actor.has(Duty.LEADER, Duty.CLERK):
            seen |= Q(period__body=actor.body_id)
        if actor.has(Duty.HEAD):
            seen |= Q(unit__in=actor.units_led, period__body=actor.body_id)
        if actor.has(Duty.LEADER):
            seen |= Q(unit=F("period__body"), role=Sheet.Role.HEAD, period__body__in=actor.bodies_seen)
    return rows.filter(seen)


def sheet_seen(pk: UUID, actor: Actor) -> Sheet:
    """DoesNotExist for one that is not there or not for the actor."""
    return sheets_visible_to(actor).get(pk=pk)


def own_sheets(officer: UUID, most: int = MONTHS) -> list[Sheet]:
    """The latest first."""
    rows = Sheet.objects.filter(officer=officer).select_related(*RELATED).defer("items")
    return list(rows.order_by("-period__starts_on", "-period__period")[:most])


def sheet_shown(sheet: Sheet, at: datetime) -> SheetShown:
    """Sheets come with RELATED. What is not confirmed, in an open period, is worked out anew; nothing is stored."""
    live = sheet.state != Sheet.State.CONFIRMED and sheet.period.state == ScoringPeriod.State.OPEN
    rules = ruleset_of(sheet.period)
    if live or not sheet.score:
        found = work_out(sheet.period, [sheet], at)[sheet.pk]
        items, score, stored, unit_facts = found.items, found.score, found.stored, found.unit_facts
    else:
        items, stored, unit_facts = sheet.items, sheet.score, sheet.unit_facts
        score = from_json(stored, [item_from_json(one) for one in items])
    tasks = {one["refs"]["task"] for one in items if "task" in one["refs"]} | set(stored.get("without_product", ()))
    return SheetShown(
        sheet,
        rules,
        items,
        score,
        stored,
        unit_facts,
        live,
        list(sheet.additions.select_related("product").order_by("added_at")),
        _before(sheet),
        _titles(tasks),
        list(Entry.objects.filter(stream_id=sheet.pk).order_by("seq")),
    )


def _before(sheet: Sheet) -> Sheet | None:
    """The same person's sheet before this one, for what was scored then."""
    earlier = Sheet.objects.filter(officer=sheet.officer_id, period__starts_on__lt=sheet.period.starts_on)
    return earlier.select_related("period").order_by("-period__starts_on").first()


def _titles(tasks: Iterable[str]) -> dict[str, str]:
    rows = Task.objects.filter(pk__in=[UUID(one) for one in tasks])
    return {str(pk): title for pk, title in rows.values_list("pk", "title")}


def unplaced(period: ScoringPeriod) -> list[Unplaced]:
    """Who belongs to the body and has no sheet, because which mandate is scored is not said."""
    rules = rules_of(period.body_id, period.starts_on, period.agency_id)
    return scored_in(period.body_id, period.starts_on, period.ends_on, rules.personnel, period.agency_id)[1]


def period_running(unit: Unit | None, at: datetime) -> ScoringPeriod | None:
    """The latest period that has begun, of the agency by whose rules the unit scores."""
    if unit is None:
        return None
    agency = None if unit.is_body else unit.pk
    rows = ScoringPeriod.objects.filter(
        body=unit.body_id, agency=agency, starts_on__lte=at.astimezone(VIETNAM).date()
    ).select_related("body")
    return rows.order_by("-starts_on").first()


def agency_of(actor: Actor) -> Unit | None:
    """The department that scores for itself and that the actor sits in, the nearest; else the body."""
    if actor.unit_id is None:
        return None
    above = UnitClosure.objects.filter(descendant=actor.unit_id, valid_to=None).values("ancestor")
    alone = BodyRules.objects.filter(body=actor.body_id, agency__isnull=False).values("agency")
    inside = Unit.objects.filter(Q(pk__in=above) | Q(pk=actor.unit_id), pk__in=alone)
    if not (found := list(inside)):
        return Unit.objects.get(pk=actor.body_id) if actor.body_id else None
    depths = dict(UnitClosure.objects.filter(descendant=actor.unit_id, valid_to=None).values_list("ancestor", "depth"))
    return min(found, key=lambda one: depths.get(one.pk, 0))


def product_named(pk: UUID) -> Product:
    """DoesNotExist for an unknown id."""
    return Product.objects.get(pk=pk)


def body_named(pk: UUID) -> Unit:
    """DoesNotExist for an unknown id."""
    return Unit.objects.get(pk=pk)

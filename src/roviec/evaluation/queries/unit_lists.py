"""Which heads' lists somebody may open, and one sheet as its head sees it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from django.db.models import F, Q, QuerySet

from roviec.core.actor import Actor, Duty
from roviec.core.calendars import VIETNAM
from roviec.core.scoring.model import Role
from roviec.evaluation.models import ScoringPeriod, Sheet, SheetAddition
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.permissions.confirming import Before
from roviec.evaluation.permissions.sheets import posts_at_head
from roviec.evaluation.queries.before_head import Row, live_rows
from roviec.evaluation.queries.competent import competence_for, sheets_before
from roviec.evaluation.queries.leading import BELOW_50, DELAYS, DISUNITY, FACTS, INITIATIVE, derived_facts
from roviec.evaluation.queries.rules import ruleset_of
from roviec.organisation.models import Unit, UnitClosure

RELATED = ("period", "officer", "unit", "mandate", "mandate__post")


@dataclass(frozen=True, slots=True)
class UnitList:
    """One head's list; `period` of the latest month, "" where there is none yet."""

    unit: Unit
    period: str
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """The lists of the heads' seats that somebody sits on, and the latest period of the body for who runs it."""

    lists: list[UnitList]
    period: ScoringPeriod | None


def waiting_of(actor: Actor, now: datetime) -> Waiting:
    """What evaluation's first page tells who heads a unit or runs a body. `waiting`: sheets sent and not confirmed."""
    day = now.astimezone(VIETNAM).date()
    lists = []
    for unit in Unit.objects.filter(pk__in=posts_at_head(actor).values("unit")).order_by("code"):
        if PERMISSIONS.allows(actor, "view_unit_sheets", unit) and (names := periods_before(unit.pk, day)):
            sent = sheets_before(unit.pk, names[0], day).filter(state=Sheet.State.SENT)
            lists.append(UnitList(unit, names[0], sent.count()))
    latest = ScoringPeriod.objects.filter(body=actor.body_id).order_by("-starts_on").first() if actor.body_id else None
    runs = latest is not None and PERMISSIONS.allows(actor, "view_period", latest)
    return Waiting(lists, latest if runs else None)


def lists_of(actor: Actor, day: date) -> list[UnitList]:
    """The own unit of a head, those that one stands in for, every unit of the body for its leaders and personnel office."""
    whole = actor.has(Duty.LEADER, Duty.CLERK)
    units = Unit.objects.filter(pk__in=posts_at_head(actor).values("unit"))
    if whole and actor.body_id:
        scored = Sheet.objects.filter(period__body=actor.body_id).values("unit")
        units = Unit.objects.filter(pk__in=scored) | Unit.objects.filter(pk=actor.body_id) | units
    allowed = [one for one in units.distinct().order_by("code") if PERMISSIONS.allows(actor, "view_unit_sheets", one)]
    latest = {one.pk: next(iter(periods_before(one.pk, day)), "") for one in allowed[:1]} if not whole else {}
    of_body = ScoringPeriod.objects.filter(body=actor.body_id).order_by("-starts_on").values_list("period", flat=True)
    newest = of_body.first() or ""
    return [UnitList(one, latest.get(one.pk) or newest) for one in allowed]


def unit_seen(pk: UUID, actor: Actor) -> Unit:
    """Raises DoesNotExist for a unit whose scores the actor may not list."""
    unit = Unit.objects.get(pk=pk)
    if not PERMISSIONS.allows(actor, "view_unit_sheets", unit):
        raise Unit.DoesNotExist
    return unit


def periods_before(unit: UUID, day: date) -> list[str]:
    """Months and quarters of which the unit's head may have sheets, the latest first."""
    below = UnitClosure.objects.on(day).filter(ancestor=unit).values("descendant")
    body = Unit.objects.filter(pk=unit).values("body")
    of_body = ScoringPeriod.objects.filter(body__in=below) | ScoringPeriod.objects.filter(body__in=body)
    rows = of_body.order_by("-starts_on", "-period").values_list("period", flat=True)
    return list(dict.fromkeys(rows))


def confirms_any(actor: Actor, rows: Collection[Row], day: date) -> set[UUID]:
    """Those of the sheets that the actor confirms."""
    sheets = [row.sheet for row in rows]
    who = competence_for(sheets, day)
    return {
        one.pk
        for one in sheets
        if PERMISSIONS.allows(actor, "confirm_sheet", Before(one.officer_id, who.for_sheet(one)))
    }


def row_of(pk: UUID, now: datetime) -> tuple[Row, Before]:
    """One sheet worked out as of now, with who is competent for it."""
    sheet = Sheet.objects.select_related(*RELATED).get(pk=pk)
    return live_rows([sheet], now)[0], before_of(sheet, now.astimezone(VIETNAM).date())


def before_of(sheet: Sheet, day: date) -> Before:
    """The sheet with who is competent for it; it comes with its period."""
    return Before(sheet.officer_id, competence_for([sheet], day).for_sheet(sheet))


def list_of(sheet: Sheet, day: date) -> UUID:
    """The unit in whose head's list the sheet stands; its own where nobody is competent."""
    confirmer = competence_for([sheet], day).for_sheet(sheet)
    return confirmer.unit if confirmer else sheet.unit_id


def general_of(sheet: Sheet) -> Mapping[str, Fraction]:
    """Item of form 01 -> most points."""
    return ruleset_of(sheet.period).general


def facts_to_say(sheet: Sheet, now: datetime) -> list[str]:
    """Which of d, đ, e of who leads a person says: e always, the others where the records do not."""
    if sheet.role == Role.STAFF or sheet.state == Sheet.State.CONFIRMED:
        return []
    derived = derived_facts([sheet], now.astimezone(VIETNAM).date(), now)[sheet.pk]
    return [key for key in (BELOW_50, DELAYS, INITIATIVE, DISUNITY) if derived.get(key, {}).get("by") != FACTS]


def addition_seen(pk: UUID) -> SheetAddition:
    return SheetAddition.objects.select_related("product", "sheet").get(pk=pk, withdrawn_at=None)


def additions_of(sheets: Collection[UUID]) -> QuerySet[SheetAddition]:
    """What waits for a decision."""
    return (
        SheetAddition.objects.filter(sheet__in=sheets, accepted=None, withdrawn_at=None)
        .select_related("product")
        .order_by("added_at")
    )


def period_seen_of(unit: Unit, period: str, actor: Actor) -> ScoringPeriod | None:
    """The period of the whole body, or of the department that scores for itself, for who may see it."""
    above = UnitClosure.objects.filter(descendant=unit.pk, valid_to=None).values("ancestor")
    of_unit = Q(agency=None) | Q(agency=unit.pk) | Q(agency__in=above)
    found = (
        ScoringPeriod.objects.filter(of_unit, body=unit.body_id, period=period)
        .order_by(F("agency").desc(nulls_last=True))
        .first()
    )
    return found if found is not None and PERMISSIONS.allows(actor, "view_period", found) else None

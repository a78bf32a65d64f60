"""Asking for reports: drafted, compared with what was asked already, sent, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.report_periods import bounds, open_on
from roviec.core.text import fold
from roviec.ledger.actions import lock, record
from roviec.organisation.models import Unit
from roviec.reports.actions.rounds import open_round
from roviec.reports.models import Addressee, Demand, Indicator, Wanted
from roviec.reports.permissions import PERMISSIONS
from roviec.reports.queries.demands import addressees_of, alike, wanted_of
from roviec.reports.queries.figures import MEASURES

LONGEST = {"title": 300, "content": 10_000, "basis": 300}
LONGEST_NAME, LONGEST_COUNTED, LONGEST_WHY = 300, 60, 500
RHYTHMS = Demand.Rhythm.choices
MOST_UNITS, MOST_FIGURES = 3_000, 40


@dataclass(frozen=True, slots=True)
class FigureWanted:
    """An indicator by its name and what it is counted in; `measure` (one of queries.figures.MEASURES) where we compute it."""

    name: str
    counted_in: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class DemandFields:
    """`rhythm` of core.report_periods.Span, or "once". Of a recurring demand the closing day follows from the period."""

    title: str
    units: Sequence[UUID]
    due_on: date
    closes_on: date | None = None
    rhythm: str = "once"
    content: str = ""
    basis: str = ""
    figures: Sequence[FigureWanted] = ()


def create_demand(fields: DemandFields, *, by: Actor, at: datetime) -> Demand:
    """A draft: nobody is asked yet."""
    PERMISSIONS.require(by, "draft_demand")
    if by.body_id is None:
        raise Denied("reports.draft_demand")
    closes_on = _check(fields, at)
    with transaction.atomic():
        demand = Demand(body_id=by.body_id, asked_by_post_id=by.post_id, created_at=at)
        _fill(demand, fields, closes_on)
        record(demand, "drafted", by=by, at=at, data=_said(fields))
        _link(demand, fields, by=by, at=at)
    return demand


def edit_demand(
    demand: Demand | UUID, fields: DemandFields, *, by: Actor, at: datetime, version: int | None = None
) -> Demand:
    """Of a draft, everything."""
    closes_on = _check(fields, at)
    with transaction.atomic():
        locked = _begin(demand, "edit_demand", by=by, version=version)
        _fill(locked, fields, closes_on)
        columns = ["title", "folded", "content", "basis", "rhythm", "closes_on", "due_on"]
        record(locked, "edited", by=by, at=at, data=_said(fields), changed=columns)
        locked.wanted.all().delete()
        locked.addressees.all().delete()
        _link(locked, fields, by=by, at=at)
    return locked


def send_demand(
    demand: Demand | UUID, *, by: Actor, at: datetime, why_anyway: str = "", version: int | None = None
) -> Demand:
    """Asks every unit at once: one task with a part for each. Raises Invalid when the like was asked already and no reason is stated."""
    why = why_anyway.strip()
    if len(why) > LONGEST_WHY:
        raise Invalid("why_anyway", Reason("task.too_long", {"most": LONGEST_WHY}))
    with transaction.atomic():
        locked = _begin(demand, "send_demand", by=by, version=version)
        if locked.due_on < at.astimezone(VIETNAM).date():
            raise Invalid("due_on", Reason("demand.due_past"))
        units = addressees_of(locked)
        like = alike(
            locked.title, [one.name for one in wanted_of(locked)], [unit.pk for unit in units], by, besides=locked.pk
        )
        if like and not why:
            first = like[0].demand
            raise Invalid("why_anyway", Reason("demand.asked_already", {"title": first.title, "body": first.body.name}))
        locked.state, locked.sent_at, locked.why_anyway = Demand.State.SENT, at, why
        data = {"units": len(units), "why_anyway": why, "like": [one.demand.pk for one in like]}
        record(locked, "sent", by=by, at=at, data=data, changed=["state", "sent_at", "why_anyway"])
        open_round(locked, locked.closes_on, locked.due_on, by=by, at=at)
    return locked


def end_demand(demand: Demand | UUID, *, by: Actor, at: datetime) -> Demand:
    """No more rounds; a draft is thrown away. Rounds that are open go on."""
    with transaction.atomic():
        locked = lock(Demand, demand.pk if isinstance(demand, Demand) else demand)
        PERMISSIONS.require(by, "end_demand", locked)
        if locked.state != Demand.State.ENDED:
            locked.state, locked.ended_at = Demand.State.ENDED, at
            record(locked, "ended", by=by, at=at, changed=["state", "ended_at"])
    return locked


def _begin(demand: Demand | UUID, action: str, *, by: Actor, version: int | None) -> Demand:
    locked = lock(Demand, demand.pk if isinstance(demand, Demand) else demand, version=version)
    PERMISSIONS.require(by, action, locked)
    if locked.state != Demand.State.DRAFT:
        raise Invalid(None, Reason("demand.sent"))
    return locked


def _check(fields: DemandFields, at: datetime) -> date:
    """Everything wrong, at once; gives the closing day."""
    wrong: list[tuple[str | None, Reason]] = []
    if not fields.title.strip():
        wrong.append(("title", Reason("report.no_title")))
    for name, most in LONGEST.items():
        if len(getattr(fields, name)) > most:
            wrong.append((name, Reason("task.too_long", {"most": most})))
    units = set(fields.units)
    if not units:
        wrong.append(("units", Reason("demand.nobody")))
    elif len(units) > MOST_UNITS:
        wrong.append(("units", Reason("demand.too_many_units", {"most": MOST_UNITS})))
    elif Unit.objects.filter(pk__in=units, is_external=False).count() < len(units):
        wrong.append(("units", Reason("demand.outside")))
    if len(fields.figures) > MOST_FIGURES:
        wrong.append(("figures", Reason("demand.too_many_figures", {"most": MOST_FIGURES})))
    for figure in fields.figures:
        if not figure.name.strip() or len(figure.name) > LONGEST_NAME or len(figure.counted_in) > LONGEST_COUNTED:
            wrong.append(("figures", Reason("demand.bad_figure", {"name": figure.name[:60]})))
        if figure.measure and figure.measure not in MEASURES:
            wrong.append(("figures", Reason("demand.bad_figure", {"name": figure.name[:60]})))
    if fields.rhythm not in Demand.Rhythm.values:
        wrong.append(("rhythm", Reason("report.bad_period")))
        raise Invalid.many(wrong)
    closes_on = fields.closes_on or _closing(fields.rhythm, fields.due_on, at)
    if closes_on > fields.due_on:
        wrong.append(("closes_on", Reason("demand.due_before_closing")))
    if wrong:
        raise Invalid.many(wrong)
    return closes_on


def _closing(rhythm: str, due_on: date, at: datetime) -> date:
    """Of a single demand the day it is due; of a recurring one the end of the period that runs."""
    if rhythm == Demand.Rhythm.ONCE:
        return due_on
    today = at.astimezone(VIETNAM).date()
    return bounds(open_on(today, rhythm, settings.REPORT_CLOSING_DAY), settings.REPORT_CLOSING_DAY)[1]


def _fill(demand: Demand, fields: DemandFields, closes_on: date) -> None:
    demand.title, demand.content, demand.basis = fields.title.strip(), fields.content.strip(), fields.basis.strip()
    demand.rhythm, demand.closes_on, demand.due_on = fields.rhythm, closes_on, fields.due_on
    demand.folded = fold(" ".join([demand.title, *(one.name for one in fields.figures)]))


def _link(demand: Demand, fields: DemandFields, *, by: Actor, at: datetime) -> None:
    Addressee.objects.bulk_create(Addressee(demand=demand, unit_id=pk) for pk in dict.fromkeys(fields.units))
    seen: set[UUID] = set()
    for order, figure in enumerate(fields.figures):
        indicator = _indicator(figure, demand.body_id, by=by, at=at)
        if indicator.pk not in seen:
            seen.add(indicator.pk)
            Wanted.objects.create(demand=demand, indicator=indicator, order=order)


def _indicator(figure: FigureWanted, body_id: UUID, *, by: Actor, at: datetime) -> Indicator:
    """The one of that name, whoever named it first: an indicator is kept once."""
    name, counted_in = " ".join(figure.name.split()), figure.counted_in.strip()
    found = Indicator.objects.filter(folded=fold(name), counted_in=counted_in).first()
    if found is None:
        found = Indicator(
            body_id=body_id,
            name=name,
            folded=fold(name),
            counted_in=counted_in,
            measure=figure.measure,
            created_at=at,
        )
        record(found, "named", by=by, at=at, data={"name": name, "counted_in": counted_in, "measure": figure.measure})
    return found


def _said(fields: DemandFields) -> dict[str, object]:
    return {
        "title": fields.title.strip(),
        "units": len(set(fields.units)),
        "figures": [one.name for one in fields.figures],
        "rhythm": fields.rhythm,
        "due_on": fields.due_on,
    }

"""Figures: which indicators there are, what is known of them, and those that we compute ourselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from roviec.core.actor import Actor
from roviec.core.calendars import end_of_day
from roviec.custody.models import Clock
from roviec.custody.queries import Counts, four_counts_by
from roviec.organisation.models import Unit
from roviec.reports.models import Figure, Indicator, Round
from roviec.reports.permissions import is_system

MEASURES = ("total", "done_on_time", "done_late", "open_on_time", "open_late")
Values = Mapping[tuple[UUID, UUID], Figure]


@dataclass(frozen=True, slots=True)
class ComputedFigure:
    """A figure of ours; `is_final` once the round is closed for figures: it then no longer changes."""

    value: Decimal
    is_final: bool


def tidy(value: Decimal) -> Decimal:
    """Without the zeros that the column adds: 12.5000 is 12.5, 100.0000 is 100."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def indicators() -> QuerySet[Indicator]:
    """All, with `n_figures` and `last_at`; by name."""
    rows = Indicator.objects.select_related("body").annotate(
        n_figures=Count("figures"), last_at=Max("figures__entered_at")
    )
    return rows.order_by("folded")


def known_figures(wanted: Iterable[UUID], units: Iterable[UUID], period: str) -> Values:
    """(indicator, unit) -> what was entered for the period, through whichever demand."""
    rows = Figure.objects.filter(indicator__in=list(wanted), unit__in=list(units), period=period)
    return {(one.indicator_id, one.unit_id): one for one in rows.select_related("answer__round__demand")}


def figures_of(indicator: Indicator, actor: Actor) -> QuerySet[Figure]:
    """Values by period and unit, newest period first, of units of the actor's body and of the bodies below it."""
    rows = indicator.figures.select_related("unit", "answer__round__demand__body").order_by("-period", "unit__folded")
    if is_system(actor):
        return rows
    return rows.filter(unit__body__in={*actor.bodies_seen, *([actor.body_id] if actor.body_id else [])})


def computed(
    round_: Round, units: Sequence[Unit], wanted: Sequence[Indicator], now: datetime
) -> dict[tuple[UUID, UUID], ComputedFigure]:
    """(indicator, unit) -> what we compute: of a body all work that its units lead, of a unit its own. As of the closing instant.

    After closing, what the worker kept at that instant is the figure. At most three queries.
    """
    ours = [one for one in wanted if one.measure in MEASURES]
    if not ours or not units:
        return {}
    ids = [unit.pk for unit in units]
    kept = known_figures([one.pk for one in ours], ids, round_.period)
    is_closed = now > end_of_day(round_.closes_on)
    found = {key: ComputedFigure(tidy(figure.value), True) for key, figure in kept.items()}
    if len(found) < len(ours) * len(ids):
        counts = counts_by_unit(units, min(now, end_of_day(round_.closes_on)))
        for one in ours:
            for unit in ids:
                value = Decimal(getattr(counts.get(unit, Counts()), one.measure))
                found.setdefault((one.pk, unit), ComputedFigure(value, is_closed))
    return found


def counts_by_unit(units: Sequence[Unit], at: datetime) -> dict[UUID, Counts]:
    bodies = [unit.pk for unit in units if unit.is_body]
    others = [unit.pk for unit in units if not unit.is_body]
    found: dict[UUID, Counts] = {}
    if bodies:
        found |= four_counts_by(Clock.objects.filter(unit__body__in=bodies), at, "unit__body")
    if others:
        found |= four_counts_by(Clock.objects.filter(unit__in=others), at, "unit")
    return found


def values_of(round_: Round, units: Sequence[UUID], wanted: Sequence[Indicator]) -> Values:
    """What was reported in the round or known already."""
    return known_figures([one.pk for one in wanted], units, round_.period)

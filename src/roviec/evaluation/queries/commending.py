"""Rounds of commendation and the facts beside each name. The list says who meets the criteria; people decide."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.commending import Facts, unmet
from roviec.core.reasons import Reason
from roviec.evaluation.models import Commendation, Grade, Nominee, Sheet, UnitGrade
from roviec.evaluation.queries.pledges import results_of
from roviec.evaluation.queries.work_results import of_officers, of_units
from roviec.evaluation.rulesets import rulesets
from roviec.organisation.models import Mandate, Officer, Unit

# Lateness that lasted, where a round sets no number of days of its own.
LASTING_DAYS = 30


def rounds_visible_to(actor: Actor) -> QuerySet[Commendation]:
    """The same rule as `permissions.commending.sees`."""
    rows = Commendation.objects.select_related("body").order_by("-year", "-opened_at")
    if actor.kind is ActorKind.WORKER:
        return rows
    rows = rows.filter(body=actor.body_id)
    return rows if actor.has(Duty.HEAD, Duty.LEADER, Duty.CLERK) else rows.filter(state=Commendation.State.DECIDED)


def listed_rounds(actor: Actor) -> QuerySet[Commendation]:
    """With numbers of collectives and people chosen, as reports ask for them, and of those proposed."""
    chosen = Q(nominees__chosen=True)
    return rounds_visible_to(actor).annotate(
        n_units=Count("nominees", filter=chosen & Q(nominees__unit__isnull=False)),
        n_officers=Count("nominees", filter=chosen & Q(nominees__officer__isnull=False)),
        n_proposed=Count("nominees"),
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the body, or a unit, with the year's facts; `reasons` empty: every criterion is met."""

    officer: Officer | None
    unit: Unit
    title: str
    facts: Facts
    reasons: list[Reason]
    nominated: bool

    @property
    def meets(self) -> bool:
        return not self.reasons


def candidates(round_: Commendation, now: datetime, day: date, *, of_units_too: bool) -> list[Candidate]:
    """Everybody of the body on the day (or its units), those who meet all criteria first. A dozen queries, however many people."""
    if of_units_too:
        units = list(Unit.objects.on(day).filter(body=round_.body_id, is_external=False).exclude(pk=round_.body_id))
        facts = facts_of_units([unit.pk for unit in units], round_, now)
        named = set(round_.nominees.exclude(unit=None).values_list("unit", flat=True))
        rows = [
            Candidate(
                None,
                unit,
                unit.name,
                facts[unit.pk],
                unmet(round_.criteria, facts[unit.pk], of_unit=True),
                unit.pk in named,
            )
            for unit in units
        ]
        return sorted(rows, key=lambda row: (len(row.reasons), row.unit.folded))
    mandates = Mandate.objects.on(day).filter(post__unit__body=round_.body_id, is_scoring=True)
    seats = {
        one.officer_id: one for one in mandates.select_related("officer", "post", "post__unit").order_by("valid_from")
    }
    of_people = facts_of_officers(list(seats), round_, now)
    named = set(round_.nominees.exclude(officer=None).values_list("officer", flat=True))
    rows = [
        Candidate(
            one.officer,
            one.post.unit,
            one.post.title,
            of_people[pk],
            unmet(round_.criteria, of_people[pk], of_unit=False),
            pk in named,
        )
        for pk, one in seats.items()
    ]
    return sorted(
        rows, key=lambda row: (len(row.reasons), row.unit.folded, row.officer.sort_key if row.officer else "")
    )


def facts_of_officers(officers: Collection[UUID], round_: Commendation, now: datetime) -> dict[UUID, Facts]:
    ids, year = list(officers), round_.year
    sheets = Sheet.objects.filter(
        officer__in=ids, state=Sheet.State.CONFIRMED, period__starts_on__year=year, total__isnull=False
    )
    means = dict(sheets.values_list("officer").annotate(mean=Avg("total")).order_by())
    decided = Grade.objects.filter(officer__in=ids, year=year, state=Grade.State.DECIDED, replaced_at=None)
    bands = dict(decided.values_list("officer", "band"))
    work = of_officers(ids, year, now, lasting_days=lasting_days(round_.criteria))
    pledged = results_of(ids, year)
    return {
        pk: Facts(
            mean=Decimal(str(means[pk])) if pk in means else None,
            band=bands.get(pk),
            done=work[pk].done,
            in_time=work[pk].in_time,
            lasting=work[pk].lasting,
            pledged=pledged.get(pk, (0, 0))[0],
            kept=pledged.get(pk, (0, 0))[1],
        )
        for pk in ids
    }


def facts_of_units(units: Collection[UUID], round_: Commendation, now: datetime) -> dict[UUID, Facts]:
    ids = list(units)
    decided = UnitGrade.objects.filter(unit__in=ids, year=round_.year, state=UnitGrade.State.DECIDED)
    bands = dict(decided.values_list("unit", "band"))
    work = of_units(ids, round_.year, now, lasting_days=lasting_days(round_.criteria))
    return {pk: Facts(None, bands.get(pk), work[pk].done, work[pk].in_time, work[pk].lasting) for pk in ids}


def lasting_days(criteria: Mapping[str, Any]) -> int:
    return int(criteria.get("no_lasting_delay") or LASTING_DAYS)


def stored(facts: Facts, reasons: list[Reason]) -> dict[str, Any]:
    """Facts of the day as they are kept with a proposal."""
    return {
        "mean": f"{facts.mean:.2f}" if facts.mean is not None else None,
        "band": facts.band,
        "done": facts.done,
        "in_time": facts.in_time,
        "lasting": facts.lasting,
        "pledged": facts.pledged,
        "kept": facts.kept,
        "unmet": [{"code": one.code, "params": dict(one.params)} for one in reasons],
    }


def nominees_of(round_: Commendation, actor: Actor) -> list[Nominee]:
    """Collectives first. Of a decided round everybody sees whom it chose; while it runs a head sees the own units' proposals."""
    rows = round_.nominees.select_related("unit", "officer").order_by("officer__sort_key", "unit__folded", "pk")
    if actor.kind is ActorKind.WORKER or actor.has(Duty.LEADER, Duty.CLERK):
        return list(rows)
    if round_.state == Commendation.State.DECIDED:
        return list(rows.filter(chosen=True))
    led = Mandate.objects.filter(post__unit__in=actor.units_led, valid_to=None).values("officer")
    return list(rows.filter(Q(unit__in=actor.units_led) | Q(officer__in=led)))


def band_names() -> list[str]:
    """Of the decree that grades officials, the highest first."""
    return [str(band.name) for band in rulesets()["nd-335-2025"].bands]

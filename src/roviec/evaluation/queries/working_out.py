"""Sheets worked out from the facts as they are now: items and score, not stored. Actions store them, pages show them live."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cache
from typing import Any
from uuid import UUID

from roviec.core.calendars import VIETNAM
from roviec.core.reasons import Reason
from roviec.core.scoring.model import Facts, Item, Origin, Role, Score, Sums, UnitFacts
from roviec.core.scoring.rulesets import Ruleset
from roviec.core.scoring.scoring import points_of, score, sums_of
from roviec.core.scoring.stored import as_json, item_as_json, item_from_json, sums_from_json
from roviec.evaluation.models import ScoringPeriod, Sheet, SheetAddition
from roviec.evaluation.queries.competent import Below, below_of
from roviec.evaluation.queries.facts import Gathered, gather
from roviec.evaluation.queries.leading import derived_facts
from roviec.evaluation.queries.rules import ruleset_of

KNOWN_OF_UNIT = ("any_subordinate_below_50", "lasting_delays", "lasting_disunity", "initiative")


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """`items` and `stored` are what `Sheet.items` and `Sheet.score` keep."""

    items: list[dict[str, Any]]
    score: Score
    stored: dict[str, Any]
    band: int | None
    unit_facts: dict[str, Any]


def work_out(
    period: ScoringPeriod, sheets: Collection[Sheet], at: datetime, below: Mapping[UUID, list[Below]] | None = None
) -> dict[UUID, WorkedOut]:
    """Sheet -> what it comes to at `at`. Sheets of the period, not confirmed; of leaders with `period` and `mandate` loaded.
    `below`: what `below_of` says of the leaders among them, where the caller has asked already.

    What a leader steers is read from the stored sheets of the others, so these are worked out and stored first.
    """
    rules, day = ruleset_of(period), at.astimezone(VIETNAM).date()
    gathered = gather(period, [one.officer_id for one in sheets])
    added = _additions(sheets)
    leaders = [one for one in sheets if one.role != Sheet.Role.STAFF]
    if below is None:
        below = below_of(leaders, day)
    ranks = {one.pk: below[one.pk] for one in leaders}
    steered = steered_by(leaders, period.settings, rules, ranks)
    derived = derived_facts(leaders, day, at, ranks) if leaders else {}
    return {
        one.pk: _worked_out(
            one,
            {**one.unit_facts, **derived.get(one.pk, {})},
            gathered[one.officer_id],
            added.get(one.pk, []),
            steered.get(one.pk, ()),
            period,
            rules,
        )
        for one in sheets
    }


@cache
def exact(text: str) -> Fraction:
    """Points as `actions.sheets` keeps them: a few hundred texts for everybody."""
    return Fraction(text)


def _worked_out(
    sheet: Sheet,
    unit_facts: dict[str, Any],
    facts: Gathered,
    added: list[dict[str, Any]],
    steered: Iterable[Sums],
    period: ScoringPeriod,
    rules: Ruleset,
) -> WorkedOut:
    items = [*facts.items, *added]
    scored = (*facts.scored, *(item_from_json(one) for one in added))
    unit = {key: one.get("value") for key, one in unit_facts.items() if key in KNOWN_OF_UNIT}
    found = score(
        Facts(
            role=Role(sheet.role),
            period=period.period,
            general={key: exact(text) for key, text in {**sheet.own_points, **sheet.points}.items()},
            items=scored,
            unit=UnitFacts(**unit),
            settings=period.settings,
            steered=tuple(steered),
        ),
        rules,
    )
    stored = as_json(found)
    more = list(facts.problems)
    if facts.without_product:
        stored["without_product"] = facts.without_product
        more.append(Reason("sheet.without_product", {"n": len(facts.without_product)}, "Điều 18.1.b"))
    stored["problems"] += [[one.code, dict(one.params), one.cite] for one in more]
    band = next((place for place, one in enumerate(rules.bands) if one.name == found.band), None)
    return WorkedOut(items, found, stored, band, unit_facts)


def _additions(sheets: Collection[Sheet]) -> dict[UUID, list[dict[str, Any]]]:
    """What officials added and the competent level accepted; the rest counts nothing yet."""
    rows = SheetAddition.objects.filter(
        sheet__in=[one.pk for one in sheets], accepted=True, withdrawn_at__isnull=True
    ).select_related("product")
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.order_by("added_at"):
        item = Item(
            product=row.product.code,
            coefficient=Fraction(row.product.coefficient),
            quantity=Fraction(row.quantity),
            done=Fraction(row.done),
            quality_failures=row.quality_failures,
            late=row.late,
            origin=Origin(row.origin),
        )
        refs = {"addition": str(row.pk)}
        more = {"name": row.product.output, "product_id": str(row.product_id), "refs": refs}
        found[row.sheet_id].append({**item_as_json(item), **more})
    return found


def steered_by(
    leaders: Collection[Sheet], chosen: Mapping[str, str], rules: Ruleset, below: Mapping[UUID, list[Below]]
) -> dict[UUID, list[Sums]]:
    """Sheet of a leader -> sums of the work steered, one for each sheet below it (art. 15.1.b), as stored last."""
    which = chosen["managers_products"]
    if which == "own" or not leaders:
        return {}
    wanted = {one.sheet for rows in below.values() for one in rows}
    columns = ("pk", "items") if which == "own_and_accountable" else ("pk", "score__own")
    stored = {row[0]: row[1:] for row in Sheet.objects.filter(pk__in=wanted).values_list(*columns)}
    found: dict[UUID, list[Sums]] = {}
    for leader in leaders:
        post = str(leader.mandate.post_id)
        sums = []
        for one in below[leader.pk]:
            kept = stored[one.sheet]
            if which == "own_and_accountable":
                lines = [points_of(item_from_json(item), rules) for item in kept[0] if _answers(item, post)]
                every = sums_of(lines)
                if every.given or every.completed:
                    sums.append(Sums(every.given, every.completed, every.good, every.on_time, str(one.sheet)))
            elif kept[0]:
                sums.append(sums_from_json(kept[0], str(one.sheet)))
        found[leader.pk] = sums
    return found


def _answers(item: Mapping[str, Any], post: str) -> bool:
    return bool(item["refs"].get("accountable") == post)

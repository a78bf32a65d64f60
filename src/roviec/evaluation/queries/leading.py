"""d, đ, e of heads and deputies (art. 15.3, 15.4) as far as the records say them; e is never derived: a person says it, with a reason."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Q

from roviec.core.calendars import VIETNAM
from roviec.core.scoring.competence import any_below_50
from roviec.core.scoring.model import Role
from roviec.core.scoring.rulesets import Ruleset
from roviec.custody.calendars import calendar_of
from roviec.custody.models import LateSpell
from roviec.evaluation.models import Sheet
from roviec.evaluation.queries.competent import Below, below_of
from roviec.evaluation.rulesets import rulesets
from roviec.organisation.models import Portfolio, UnitClosure

BELOW_50, DELAYS, DISUNITY, INITIATIVE = (
    "any_subordinate_below_50",
    "lasting_delays",
    "lasting_disunity",
    "initiative",
)
FACTS = "facts"
ASKED = "asked"

# Sheet -> what is known of each of the three: {key: {"value", "by": "facts", "why", "refs"}}, as in Sheet.unit_facts.
Known = dict[UUID, dict[str, dict[str, Any]]]


def derived_facts(
    leaders: Collection[Sheet], day: date, until: datetime, ranks: Mapping[UUID, list[Below]] | None = None
) -> Known:
    """What the facts say of who leads. Leaders come with period and mandate; what a person must say is left out.

    d from the sheets below, None until they are final. đ from spells of lateness that lasted longer than the body set, where it set
    something: counted up to the period's end or `until`, whichever comes first.
    """
    found: Known = {one.pk: {} for one in leaders}
    for pk, below in (ranks or below_of(leaders, day)).items():
        lowest = _rules(next(one for one in leaders if one.pk == pk)).bands
        if not below:
            continue
        value = any_below_50([(one.is_final, one.band) for one in below], len(lowest) - 1)
        if value is not None or any(not one.is_final for one in below):
            refs = [str(one.sheet) for one in below if one.band == len(lowest) - 1]
            found[pk][BELOW_50] = {"value": value, "by": FACTS, "of": len(below), "refs": refs}
    for pk, spells in _long_spells(leaders, day, until).items():
        found[pk][DELAYS] = {"value": bool(spells), "by": FACTS, "refs": [str(one) for one in spells]}
    return found


def _rules(sheet: Sheet) -> Ruleset:
    return rulesets()[sheet.period.ruleset]


def _long_spells(leaders: Collection[Sheet], day: date, until: datetime) -> dict[UUID, list[UUID]]:
    """Sheet -> spells of lateness that lasted too long, for those whose body has said how long that is."""
    limits = {one.pk: _rules(one).chosen(one.period.settings).get("lasting_delay", ASKED) for one in leaders}
    asked = [one for one in leaders if one.role != Role.STAFF and limits[one.pk] != ASKED]
    if not asked:
        return {}
    tops = _tops(asked, day)
    units: dict[UUID, set[UUID]] = defaultdict(set)
    every = {unit for own in tops.values() for unit in own}
    for top, unit in UnitClosure.objects.on(day).filter(ancestor__in=every).values_list("ancestor", "descendant"):
        units[top].add(unit)
    calendars = calendar_of(every)
    found: dict[UUID, list[UUID]] = {}
    for sheet in asked:
        start = datetime.combine(sheet.period.starts_on, time.min, VIETNAM)
        end = min(datetime.combine(sheet.period.ends_on, time.max, VIETNAM), until)
        below = {one for top in tops[sheet.pk] for one in units[top] | {top}}
        spells = LateSpell.objects.filter(
            Q(until=None) | Q(until__gt=start), since__lt=end, unit__in=below, before_takeover=False
        ).values_list("pk", "since", "until")
        calendar, most = calendars[next(iter(tops[sheet.pk]))], int(limits[sheet.pk])
        found[sheet.pk] = [
            pk
            for pk, since, over in spells
            if calendar.working_days_between(max(since, start), min(over or end, end)).n > most
        ]
    return found


def _tops(leaders: Collection[Sheet], day: date) -> dict[UUID, set[UUID]]:
    """Sheet -> the units it answers for: the own one for a head, those of the portfolio for a deputy, else the own."""
    posts = {one.mandate.post_id: one.pk for one in leaders if one.role == Role.DEPUTY}
    tops: dict[UUID, set[UUID]] = defaultdict(set)
    for post, unit in Portfolio.objects.on(day).filter(post__in=posts, unit__isnull=False).values_list("post", "unit"):
        tops[posts[post]].add(unit)
    return {one.pk: tops.get(one.pk) or {one.unit_id} for one in leaders}

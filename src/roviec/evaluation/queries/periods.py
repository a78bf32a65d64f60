"""A body's month as a whole, for its leaders and its personnel office: counts, lists, whether a closed one still stands as it was."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.scoring.written import written
from roviec.core.text import fold
from roviec.evaluation.models import ScoringPeriod, Sheet
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries.rules import ruleset_of
from roviec.ledger.actions import canonical
from roviec.ledger.models import Entry

# What of a sheet is frozen when its period closes.
FROZEN = ("officer_id", "unit_id", "role", "state", "own_points", "points", "unit_facts", "items", "score", "comment")
# So many sheets are compared with the digest of closing while a page is made; larger bodies are not asked here.
MOST_COMPARED = 1_000
NO_POINTS = "khong"


@dataclass(frozen=True, slots=True)
class Distribution:
    """Counts of a body's period. `bands`: place of the band -> sheets confirmed with it; None for no points."""

    all: int
    sent: int
    confirmed: int
    bands: dict[int | None, int]

    @property
    def open(self) -> int:
        return self.all - self.sent - self.confirmed


@dataclass(frozen=True, slots=True)
class Filters:
    """As they stand in the address; what is not understood filters nothing."""

    state: str = ""
    band: str = ""
    unit: str = ""
    text: str = ""


def period_seen(pk: UUID, actor: Actor) -> ScoringPeriod:
    """DoesNotExist for one that is not there or not for the actor."""
    found = ScoringPeriod.objects.select_related("body", "agency").get(pk=pk)
    if not PERMISSIONS.allows(actor, "view_period", found):
        raise ScoringPeriod.DoesNotExist
    return found


def periods_beside(period: ScoringPeriod) -> QuerySet[ScoringPeriod]:
    return ScoringPeriod.objects.filter(body=period.body_id, agency=period.agency_id).order_by("-starts_on")[:12]


def bands_of(period: ScoringPeriod) -> list[str]:
    return [one.name for one in ruleset_of(period).bands]


def is_over(period: ScoringPeriod, now: datetime) -> bool:
    return now.astimezone(VIETNAM).date() > period.ends_on


def distribution_of(period: ScoringPeriod) -> Distribution:
    """One query, however many sheets."""
    rows = Sheet.objects.filter(period=period).values_list("state", "band").annotate(n=Count("pk"))
    states: Counter[str] = Counter()
    bands: Counter[int | None] = Counter()
    for state, band, n in rows:
        states[state] += n
        if state == Sheet.State.CONFIRMED:
            bands[band] += n
    return Distribution(sum(states.values()), states[Sheet.State.SENT], states[Sheet.State.CONFIRMED], dict(bands))


def waiting_by_unit(period: ScoringPeriod) -> list[dict[str, Any]]:
    """Units of the body with their counts, those that are furthest from done first."""
    rows: Any = (
        Sheet.objects.filter(period=period)
        .values("unit", "unit__name")
        .annotate(
            all=Count("pk"),
            open=Count("pk", filter=Q(state=Sheet.State.OPEN)),
            sent=Count("pk", filter=Q(state=Sheet.State.SENT)),
            confirmed=Count("pk", filter=Q(state=Sheet.State.CONFIRMED)),
        )
        .annotate(left=F("open") + F("sent"))
        .order_by("-left", "unit__code")
    )
    return list(rows)


def sheets_of(period: ScoringPeriod, filters: Filters) -> QuerySet[Sheet]:
    """By name, without the items and the reasons, which a list does not show."""
    rows = (
        Sheet.objects.filter(period=period)
        .select_related("officer", "unit", "mandate__post")
        .defer("items", "score", "unit_facts", "own_points", "points")
        .order_by("officer__sort_key", "officer__code")
    )
    if filters.state in Sheet.State.values:
        rows = rows.filter(state=filters.state)
    if filters.band == NO_POINTS:
        rows = rows.filter(state=Sheet.State.CONFIRMED, band=None)
    elif filters.band.isdecimal() and len(filters.band) < 3:
        rows = rows.filter(state=Sheet.State.CONFIRMED, band=int(filters.band))
    try:
        rows = rows.filter(unit=UUID(filters.unit)) if filters.unit else rows
    except ValueError:
        rows = rows.none()
    for word in fold(filters.text).split():
        rows = rows.filter(officer__folded__contains=word)
    return rows


def digest_of(sheets: Iterable[Sheet]) -> str:
    """SHA-256 over what is frozen of every sheet, in the order of their ids: whoever changes a closed sheet behind the house's back shows."""
    total = hashlib.sha256()
    for sheet in sorted(sheets, key=lambda one: one.pk):
        total.update(canonical({"id": sheet.pk, **{name: getattr(sheet, name) for name in FROZEN}}).encode())
    return total.hexdigest()


def is_intact(period: ScoringPeriod) -> bool | None:
    """Whether the sheets of a closed period still come to the digest of its closing; None for an open one or too many to ask here."""
    if period.state != ScoringPeriod.State.CLOSED:
        return None
    sheets = Sheet.objects.filter(period=period)
    entry = Entry.objects.filter(stream_id=period.pk, verb="period_closed").order_by("-seq").first()
    if entry is None or sheets.count() > MOST_COMPARED:
        return None
    return bool(json.loads(entry.data)["digest"] == digest_of(sheets))


def shown(total: Decimal | None) -> Decimal | None:
    """Two decimals, none that say nothing."""
    return None if total is None else Decimal(written(Fraction(total), 2))

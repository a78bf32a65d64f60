"""One day of a body, hour by hour: what became late, and who was told how much, by what they are there."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractHour

from roviec.alerts.models import Notice
from roviec.alerts.queries.sent import officers_overseen
from roviec.core.actor import Actor, Duty
from roviec.core.calendars import VIETNAM
from roviec.custody.models import LateSpell
from roviec.organisation.models.post import Rank

STAFF, HEAD, TRACKER, LEADER = "staff", "head", "tracker", "leader"
ROLES: Final = (STAFF, HEAD, TRACKER, LEADER)


@dataclass(frozen=True, slots=True)
class Hour:
    """`late`: work that became late in it; `told`: role -> notices."""

    hour: int
    late: int = 0
    told: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Day:
    """Hours in which something happened, in their order; role -> (people who were told something, notices); all late."""

    hours: list[Hour]
    roles: dict[str, tuple[int, int]]
    late: int


def roles_on(actor: Actor, day: date) -> dict[UUID, str]:
    """Officer -> what they are among those whom the actor oversees: of several the highest. One query."""
    found: dict[UUID, str] = {}
    rows = officers_overseen(actor, day).values_list("officer", "post__rank", "post__tracks_work")
    for officer, rank, tracks in rows:
        role = _role(rank, tracks)
        if officer not in found or ROLES.index(role) > ROLES.index(found[officer]):
            found[officer] = role
    return found


def _role(rank: str, tracks: bool) -> str:
    if rank in (Rank.LEADER, Rank.DEPUTY_LEADER):
        return LEADER
    if tracks:
        return TRACKER
    return HEAD if rank in (Rank.HEAD, Rank.DEPUTY) else STAFF


def day_of(actor: Actor, day: date, roles: Mapping[UUID, str]) -> Day:
    """Two queries: notices by hour and officer, late spells by hour."""
    told: defaultdict[int, Counter[str]] = defaultdict(Counter)
    people: defaultdict[str, set[UUID]] = defaultdict(set)
    hour = ExtractHour("at", tzinfo=VIETNAM)
    rows = Notice.objects.filter(_within("at", day), officer__in=officers_overseen(actor, day).values("officer"))
    for at, officer, n in rows.annotate(hour=hour).order_by().values_list("hour", "officer").annotate(n=Count("pk")):
        told[at][roles[officer]] += n
        people[roles[officer]].add(officer)
    spells = _spells(actor, day).annotate(hour=ExtractHour("since", tzinfo=VIETNAM)).order_by()
    late = dict(spells.values_list("hour").annotate(n=Count("pk")))
    hours = [Hour(one, late.get(one, 0), told.get(one, {})) for one in sorted({*told, *late})]
    notices = {role: sum(counts[role] for counts in told.values()) for role in ROLES}
    return Day(hours, {role: (len(people[role]), notices[role]) for role in ROLES}, sum(late.values()))


def notices_on(actor: Actor, day: date, hour: int | None, roles: Mapping[UUID, str], role: str) -> QuerySet[Notice]:
    """In the order of the day, those to people of the role ("": all), in the hour (None: all)."""
    officers = [pk for pk, one in roles.items() if role in ("", one)]
    notices = Notice.objects.filter(_within("at", day, hour), officer__in=officers)
    return notices.select_related("officer").order_by("at", "officer__sort_key", "pk")


def spells_on(actor: Actor, day: date, hour: int | None) -> QuerySet[LateSpell]:
    """What became late, in the order of the day."""
    spells = _spells(actor, day).filter(_within("since", day, hour)).order_by("since", "pk")
    return spells.select_related("clock", "unit", "head_mandate__officer", "head_mandate__post")


def _spells(actor: Actor, day: date) -> QuerySet[LateSpell]:
    """Of the body for leader, tracker and administrator, else of the units that one leads: as `officers_overseen`."""
    spells = LateSpell.objects.filter(_within("since", day))
    if actor.has(Duty.LEADER, Duty.TRACKER, Duty.ADMIN):
        return spells.filter(unit__body=actor.body_id)
    return spells.filter(unit__in=actor.units_led) if actor.has(Duty.HEAD) else spells.none()


def _within(name: str, day: date, hour: int | None = None) -> Q:
    start = datetime.combine(day, time(hour or 0), VIETNAM)
    end = start + (timedelta(days=1) if hour is None else timedelta(hours=1))
    return Q(**{f"{name}__gte": start, f"{name}__lt": end})

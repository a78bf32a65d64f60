"""The notices of one officer. Nobody else sees them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from roviec.alerts.models import Notice
from roviec.alerts.queries.touched import (
    CALENDAR_CHANGE,
    COMMENDATION,
    DIRECTIVE,
    FACT_FILE,
    MEETING,
    PEERS,
    PERIOD,
    PLAN,
    PLEDGE,
    RESTRUCTURING,
    SHEET,
    SHEETS,
    TASK,
)
from roviec.core.actor import Actor
from roviec.core.notices import KINDS, Group
from roviec.custody.models import CalendarChange
from roviec.directives.models import Directive
from roviec.evaluation.models import Commendation, FactFile, PeerRound, Pledge, ScoringPeriod, Sheet
from roviec.meetings.models import Meeting
from roviec.organisation.models import Restructuring, Unit
from roviec.work.models import Plan, Task

TITLED = {
    TASK: (Task, "title"),
    PLAN: (Plan, "title"),
    DIRECTIVE: (Directive, "subject"),
    MEETING: (Meeting, "committee__name"),
    RESTRUCTURING: (Restructuring, "title"),
    CALENDAR_CHANGE: (CalendarChange, "title"),
    PEERS: (PeerRound, "title"),
    SHEET: (Sheet, "unit__name"),
    PERIOD: (ScoringPeriod, "body__name"),
    SHEETS: (Unit, "name"),
    PLEDGE: (Pledge, "title"),
    COMMENDATION: (Commendation, "title"),
    FACT_FILE: (FactFile, "body__name"),
}


def notices_visible_to(actor: Actor, *, group: Group | None = None, unread: bool = False) -> QuerySet[Notice]:
    """The actor's own notices, newest first; under any of the officer's mandates they are the same."""
    notices = Notice.objects.filter(officer=actor.officer_id).order_by("-at", "pk")
    if group is not None:
        notices = notices.filter(kind__in=[name for name, kind in KINDS.items() if kind.group is group])
    return notices.filter(read_at=None) if unread else notices


def unread_count(actor: Actor, now: datetime) -> int:
    return unread_count_of(actor.officer_id, now)


def unread_count_of(officer_id: UUID | None, now: datetime) -> int:
    """Without what was put off. One look into the index of unread notices; asked every half minute by every open page."""
    if not officer_id:
        return 0
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=now)
    return Notice.objects.filter(awake, officer=officer_id, read_at=None).count()


def titles_of(things: Iterable[tuple[str, UUID]]) -> dict[tuple[str, UUID], str]:
    """(kind, id) -> title, of the things that are still there."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for kind, pk in things:
        wanted[kind].add(pk)
    return {
        (kind, pk): title
        for kind, (model, field) in TITLED.items()
        if wanted[kind]
        for pk, title in model.objects.filter(pk__in=wanted[kind]).values_list("pk", field)
    }

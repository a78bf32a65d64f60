"""A notice as people and programs are shown it: sentence, thing, address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from roviec.alerts import sentences
from roviec.alerts.queries import titles_of
from roviec.core.calendars import VIETNAM
from roviec.core.notices import KINDS, Group

if TYPE_CHECKING:
    from roviec.alerts.models import Notice

# More than so many of one kind at one instant are one line.
FOLDED_FROM = 5

ADDRESSES = {
    "work.task": "work:task",
    "work.plan": "work:plan",
    "directives.directive": "directives:directive",
    "meetings.meeting": "meetings:meeting",
    "custody.calendarchange": "custody:calendar_change",
    "organisation.restructuring": "organisation:restructuring",
    "evaluation.sheet": "evaluation:sheet",
    "evaluation.peerround": "evaluation:peers_round",
    "evaluation.scoringperiod": "evaluation:period",
    "evaluation.pledge": "evaluation:pledge",
    "evaluation.commendation": "evaluation:commendation",
    "evaluation.factfile": "evaluation:factfile",
    "evaluation.grade": "evaluation:grade",
    "evaluation.appeal": "evaluation:appeal",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """`url` is "" when the thing has no page (any more)."""

    id: UUID
    kind: str
    group: Group
    sentence: str
    details: list[str]
    title: str
    url: str
    at: datetime
    read_at: datetime | None
    top: bool = False
    snoozed_until: datetime | None = None

    @property
    def may_snooze(self) -> bool:
        return not self.top and self.read_at is None and self.group in (Group.SOON, Group.LATE, Group.WAITING)

    @property
    def icon(self) -> str:
        return sentences.LOOKS[self.group][0]

    @property
    def tone(self) -> str:
        return sentences.LOOKS[self.group][1]


def show(notices: "Iterable[Notice]") -> list[Shown]:
    """In their order; the titles of all the things are read together."""
    listed = list(notices)
    titles = titles_of((notice.thing_kind, notice.thing_id) for notice in listed)
    return [
        Shown(
            id=notice.pk,
            kind=notice.kind,
            group=KINDS[notice.kind].group,
            sentence=sentences.sentence(notice.kind, notice.params),
            details=sentences.details(notice.params),
            title=titles.get((notice.thing_kind, notice.thing_id), ""),
            url=address_of(notice.thing_kind, notice.thing_id),
            at=notice.at,
            read_at=notice.read_at,
            top=notice.top,
            snoozed_until=notice.snoozed_until,
        )
        for notice in listed
    ]


@dataclass(frozen=True, slots=True)
class Bunch:
    """Notices that say the same of different things at one instant; `folded` when they are many: then one line, opened by a click."""

    notices: list[Shown]

    @property
    def first(self) -> Shown:
        return self.notices[0]

    @property
    def folded(self) -> bool:
        return len(self.notices) > FOLDED_FROM


def by_day(shown: Iterable[Shown]) -> list[tuple[date, list[Bunch]]]:
    """The notices of each local day, in their order, those that say the same in one bunch."""
    return [
        (day, [Bunch(list(same)) for _, same in groupby(of_day, key=lambda one: (one.at, one.sentence))])
        for day, of_day in groupby(shown, key=lambda one: one.at.astimezone(VIETNAM).date())
    ]


# Things that have one page for all of them.
PAGES = {
    "alerts.address": "alerts:addresses",
    "alerts.reaching": "alerts:reaching",
    "evaluation.sheets": "evaluation:unit_lists",
    "evaluation.owed_pledges": "evaluation:pledges",
    "evaluation.exports": "evaluation:exports",
}


def address_of(thing_kind: str, thing_id: UUID) -> str:
    if thing_kind in PAGES:
        return reverse(PAGES[thing_kind])
    try:
        return reverse(ADDRESSES[thing_kind], args=[thing_id])
    except (KeyError, NoReverseMatch):
        return ""

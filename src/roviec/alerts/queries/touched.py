"""Which seats pieces of work touch, read for many of them at once."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import islice
from uuid import UUID

from roviec.core.notices import Place, Seat, Touched
from roviec.work.models import Task, TaskSupport, Watcher

TASK, PLAN, DIRECTIVE = "work.task", "work.plan", "directives.directive"
MEETING = "meetings.meeting"
RESTRUCTURING = "organisation.restructuring"
CALENDAR_CHANGE = "custody.calendarchange"
PLEDGE, COMMENDATION, FACT_FILE = "evaluation.pledge", "evaluation.commendation", "evaluation.factfile"
OWED_PLEDGES = "evaluation.owed_pledges"  # of an officer: hard tasks still to be taken on this year
# One sheet; one period of a body; the list of a unit's head.
PEERS = "evaluation.peerround"
SHEET, PERIOD, SHEETS = "evaluation.sheet", "evaluation.scoringperiod", "evaluation.sheets"
GRADE, APPEAL, EXPORTS = "evaluation.grade", "evaluation.appeal", "evaluation.exports"
CHUNK = 5_000

_SEATS = (
    "id",
    "clock__holder_unit",
    "clock__holder_post",
    "lead_unit",
    "person_post",
    "accountable_post",
    "assigned_by_post",
    "clock__body",
)


def tasks_touched(task_ids: Collection[UUID], *, everybody: bool = False) -> dict[UUID, Touched]:
    """Task -> its seats as they are now. `everybody` also reads supporting units and watchers."""
    touched: dict[UUID, Touched] = {}
    for ids in chunks(task_ids):
        supports: dict[UUID, list[Place]] = defaultdict(list)
        watchers: dict[UUID, list[UUID]] = defaultdict(list)
        if everybody:
            for task, unit in TaskSupport.objects.filter(task__in=ids).values_list("task", "unit"):
                supports[task].append(Place(unit))
            for task, officer in Watcher.objects.filter(task__in=ids).values_list("task", "officer"):
                watchers[task].append(officer)
        for row in Task.objects.filter(pk__in=ids).values_list(*_SEATS):
            pk, holder_unit, holder_post, lead, person, accountable, giver, body = row
            places = {
                Seat.HOLDER: (Place(holder_unit, holder_post),),
                Seat.HEAD: (Place(lead),),
                Seat.DOER: (Place(None, person),),
                Seat.ACCOUNTABLE: (Place(None, accountable),),
                Seat.GIVER: (Place(None, giver),),
                Seat.SUPPORTS: tuple(supports[pk]),
                Seat.TRACKERS: (Place(body, tracks=True),),
            }
            touched[pk] = Touched(places, {Seat.WATCHERS: tuple(watchers[pk])})
    return touched


def chunks(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    """At most CHUNK of them at a time: a statement has room for so many."""
    rest = iter(ids)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk

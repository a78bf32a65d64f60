"""What actions announced, as news. One line per topic; a topic that has no line stays in the outbox and shows in the worker's status."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from roviec.alerts.queries.people import People, trackers_of
from roviec.alerts.queries.touched import CALENDAR_CHANGE, DIRECTIVE, PLAN, RESTRUCTURING, tasks_touched
from roviec.alerts.sources.evaluation import about_period, sheet_returned
from roviec.alerts.sources.grades import appeal_received, appeal_settled, grade_replaced, grades_published
from roviec.alerts.sources.ladder import climb
from roviec.alerts.sources.meetings import about_meeting
from roviec.alerts.sources.news import News
from roviec.alerts.sources.obstacles import about_obstacle
from roviec.alerts.sources.passing import handed_round
from roviec.alerts.sources.peers import peers_closed, peers_opened
from roviec.alerts.sources.pledges import commended, factfile_made, pledge_said, pledge_waits
from roviec.core.calendars import VIETNAM
from roviec.core.notices import Place, Seat, Touched, places_to_tell
from roviec.custody.models import DueMove, LateSpell
from roviec.directives.models import Directive
from roviec.ledger.models import OutboxMessage
from roviec.organisation.models import Succession
from roviec.work.models import Task

Event = Callable[[OutboxMessage, datetime], list[News]]

# What of an announcement goes into the sentence, in its own words.
_SAID = ("due", "old_due", "new_due", "approved", "reason", "note", "question", "text")
LONGEST = 300


def about_task(kind: str) -> Event:
    """News about the one task that the message names, for the seats that it touches now."""

    def event(message: OutboxMessage, now: datetime) -> list[News]:
        touched = tasks_touched([message.thing_id], everybody=True).get(message.thing_id)
        return [_news(kind, message, touched)] if touched else []

    return event


# Plan and instant of tasks that were given out together.
Bulk = tuple[str, datetime]


def bulk_of(message: OutboxMessage) -> Bulk | None:
    """What else was announced with it: messages of one bulk say the same to the same people. None for a message of its own."""
    if message.topic != "work.task_assigned" or message.payload.get("count", 1) <= 1:
        return None
    return (str(message.payload.get("plan")), message.at)


def task_assigned(message: OutboxMessage, now: datetime) -> list[News]:
    """One task: to its lead, whoever answers for it, and those who coordinate. Many at once: one notice per person."""
    if message.payload.get("count", 1) > 1:
        return _assigned_many(message, now)
    touched = tasks_touched([message.thing_id], everybody=True).get(message.thing_id)
    return [_news(kind, message, touched) for kind in ("assigned", "supporting")] if touched else []


def became_late(message: OutboxMessage, now: datetime) -> list[News]:
    """What one batch of the late pass found late, and is late still: the rungs that it has reached."""
    spells = LateSpell.objects.filter(noted_in=message.thing_id, until=None)
    return climb(list(spells.values_list("clock", flat=True)), now)


def opinion(kind: str) -> Event:
    """News about an opinion: the unit or post that is asked, and who asks."""

    def event(message: OutboxMessage, now: datetime) -> list[News]:
        touched = tasks_touched([message.thing_id]).get(message.thing_id)
        if touched is None:
            return []
        said = message.payload
        places = {
            **touched.places,
            Seat.ASKED: (Place(_id(said.get("unit")), _id(said.get("post"))),),
            Seat.ASKER: (Place(None, _id(said.get("to_post"))),),
        }
        return [_news(kind, message, Touched(places, {}))]

    return event


def extension_decided(message: OutboxMessage, now: datetime) -> list[News]:
    touched = tasks_touched([message.thing_id]).get(message.thing_id)
    if touched is None:
        return []
    asker = Place(None, _id(message.payload.get("to_post")))
    return [_news("extension_decided", message, Touched({**touched.places, Seat.ASKER: (asker,)}, {}))]


def handed_over(message: OutboxMessage, now: datetime) -> list[News]:
    """To whom it went; and, where it goes round, to who answers for it."""
    return [*about_task("handed_over")(message, now), *handed_round(message.thing_id, now)]


def commented(message: OutboxMessage, now: datetime) -> list[News]:
    """Those who are mentioned, who watch, and who does the work."""
    touched = tasks_touched([message.thing_id], everybody=True).get(message.thing_id)
    if touched is None:
        return []
    mentioned = tuple(_ids(message.payload.get("mentions", ())))
    return [_news("commented", message, Touched(touched.places, {**touched.officers, Seat.MENTIONED: mentioned}))]


def directive_received(message: OutboxMessage, now: datetime) -> list[News]:
    """A document came in: whoever tracks the body's work turns it into tasks; where nobody does, its head."""
    body = Directive.objects.filter(pk=message.thing_id).values_list("body", flat=True).first()
    if body is None:
        return []
    trackers = tuple(trackers_of({body}, now.astimezone(VIETNAM).date()).get(body, ()))
    touched = Touched({} if trackers else {Seat.HEAD: (Place(body),)}, {Seat.TRACKERS: trackers})
    return [replace(_news("directive_received", message, touched), thing_kind=DIRECTIVE)]


def restructured(message: OutboxMessage, now: datetime) -> list[News]:
    """Units were merged, split, dissolved: the heads of those that took over learn that work came with it."""
    successors = Succession.objects.filter(restructuring=message.thing_id, new__isnull=False)
    places = tuple(Place(unit) for unit in successors.order_by("new").values_list("new", flat=True).distinct())
    if not places:
        return []
    return [replace(_news("restructured", message, Touched({Seat.HEAD: places}, {})), thing_kind=RESTRUCTURING)]


def calendar_changed(message: OutboxMessage, now: datetime) -> list[News]:
    """Due dates were derived again: whoever has one of them, or heads the unit that answers, learns once how many moved."""
    moves = {
        clock: (was, is_)
        for clock, was, is_ in DueMove.objects.filter(change=message.thing_id).values_list(
            "clock", "was_late", "is_late"
        )
    }
    places_of = {
        clock: tuple({*seats.places[Seat.HOLDER], *seats.places[Seat.HEAD]})
        for clock, seats in tasks_touched(list(moves)).items()
    }
    people = People({place for places in places_of.values() for place in places}, now.astimezone(VIETNAM).date())
    counted: dict[UUID, Counter[str]] = defaultdict(Counter)
    for clock, places in places_of.items():
        was, is_ = moves[clock]
        for officer in frozenset[UUID]().union(*(people.at(place) for place in places)):
            counted[officer] += Counter(count=1, became_late=int(is_ and not was), no_longer_late=int(was and not is_))
    return [
        News(
            kind="calendar_changed",
            thing_kind=CALENDAR_CHANGE,
            thing_id=message.thing_id,
            key=f"calendar_changed:{message.thing_id}",
            at=message.at,
            touched=Touched({}, {Seat.HOLDER: (officer,)}),
            params=dict(counts),
        )
        for officer, counts in counted.items()
    ]


EVENTS: dict[str, Event] = {
    "custody.calendar_changed": calendar_changed,
    "organisation.restructured": restructured,
    "directives.received": directive_received,
    "custody.became_late": became_late,
    "meetings.called": about_meeting("meeting_called"),
    "meetings.moved": about_meeting("meeting_moved"),
    "meetings.cancelled": about_meeting("meeting_cancelled"),
    "meetings.concluded": about_meeting("meeting_concluded"),
    "work.task_assigned": task_assigned,
    "work.task_accepted": about_task("accepted"),
    "work.task_refused": about_task("refused"),
    "work.person_named": about_task("person_named"),
    "work.handed_up": about_task("for_signature"),
    "work.signed": about_task("signed"),
    "work.sent_back": about_task("sent_back"),
    "work.submitted": about_task("submitted"),
    "work.deliverable_accepted": about_task("deliverable_accepted"),
    "work.returned": about_task("returned"),
    "work.reopened": about_task("reopened"),
    "work.extension_asked": about_task("extension_asked"),
    "work.extension_decided": extension_decided,
    "work.suspended": about_task("suspended"),
    "work.resumed": about_task("resumed"),
    "work.handed_over": handed_over,
    "work.opinion_asked": opinion("opinion_asked"),
    "work.opinion_answered": opinion("opinion_answered"),
    "work.cancelled": about_task("cancelled"),
    "work.commented": commented,
    "work.reminded": about_task("reminded"),
    "evaluation.pledge_proposed": pledge_waits("pledge_proposed"),
    "evaluation.pledge_reviewed": pledge_waits("pledge_reviewed"),
    "evaluation.pledge_decided": pledge_said("pledge_decided"),
    "evaluation.pledge_ended": pledge_said("pledge_ended"),
    "evaluation.commended": commended,
    "evaluation.factfile_made": factfile_made,
    "voice.obstacle_raised": about_obstacle("obstacle_raised"),
    "voice.obstacle_answered": about_obstacle("obstacle_answered"),
    "work.explanation_demanded": about_task("explanation_demanded"),
    "work.explanation_given": about_task("explanation_given"),
    "work.explanation_decided": about_task("explanation_decided"),
    "work.due_changed": about_task("due_changed"),
    "evaluation.peers_opened": peers_opened,
    "evaluation.peers_closed": peers_closed,
    "evaluation.sheet_returned": sheet_returned,
    "evaluation.period_closed": about_period("sheet_result", "confirmed"),
    "evaluation.period_reopened": about_period("sheet_reopened", "confirmed"),
    "evaluation.grades_published": grades_published,
    "evaluation.grade_replaced": grade_replaced,
    "evaluation.appeal_received": appeal_received,
    "evaluation.appeal_settled": appeal_settled,
}


def _assigned_many(message: OutboxMessage, now: datetime) -> list[News]:
    """A meeting gives out forty tasks: each person learns once how many are theirs.

    A bulk action announces once per unit. Whichever of these messages comes first counts over the whole bulk (the tasks of the plan
    given out at that instant), and the others have nothing to add (`bulk_of`); where two workers take them, the same key makes the
    second telling harmless.
    """
    plan = _id(message.payload.get("plan"))
    tasks = set(Task.objects.filter(plan=plan, assigned_at=message.at).values_list("pk", flat=True))
    touched = tasks_touched(tasks | set(_ids(message.payload.get("tasks", ()))), everybody=True)
    by_kind: dict[str, list[tuple[Place, ...]]] = {
        many: [places_to_tell(one, seats) for seats in touched.values()]
        for many, one in (("assigned_many", "assigned"), ("supporting_many", "supporting"))
    }
    people = People(
        {place for lists in by_kind.values() for places in lists for place in places}, now.astimezone(VIETNAM).date()
    )
    but_not = _id(_by(message).get("officer"))
    news = []
    for kind, lists in by_kind.items():
        counted = Counter(
            officer for places in lists for officer in frozenset().union(*(people.at(place) for place in places))
        )
        for officer, count in counted.items():
            news.append(
                News(
                    kind=kind,
                    thing_kind=PLAN,
                    thing_id=plan or message.thing_id,
                    key=f"{kind}:{plan}:{message.at.timestamp()}",
                    at=message.at,
                    touched=Touched({}, {Seat.HOLDER: (officer,)}),
                    params={"count": count},
                    but_not=but_not,
                )
            )
    return news


def _news(kind: str, message: OutboxMessage, touched: Touched) -> News:
    said = {name: _short(message.payload[name]) for name in _SAID if message.payload.get(name) not in (None, "")}
    by = _by(message)
    if by.get("label"):
        said["by"] = by["label"]
    return News(
        kind=kind,
        thing_id=message.thing_id,
        key=f"{kind}:{message.pk}",
        at=message.at,
        touched=touched,
        params=said,
        but_not=_id(by.get("officer")),
    )


def _by(message: OutboxMessage) -> dict[str, Any]:
    return message.payload.get("by") or {}


def _short(value: Any) -> Any:
    return value if not isinstance(value, str) or len(value) <= LONGEST else value[: LONGEST - 1] + "…"


def _id(value: object) -> UUID | None:
    return UUID(str(value)) if value else None


def _ids(values: Iterable[object]) -> list[UUID]:
    return [UUID(str(value)) for value in values]

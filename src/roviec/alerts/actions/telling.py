"""From news to notices, at least once and never lost.

What was announced is taken from the outbox under a lease, and its notices and the mark "done" are written in one commit; a state
that began is written down as a transition in one commit with its notices. A worker that dies in between leaves either both or
neither, so whoever comes next does it over. One notice per officer and key makes doing it over harmless.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import DatabaseError, transaction

from roviec.alerts.models import Notice, Transition
from roviec.alerts.permissions import PERMISSIONS
from roviec.alerts.queries.mutes import mutes_of
from roviec.alerts.queries.people import People, officers_by_name, trackers_of
from roviec.alerts.sources.events import EVENTS, Bulk, bulk_of
from roviec.alerts.sources.ladder import ladder_states, silence_states
from roviec.alerts.sources.news import News
from roviec.alerts.sources.reach import worker_silent
from roviec.alerts.sources.states import BATCH, STATES, State
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.notices import KINDS, Place, Seat, officers_to_tell, places_to_tell
from roviec.custody.actions.demanding import demand_of_late
from roviec.ledger import outbox

log = logging.getLogger("roviec.alerts")
INSERT = 2_000


@dataclass
class Told:
    """What one round did: news (events and states) told, notices tried (a repeat counts too), and what failed and will be tried again."""

    news: int = 0
    notices: int = 0
    problems: list[str] = field(default_factory=list)

    def __iadd__(self, other: "Told") -> "Told":
        self.news += other.news
        self.notices += other.notices
        self.problems += other.problems
        return self


def never() -> bool:
    return False


def tick(now: datetime, by: Actor, *, stop: Callable[[], bool] = never) -> Told:
    """One round: states, then the outbox until it is empty. `stop` is asked between commits."""
    told = tell_states(now, by, stop=stop)
    told += tell_silence(now, by, stop=stop)
    told += take_outbox(now, by, stop=stop, halt=stop)
    return told


def tell(news: Sequence[News], now: datetime, by: Actor) -> int:
    """Write the notices of some news, in the caller's transaction; gives their number. People are those of the day of `now`."""
    PERMISSIONS.require(by, "tell")
    # Another worker may be telling the same: whoever comes second writes nothing twice.
    Transition.objects.bulk_create(
        sorted(_transitions(news, now), key=lambda one: (one.thing_id, one.kind)),
        batch_size=INSERT,
        ignore_conflicts=True,
    )
    notices = sorted(_notices(news, now), key=lambda one: (one.officer_id, one.key))
    Notice.objects.bulk_create(notices, batch_size=INSERT, ignore_conflicts=True)
    if explain := {one.thing_id for one in news if one.demands_explanation}:
        demand_of_late(explain, by=by, at=now)
    return len(notices)


def tell_of_silent_worker(since: datetime, now: datetime, by: Actor) -> bool:
    """No worker gave a sign of life since that system time. False when it was told already."""
    PERMISSIONS.require(by, "tell")
    if Transition.objects.filter(kind="worker_silent", mark=since).exists():
        return False
    with transaction.atomic():
        tell([worker_silent(since, now)], now, by)
    return True


def _transitions(news: Sequence[News], now: datetime) -> Iterator[Transition]:
    for one in news:
        if one.mark is not None:
            thing_kind, pk = one.subject or (one.thing_kind, one.thing_id)
            seen = Transition(
                thing_kind=thing_kind, thing_id=pk, kind=one.kind, mark=one.mark, unit_id=one.unit_id, at=now
            )
            if of := one.of_ladder:
                seen.kind, seen.ladder, seen.step, seen.passed = of.rung.code, of.ladder, of.rung.step, of.passed
            yield seen


def _notices(news: Sequence[News], now: datetime) -> Iterator[Notice]:
    muted = mutes_of({one.kind for one in news if KINDS[one.kind].free})
    for one, officers in _who_must_know(news, now.astimezone(VIETNAM).date()):
        for officer in officers - {one.but_not} - muted.get(one.kind, frozenset()):
            yield Notice(
                officer_id=officer,
                kind=one.kind,
                thing_kind=one.thing_kind,
                thing_id=one.thing_id,
                params=dict(one.params),
                at=one.at,
                key=one.key,
                top=one.of_ladder is not None and one.of_ladder.rung.at_once,
            )


def _who_must_know(news: Sequence[News], day: date) -> Iterator[tuple[News, frozenset[UUID]]]:
    people = People({place for one in news for place in places_to_tell(one.kind, one.touched, one.who)}, day)
    named = officers_by_name({officer for one in news for officer in officers_to_tell(one.kind, one.touched, one.who)})
    unheard = []
    for one in news:
        officers = officers_to_tell(one.kind, one.touched, one.who) & named
        officers = officers.union(*(people.at(place) for place in places_to_tell(one.kind, one.touched, one.who)))
        if officers:
            yield one, officers
        elif places_to_tell(one.kind, one.touched, one.who):
            unheard.append(one)
    # E.g. an outside body that nobody here heads: then whoever tracks the work for the body that gave it.
    trackers = trackers_of({place.unit for one in unheard for place in _givers(one) if place.unit}, day, heads=True)
    for one in unheard:
        officers = frozenset[UUID]().union(*(trackers.get(place.unit, ()) for place in _givers(one) if place.unit))
        if not officers:
            log.error("nobody can be told of %s of %s %s", one.kind, one.thing_kind, one.thing_id)
        yield one, officers


def _givers(one: News) -> tuple[Place, ...]:
    return one.touched.places.get(Seat.TRACKERS, ())


def take_outbox(
    now: datetime,
    by: Actor,
    *,
    stop: Callable[[], bool] = never,
    halt: Callable[[], bool] = never,
    topics: Collection[str] = EVENTS.keys(),
) -> Told:
    """Every message on the topics that is free; each in its own transaction, so that one that cannot be told does not hold up the others.

    `stop` is asked while none is leased, `halt` between two of them, where only little time may pass.
    """
    told = Told()
    # A bulk announces once for each unit, and the first of these messages is told for all of it.
    bulks = set[Bulk]()
    while not stop() and (messages := outbox.claim(topics)):
        for message in messages:
            if halt():
                break
            try:
                bulk = bulk_of(message)
                with transaction.atomic():
                    news = [] if bulk in bulks else EVENTS[message.topic](message, now)
                    told.notices += tell(news, now, by)
                    outbox.finish(message)
                told.news += len(news)
                if bulk:
                    bulks.add(bulk)
            except outbox.LostLease:
                log.warning("message %s was taken over by another worker", message.pk)
            except Exception as error:
                log.exception("message %s (%s) could not be told", message.pk, message.topic)
                told.problems.append(f"{message.topic}: {error!r}")
                outbox.put_back(message, repr(error))
    return told


def tell_states(now: datetime, by: Actor, *, stop: Callable[[], bool] = never) -> Told:
    """Rungs of the ladders and states of all sources that nobody has been told of. A source that fails does not stop the others."""
    return _tell_all(lambda: {**ladder_states(now), **STATES}, now, by, stop)


def tell_silence(now: datetime, by: Actor, *, stop: Callable[[], bool] = never) -> Told:
    """Work without a sign of life. It lasts for weeks, so that it is asked a few times a day rather than each tick."""
    return _tell_all(lambda: silence_states(now), now, by, stop)


def _tell_all(sources: Callable[[], Mapping[str, State]], now: datetime, by: Actor, stop: Callable[[], bool]) -> Told:
    told = Told()
    for kind, state in sources().items():
        try:
            told += _tell_state(kind, state, now, by, stop)
        except Exception as error:
            log.exception("the source %s failed", kind)
            told.problems.append(f"{kind}: {error!r}")
    return told


def _tell_state(kind: str, state: State, now: datetime, by: Actor, stop: Callable[[], bool]) -> Told:
    told, failed = Told(), set[UUID]()
    while not stop() and (found := state(now, failed)):
        try:
            told += _tell_in_one_commit(found, now, by)
        except DatabaseError:
            # One of them cannot be written: each alone, so that the others are not held up by it.
            for one in found:
                try:
                    told += _tell_in_one_commit([one], now, by)
                except DatabaseError as error:
                    log.exception("%s of %s could not be told", kind, one.thing_id)
                    told.problems.append(f"{kind}: {error!r}")
                    failed.add(one.subject[1] if one.subject else one.thing_id)
        if len(found) < BATCH:
            break
    return told


@transaction.atomic
def _tell_in_one_commit(news: Sequence[News], now: datetime, by: Actor) -> Told:
    return Told(news=len(news), notices=tell(news, now, by))

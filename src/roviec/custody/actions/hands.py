"""Counting what has changed hands: working minutes, whose hands used a delay, and what the way of each piece of work shows.

The worker does it shortly after the fact, for whole pieces of work at a time. Everything follows from holds, opinions, suspensions and
extensions that are kept anyway: counting again gives the same, and what was found once keeps its row, with what was said to it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from roviec.core.actor import Actor, ActorKind
from roviec.core.calendars import VIETNAM, WorkingCalendar, WorkingDays
from roviec.core.custody.chain import Power, Shown, Sign, Turn, signs, upward
from roviec.core.custody.delay import shares_of
from roviec.core.custody.opinions import only_agrees
from roviec.core.permission import Denied
from roviec.custody import things
from roviec.custody.calendars import NATIONAL, calendar_named, calendar_of_label
from roviec.custody.models import Clock, Consultation, Extension, Hold, Reopening, Suspension, Trace
from roviec.ledger.bulk import update_each
from roviec.organisation.models import Delegation, Mandate, Post
from roviec.organisation.models.post import Rank

# One transaction each.
BATCH = 1_000
# So many in a tick; the rest is for the next ones, so that a history that was brought in does not hold up what people wait for.
IN_A_TICK = 20_000
COUNTED = ("minutes", "after_due", "delay", "came_from")
RANKS = {rank.value: place for place, rank in enumerate(Rank)}


def never() -> bool:
    return False


def count_hands(now: datetime, by: Actor, *, stop: Callable[[], bool] = never, most: int = IN_A_TICK) -> int:
    """Counts the holds that have ended since, up to `most`; gives their number. `stop` is asked between batches."""
    if by.kind is not ActorKind.WORKER:
        raise Denied("custody.count_hands")
    counted = 0
    while counted < most and not stop() and (n := _batch(now, by)):
        counted += n
    return counted


@dataclass
class _Work:
    """One piece of work with everything that its hands show."""

    clock: Clock
    holds: list[Hold] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    suspensions: list[Suspension] = field(default_factory=list)
    opinions: list[Consultation] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    # When it was closed and then opened again: nobody worked, and nobody used a delay.
    closures: list[tuple[datetime, datetime]] = field(default_factory=list)

    @property
    def calendar(self) -> WorkingCalendar:
        return calendar_of_label(self.clock.due_calendar) if self.clock.due_calendar else calendar_named(NATIONAL)


@transaction.atomic
def _batch(now: datetime, by: Actor) -> int:
    ended = Hold.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        until__isnull=False, minutes__isnull=True
    )
    waiting = list(ended.order_by("until").values_list("pk", "clock")[:BATCH])
    if not waiting:
        return 0
    works = _works({clock for _pk, clock in waiting})
    counted: list[Hold] = []
    for work in works.values():
        counted += _count(work)
    if counted:
        update_each(counted, COUNTED)
    _keep(_found(works, now, by), now)
    return len(waiting)


def _works(ids: set[UUID]) -> dict[UUID, _Work]:
    works = {clock.pk: _Work(clock) for clock in Clock.objects.filter(pk__in=ids)}
    for hold in Hold.objects.filter(clock__in=ids).order_by("since", "pk"):
        works[hold.clock_id].holds.append(hold)
    for suspension in Suspension.objects.filter(clock__in=ids):
        works[suspension.clock_id].suspensions.append(suspension)
    for opinion in Consultation.objects.filter(clock__in=ids, answered_at__isnull=False):
        works[opinion.clock_id].opinions.append(opinion)
    for extension in Extension.objects.filter(clock__in=ids, state=Extension.State.APPROVED):
        works[extension.clock_id].extensions.append(extension)
    for clock, closed, opened in Reopening.objects.filter(clock__in=ids).values_list("clock", "closed_at", "at"):
        works[clock].closures.append((closed, opened))
    people, ranks = _people(work for work in works.values())
    for work in works.values():
        work.turns = [
            Turn(
                hold.unit_id,
                hold.post_id,
                _on(people.get(hold.post_id, ()), _day(hold.since)) if hold.post_id else None,
                hold.kind,
                hold.how,
                hold.since,
                hold.until,
                ranks.get(hold.post_id) if hold.post_id else None,
            )
            for hold in work.holds
        ]
    return works


Sitting = tuple[date, date | None, UUID]


def _people(works: Iterable[_Work]) -> tuple[Mapping[UUID, list[Sitting]], Mapping[UUID, int]]:
    """Post -> who sat there from when to when; post -> rank, 0 the highest."""
    posts = {hold.post_id for work in works for hold in work.holds if hold.post_id}
    sat: dict[UUID, list[Sitting]] = defaultdict(list)
    rows = Mandate.objects.filter(post__in=posts).order_by("valid_from")
    for post, since, until, officer in rows.values_list("post", "valid_from", "valid_to", "officer"):
        sat[post].append((since, until, officer))
    ranks = {pk: RANKS[rank] for pk, rank in Post.objects.filter(pk__in=posts).values_list("pk", "rank")}
    return sat, ranks


def _on(sat: Sequence[Sitting], day: date) -> UUID | None:
    return next((who for since, until, who in reversed(sat) if since <= day and (until is None or day < until)), None)


def _day(instant: datetime) -> date:
    return instant.astimezone(VIETNAM).date()


def _worked(work: _Work, since: datetime, until: datetime) -> int:
    """Working minutes in between, without those in which the clock stood still or the work was closed."""
    calendar = work.calendar
    minutes = calendar.working_minutes_between(since, until).n
    stood = [(one.since, one.until) for one in work.suspensions]
    for from_, to in (*stood, *work.closures):
        begin, end = max(from_, since), min(to or until, until)
        if begin < end:
            minutes -= calendar.working_minutes_between(begin, end).n
    return max(minutes, 0)


def _count(work: _Work) -> list[Hold]:
    """The holds whose numbers are new: those that have ended since, and all of them once the work is closed late."""
    clock, changed = work.clock, []
    # Handed in is done: how long somebody then took to accept it is their time, but nobody's delay.
    end = clock.finished_at or clock.closed_at
    for place, hold in enumerate(work.holds):
        if hold.minutes is not None or hold.until is None:
            continue
        hold.minutes = _worked(work, hold.since, hold.until)
        if clock.due is not None and hold.until > clock.due:
            hold.after_due = min(_worked(work, max(hold.since, clock.due), hold.until), hold.minutes)
        before = work.holds[place - 1].unit_id if place else None
        hold.came_from_id = before if before != hold.unit_id else None
        changed.append(hold)
    late = clock.closing == Clock.Closing.DONE and clock.due is not None and end is not None and end > clock.due
    if late and clock.due is not None and end is not None:
        in_time = [hold for hold in work.holds if hold.until is not None and hold.since < end]
        used = [_worked(work, hold.since, min(hold.until, end)) for hold in in_time if hold.until is not None]
        for hold, share in zip(in_time, shares_of(used, _worked(work, clock.due, end)), strict=True):
            if hold.delay != share:
                hold.delay = share
                if hold not in changed:
                    changed.append(hold)
    return changed


def _found(works: Mapping[UUID, _Work], now: datetime, by: Actor) -> list[Trace]:
    powers = _powers(works.values())
    handed_up = {pk for pk, work in works.items() if any(turn.how == "handed_up" for turn in work.turns)}
    titles: Mapping[UUID, tuple[str, str]] = {}
    if handed_up and powers:
        titles = things.titles_of([(pk, works[pk].clock.kind) for pk in handed_up], by)
    found: list[Trace] = []
    for pk, work in works.items():
        for shown in signs(work.turns):
            found.append(_shown(work, shown))
        if pk in titles:
            in_force = [
                [
                    power
                    for day_from, day_to, power in powers
                    if day_from <= _day(turn.since) and (not day_to or _day(turn.since) < day_to)
                ]
                for turn in work.turns
            ]
            for shown, power in upward(work.turns, in_force, titles[pk][0]):
                found.append(_shown(work, shown, scope=power.scope))
        found += _of_opinions(work)
        found += _of_power(work)
    return found


def _powers(works: Iterable[_Work]) -> list[tuple[date, date | None, Power]]:
    signers = {turn.post for work in works for turn in work.turns if turn.how == "handed_up"}
    rows = Delegation.objects.filter(giver__in=signers - {None})
    return [(row.valid_from, row.valid_to, Power(row.giver_id, row.receiver_id, row.scope)) for row in rows]


def _shown(work: _Work, shown: Shown, **facts: Any) -> Trace:
    turn, hold = work.turns[shown.place], work.holds[shown.place]
    first = work.turns[shown.turns[0]]
    return Trace(
        clock=work.clock,
        kind=shown.sign.value,
        # Two circles may end in one hold only by two people; the hold that ends it tells them apart.
        source=hold.pk,
        unit_id=turn.unit,
        post_id=turn.post,
        officer_id=turn.person,
        at=turn.since if shown.sign is Sign.CIRCLE else (turn.until or turn.since),
        minutes=_worked(work, first.since, turn.since) if shown.sign is Sign.CIRCLE else None,
        facts={"holds": [str(work.holds[place].pk) for place in shown.turns], **facts},
    )


def _of_opinions(work: _Work) -> list[Trace]:
    found = []
    for one in work.opinions:
        answered = one.answered_at or one.asked_at
        facts = {"answer": one.answer[:300], "question": one.question[:300]}
        late = one.due is not None and answered > one.due
        for kind, is_so in ((Sign.SLOW_ANSWER, late), (Sign.ONLY_AGREED, only_agrees(one.answer))):
            if not is_so:
                continue
            # An answer is the doing of who was asked; a question that needed no asking is that of who asked.
            slow = kind is Sign.SLOW_ANSWER
            asker = next((turn for turn in reversed(work.turns) if turn.since <= one.asked_at), None)
            found.append(
                Trace(
                    clock=work.clock,
                    kind=kind.value,
                    source=one.pk,
                    unit_id=one.unit_id if slow or asker is None else asker.unit,
                    post_id=one.post_id if slow else one.asked_by_post_id,
                    at=answered,
                    minutes=_worked(work, one.due if slow and one.due else one.asked_at, answered),
                    facts=facts,
                )
            )
    return found


def _of_power(work: _Work) -> list[Trace]:
    """Who stopped the clock, who gave more time: named, and counted apart from everything else."""
    found = [
        Trace(
            clock=work.clock, kind=Sign.SUSPENDED.value, source=one.pk, unit_id=work.clock.unit_id, who=one.by_label,
            at=one.since, facts={"reason": one.reason},
            minutes=work.calendar.working_minutes_between(one.since, one.until).n if one.until else None,
        )
        for one in work.suspensions
    ]  # fmt: skip
    found += [
        Trace(
            clock=work.clock, kind=Sign.EXTENDED.value, source=one.pk, unit_id=work.clock.unit_id, who=one.decided_by_label,
            at=one.decided_at or one.asked_at, facts={"reason": one.reason[:300]},
            minutes=max(work.calendar.working_minutes_between(one.old_due, one.new_due).n, 0),
        )
        for one in work.extensions
    ]  # fmt: skip
    return found


def _keep(found: Sequence[Trace], now: datetime) -> None:
    """New ones only. The person concerned has some working days before others see them."""
    known = set(Trace.objects.filter(source__in=[one.source for one in found]).values_list("source", "kind"))
    fresh = [one for one in found if (one.source, one.kind) not in known]
    if not fresh:
        return
    sitting = _sitting(fresh)
    later = calendar_named(NATIONAL).add_working_days(now, WorkingDays(settings.OWN_FIRST_WORKING_DAYS))
    for one in fresh:
        one.officer_id = one.officer_id or sitting.get((one.post_id, _day(one.at)))
        one.shown_from = later if one.officer_id and one.kind not in (Sign.SUSPENDED, Sign.EXTENDED) else now
    Trace.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=BATCH)


def _sitting(found: Sequence[Trace]) -> dict[tuple[UUID | None, date], UUID]:
    asked = {(one.post_id, _day(one.at)) for one in found if one.post_id and not one.officer_id}
    if not asked:
        return {}
    sat: dict[UUID, list[Sitting]] = defaultdict(list)
    rows = Mandate.objects.filter(post__in={post for post, _on_day in asked}).order_by("valid_from")
    for post, since, until, officer in rows.values_list("post", "valid_from", "valid_to", "officer"):
        sat[post].append((since, until, officer))
    known = {(post, day): _on(sat.get(post, ()), day) for post, day in asked if post}
    return {key: who for key, who in known.items() if who is not None}

"""Due dates, lateness and silence, as rungs of the ladder in force: which were reached and are not written down yet.

A query per rung finds the work that stands on it (an index serves it, however much work there is); the rule of `core.ladder`
then says of each piece what fires and what was passed by.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from roviec.alerts.models import Transition
from roviec.alerts.queries.ladders import Scope, ladder_among, scopes_on
from roviec.alerts.queries.rungs import Climber, climbers, seats_of_rungs, written_for
from roviec.alerts.sources.news import News, OfLadder
from roviec.core.calendars import VIETNAM
from roviec.core.ladder import Ladder, Reached, Rung, When, last_reaching, reached, what_fires
from roviec.core.notices import Touched
from roviec.core.standing import lateness_days
from roviec.custody.calendars import NATIONAL, calendar_named, calendar_of_label
from roviec.custody.models import Clock, HoldKind
from roviec.organisation.queries.calendars import calendars_listed
from roviec.work.models import Task

BATCH = 5_000
State = Callable[[datetime, Collection[UUID]], list[News]]

_MARK = {When.BEFORE: "clock__due", When.LATE: "clock__late_since", When.SILENT: "clock__last_sign_at"}
_KIND = {When.BEFORE: "due_soon", When.SILENT: "silent"}


def ladder_states(now: datetime) -> Mapping[str, State]:
    """A state per rung around the due date, the highest first, so that what stands on several is found on its highest."""
    return _states(now, lambda rung: rung.when is not When.SILENT)


def silence_states(now: datetime) -> Mapping[str, State]:
    return _states(now, lambda rung: rung.when is When.SILENT)


def _states(now: datetime, wanted: Callable[[Rung], bool]) -> dict[str, State]:
    codes = [NATIONAL, *(one.code for one in calendars_listed())]
    states: dict[str, State] = {}
    for number, scope in enumerate(scopes_on(now.astimezone(VIETNAM).date())):
        for rung in sorted(filter(wanted, scope.ladder.rungs), key=lambda one: -one.step):
            for code in codes:
                name = f"{rung.code} of {scope.ladder.label} #{number} by {code}"
                states[name] = partial(_standing_on, scope, rung, code, frozenset(codes) - {NATIONAL, code})
    return states


def _standing_on(
    scope: Scope, rung: Rung, code: str, others: Collection[str], now: datetime, skip: Collection[UUID]
) -> list[News]:
    tasks = _of_calendar(_of_scope(_running(rung, code, now), scope), code, others)
    told = Transition.objects.filter(thing_id=OuterRef("pk"), kind=rung.code, mark=OuterRef(_MARK[rung.when]))
    tasks = tasks.filter(~Exists(told))
    found = (tasks.exclude(pk__in=skip) if skip else tasks).order_by("pk").values_list("pk", flat=True)[:BATCH]
    return climb(list(found), now)


def _running(rung: Rung, code: str, now: datetime) -> QuerySet[Task]:
    """Work that has reached the rung and is not quiet; one condition on an indexed instant of the clock."""
    bound = last_reaching(rung, calendar_named(code), now)
    running = Task.objects.filter(
        clock__kind=Clock.Kind.TASK,
        clock__counts=True,
        clock__closed_at=None,
        clock__suspended_since=None,
        clock__finished_at=None,
    )
    match rung.when:
        case When.BEFORE:
            return running.filter(clock__late_since=None, clock__due__gte=now, clock__due__lt=bound)
        case When.LATE:
            return running.filter(clock__late_since__lt=bound)
        case When.SILENT:
            # Work that is planned for later is not silent, and who must sign, accept or name somebody is warned otherwise.
            begun = Q(planned_start=None) | Q(planned_start__lte=now.astimezone(VIETNAM).date())
            return running.filter(
                begun,
                clock__late_since=None,
                clock__due__isnull=False,
                clock__hold_kind=HoldKind.WORKING,
                clock__last_sign_at__lt=bound,
            )


def _of_scope(tasks: QuerySet[Task], scope: Scope) -> QuerySet[Task]:
    tasks = tasks.filter(urgent=scope.kind == "task.urgent")
    if scope.bodies is not None:
        return tasks.filter(clock__body__in=scope.bodies)
    return tasks.exclude(clock__body__in=scope.others) if scope.others else tasks


def _of_calendar(tasks: QuerySet[Task], code: str, others: Collection[str]) -> QuerySet[Task]:
    """By the label that the clock carries; the national calendar takes whatever no other one claims."""
    if code != NATIONAL:
        return tasks.filter(clock__due_calendar__startswith=f"{code}@")
    for other in others:
        tasks = tasks.exclude(clock__due_calendar__startswith=f"{other}@")
    return tasks


def climb(task_ids: Collection[UUID], now: datetime) -> list[News]:
    """What fires for these pieces of work and what they pass by, at `now`."""
    day = now.astimezone(VIETNAM).date()
    scopes = scopes_on(day)
    written = written_for(task_ids)
    firing: list[tuple[Climber, Reached, str, bool]] = []
    for one in climbers(task_ids):
        ladder = ladder_among(scopes, one.body, urgent=one.urgent)
        steps = what_fires(reached(ladder, one.facts, calendar_of_label(one.calendar), now), written.get(one.id, ()))
        firing += [(one, with_those_below(step, steps.passed), ladder.label, False) for step in steps.fire]
        firing += [(one, step, ladder.label, True) for step in steps.passed]
    seats = seats_of_rungs({one.id for one, _, _, passed in firing if not passed}, day)
    nobody = Touched({}, {})
    return [
        _news(one, step, OfLadder(step.rung, label, passed), seats.get(one.id, nobody), now)
        for one, step, label, passed in firing
        if passed or one.id in seats
    ]


def with_those_below(step: Reached, passed: Collection[Reached]) -> Reached:
    """Lateness that jumped over rungs is told to whoever stands on these too, and demands its explanation: nobody is left out."""
    if step.rung.when is not When.LATE:
        return step
    below = [one.rung for one in passed if one.rung.when is When.LATE and one.mark == step.mark]
    seats = dict.fromkeys([*step.rung.tell, *(seat for rung in below for seat in rung.tell)])
    explain = step.rung.explain or any(rung.explain for rung in below)
    return replace(step, rung=replace(step.rung, tell=tuple(seats), explain=explain))


def _news(one: Climber, step: Reached, of: OfLadder, touched: Touched, now: datetime) -> News:
    params: dict[str, object] = {}
    if not of.passed:
        calendar = calendar_of_label(one.calendar)
        due, rung = one.facts.due, step.rung
        if due is not None:
            params["due"] = due.isoformat()
        match rung.when:
            case When.BEFORE if due is not None:
                params["days"] = calendar.working_days_between(now, due).n
            case When.LATE if rung.days and due is not None:
                params["days"] = lateness_days(calendar, due, now).n
            case When.SILENT:
                params["days"] = calendar.working_days_between(one.facts.last_sign_at, now).n
        if rung.explain:
            params["explain"] = True
    return News(
        kind=_kind(step.rung),
        thing_id=one.id,
        key=f"{step.rung.code}:{one.id}:{int(step.mark.timestamp())}",
        at=now,
        touched=touched,
        params=params,
        mark=step.mark,
        unit_id=one.unit,
        of_ladder=of,
    )


def _kind(rung: Rung) -> str:
    """As what kind of news a rung is told; its own name tells it from others of the kind."""
    if rung.when is When.LATE:
        return "late_climbs" if rung.days else "late"
    return _KIND[rung.when]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How many pieces of work each rung (by code) would tell of at an instant; `more`: only the first ones were looked at."""

    fires: Counter[str]
    looked_at: int
    more: bool


def foresee(ladder: Ladder, body: UUID, at: datetime, *, most: int = 20_000) -> Foreseen:
    """What the ladder would tell at `at` of the body's work as it stands now, if nothing is done until then. Writes nothing."""
    tasks = Task.objects.filter(
        clock__body=body,
        clock__kind=Clock.Kind.TASK,
        clock__counts=True,
        clock__closed_at=None,
        clock__suspended_since=None,
        clock__finished_at=None,
        clock__due__isnull=False,
        urgent=ladder.kind == "task.urgent",
    )
    ids = list(tasks.order_by("clock__due").values_list("pk", flat=True)[: most + 1])
    written = written_for(ids[:most])
    fires: Counter[str] = Counter()
    for one in climbers(ids[:most]):
        facts = one.facts
        if facts.late_since is None and facts.due is not None and facts.due < at:
            facts = replace(facts, late_since=facts.due)
        found = reached(ladder, facts, calendar_of_label(one.calendar), at)
        fires.update(step.rung.code for step in what_fires(found, written.get(one.id, ())).fire)
    return Foreseen(fires, min(len(ids), most), len(ids) > most)

"""The forecast of all open work, made anew several times a day: learnt from what is over, proved, told of what runs.

Machinery, not work: nothing here is decided by anybody, so there are no ledger entries. Every forecast keeps what it was learnt from
(`Learning`), and those at the marks of a task's time are kept for good (`SaidForecast`), so that they can be held against what came.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from roviec.alerts.models import Forecast, Learning, SaidForecast
from roviec.alerts.queries.past import CHUNK, Work, as_due_now, chunks, closed_work, open_work, past_work, with_turns
from roviec.alerts.queries.plan_network import network_of
from roviec.core.actor import Actor, ActorKind
from roviec.core.forecast.axis import WorkingAxis
from roviec.core.forecast.forecasting import DRAWS, forecast
from roviec.core.forecast.learning import VERSION, Learnt, learn
from roviec.core.forecast.lives import Units, as_they_stood
from roviec.core.forecast.reasons import Explained, Why, why_unknown
from roviec.core.forecast.signals import SIGNALS
from roviec.core.permission import Denied
from roviec.custody.calendars import calendar_named
from roviec.custody.models import Clock

# Of the time given, in percent: the first forecast after each is kept.
MARKS = (0, 25, 50, 75, 90)
# Whole plans at a time, about so many tasks: memory stays small however much is open.
BATCH = 2_000
INSERT = 1_000
# A plan of over ten thousand tasks is drawn less often, so that memory stays small.
MOST_DRAWN, FEWEST_DRAWS = 10_000_000, 200
# A forecast that falls back under the threshold by less is still the same crossing.
HYSTERESIS = 0.10
SIGHT = timedelta(days=366)
# What was learnt is kept as long as a forecast refers to it, and so long anyway.
LEARNINGS_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Told:
    """How much open work was looked at, and how much of it is probably late; whether what was learnt is trusted."""

    looked_at: int
    likely: int
    trusted: bool


def never() -> bool:
    return False


def forecast_open_work(now: datetime, by: Actor, *, stop: Callable[[], bool] = never) -> Told:
    """Learn, prove, forecast everything open. One commit per batch of plans; `stop` is asked between them, and while it is learnt."""
    if by.kind is not ActorKind.WORKER:
        raise Denied("alerts.forecast_open_work")
    calendar = calendar_named("vn")
    axis = WorkingAxis(calendar)
    at = axis.day(now)
    closed, since = closed_work(axis, calendar)
    stop()  # a city takes tens of seconds to learn from: the urgent steps come in between
    running = open_work(axis, calendar)
    leaves = [one for one in running if one.counts]
    # What is late already has shown how it ends; a suspended clock stands.
    known = [one for one in leaves if one.life.due < at and not one.suspended]
    late = [one for ids in chunks(known, CHUNK) if not stop() for one in with_turns(ids, axis)]
    open_still = [one.life for one in leaves if one.life.due >= at]
    past = past_work(axis)
    if stop():
        return Told(0, 0, trusted=False)
    learnt = learn([*(one.life for one in [*closed, *late]), *open_still, *past], at, since=since)
    units = Units([one.life for one in [*closed, *leaves]])
    del closed, leaves, known, late, open_still, past
    learning = _keep(learnt, now)
    forget_what_is_over()
    likely = looked_at = 0
    for batch in _by_plans([one for one in running if not one.suspended and not one.handed_in]):
        if stop():
            break
        batch = as_due_now(with_turns(batch, axis))
        likely += _tell(batch, _foretell(learnt, batch, at, units, axis), learning, now)
        looked_at += len(batch)
    forget_old_learnings(now)
    return Told(looked_at, likely, learnt.trusted)


def _keep(learnt: Learnt, now: datetime) -> Learning:
    return Learning.objects.create(
        at=now,
        rule=VERSION,
        cases=learnt.cases,
        late_share=learnt.base,
        trusted=learnt.trusted,
        proof=asdict(learnt.proof) if learnt.proof else {},
        weights={name: round(float(weight), 4) for name, weight in zip(SIGNALS, learnt.weights, strict=True)},
    )


def _by_plans(running: Sequence[Work]) -> Iterator[list[Work]]:
    """Plans are never cut, because links stay within a plan. The work comes plan by plan."""
    batch: list[Work] = []
    for one in running:
        if len(batch) >= BATCH and one.plan != batch[-1].plan:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


@dataclass(frozen=True, slots=True)
class Foretold:
    """What is said of one task; all None where it is not known. `used`: share of the time given."""

    late: float | None
    p50: datetime | None
    p85: datetime | None
    reasons: list[dict[str, object]]
    used: float


def _foretell(learnt: Learnt, batch: Sequence[Work], at: float, units: Units, axis: WorkingAxis) -> list[Foretold]:
    moments = as_they_stood(
        [one.life for one in batch], [(i, max(at, one.life.start)) for i, one in enumerate(batch)], units
    )
    used = moments.used.tolist()
    if not learnt.trusted:
        why = [{**why_unknown(learnt).as_dict(), "points": 0}]
        return [Foretold(None, None, None, why, share) for share in used]
    draws = max(FEWEST_DRAWS, min(DRAWS, MOST_DRAWN // max(1, len(batch))))
    found = forecast(learnt, moments, *network_of(batch), draws=draws)
    p50, p85 = axis.instants(found.p50), axis.instants(found.p85)
    (axis_now,) = axis.instants(np.array([at]))
    explained = Explained(learnt, moments, found)
    return [
        Foretold(
            round(float(found.late[i]), 4),
            _within_sight(p50[i], axis_now),
            _within_sight(p85[i], axis_now),
            [_as_stored(why, batch) for why in explained.of(i)],
            used[i],
        )
        for i in range(len(batch))
    ]


def _within_sight(end: datetime | None, now: datetime | None) -> datetime | None:
    """An end beyond a year is no forecast: then none is said."""
    return end if end and now and end - now <= SIGHT else None


def _as_stored(why: Why, batch: Sequence[Work]) -> dict[str, object]:
    """A predecessor is named by its id: its title is looked up by who may see it."""
    stored = why.reason.as_dict()
    if why.reason.code == "forecast.waits_for":
        stored["params"] = {"task": str(batch[int(why.reason.params["task"])].pk)}
    return {**stored, "points": why.points}


def _tell(batch: Sequence[Work], said: Sequence[Foretold], learning: Learning, now: datetime) -> int:
    """One commit: the forecasts of now, and those to be kept. Gives how many are probably late."""
    dated = [(one, told) for one, told in zip(batch, said, strict=True) if one.due is not None]
    ids = [one.pk for one, _ in dated]
    before = dict(Forecast.objects.filter(clock__in=ids).values_list("clock", "likely_since"))
    rows = [
        Forecast(
            clock_id=one.pk,
            learning=learning,
            at=now,
            due=due,
            late=told.late,
            p50=told.p50,
            p85=told.p85,
            reasons=told.reasons,
            likely_since=_likely_since(one, told, before.get(one.pk), now),
        )
        for one, told in dated
        if (due := one.due) is not None
    ]
    with transaction.atomic():
        # What was closed meanwhile must not come back.
        runs = set(Clock.objects.filter(pk__in=ids, closed_at=None, finished_at=None).values_list("pk", flat=True))
        rows = [row for row in rows if row.clock_id in runs]
        Forecast.objects.bulk_create(
            rows,
            batch_size=INSERT,
            update_conflicts=True,
            unique_fields=["clock"],
            update_fields=["learning", "at", "due", "late", "p50", "p85", "reasons", "likely_since"],
        )
        _keep_said([pair for pair in dated if pair[0].pk in runs], learning, now)
    return sum(row.likely_since is not None for row in rows)


def _likely_since(one: Work, told: Foretold, before: datetime | None, now: datetime) -> datetime | None:
    """When the chance rose over the threshold. What is late already is no forecast any more."""
    if told.late is None or (one.due is not None and one.due < now):
        return None
    over = settings.FORECAST_LIKELY_PERCENT / 100
    if told.late >= over:
        return before or now
    return before if told.late >= over - HYSTERESIS else None


def _keep_said(dated: Sequence[tuple[Work, Foretold]], learning: Learning, now: datetime) -> None:
    ids = [one.pk for one, told in dated if one.counts and told.late is not None]
    kept: set[tuple[UUID, datetime, int]] = set(
        SaidForecast.objects.filter(clock__in=ids).values_list("clock", "due", "mark")
    )
    rows = []
    for one, told in dated:
        if not one.counts or told.late is None or one.due is None or one.due < now:
            continue
        mark = max(mark for mark in MARKS if mark <= max(0.0, 100 * told.used))
        if (one.pk, one.due, mark) not in kept:
            rows.append(
                SaidForecast(
                    clock_id=one.pk,
                    learning=learning,
                    mark=mark,
                    at=now,
                    due=one.due,
                    late=told.late,
                    p50=told.p50,
                    p85=told.p85,
                )
            )
    SaidForecast.objects.bulk_create(rows, batch_size=INSERT, ignore_conflicts=True)


def forget_what_is_over() -> int:
    """Forecasts of work that is over, handed in, suspended or without a date any more."""
    runs = Clock.objects.filter(
        pk=OuterRef("clock"), closed_at=None, finished_at=None, suspended_since=None, due__isnull=False
    )
    return Forecast.objects.filter(~Exists(runs)).delete()[0]


def forget_old_learnings(now: datetime) -> int:
    """What nothing refers to any more."""
    used = Exists(Forecast.objects.filter(learning=OuterRef("pk"))) | Exists(
        SaidForecast.objects.filter(learning=OuterRef("pk"))
    )
    return Learning.objects.filter(~used, at__lt=now - LEARNINGS_KEPT).delete()[0]

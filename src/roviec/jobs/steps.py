"""What one tick does, in order. Each step is safe to run twice, or by two workers at once: our rows are the truth."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from roviec.alerts import actions as alerts
from roviec.alerts.actions.forecasting import forecast_open_work
from roviec.alerts.delivery import send_waiting
from roviec.boards.actions.publishing import write_publications
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.custody.actions.hands import count_hands
from roviec.custody.actions.lateness import BECAME_LATE, note_lateness
from roviec.custody.actions.spots import draw_spot_checks
from roviec.directives.actions.provisions import divide_some
from roviec.evaluation.actions.nightly import fill_open_periods
from roviec.evaluation.actions.peers import close_due_rounds
from roviec.evaluation.actions.yields import carry_over
from roviec.jobs.actions import forget_the_dead
from roviec.jobs.inbox import look_into
from roviec.ledger.checkpoint import make_checkpoint
from roviec.ledger.outbox import forget_done
from roviec.ledger.requests import forget_requests
from roviec.ledger.system_time import system_now
from roviec.organisation.accounts import forget_sessions
from roviec.reports.actions import open_rounds
from roviec.work.actions import make_occurrences

# The ledger keeps what happened; the outbox only carried it.
OUTBOX_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Job:
    """What a step is given: business time, the worker as actor, and whether to stop at the next commit.

    Asking `stop` may take as long as the urgent steps do; `halt` only answers, for where something is leased.
    """

    now: datetime
    by: Actor
    stop: Callable[[], bool]
    halt: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class Step:
    """`run` gives the problems it met and got over. With `every`, it runs when so long has passed, or a business day has begun.

    `urgent`: what people wait for, done also between the commits of steps that take longer than a tick.
    """

    name: str
    run: Callable[[Job], list[str]]
    every: timedelta = timedelta(0)
    urgent: bool = False

    def is_due(self, last: datetime | None, now: datetime) -> bool:
        """`last`, `now` are business time."""
        if last is None or not self.every:
            return True
        return now - last >= self.every or now.astimezone(VIETNAM).date() != last.astimezone(VIETNAM).date()


def outbox(job: Job) -> list[str]:
    return alerts.take_outbox(job.now, job.by, stop=job.stop, halt=job.halt).problems


def lateness(job: Job) -> list[str]:
    """Noted and told batch by batch: what became late last is told before the backlog behind it is even noted."""
    problems: list[str] = []
    noted = True
    while noted and not job.stop():
        noted = note_lateness(job.now, job.by, stop=job.stop, most=1).late > 0
        told = alerts.take_outbox(job.now, job.by, stop=job.stop, halt=job.halt, topics={BECAME_LATE})
        problems += told.problems
    return problems


def hands(job: Job) -> list[str]:
    count_hands(job.now, job.by, stop=job.stop)
    return []


def spot_checks(job: Job) -> list[str]:
    draw_spot_checks(job.now, job.by)
    return []


def scores(job: Job) -> list[str]:
    return fill_open_periods(job.now, job.by, stop=job.stop)


def series(job: Job) -> list[str]:
    make_occurrences(job.now, job.by)
    carry_over(job.now, job.by)
    return []


def reports(job: Job) -> list[str]:
    open_rounds(job.now, job.by)
    return []


def peer_rounds(job: Job) -> list[str]:
    close_due_rounds(job.now, job.by)
    return []


def public(job: Job) -> list[str]:
    write_publications(job.now, job.by)
    return []


def states(job: Job) -> list[str]:
    return alerts.tell_states(job.now, job.by, stop=job.stop).problems


def silence(job: Job) -> list[str]:
    return alerts.tell_silence(job.now, job.by, stop=job.stop).problems


def bundle(job: Job) -> list[str]:
    alerts.bundle(job.now, system_now(), job.by, stop=job.stop)
    return []


def send(job: Job) -> list[str]:
    return send_waiting(job.by, stop=job.stop, halt=job.halt).problems


def inbox(job: Job) -> list[str]:
    if settings.INBOX is None:
        return []
    return look_into(settings.INBOX, by=job.by, at=job.now, system_now=system_now())


def passages(job: Job) -> list[str]:
    divide_some(by=job.by, at=job.now, stop=job.stop)
    return []


def forecasts(job: Job) -> list[str]:
    forecast_open_work(job.now, job.by, stop=job.stop)
    return []


def checkpoint(job: Job) -> list[str]:
    make_checkpoint(system_now())
    return []


def tidy(job: Job) -> list[str]:
    at = system_now()
    forget_done(at - OUTBOX_KEPT)
    forget_the_dead(at)
    forget_requests(at)
    forget_sessions()
    return []


STEPS = (
    Step("lateness", lateness, urgent=True),
    Step("outbox", outbox, urgent=True),
    Step("series", series, every=timedelta(minutes=10)),
    Step("reports", reports, every=timedelta(minutes=10)),
    Step("inbox", inbox),
    Step("peer_rounds", peer_rounds, every=timedelta(minutes=10)),
    Step("public", public, every=timedelta(minutes=1)),
    Step("states", states),
    # Again: what the steps before announced reaches people in the same tick.
    Step("outbox", outbox),
    Step("silence", silence, every=timedelta(hours=6)),
    Step("bundle", bundle),
    Step("send", send),
    # Documents that came in before their passages were kept; nothing to do in most ticks.
    Step("passages", passages, every=timedelta(minutes=10)),
    Step("checkpoint", checkpoint, every=timedelta(minutes=10)),
    Step("hands", hands),
    Step("spot_checks", spot_checks, every=timedelta(days=1)),
    Step("scores", scores, every=timedelta(days=1)),
    # The longest step comes after everything that people wait for; what it finds is told in the next tick.
    Step("forecasts", forecasts, every=timedelta(hours=6)),
    Step("tidy", tidy, every=timedelta(hours=6)),
)

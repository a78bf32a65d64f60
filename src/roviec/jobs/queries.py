"""Does the worker run? Silence of more than three ticks is itself an alert, raised by whoever looks: the pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from roviec.alerts.channels import CHANNELS
from roviec.alerts.queries.messages import Queue, queues, troubles
from roviec.jobs.models import Heartbeat
from roviec.ledger.outbox import Waiting, waiting

TICKS = 3


@dataclass(frozen=True, slots=True)
class WorkerState:
    """`alive`: some worker gave a sign of life within three ticks. Instants are system time; `note` names steps that failed."""

    alive: bool
    workers: int
    last_at: datetime | None
    silent_for: timedelta | None
    busy_ms: int
    note: str


def silence_allowed() -> timedelta:
    return timedelta(seconds=TICKS * settings.TICK_SECONDS)


def worker_state(system_now: datetime) -> WorkerState:
    """One query. Never having run is silence too."""
    beats = list(Heartbeat.objects.order_by("-at"))
    alive = [one for one in beats if system_now - one.at <= silence_allowed()]
    newest = beats[0] if beats else None
    return WorkerState(
        alive=bool(alive),
        workers=len(alive),
        last_at=newest.at if newest else None,
        silent_for=system_now - newest.at if newest else None,
        busy_ms=newest.busy_ms if newest else 0,
        note=next((one.note for one in alive if one.note), ""),
    )


def outbox_state() -> Waiting:
    """What is announced and not yet told."""
    return waiting()


@dataclass(frozen=True, slots=True)
class SystemQueue:
    """All that waits: workers, what was announced and not told, messages by channel, and why messages fail. Instants are system time."""

    worker: WorkerState
    outbox: Waiting
    queues: list[Queue]
    troubles: list[dict[str, object]]


def system_queue(system_now: datetime) -> SystemQueue:
    """Six queries."""
    return SystemQueue(worker_state(system_now), outbox_state(), queues(system_now, CHANNELS), troubles())

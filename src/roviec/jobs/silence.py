"""A silent worker becomes a notice of its own: told by whoever looks (a page, a command) and by the worker that comes back."""

from datetime import datetime

from roviec.alerts import actions as alerts
from roviec.jobs.queries import WorkerState
from roviec.organisation.queries.actors import worker_actor


def tell_of(state: WorkerState, now: datetime) -> bool:
    """Once for each silence; `now` is business time. False when no worker is silent, or none has ever run."""
    if state.alive or state.last_at is None:
        return False
    return alerts.tell_of_silent_worker(state.last_at, now, worker_actor())

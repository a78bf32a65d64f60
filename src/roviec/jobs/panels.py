"""A silent worker is shown on every page to those who can do something about it."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from roviec.core.actor import Duty
from roviec.jobs.queries import worker_state
from roviec.ledger.system_time import system_now


def silent_worker(request: HttpRequest, context: dict[str, Any]) -> str:
    """A warning for administrators and trackers when no worker has given a sign of life for three ticks; else nothing."""
    actor = getattr(request, "actor", None)
    if not actor or not actor.has(Duty.ADMIN, Duty.TRACKER):
        return ""
    state = worker_state(system_now())
    if state.alive and not state.note:
        return ""
    return render_to_string("jobs/_silent_worker.html", {"state": state}, request=request)

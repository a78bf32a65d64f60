"""A silent worker is shown on every page to those who can do something about it; the state of the system to administrators."""

from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string

from roviec import __version__
from roviec.core.actor import Duty
from roviec.jobs.queries import outbox_state, worker_state
from roviec.jobs.silence import tell_of
from roviec.ledger.checkpoint import ledger_state
from roviec.ledger.system_time import system_now


def silent_worker(request: HttpRequest, context: dict[str, Any]) -> str:
    """A warning for administrators and trackers when no worker has given a sign of life for three ticks; else nothing."""
    actor = getattr(request, "actor", None)
    if not actor or not actor.has(Duty.ADMIN, Duty.TRACKER):
        return ""
    state = worker_state(system_now())
    if state.alive and not state.note:
        return ""
    tell_of(state, request.now)
    return render_to_string("jobs/_silent_worker.html", {"state": state}, request=request)


def system_state(request: HttpRequest, context: dict[str, Any]) -> str:
    """For administrators, on their first page: does the worker run, what waits, is the ledger signed, which version and database."""
    actor = getattr(request, "actor", None)
    if not actor or not actor.has(Duty.ADMIN):
        return ""
    now = system_now()
    state, outbox = worker_state(now), outbox_state()
    return render_to_string(
        "jobs/_system_state.html",
        {
            "state": state,
            "outbox": outbox,
            "waits_since": outbox.oldest if outbox.oldest and outbox.count else None,
            "ledger": ledger_state(),
            "version": __version__,
            "database": connection.display_name,
        },
        request=request,
    )

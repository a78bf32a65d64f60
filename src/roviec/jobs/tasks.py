"""The one task there is: run a step now. Whoever has put something into our rows may ask for it; the next tick would find it anyway."""

import logging

from django_tasks import task

from roviec.jobs.worker import this_worker

log = logging.getLogger("roviec.worker")


@task()
def run_step(name: str) -> None:
    this_worker().run_one(name)


def wake(name: str) -> None:
    """Asks for a step, and goes on when nobody can be asked: it is only sooner."""
    try:
        run_step.enqueue(name)
    except Exception as error:  # whatever a broker that is down raises
        log.warning("nobody could be asked for %s: %s", name, type(error).__name__)

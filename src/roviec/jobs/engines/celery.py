"""Celery: workers on several machines, woken over a broker (Redis or RabbitMQ). Needs the extra `celery`.

A message names a step and nothing else, and only steps that we have are run: who can write to the broker can wake, not command.
"""

from typing import Any
from uuid import uuid4

from celery import Celery
from django.conf import settings
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult

from roviec.jobs.engines.results import asked
from roviec.jobs.worker import this_worker

# A worker that is killed gave nothing back; the next beat asks again. This only brings the message itself back some time.
VISIBILITY_SECONDS = 600

app = Celery("roviec", broker=settings.ENGINE or None)
app.conf.update(
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": VISIBILITY_SECONDS},
    enable_utc=True,
)


@app.task(name="roviec.step")
def step(name: str) -> None:
    this_worker().run_one(name)


class CeleryBackend(BaseTaskBackend):
    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        [name] = args
        ident = str(uuid4())
        # Nobody runs a wake that lay for longer than the next one took to come.
        app.send_task("roviec.step", args=[name], task_id=ident, expires=max(2 * settings.TICK_SECONDS, 60))
        return asked(task, args, kwargs, ident=ident, backend=self.alias)


def work() -> None:
    """This process runs what it is asked to, one step at a time, until SIGTERM; more processes, more at once."""
    app.worker_main(["worker", "--pool", "solo", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"])

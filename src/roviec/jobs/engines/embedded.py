"""The engine that needs nothing: a row that workers look for between two ticks. Commits and rolls back with what asked for it."""

from typing import Any

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult

from roviec.jobs.actions import ask_for
from roviec.jobs.engines.results import asked
from roviec.ledger.system_time import system_now


class EmbeddedBackend(BaseTaskBackend):
    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        [step] = args
        ask_for(step, system_now())
        return asked(task, args, kwargs, ident=step, backend=self.alias)

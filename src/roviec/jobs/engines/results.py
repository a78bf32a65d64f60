"""What the interface answers: that somebody will be woken. Nobody asks what became of it: the rows say."""

from typing import Any

from django_tasks.base import Task, TaskResult, TaskResultStatus

from roviec.ledger.system_time import system_now


def asked(task: Task[Any, Any], args: Any, kwargs: Any, *, ident: str, backend: str) -> TaskResult[Any]:
    return TaskResult(
        task=task,
        id=ident,
        status=TaskResultStatus.READY,
        enqueued_at=system_now(),
        started_at=None,
        finished_at=None,
        last_attempted_at=None,
        args=list(args),
        kwargs=dict(kwargs),
        backend=backend,
        errors=[],
        worker_ids=[],
    )

"""What lies with one person: the day of `work`, with the titles of what opinions and extensions are about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from roviec.core.actor import Actor
from roviec.work.models import Task
from roviec.work.queries import MyDay, listed, my_day


@dataclass(frozen=True)
class Desk:
    """`opinions` and `extensions` as (what was asked, its task), the task None when it is not a task's."""

    day: MyDay
    opinions: list[tuple[Any, Task | None]]
    extensions: list[tuple[Any, Task | None]]


def desk(actor: Actor, now: datetime) -> Desk:
    """Six queries at most beside those of who is asked, whatever there is."""
    day = my_day(actor, now)
    asked = {one.clock_id for one in (*day.opinions, *day.extensions)}
    tasks = {task.pk: task for task in listed(Task.objects.filter(clock__in=asked), now)} if asked else {}
    return Desk(
        day=day,
        opinions=[(one, tasks.get(one.clock_id)) for one in day.opinions],
        extensions=[(one, tasks.get(one.clock_id)) for one in day.extensions],
    )

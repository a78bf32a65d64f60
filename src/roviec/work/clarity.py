"""A task as `core.clarity` reads it."""

from roviec.core.clarity import Gap, TaskFacts, clarity
from roviec.work.models import Task


def facts_of(task: Task) -> TaskFacts:
    """The date or term of the clock, or the recurrence, is its schedule; lead, person, accountable and clock are loaded with it."""
    lead = task.lead_unit
    return TaskFacts(
        title=task.title,
        lead=lead.name if lead else None,
        lead_is_external=bool(lead and lead.is_external),
        person=task.person_post.title if task.person_post else None,
        due=task.clock.due,
        recurrence=task.recurrence or None,
        start=task.planned_start,
        deliverable=task.deliverable,
        accountable=task.accountable_post.title if task.accountable_post else None,
        authority=task.authority,
    )


def gaps_of(task: Task) -> list[Gap]:
    """What is not clear in the task; only the missing ones keep it from being assigned."""
    return clarity(facts_of(task))

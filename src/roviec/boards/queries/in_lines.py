"""Tasks with nothing but what a line of a board shows: a third of the columns, and half of the time."""

from datetime import datetime

from django.db.models import QuerySet

from roviec.custody.queries import standing_expression
from roviec.work.models import Task

_NAMES = ("clock", "clock__holder_unit", "lead_unit", "plan")
# See boards.lines, templatetags.board_lines, and what core.task_flow asks before a step is offered.
_SHOWN = (
    *("number", "title", "state", "lead_text", "reminders", "plan__code"),
    *("lead_unit__name", "lead_unit__short_name", "clock__holder_unit__name", "clock__holder_unit__short_name"),
    *(f"clock__{name}" for name in ("hold_kind", "holder_post", "held_since", "suspended_since")),
    *(f"clock__{name}" for name in ("due", "due_original", "finished_at", "closed_at")),
)


def in_lines(tasks: QuerySet[Task], now: datetime) -> QuerySet[Task]:
    """As `work.queries.listed`, for `boards.lines`."""
    return tasks.select_related(*_NAMES).only(*_SHOWN).annotate(standing=standing_expression(now, "clock__"))

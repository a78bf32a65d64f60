"""Reads of plans and tasks, for a given actor."""

from roviec.work.queries.functions import function_match
from roviec.work.queries.visible import plans_visible_to, tasks_visible_to

__all__ = ["function_match", "plans_visible_to", "tasks_visible_to"]

"""Reads of plans and tasks, for a given actor."""

from roviec.work.queries.functions import function_match
from roviec.work.queries.gantt import gantt_rows
from roviec.work.queries.history import HistoryLine, history
from roviec.work.queries.listed import (
    incomplete_orders,
    listed,
    search_tasks,
    tasks_of_officer,
    tasks_of_unit,
    unassigned_too_long,
    waiting_for_signature,
    with_standing,
)
from roviec.work.queries.my_day import MyDay, my_day
from roviec.work.queries.people import (
    Choice,
    choice_of,
    choices_for,
    mentioned,
    posts_of_people,
    sitters,
    watchers_of,
)
from roviec.work.queries.plan_page import (
    PlanPage,
    bodies_of,
    counts_of,
    counts_of_plans,
    plan_counts,
    plan_page,
    plans_listed,
)
from roviec.work.queries.plan_rows import Row, Wanted, narrowed, narrowed_plans, rows_of
from roviec.work.queries.task_page import (
    TaskPage,
    asked_extension,
    attachment_seen,
    consultation_of,
    task_page,
    task_seen,
    verbs_for,
)
from roviec.work.queries.unit_board import Load, UnitBoard, loads, unit_board
from roviec.work.queries.visible import plans_visible_to, tasks_visible_to

__all__ = [
    "Choice",
    "HistoryLine",
    "Load",
    "MyDay",
    "PlanPage",
    "Row",
    "TaskPage",
    "UnitBoard",
    "Wanted",
    "asked_extension",
    "attachment_seen",
    "bodies_of",
    "choice_of",
    "choices_for",
    "consultation_of",
    "counts_of",
    "counts_of_plans",
    "function_match",
    "gantt_rows",
    "history",
    "incomplete_orders",
    "listed",
    "loads",
    "mentioned",
    "my_day",
    "narrowed",
    "narrowed_plans",
    "plan_counts",
    "plan_page",
    "plans_listed",
    "plans_visible_to",
    "posts_of_people",
    "rows_of",
    "search_tasks",
    "sitters",
    "task_page",
    "task_seen",
    "tasks_of_officer",
    "tasks_of_unit",
    "tasks_visible_to",
    "unassigned_too_long",
    "unit_board",
    "verbs_for",
    "waiting_for_signature",
    "watchers_of",
    "with_standing",
]

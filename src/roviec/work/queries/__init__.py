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
from roviec.work.queries.plan_page import PlanPage, counts_of_plans, plan_counts, plan_page, plans_listed
from roviec.work.queries.task_page import TaskPage, task_page, verbs_for
from roviec.work.queries.unit_board import Load, UnitBoard, loads, unit_board
from roviec.work.queries.visible import plans_visible_to, tasks_visible_to

__all__ = [
    "HistoryLine",
    "Load",
    "MyDay",
    "PlanPage",
    "TaskPage",
    "UnitBoard",
    "counts_of_plans",
    "function_match",
    "gantt_rows",
    "history",
    "incomplete_orders",
    "listed",
    "loads",
    "my_day",
    "plan_counts",
    "plan_page",
    "plans_listed",
    "plans_visible_to",
    "search_tasks",
    "task_page",
    "tasks_of_officer",
    "tasks_of_unit",
    "tasks_visible_to",
    "unassigned_too_long",
    "unit_board",
    "verbs_for",
    "waiting_for_signature",
    "with_standing",
]

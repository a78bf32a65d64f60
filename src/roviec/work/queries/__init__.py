"""Reads of plans and tasks, for a given actor."""

from roviec.work.queries.brought import Brought, CellChange, LineChange, compare_tracking
from roviec.work.queries.brought_files import imports_of_account, leads_known
from roviec.work.queries.compare import KINDS as COMPARED
from roviec.work.queries.compare import Comparison, Slip, baseline_of, detailed, slips_of
from roviec.work.queries.compare import compare as compare_baseline
from roviec.work.queries.explanations import causes, explained, waiting_explanation
from roviec.work.queries.feed import changed_since, cursor_now
from roviec.work.queries.feeds import events_of, feed_of, feeds_of, name_of_target, owner_of
from roviec.work.queries.forecasts import register_forecaster
from roviec.work.queries.functions import function_match
from roviec.work.queries.gantt import (
    all_links,
    baselines_of,
    called_off,
    change_of,
    chart_of,
    critical_of,
    gantt_rows,
    links_of,
    rows_of_chart,
)
from roviec.work.queries.history import HistoryLine, entries_since, history, lines
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
from roviec.work.queries.programme import Month, Programme, plans_under, programme_of, programmes_for
from roviec.work.queries.projects import compare_project, plan_file
from roviec.work.queries.taken import Taken, heading_of, taken_rows
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
from roviec.work.queries.why import Why, why

__all__ = [
    "COMPARED",
    "Brought",
    "CellChange",
    "Choice",
    "Comparison",
    "HistoryLine",
    "LineChange",
    "Load",
    "Month",
    "MyDay",
    "PlanPage",
    "Programme",
    "Row",
    "Slip",
    "Taken",
    "TaskPage",
    "UnitBoard",
    "Wanted",
    "Why",
    "all_links",
    "asked_extension",
    "attachment_seen",
    "baseline_of",
    "baselines_of",
    "bodies_of",
    "called_off",
    "causes",
    "change_of",
    "changed_since",
    "chart_of",
    "choice_of",
    "choices_for",
    "compare_baseline",
    "compare_project",
    "compare_tracking",
    "consultation_of",
    "counts_of",
    "counts_of_plans",
    "critical_of",
    "cursor_now",
    "detailed",
    "entries_since",
    "events_of",
    "explained",
    "feed_of",
    "feeds_of",
    "function_match",
    "gantt_rows",
    "heading_of",
    "history",
    "imports_of_account",
    "incomplete_orders",
    "leads_known",
    "lines",
    "links_of",
    "listed",
    "loads",
    "mentioned",
    "my_day",
    "name_of_target",
    "narrowed",
    "narrowed_plans",
    "owner_of",
    "plan_counts",
    "plan_file",
    "plan_page",
    "plans_listed",
    "plans_under",
    "plans_visible_to",
    "posts_of_people",
    "programme_of",
    "programmes_for",
    "register_forecaster",
    "rows_of",
    "rows_of_chart",
    "search_tasks",
    "sitters",
    "slips_of",
    "taken_rows",
    "task_page",
    "task_seen",
    "tasks_of_officer",
    "tasks_of_unit",
    "tasks_visible_to",
    "unassigned_too_long",
    "unit_board",
    "verbs_for",
    "waiting_explanation",
    "waiting_for_signature",
    "watchers_of",
    "why",
    "with_standing",
]

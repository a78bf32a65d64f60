"""What people do with plans and tasks. Each action checks, locks, changes, writes the ledger entry and the outbox row, and sends nothing."""

from roviec.work.actions.assigning import accept_task, assign_task, assign_tasks, name_person, refuse_task
from roviec.work.actions.baselines import freeze_baseline
from roviec.work.actions.bringing import NothingApplied, apply_tracking, receive_tracking
from roviec.work.actions.changing import Changed, Preview, change_plan, preview_change
from roviec.work.actions.dates import ask_extension, decide_extension, move_due, resume_task, suspend_task
from roviec.work.actions.doing import (
    accept_deliverable,
    hand_up_for_signature,
    report_progress,
    return_deliverable,
    send_back_from_signature,
    sign,
    submit_deliverable,
)
from roviec.work.actions.drafting import Drafting, create_task, create_tasks, edit_task, split_into_parts
from roviec.work.actions.explaining import decide_explanation, demand_explanation, give_explanation
from roviec.work.actions.feeds import make_feed, note_use, revoke_feed
from roviec.work.actions.fields import TaskFields, fields_of
from roviec.work.actions.files import store_file
from roviec.work.actions.history import Past, bring_in_history
from roviec.work.actions.issuing import finish_with_document
from roviec.work.actions.occurrences import make_occurrences
from roviec.work.actions.opinions import answer_opinion, ask_opinion, withdraw_opinion
from roviec.work.actions.orders import complete_spoken_order, give_spoken_order
from roviec.work.actions.passing import cancel_task, hand_over
from roviec.work.actions.plans import close_plan, create_plan, edit_plan
from roviec.work.actions.programmes import place_plan
from roviec.work.actions.projecting import apply_project, make_plan_from_project, receive_project
from roviec.work.actions.reopening import reopen_task
from roviec.work.actions.series import create_series
from roviec.work.actions.talking import comment_task, remind_task, unwatch_task, watch_task
from roviec.work.actions.undoing import undo_change

__all__ = [
    "Changed",
    "Drafting",
    "NothingApplied",
    "Past",
    "Preview",
    "TaskFields",
    "accept_deliverable",
    "accept_task",
    "answer_opinion",
    "apply_project",
    "apply_tracking",
    "ask_extension",
    "ask_opinion",
    "assign_task",
    "assign_tasks",
    "bring_in_history",
    "cancel_task",
    "change_plan",
    "close_plan",
    "comment_task",
    "complete_spoken_order",
    "create_plan",
    "create_series",
    "create_task",
    "create_tasks",
    "decide_explanation",
    "decide_extension",
    "demand_explanation",
    "edit_plan",
    "edit_task",
    "fields_of",
    "finish_with_document",
    "freeze_baseline",
    "give_explanation",
    "give_spoken_order",
    "hand_over",
    "hand_up_for_signature",
    "make_feed",
    "make_occurrences",
    "make_plan_from_project",
    "move_due",
    "name_person",
    "note_use",
    "place_plan",
    "preview_change",
    "receive_project",
    "receive_tracking",
    "refuse_task",
    "remind_task",
    "reopen_task",
    "report_progress",
    "resume_task",
    "return_deliverable",
    "revoke_feed",
    "send_back_from_signature",
    "sign",
    "split_into_parts",
    "store_file",
    "submit_deliverable",
    "suspend_task",
    "undo_change",
    "unwatch_task",
    "watch_task",
    "withdraw_opinion",
]

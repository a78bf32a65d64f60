"""Plans, tasks and what people hand in."""

from roviec.work.models.bringing import PlanImport
from roviec.work.models.feed import CalendarFeed
from roviec.work.models.file import Attachment, StoredFile
from roviec.work.models.plan import Plan, Series
from roviec.work.models.planning import Baseline, BaselineRow, ChangedTask, Dependency, PlanChange
from roviec.work.models.report import Comment, ProgressReport, Submission, Watcher
from roviec.work.models.task import Constraint, Recurrence, Task, TaskState, TaskSupport

__all__ = [
    "Attachment",
    "Baseline",
    "BaselineRow",
    "CalendarFeed",
    "ChangedTask",
    "Comment",
    "Constraint",
    "Dependency",
    "Plan",
    "PlanChange",
    "PlanImport",
    "ProgressReport",
    "Recurrence",
    "Series",
    "StoredFile",
    "Submission",
    "Task",
    "TaskState",
    "TaskSupport",
    "Watcher",
]

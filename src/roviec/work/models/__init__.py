"""Plans, tasks and what people hand in."""

from roviec.work.models.file import Attachment, StoredFile
from roviec.work.models.plan import Plan, Series
from roviec.work.models.planning import Baseline, BaselineRow, ChangedTask, Dependency, PlanChange
from roviec.work.models.report import Comment, ProgressReport, Submission, Watcher
from roviec.work.models.task import Constraint, Recurrence, Task, TaskState, TaskSupport

__all__ = [
    "Attachment",
    "Baseline",
    "BaselineRow",
    "ChangedTask",
    "Comment",
    "Constraint",
    "Dependency",
    "Plan",
    "PlanChange",
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

"""Plans, tasks and what people hand in."""

from roviec.work.models.file import Attachment, StoredFile
from roviec.work.models.plan import Plan, Series
from roviec.work.models.report import Comment, ProgressReport, Submission, Watcher
from roviec.work.models.task import Recurrence, Task, TaskState, TaskSupport

__all__ = [
    "Attachment",
    "Comment",
    "Plan",
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

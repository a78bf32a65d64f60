"""Everything that the page of one task shows, in a bounded number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from roviec.core.actor import Actor
from roviec.core.clarity import Gap
from roviec.core.explanations import LATE
from roviec.core.standing import Standing
from roviec.core.task_flow import possible
from roviec.custody.models import Consultation, Explanation, Extension, Hold
from roviec.custody.queries import standing_of
from roviec.ledger.models import Entry
from roviec.organisation.models import Officer
from roviec.work.clarity import gaps_of
from roviec.work.models import Attachment, Comment, ProgressReport, Submission, Task, TaskSupport, Watcher
from roviec.work.permissions import PERMISSIONS
from roviec.work.queries.history import HistoryLine, lines
from roviec.work.queries.listed import listed
from roviec.work.queries.people import sitters, watchers_of
from roviec.work.queries.visible import tasks_visible_to

RELATED = (
    "clock",
    "clock__holder_unit",
    "clock__holder_post",
    "plan",
    "plan__body",
    "parent",
    "series",
    "lead_unit",
    "person_post",
    "accountable_post",
    "assigned_by_post",
    "assigned_by_post__unit",
)
EXPLAINED = {"explanation_demanded", "explanation_given"}
# Whose permission depends on a consultation, not on the task; the page offers them beside the question.
NOT_OF_THE_TASK = {"answer_opinion", "withdraw_opinion", "unwatch_task"}


@dataclass(frozen=True)
class TaskPage:
    """`verbs`: what the actor may do now, in the order of the flow. `people`: post id -> who holds it today; `holders`:
    (post id, since) -> who sat there when that hold began.

    Lists are newest last; `submissions` carry their files in `.files`; `parts` carry `.standing`.
    """

    task: Task
    standing: Standing
    gaps: list[Gap]
    verbs: list[str]
    parts: list[Task]
    supports: list[TaskSupport]
    holds: list[Hold]
    consultations: list[Consultation]
    extensions: list[Extension]
    explanations: list[Explanation]
    reports: list[ProgressReport]
    submissions: list[Submission]
    comments: list[Comment]
    history: list[HistoryLine]
    people: dict[UUID, Officer]
    holders: dict[tuple[UUID, datetime], Officer]
    watched: bool
    watchers: list[Officer]

    @property
    def asked_extension(self) -> Extension | None:
        """The one that waits for a decision."""
        return next((one for one in self.extensions if one.state == Extension.State.ASKED), None)

    @property
    def explanation(self) -> Explanation | None:
        """That of the due date that is passed now."""
        return next((one for one in self.explanations if one.due == self.task.clock.due), None)

    @property
    def holder(self) -> Officer | None:
        """The person who has it today; None when a unit has it, or the post is vacant."""
        post_id = self.task.clock.holder_post_id
        return self.people.get(post_id) if post_id else None


def verbs_for(actor: Actor, task: Task) -> list[str]:
    """The verbs that can follow now and that the actor may do."""
    clock = task.clock
    can = possible(state=task.state, hold=clock.hold_kind, suspended=clock.suspended_since is not None)
    return [verb for verb in can if verb not in NOT_OF_THE_TASK and PERMISSIONS.allows(actor, verb, task)]


def task_seen(task_id: UUID, actor: Actor) -> Task:
    """The task with what permissions and forms ask for. Raises Task.DoesNotExist when it is not there or not seen."""
    return tasks_visible_to(actor).select_related(*RELATED).get(pk=task_id)


def task_page(task_id: UUID, actor: Actor, now: datetime) -> TaskPage:
    """Raises Task.DoesNotExist for a task that is not there or that the actor does not see: both look alike.

    The ledger, read first, says which tables have anything about the task; the others are not asked. Of late work an explanation
    may be demanded without it: the worker demands many in one entry elsewhere.
    """
    watching = Watcher.objects.filter(task=OuterRef("pk"))
    watched = {"watched": Exists(watching.filter(officer=actor.officer_id)), "anyone_watches": Exists(watching)}
    task = tasks_visible_to(actor).select_related(*RELATED).annotate(**watched).get(pk=task_id)
    standing = standing_of(task.clock, now)
    told = lines(Entry.objects.filter(stream_id=task.pk).order_by("seq"))
    happened = {line.verb for line in told}

    def when(verb: str, rows: Iterable[Any]) -> list[Any]:
        return list(rows) if verb in happened else []

    parts = when("split", listed(tasks_visible_to(actor).filter(parent=task), now).order_by("order", "pk"))
    submissions = when("submitted", task.submissions.select_related("author").order_by("at"))
    files = defaultdict(list)
    if any(line.data.get("files") for line in told if line.verb == "submitted"):
        for attached in Attachment.objects.filter(task=task).select_related("file"):
            files[attached.submission_id].append(attached)
    for submission in submissions:
        submission.files = files[submission.pk]
    holds = list(task.clock.holds.select_related("unit", "post").order_by("since", "pk"))
    sat = sitters([*((post, now) for post in _posts(task)), *((hold.post_id, hold.since) for hold in holds)])
    return TaskPage(
        task=task,
        standing=standing,
        gaps=gaps_of(task),
        verbs=verbs_for(actor, task),
        parts=parts,
        supports=list(task.supports.select_related("unit")),
        holds=holds,
        consultations=when(
            "opinion_asked", task.clock.consultations.select_related("unit", "post").order_by("asked_at")
        ),
        extensions=when("extension_asked", task.clock.extensions.order_by("asked_at"))
        or when("due_changed", task.clock.extensions.order_by("asked_at")),
        explanations=_explanations(task, standing) if happened & EXPLAINED or standing in LATE else [],
        reports=when("progress_reported", task.progress_reports.select_related("author").order_by("at")),
        submissions=submissions,
        comments=when("commented", task.comments.select_related("author").order_by("at")),
        history=told,
        people={post: officer for (post, at), officer in sat.items() if at == now},
        holders=sat,
        watched=task.watched,
        watchers=watchers_of(task) if task.anyone_watches else [],
    )


def _posts(task: Task) -> tuple[UUID | None, ...]:
    return (task.clock.holder_post_id, task.person_post_id, task.accountable_post_id, task.assigned_by_post_id)


def _explanations(task: Task, standing: Standing) -> list[Explanation]:
    """Oldest first; each carries its evidence in `.files`. One that was only demanded is left out when its lateness is no more."""
    found = [
        one
        for one in task.clock.explanations.order_by("due")
        if one.given_at is not None or (standing in LATE and one.due == task.clock.due)
    ]
    by_explanation: dict[UUID | None, list[Attachment]] = defaultdict(list)
    if any(one.given_at for one in found):
        for attached in (
            Attachment.objects.filter(task=task, explanation__in=found).select_related("file").order_by("at")
        ):
            by_explanation[attached.explanation_id].append(attached)
    for one in found:
        one.files = by_explanation[one.pk]  # type: ignore[attr-defined]
    return found


def attachment_seen(attachment_id: UUID, actor: Actor) -> Attachment:
    """Raises Attachment.DoesNotExist unless the actor sees its task."""
    seen = tasks_visible_to(actor).values("pk")
    return Attachment.objects.select_related("file").get(pk=attachment_id, task__in=seen)


def asked_extension(task: Task) -> Extension | None:
    """The one that waits for a decision."""
    return task.clock.extensions.filter(state=Extension.State.ASKED).first()


def consultation_of(task: Task, consultation_id: UUID | str) -> Consultation:
    """Raises Consultation.DoesNotExist for a question that is not one of this task's."""
    try:
        return task.clock.consultations.select_related("unit", "post").get(pk=consultation_id)
    except ValidationError:
        raise Consultation.DoesNotExist from None

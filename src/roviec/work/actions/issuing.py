"""The body answered with a document of its own: entering its number closes the task."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM, end_of_day
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody import actions as custody
from roviec.custody.models import Clock
from roviec.ledger.actions import record
from roviec.work.actions.doing import FileOrNamed, parts_are_closed
from roviec.work.actions.steps import begin
from roviec.work.models import Attachment, Submission, Task, TaskState

LONGEST_NUMBER = 60


def finish_with_document(
    task: Task | UUID,
    *,
    number: str,
    issued_on: date,
    by: Actor,
    at: datetime,
    files: Sequence[FileOrNamed] = (),
    version: int | None = None,
) -> Task:
    """Done as of the day the document was issued, or of the instant it was handed in if that was earlier: whoever signed it out
    has accepted it. A day to come, or one before the task was given, is refused.
    """
    number = number.strip()
    if not number:
        raise Invalid("number", Reason("task.document_number_missing"))
    if len(number) > LONGEST_NUMBER:
        raise Invalid("number", Reason("task.too_long", {"most": LONGEST_NUMBER}))
    today = at.astimezone(VIETNAM).date()
    if issued_on > today:
        raise Invalid("issued_on", Reason("task.issued_in_future"))
    with transaction.atomic():
        locked = begin(task, "finish_with_document", by=by, version=version)
        if issued_on < locked.clock.started_at.astimezone(VIETNAM).date():
            raise Invalid("issued_on", Reason("task.issued_before_given"))
        parts_are_closed(locked)
        text = _("Văn bản %(number)s ngày %(day)s") % {"number": number, "day": f"{issued_on:%d/%m/%Y}"}
        handed_in = locked.submissions.filter(decided_at__isnull=True).order_by("-at").first()
        if handed_in is None:
            finished = min(at, end_of_day(issued_on))
            handed_in = Submission(task=locked, at=finished, author_id=by.officer_id)
        handed_in.text = f"{handed_in.text}\n{text}".strip()
        handed_in.decided_at, handed_in.accepted, handed_in.decision_note = at, True, text
        handed_in.decided_by_post_id = by.post_id
        handed_in.save()
        pairs = [item if isinstance(item, tuple) else (item, item.digest[:12]) for item in files]
        Attachment.objects.bulk_create(
            Attachment(task=locked, submission=handed_in, file=stored, name=name[:200], at=at) for stored, name in pairs
        )
        locked.state, locked.progress, locked.done_at = TaskState.DONE, 100, handed_in.at
        locked.clock.finished_at = handed_in.at
        custody.close(locked.clock, Clock.Closing.DONE, at)
        data = {
            "document": text,
            "submission": handed_in.pk,
            "files": [{"name": name, "digest": stored.digest} for stored, name in pairs],
            "done_at": handed_in.at,
            "due": locked.clock.due,
        }
        record(
            locked,
            "finished_with_document",
            by=by,
            at=at,
            data=data,
            changed=["state", "progress", "done_at"],
            tell="work.deliverable_accepted",
        )
    return locked

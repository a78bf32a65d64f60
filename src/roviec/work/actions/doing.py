"""Working on a task: reports, signatures, the deliverable and what becomes of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor, Duty
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.submissions import position_problems
from roviec.custody import actions as custody
from roviec.custody.models import Clock, HandoverKind, HoldKind
from roviec.ledger.actions import record
from roviec.organisation.models import Post
from roviec.organisation.models.post import Rank
from roviec.work.actions.assigning import post_of
from roviec.work.actions.steps import acceptor, begin, doer, named
from roviec.work.models import Attachment, ProgressReport, StoredFile, Submission, Task, TaskState

FileOrNamed = StoredFile | tuple[StoredFile, str]


def report_progress(
    task: Task | UUID, *, progress: int, text: str, by: Actor, at: datetime, version: int | None = None
) -> Task:
    """How far it is, in percent, and in words. 100 % does not finish it: the deliverable does."""
    if not 0 <= progress <= 100:
        raise Invalid("progress", Reason("task.bad_progress"))
    if not text.strip():
        raise Invalid("text", Reason("task.text_missing"))
    with transaction.atomic():
        locked = begin(task, "report_progress", by=by, version=version)
        before, locked.progress = locked.progress, progress
        custody.sign_of_life(locked.clock, at)
        ProgressReport.objects.create(task=locked, at=at, progress=progress, text=text, author_id=by.officer_id)
        data = {"progress": progress, "before": before, "text": text[:500]}
        record(locked, "progress_reported", by=by, at=at, data=data, changed=["progress"])
    return locked


def hand_up_for_signature(
    task: Task | UUID,
    *,
    by: Actor,
    at: datetime,
    signer: Post | UUID | None = None,
    note: str = "",
    proposal: str = "",
    opinion: str = "",
    version: int | None = None,
) -> Task:
    """The signer holds it from now on: the post given, else the head of the lead unit.

    Where a tờ trình is to be handed in, `proposal` (one) and the drafter's own `opinion` must be stated.
    """
    with transaction.atomic():
        locked = begin(task, "hand_up_for_signature", by=by, version=version)
        if problems := position_problems(locked.deliverable, proposal, opinion):
            raise Invalid.many(problems)
        chosen = post_of(signer) or _head_post(locked)
        if chosen.pk in (locked.clock.holder_post_id, locked.person_post_id):
            raise Invalid("signer", Reason("task.signer_is_doer"))
        custody.hand(
            locked.clock,
            unit_id=chosen.unit_id,
            post_id=chosen.pk,
            kind=HoldKind.SIGNATURE,
            how=HandoverKind.HANDED_UP,
            at=at,
            reason=note[:500],
        )
        stated = {"proposal": proposal.strip()[:1000], "opinion": opinion.strip()[:1000]}
        facts = named(post=chosen, note=note) | {name: text for name, text in stated.items() if text}
        record(locked, "handed_up", by=by, at=at, data=facts, tell="work.handed_up")
    return locked


def sign(task: Task | UUID, *, by: Actor, at: datetime, note: str = "", version: int | None = None) -> Task:
    """Signed: back to who works on it, to be submitted."""
    return _from_signature(task, "sign", "signed", HandoverKind.SIGNED, note, by, at, version)


def send_back_from_signature(
    task: Task | UUID, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Task:
    if not reason.strip():
        raise Invalid("reason", Reason("task.reason_missing"))
    return _from_signature(
        task, "send_back_from_signature", "sent_back", HandoverKind.RETURNED, reason, by, at, version
    )


def submit_deliverable(
    task: Task | UUID,
    *,
    by: Actor,
    at: datetime,
    files: Sequence[FileOrNamed] = (),
    link: str = "",
    text: str = "",
    version: int | None = None,
) -> Task:
    """Hands the result in: files or a link where a product was asked for, else at least words. From here who must accept holds it."""
    if link and not link.startswith(("https://", "http://")):
        raise Invalid("link", Reason("task.bad_link"))
    with transaction.atomic():
        locked = begin(task, "submit_deliverable", by=by, version=version)
        if locked.deliverable and not files and not link:
            raise Invalid("files", Reason("task.deliverable_missing", {"deliverable": locked.deliverable}))
        if not files and not link and not text.strip():
            raise Invalid("text", Reason("task.result_missing"))
        parts_are_closed(locked)
        handed_in = Submission.objects.create(task=locked, at=at, text=text, link=link, author_id=by.officer_id)
        pairs = [item if isinstance(item, tuple) else (item, item.digest[:12]) for item in files]
        Attachment.objects.bulk_create(
            Attachment(task=locked, submission=handed_in, file=file, name=name[:200], at=at) for file, name in pairs
        )
        locked.state = TaskState.SUBMITTED
        locked.clock.finished_at = at
        place = acceptor(locked)
        custody.hand(locked.clock, **place, how=HandoverKind.SUBMITTED, at=at)
        data = {
            "submission": handed_in.pk,
            "files": [{"name": name, "digest": file.digest} for file, name in pairs],
            "link": link,
            "to_unit": place["unit_id"],
            "to_post": place["post_id"],
        }
        record(locked, "submitted", by=by, at=at, data=data, changed=["state"], tell="work.submitted")
    return locked


def accept_deliverable(
    task: Task | UUID, *, by: Actor, at: datetime, note: str = "", version: int | None = None
) -> Task:
    """Done, as of the instant of handing in. Whoever handed it in may not accept it, unless a leader with nobody above."""
    with transaction.atomic():
        locked = begin(task, "accept_deliverable", by=by, version=version)
        handed_in = _decide(locked, accepted=True, note=note, by=by, at=at)
        parts_are_closed(locked)
        locked.state, locked.progress, locked.done_at = TaskState.DONE, 100, handed_in.at
        custody.close(locked.clock, Clock.Closing.DONE, at)
        data = {"submission": handed_in.pk, "note": note, "done_at": handed_in.at, "due": locked.clock.due}
        record(
            locked,
            "deliverable_accepted",
            by=by,
            at=at,
            data=data,
            changed=["state", "progress", "done_at"],
            tell="work.deliverable_accepted",
        )
    return locked


def return_deliverable(task: Task | UUID, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Task:
    """Not good enough: back to who works on it; lateness is judged anew."""
    if not reason.strip():
        raise Invalid("reason", Reason("task.reason_missing"))
    with transaction.atomic():
        locked = begin(task, "return_deliverable", by=by, version=version)
        handed_in = _decide(locked, accepted=False, note=reason, by=by, at=at)
        locked.state = TaskState.IN_PROGRESS
        locked.clock.finished_at = None
        custody.hand(locked.clock, **doer(locked), how=HandoverKind.RETURNED, at=at, reason=reason[:500])
        data = named(locked.lead_unit, locked.person_post, submission=handed_in.pk, reason=reason)
        record(locked, "returned", by=by, at=at, data=data, changed=["state"], tell="work.returned")
    return locked


def _decide(task: Task, *, accepted: bool, note: str, by: Actor, at: datetime) -> Submission:
    handed_in = task.submissions.filter(decided_at__isnull=True).latest("at")
    own = by.officer_id is not None and handed_in.author_id == by.officer_id
    if accepted and own and not by.has(Duty.LEADER):
        raise Denied("work.accept_deliverable", Reason("task.own_work"))
    handed_in.decided_at, handed_in.accepted, handed_in.decision_note = at, accepted, note[:1000]
    handed_in.decided_by_post_id = by.post_id
    handed_in.save(update_fields=["decided_at", "accepted", "decision_note", "decided_by_post"])
    return handed_in


def parts_are_closed(task: Task) -> None:
    """Only a whole stands outside the counts once it was given out, so only then the parts are asked."""
    if task.clock.counts:
        return
    still_open = task.parts.exclude(state__in=(TaskState.DONE, TaskState.CANCELLED)).count()
    if still_open:
        raise Invalid(None, Reason("task.parts_open", {"count": still_open}))


def _from_signature(
    task: Task | UUID, action: str, verb: str, how: str, note: str, by: Actor, at: datetime, version: int | None
) -> Task:
    with transaction.atomic():
        locked = begin(task, action, by=by, version=version)
        custody.hand(locked.clock, **doer(locked), how=how, at=at, reason=note[:500])
        facts = named(locked.lead_unit, locked.person_post, note=note)
        record(locked, verb, by=by, at=at, data=facts, tell=f"work.{verb}")
    return locked


def _head_post(task: Task) -> Post:
    """The one seat that heads the lead unit; without exactly one, somebody has to say who signs."""
    heads = list(
        Post.objects.filter(unit=task.lead_unit_id, rank__in=(Rank.HEAD, Rank.LEADER), valid_to__isnull=True)[:2]
    )
    if len(heads) != 1:
        raise Invalid("signer", Reason("task.signer_missing"))
    return heads[0]

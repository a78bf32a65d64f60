"""A leader's written instruction (bút phê) on an incoming document, entered on their behalf; the obligation starts with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.directives.actions.arrivals import begin
from roviec.directives.models import Arrival
from roviec.directives.permissions import PERMISSIONS
from roviec.ledger.actions import lock, record
from roviec.organisation.models import Post
from roviec.organisation.models.post import Rank
from roviec.work.actions import TaskFields, assign_task, create_plan, create_task, finish_with_document
from roviec.work.actions.doing import FileOrNamed
from roviec.work.models import Plan

LONGEST_INSTRUCTION = 2000


@dataclass(frozen=True, slots=True)
class Instruction:
    """`decision` is "act" or "answer"; `words` the instruction as written; `lead_unit` leads, `person_post` does it if the leader named one."""

    decision: str
    leader_post: UUID
    words: str
    lead_unit: UUID
    person_post: UUID | None = None
    supports: Sequence[UUID] = ()
    due: date | None = None
    deliverable: str = ""
    unclear_reason: str = ""


def enter_instruction(
    arrival: Arrival | UUID, instruction: Instruction, *, by: Actor, at: datetime, version: int | None = None
) -> Arrival:
    """The document becomes a task of the lead named, given out at once, answered for by the leader who wrote the instruction.

    Raises Invalid for a leader of another body, for no words, and, like every assignment, for gaps without a stated reason.
    """
    if instruction.decision not in (Arrival.Decision.ACT, Arrival.Decision.ANSWER):
        raise Invalid("decision", Reason("arrival.bad_decision"))
    words = instruction.words.strip()
    if not words:
        raise Invalid("words", Reason("arrival.no_words"))
    if len(words) > LONGEST_INSTRUCTION:
        raise Invalid("words", Reason("task.too_long", {"most": LONGEST_INSTRUCTION}))
    with transaction.atomic():
        locked = begin(arrival, "enter_instruction", by=by, version=version)
        leader = Post.objects.select_related("unit").filter(pk=instruction.leader_post).first()
        if (
            leader is None
            or leader.unit.body_id != locked.body_id
            or leader.rank not in (Rank.LEADER, Rank.DEPUTY_LEADER)
        ):
            raise Invalid("leader_post", Reason("arrival.not_a_leader"))
        plan = _plan_of_arrivals(locked, by=by, at=at)
        task = create_task(plan, _fields(locked, instruction, words, leader), by=by, at=at)
        assign_task(task, by=by, at=at, unclear_reason=instruction.unclear_reason)
        locked.decision, locked.decided_at = instruction.decision, at
        locked.instructed_by_post, locked.instruction, locked.task = leader, words, task
        data = {
            "decision": locked.decision,
            "by_leader": leader.pk,
            "leader_title": leader.title,
            "words": words,
            "task": task.pk,
        }
        changed = ["decision", "decided_at", "instructed_by_post", "instruction", "task"]
        record(locked, "instructed", by=by, at=at, data=data, changed=changed)
    return locked


def issue_answer(
    arrival: Arrival | UUID,
    *,
    number: str,
    issued_on: date,
    by: Actor,
    at: datetime,
    files: Sequence[FileOrNamed] = (),
    version: int | None = None,
) -> Arrival:
    """The answer went out: its number stands in the register and its task is done as of the day of issue."""
    with transaction.atomic():
        pk = arrival.pk if isinstance(arrival, Arrival) else arrival
        locked = lock(Arrival, pk, version=version)
        PERMISSIONS.require(by, "issue_answer", locked)
        if locked.task_id is None or locked.answered_on:
            raise Invalid(None, Reason("arrival.answered" if locked.answered_on else "arrival.nothing_owed"))
        finish_with_document(locked.task_id, number=number, issued_on=issued_on, by=by, at=at, files=files)
        locked.answer_number, locked.answered_on = number.strip(), issued_on
        data = {"number": locked.answer_number, "issued_on": issued_on}
        record(locked, "answered", by=by, at=at, data=data, changed=["answer_number", "answered_on"])
    return locked


def _fields(arrival: Arrival, instruction: Instruction, words: str, leader: Post) -> TaskFields:
    answers = instruction.decision == Arrival.Decision.ANSWER
    facts = {"number": arrival.number or _("(không số)"), "issuer": arrival.issuer or "…", "subject": arrival.subject}
    wording = _("Tham mưu trả lời văn bản %(number)s của %(issuer)s: %(subject)s")
    title = wording if answers else _("Thực hiện văn bản %(number)s của %(issuer)s: %(subject)s")
    return TaskFields(
        title=title % facts,
        detail=_("Bút phê của %(leader)s: %(words)s") % {"leader": leader.title, "words": words},
        deliverable=instruction.deliverable or (_("Văn bản trả lời") if answers else ""),
        lead_unit=instruction.lead_unit,
        person_post=instruction.person_post,
        supports=tuple(instruction.supports),
        accountable_post=leader,
        authority=_("%(leader)s quyết định, ký ban hành hoặc ủy quyền") % {"leader": leader.title},
        due=instruction.due,
        number=arrival.number_in,
        urgent=bool(arrival.urgency),
    )


def _plan_of_arrivals(arrival: Arrival, *, by: Actor, at: datetime) -> Plan:
    """The body's plan for work from incoming documents, one a year, made when first needed."""
    year = at.astimezone(VIETNAM).year
    code = f"VAN-BAN-DEN-{year}"
    found = Plan.objects.filter(body=arrival.body_id, code=code, closed_at__isnull=True).first()
    title = _("Việc từ văn bản đến năm %(year)s") % {"year": year}
    return found or create_plan(title=title, code=code, by=by, at=at)

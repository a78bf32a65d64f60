"""A hard task is proposed, taken on when somebody above says that it is truly hard, followed as a task, and ended by them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.pledges import ENDED, PledgeState, why_not
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.evaluation.models import Pledge, PledgeQuota, PledgeRules
from roviec.evaluation.permissions import PERMISSIONS
from roviec.ledger.actions import lock, record
from roviec.organisation.models import Post, Unit
from roviec.organisation.models.post import Rank
from roviec.organisation.queries.charge import head_posts
from roviec.work.actions import TaskFields, assign_task, create_plan, create_task
from roviec.work.actions.dates import label
from roviec.work.models import Plan, Task, TaskState

RELATED = ("post", "unit", "body", "task")
HARD = (Pledge.Kind.HOT, Pledge.Kind.HARD)
# What forms offer.
KINDS, RANKS = Pledge.Kind.choices, Rank.choices
# The names of the plans that promises are followed in, one per body and year.
PLAN_OF_HARD, PLAN_OF_PROGRAMMES = "Việc nóng, việc khó năm {year}", "Chương trình hành động cá nhân năm {year}"


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised. `why_hard` is asked of hard tasks only; `result`: by what one will see that it is kept."""

    kind: str
    title: str
    result: str
    due_on: date
    why_hard: str = ""
    year: int | None = None


def propose_pledge(promise: Promise, *, by: Actor, at: datetime) -> Pledge:
    """For oneself, under the mandate chosen. Raises Invalid with every field that is wrong."""
    PERMISSIONS.require(by, "propose_pledge")
    if by.officer_id is None or by.post_id is None:
        raise Denied("evaluation.propose_pledge")
    day = at.astimezone(VIETNAM).date()
    if promise.kind not in Pledge.Kind.values:
        raise Invalid("kind", Reason("pledge.bad_kind"))
    body = _own_body(by)
    years = programme_years(body.pk) if promise.kind == Pledge.Kind.PROGRAMME else 1
    year = promise.year or day.year
    problems: list[tuple[str | None, Reason]] = []
    if not promise.title.strip():
        problems.append(("title", Reason("pledge.no_title")))
    if not promise.result.strip():
        problems.append(("result", Reason("pledge.no_result")))
    if promise.kind in HARD and not promise.why_hard.strip():
        problems.append(("why_hard", Reason("pledge.no_why")))
    if promise.due_on < day:
        problems.append(("due_on", Reason("pledge.due_past")))
    elif not year <= promise.due_on.year < year + years:
        problems.append(("due_on", Reason("pledge.due_outside", {"first": year, "last": year + years - 1})))
    if problems:
        raise Invalid.many(problems)
    post = Post.objects.select_related("unit").get(pk=by.post_id)
    pledge = Pledge(
        kind=promise.kind,
        officer_id=by.officer_id,
        post=post,
        unit=post.unit,
        body=body,
        year=year,
        title=promise.title.strip(),
        why_hard=promise.why_hard.strip(),
        result=promise.result.strip(),
        due_on=promise.due_on,
        proposed_at=at,
    )
    with transaction.atomic():
        data = {"kind": pledge.kind, "title": pledge.title[:500], "due": pledge.due_on}
        record(pledge, "proposed", by=by, at=at, data=data, tell="evaluation.pledge_proposed")
    return pledge


def withdraw_pledge(pledge: Pledge | UUID, *, by: Actor, at: datetime, version: int | None = None) -> Pledge:
    """Before anybody has decided."""
    with transaction.atomic():
        locked = _begin(pledge, "withdraw_pledge", by, version)
        locked.state = Pledge.State.WITHDRAWN
        record(locked, "withdrawn", by=by, at=at, changed=["state"])
    return locked


def decide_pledge(
    pledge: Pledge | UUID, *, approved: bool, by: Actor, at: datetime, note: str = "", version: int | None = None
) -> Pledge:
    """Truly hard, or not, which needs a reason. A hard task taken on becomes a task in the year's plan of who decides; a point of a
    programme only where the body has opened programmes to all (a task is seen by the whole body)."""
    if not approved and not note.strip():
        raise Invalid("note", Reason("task.reason_missing"))
    with transaction.atomic():
        locked = _begin(pledge, "decide_pledge", by, version)
        if locked.post.rank == Rank.LEADER and by.body_id == locked.body_id and not note.strip():
            raise Invalid("note", Reason("pledge.name_the_document"))
        locked.state = Pledge.State.APPROVED if approved else Pledge.State.REFUSED
        locked.decided_at, locked.decided_by_label = at, label(by)
        locked.decision_note = note.strip()[:1000]
        changed = ["state", "decided_at", "decided_by_label", "decision_note"]
        if approved and _is_followed_as_task(locked):
            locked.task = _task_of(locked, by=by, at=at)
            changed.append("task")
        data = {"approved": approved, "note": locked.decision_note[:500], "task": locked.task_id}
        record(locked, "decided", by=by, at=at, data=data, changed=changed, tell="evaluation.pledge_decided")
    return locked


def review_pledge(pledge: Pledge | UUID, *, review: str, by: Actor, at: datetime, version: int | None = None) -> Pledge:
    """The self-review against what was promised; it can be written anew until the promise ended."""
    if not review.strip():
        raise Invalid("review", Reason("pledge.no_review"))
    with transaction.atomic():
        locked = _begin(pledge, "review_pledge", by, version)
        locked.review = review.strip()
        data = {"review": locked.review[:1000]}
        record(locked, "reviewed", by=by, at=at, data=data, changed=["review"], tell="evaluation.pledge_reviewed")
    return locked


def end_pledge(
    pledge: Pledge | UUID, *, outcome: str, by: Actor, at: datetime, note: str = "", version: int | None = None
) -> Pledge:
    """`outcome`: kept, failed, protected. Kept needs its task accepted. Protected: an honest failure, with the reason; the lateness of
    its task is then no fault in scoring."""
    if outcome not in ENDED:
        raise Invalid("outcome", Reason("pledge.bad_outcome"))
    if outcome != PledgeState.KEPT and not note.strip():
        raise Invalid("note", Reason("task.reason_missing"))
    with transaction.atomic():
        locked = _begin(pledge, "end_pledge", by, version)
        if outcome == PledgeState.KEPT and locked.task is not None and locked.task.state != TaskState.DONE:
            raise Invalid("outcome", Reason("pledge.task_open"))
        locked.state = Pledge.State(outcome)
        locked.ended_at, locked.ended_by_label, locked.ended_note = at, label(by), note.strip()[:1000]
        data = {"outcome": outcome, "note": locked.ended_note[:500]}
        changed = ["state", "ended_at", "ended_by_label", "ended_note"]
        record(locked, "ended", by=by, at=at, data=data, changed=changed, tell="evaluation.pledge_ended")
    return locked


def set_quota(
    *, rank: str, least: int, since: date, by: Actor, at: datetime, titles: str = "", basis: str = ""
) -> PledgeQuota:
    """How many hard tasks those of a rank (with one of the titles) owe in a year, from a day on. Zero ends it."""
    body = _own_body(by)
    PERMISSIONS.require(by, "set_pledge_rules", body)
    if rank not in Rank.values:
        raise Invalid("rank", Reason("pledge.bad_rank"))
    if least > 0 and not basis.strip():
        raise Invalid("basis", Reason("pledge.no_basis"))
    with transaction.atomic():
        key = {"body_id": body.pk, "rank": rank, "titles": titles.strip()[:300], "since": since}
        found = PledgeQuota.objects.select_for_update().filter(**key).first()
        quota = found or PledgeQuota(**key)
        quota.least, quota.basis = least, basis.strip()[:300]
        data = {"rank": rank, "titles": quota.titles, "least": least, "since": since, "basis": quota.basis}
        record(quota, "set", by=by, at=at, data=data, changed=["least", "basis"] if found else ())
    return quota


def set_pledge_rules(
    *, programme_open: bool, programme_years: int, quota_by_month: int, by: Actor, at: datetime, basis: str = ""
) -> PledgeRules:
    """What the body decided about programmes and from when an open quota is told. Years 1 to 5, month 1 to 12."""
    body = _own_body(by)
    PERMISSIONS.require(by, "set_pledge_rules", body)
    if not 1 <= programme_years <= 5:
        raise Invalid("programme_years", Reason("pledge.bad_years"))
    if not 1 <= quota_by_month <= 12:
        raise Invalid("quota_by_month", Reason("pledge.bad_month"))
    values: dict[str, Any] = {
        "programme_open": programme_open,
        "programme_years": programme_years,
        "quota_by_month": quota_by_month,
        "basis": basis.strip()[:300],
    }
    with transaction.atomic():
        found = PledgeRules.objects.select_for_update().filter(body=body).first()
        rules = found or PledgeRules(body=body)
        for name, value in values.items():
            setattr(rules, name, value)
        record(rules, "set", by=by, at=at, data=values, changed=list(values) if found else ())
    return rules


def _own_body(by: Actor) -> Unit:
    if by.body_id is None:
        raise Denied("evaluation.set_pledge_rules")
    return Unit.objects.get(pk=by.body_id)


def programme_years(body_id: UUID) -> int:
    return PledgeRules.objects.filter(body=body_id).values_list("programme_years", flat=True).first() or 1


def _begin(pledge: Pledge | UUID, action: str, by: Actor, version: int | None) -> Pledge:
    pk = pledge.pk if isinstance(pledge, Pledge) else pledge
    locked = lock(Pledge, pk, version=version, related=RELATED)
    PERMISSIONS.require(by, action, locked)
    if why := why_not(action, locked.state):
        raise Invalid(None, why)
    return locked


def _is_followed_as_task(pledge: Pledge) -> bool:
    return pledge.kind in HARD or PledgeRules.objects.filter(body=pledge.body_id, programme_open=True).exists()


def _task_of(pledge: Pledge, *, by: Actor, at: datetime) -> Task:
    head = head_posts([pledge.unit_id], at.astimezone(VIETNAM).date()).get(pledge.unit_id)
    task = create_task(
        _plan_for(pledge, by=by, at=at),
        TaskFields(
            title=pledge.title,
            detail=pledge.why_hard,
            deliverable=pledge.result,
            lead_unit=pledge.unit_id,
            person_post=pledge.post_id,
            accountable_post=head or pledge.post_id,
            authority=by.mandate_label or by.account_label,
            due=pledge.due_on,
        ),
        by=by,
        at=at,
    )
    return assign_task(task, by=by, at=at, unclear_reason="Cam kết đã được người có thẩm quyền duyệt")


def _plan_for(pledge: Pledge, *, by: Actor, at: datetime) -> Plan:
    """Of who decides: the plan of the year, made with its first promise."""
    code = f"{'CTHD' if pledge.kind == Pledge.Kind.PROGRAMME else 'VNVK'}-{pledge.year}"
    title = (PLAN_OF_PROGRAMMES if pledge.kind == Pledge.Kind.PROGRAMME else PLAN_OF_HARD).format(year=pledge.year)
    found = Plan.objects.filter(body=by.body_id, code=code, closed_at=None).first()
    return found or create_plan(
        title=title, code=code, by=by, at=at, starts_on=date(pledge.year, 1, 1), ends_on=date(pledge.year, 12, 31)
    )

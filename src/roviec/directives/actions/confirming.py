"""Proposals that a person confirmed become tasks of the document's plan; everybody concerned is told once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM, end_of_day
from roviec.core.extraction.proposals import TrackedState
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.tracked import outcome_of
from roviec.core.unit_names import name_key
from roviec.directives.actions.correcting import check_seen
from roviec.directives.models import Directive, Proposal
from roviec.directives.permissions import PERMISSIONS
from roviec.directives.queries.register_rows import TRACKED, row_of_register
from roviec.directives.queries.terms import term_of_proposal
from roviec.ledger.actions import lock, record
from roviec.ledger.bulk import update_each
from roviec.organisation.models import Unit
from roviec.organisation.queries.charge import posts_in_charge
from roviec.work.actions import (
    Drafting,
    Past,
    TaskFields,
    assign_tasks,
    bring_in_history,
    create_plan,
    create_tasks,
)
from roviec.work.models import Plan, Task

# Up to so many joint leads the one named first leads the whole; more are a collective, and the body itself does.
JOINT_LEADS = 3
OPENING = time(8)
LONGEST_TITLE = cast(int, Task._meta.get_field("title").max_length)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """`kept_as_draft` pairs tasks that could not be given out with why."""

    plan: Plan
    tasks: list[Task]
    assigned: int
    kept_as_draft: list[tuple[Task, Invalid | Denied]]


def confirm_proposals(
    directive_id: UUID,
    proposal_ids: Sequence[UUID],
    *,
    by: Actor,
    at: datetime,
    accountable_post: UUID | None = None,
    plan: UUID | None = None,
    authority: str = "",
    assign: bool = True,
    unclear_reason: str = "",
    version: int | None = None,
    seen: Mapping[UUID, int] | None = None,
) -> Confirmed:
    """Make tasks of the proposals and, with `assign`, give them out. One with gaps stays a draft unless `unclear_reason` is stated.

    `accountable_post`: the leader who answers for all of them; left out, it is the leader in charge of each lead, else its head.
    `plan`: an open plan of the body that the rows go into; left out, the document's own, made when first needed.
    Several leads become parts with the whole led by the first, or by the body itself when they are a collective.
    Rows of an old tracking workbook come in as what became of them, each on its own days and as one task.
    `version` is the directive's; `seen` maps a row to its version when it was shown: Invalid when somebody changed it since.
    """
    with transaction.atomic():
        directive = lock(Directive, directive_id, version=version)
        PERMISSIONS.require(by, "confirm_proposals", directive)
        rows = list(
            directive.proposals.filter(pk__in=proposal_ids, state=Proposal.State.PROPOSED)
            .prefetch_related("lead_units", "support_units")
            .order_by("order")
        )
        if not rows:
            raise Invalid("proposals", Reason("directive.nothing_to_confirm"))
        check_seen(rows, seen)
        if nameless := [row.order for row in rows if not row.lead_units.all()]:
            raise Invalid("proposals", Reason("directive.no_lead", {"rows": ", ".join(map(str, nameless))}))
        if lengthy := [row.order for row in rows if len(row.text) > LONGEST_TITLE]:
            what: dict[str, str | int] = {"rows": ", ".join(map(str, lengthy)), "most": LONGEST_TITLE}
            raise Invalid("proposals", Reason("directive.too_long", what))
        home = directive.plan or _chosen_plan(directive, plan) or _plan(directive, by=by, at=at)
        answers = _answers(directive, rows, accountable_post, at)
        is_register = directive.proposals.filter(found__has_key=TRACKED).exists()
        if is_register:
            past = [_past(directive, row, answers, authority, at) for row in rows]
            tasks = bring_in_history(home, past, source=_source(directive), by=by, at=at)
        else:
            tasks = create_tasks(home, [_drafting(directive, row, answers, authority) for row in rows], by=by, at=at)
        for row, task in zip(rows, tasks, strict=True):
            row.state, row.task = Proposal.State.CONFIRMED, task
        update_each(rows, ["state", "task"])
        directive.plan = home
        directive.state = Directive.State.CONFIRMED
        record(
            directive,
            "confirmed",
            by=by,
            at=at,
            data={"plan": home.pk, "orders": [row.order for row in rows]},
            changed=["plan", "state"],
        )
        if is_register:
            return Confirmed(home, tasks, len(tasks), [])
        if not assign:
            return Confirmed(home, tasks, 0, [])
        parts = Task.objects.filter(parent__in=tasks).values_list("pk", flat=True)
        bulk = assign_tasks([*tasks, *parts], by=by, at=at, unclear_reason=unclear_reason)
    return Confirmed(home, tasks, len(bulk.done), bulk.refused)


def _chosen_plan(directive: Directive, plan_id: UUID | None) -> Plan | None:
    if plan_id is None:
        return None
    plan = Plan.objects.filter(pk=plan_id, body=directive.body_id, closed_at=None).first()
    if plan is None:
        raise Invalid("plan", Reason("directive.no_such_plan"))
    return plan


def _plan(directive: Directive, *, by: Actor, at: datetime) -> Plan:
    kind = "" if directive.subject.lower().startswith(directive.kind.lower()) else f"{directive.kind} "
    return create_plan(
        title=f"{kind}{directive.subject}"[:500],
        code=directive.number,
        starts_on=directive.issued_on,
        body=directive.body,
        by=by,
        at=at,
    )


def _answers(
    directive: Directive, rows: Sequence[Proposal], accountable_post: UUID | None, at: datetime
) -> Mapping[UUID, UUID | None]:
    """Unit → the post that answers for work led by it."""
    units = {unit.pk for row in rows for unit in row.lead_units.all()} | {directive.body_id}
    if accountable_post:
        return dict.fromkeys(units, accountable_post)
    return posts_in_charge(units, at.astimezone(VIETNAM).date())


def _drafting(directive: Directive, row: Proposal, answers: Mapping[UUID, UUID | None], authority: str) -> Drafting:
    leads = _leads(row)
    whole = leads[0] if len(leads) <= JOINT_LEADS else directive.body
    supports = [unit for unit in row.support_units.all() if unit not in leads]
    parts = [_fields(row, lead, answers, authority) for lead in leads] if len(leads) > 1 else ()
    return Drafting(_fields(row, whole, answers, authority, supports), parts)


def _leads(row: Proposal) -> list[Unit]:
    """In the order in which the document names them."""
    order = {name_key(name): place for place, name in reversed(list(enumerate(row.leads)))}
    last = len(order)

    def place(unit: Unit) -> tuple[int, str]:
        return min(order.get(unit.folded, last), order.get(name_key(unit.short_name or unit.name), last)), unit.name

    return sorted(row.lead_units.all(), key=place)


def _past(
    directive: Directive, row: Proposal, answers: Mapping[UUID, UUID | None], authority: str, at: datetime
) -> Past:
    """A row of an old tracking workbook. One row stays one task, so that the counts agree with the workbook's own: the lead named
    first leads, the other leads support."""
    leads = _leads(row)
    lead = leads[0] if len(leads) <= JOINT_LEADS else directive.body
    others = [unit for unit in (*leads, *row.support_units.all()) if unit != lead]
    fields = _fields(row, lead, answers, authority, list(dict.fromkeys(others)))
    said = row_of_register(row)
    today = at.astimezone(VIETNAM).date()
    settled = outcome_of(said, row.due, today) if said else None
    finished = settled.finished_on if settled else None
    if finished:
        fields = replace(fields, recurrence="")
    given_on = (
        (said.assigned_on if said else None) or directive.issued_on or min(filter(None, (finished, row.due, today)))
    )
    given_at = datetime.combine(min(filter(None, (given_on, finished, today))), OPENING, VIETNAM)
    if fields.recurrence:  # what repeats begins with its registration here: its past periods are not made up
        given_at = at
    return Past(
        fields,
        given_at=min(given_at, at),
        finished_at=min(end_of_day(finished), at) if finished else None,
        suspended=settled is not None and settled.state is TrackedState.SUSPENDED,
        progress=settled.percent if settled else 0,
        result=said.result if said else "",
        note=said.note if said else "",
        row=f"{said.sheet}!{said.row}" if said else str(row.order),
    )


def _source(directive: Directive) -> str:
    return _("Nhập từ sổ theo dõi %(file)s") % {"file": directive.file_name}


def _fields(
    row: Proposal, lead: Unit, answers: Mapping[UUID, UUID | None], authority: str, supports: Sequence[Unit] = ()
) -> TaskFields:
    term = term_of_proposal(row)
    return TaskFields(
        title=row.text,
        deliverable=row.deliverable,
        lead_unit=lead,
        lead_text="; ".join(row.leads)[:500],
        supports=supports,
        accountable_post=answers.get(lead.pk),
        authority=authority,
        due=None if term else row.due,
        term=term,
        recurrence=row.recurrence,
        planned_start=None
        if row.start and row.due and row.start > row.due
        else row.start,  # the due date was corrected
        planned_end=row.due,
        number=row.number or str(row.order),
        order=row.order,
    )

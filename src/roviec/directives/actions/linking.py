"""A proposal that is work already given: it points at that task instead of doubling it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.directives.actions.correcting import check_seen
from roviec.directives.models import Directive, Proposal
from roviec.directives.permissions import PERMISSIONS
from roviec.ledger.actions import lock, record
from roviec.ledger.bulk import record_each, update_each
from roviec.work.models import Task, TaskState
from roviec.work.queries import tasks_visible_to


def link_proposals(
    directive_id: UUID,
    links: Mapping[UUID, UUID],
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    seen: Mapping[UUID, int] | None = None,
) -> list[Proposal]:
    """Proposal → task that does this work already. The task's dates stay as they are: a new date is a decision of its own.

    Raises Invalid for a task that the actor does not see, of another body, a draft or a cancelled one.
    """
    with transaction.atomic():
        directive = lock(Directive, directive_id, version=version)
        PERMISSIONS.require(by, "link_proposals", directive)
        rows = list(directive.proposals.filter(pk__in=list(links), state=Proposal.State.PROPOSED).order_by("order"))
        if not rows:
            raise Invalid("proposals", Reason("directive.nothing_to_confirm"))
        check_seen(rows, seen)
        wanted = {links[row.pk] for row in rows}
        tasks = tasks_visible_to(by).filter(pk__in=wanted, plan__body=directive.body_id)
        known = {task.pk for task in tasks.exclude(state__in=(TaskState.DRAFT, TaskState.CANCELLED))}
        if missing := [row.order for row in rows if links[row.pk] not in known]:
            raise Invalid("proposals", Reason("directive.no_such_task", {"rows": ", ".join(map(str, missing))}))
        locked = {
            task.pk: task for task in Task.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
        }
        for row in rows:
            row.state, row.task = Proposal.State.CONFIRMED, locked[links[row.pk]]
            row.version += 1
            row.found["linked"] = True
        update_each(rows, ["state", "task", "version", "found"])
        orders = {task.pk: [row.order for row in rows if row.task_id == task.pk] for task in locked.values()}
        facts = {"directive": directive.pk, "document": directive.number or directive.file_name}
        record_each(
            list(locked.values()),
            "linked_to_document",
            by=by,
            at=at,
            data=lambda task: facts | {"orders": orders[task.pk]},
        )
        directive.state = Directive.State.CONFIRMED
        lines = [{"order": row.order, "task": row.task_id} for row in rows]
        record(directive, "proposals_linked", by=by, at=at, data={"lines": lines}, changed=["state"])
    return rows


def unlink_proposal(
    proposal_id: UUID, *, by: Actor, at: datetime, version: int | None = None, seen: int | None = None
) -> Proposal:
    """It was other work after all: the row waits again. A row that made its task stays as it is."""
    with transaction.atomic():
        directive = lock(
            Directive, Proposal.objects.only("directive").get(pk=proposal_id).directive_id, version=version
        )
        PERMISSIONS.require(by, "link_proposals", directive)
        row = Proposal.objects.select_related("task").get(pk=proposal_id)
        check_seen([row], {row.pk: seen} if seen is not None else None)
        if not row.found.pop("linked", False):
            raise Invalid(None, Reason("directive.not_linked"))
        row.state, row.task = Proposal.State.PROPOSED, None
        row.version += 1
        row.save(update_fields=["state", "task", "version", "found"])
        record(directive, "proposal_unlinked", by=by, at=at, data={"order": row.order})
    return row

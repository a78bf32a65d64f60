"""People correct what was read. A confirmed proposal is closed: from then on the task is what counts."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.directives.models import Directive, Proposal
from roviec.directives.permissions import PERMISSIONS
from roviec.ledger.actions import lock, record
from roviec.organisation.models import Unit

KEEP: Any = object()
HEADER = ("number", "kind", "subject", "issuer", "issued_on", "signer", "urgency")


@dataclass(frozen=True, slots=True)
class Changes:
    """What to change in a proposal; what is not given stays."""

    text: str = KEEP
    deliverable: str = KEEP
    due: date | None = KEEP
    start: date | None = KEEP
    recurrence: str = KEEP
    lead_units: Sequence[UUID] = KEEP
    support_units: Sequence[UUID] = KEEP

    def given(self) -> dict[str, Any]:
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: value for name, value in values.items() if value is not KEEP}


def correct_proposal(
    proposal_id: UUID, changes: Changes, *, by: Actor, at: datetime, version: int | None = None
) -> Proposal:
    """`version` is the directive's. What a person wrote is sure, and marked as theirs."""
    with transaction.atomic():
        directive, proposal = _open(proposal_id, "correct_proposal", by, version)
        given = changes.given()
        if "text" in given and not given["text"].strip():
            raise Invalid("text", Reason("directive.empty_text"))
        units = {name: list(given.pop(name)) for name in ("lead_units", "support_units") if name in given}
        for name, value in given.items():
            setattr(proposal, name, value)
        for name, pks in units.items():
            _check_units(pks, name)
            getattr(proposal, name).set(pks)
        for name in (*given, *units):
            proposal.found[_found_name(name)] = {
                "where": [],
                "sure": 1,
                "why": [{"code": "directive.by_hand", "params": {}, "cite": ""}],
            }
        if "lead_units" in units:
            proposal.found["units"] = dict.fromkeys(proposal.leads, "ok") | {
                n: s for n, s in proposal.found.get("units", {}).items() if n not in proposal.leads
            }
        proposal.save(update_fields=[*given, "found"])
        record(directive, "proposal_corrected", by=by, at=at, data={"order": proposal.order, "changed": given | units})
    return proposal


def drop_proposal(
    proposal_id: UUID, *, by: Actor, at: datetime, reason: str = "", version: int | None = None
) -> Proposal:
    with transaction.atomic():
        directive, proposal = _open(proposal_id, "drop_proposal", by, version)
        proposal.state = Proposal.State.DROPPED
        proposal.save(update_fields=["state"])
        record(directive, "proposal_dropped", by=by, at=at, data={"order": proposal.order, "reason": reason})
    return proposal


def restore_proposal(proposal_id: UUID, *, by: Actor, at: datetime, version: int | None = None) -> Proposal:
    with transaction.atomic():
        directive, proposal = _open(proposal_id, "drop_proposal", by, version, state=Proposal.State.DROPPED)
        proposal.state = Proposal.State.PROPOSED
        proposal.save(update_fields=["state"])
        record(directive, "proposal_restored", by=by, at=at, data={"order": proposal.order})
    return proposal


def split_proposal(
    proposal_id: UUID, texts: Sequence[str], *, by: Actor, at: datetime, version: int | None = None
) -> list[Proposal]:
    """Two or more in place of one, each with its text and everything else the same."""
    texts = [text.strip() for text in texts if text.strip()]
    if len(texts) < 2:
        raise Invalid("texts", Reason("directive.split_needs_two"))
    with transaction.atomic():
        directive, proposal = _open(proposal_id, "split_proposal", by, version)
        shift = len(texts) - 1
        later = directive.proposals.filter(order__gt=proposal.order).order_by("-order")
        for pk in later.values_list("pk", flat=True):  # from the end, so that no two have the same number on the way
            Proposal.objects.filter(pk=pk).update(order=F("order") + shift)
        leads, supports = list(proposal.lead_units.all()), list(proposal.support_units.all())
        proposal.text = texts[0]
        proposal.save(update_fields=["text"])
        made = [proposal]
        for number, text in enumerate(texts[1:], 1):
            copy = Proposal.objects.get(pk=proposal.pk)
            copy.pk, copy.order, copy.text, copy._state.adding = None, proposal.order + number, text, True
            copy.id = Proposal._meta.pk.get_default()
            copy.save(force_insert=True)
            copy.lead_units.set(leads)
            copy.support_units.set(supports)
            made.append(copy)
        record(directive, "proposal_split", by=by, at=at, data={"order": proposal.order, "into": len(texts)})
    return made


def merge_proposals(proposal_ids: Sequence[UUID], *, by: Actor, at: datetime, version: int | None = None) -> Proposal:
    """The first keeps everything and takes the texts of the others, which are dropped."""
    if len(set(proposal_ids)) < 2:
        raise Invalid("proposals", Reason("directive.merge_needs_two"))
    with transaction.atomic():
        rows = list(Proposal.objects.filter(pk__in=proposal_ids).order_by("order"))
        directive = lock(Directive, rows[0].directive_id, version=version)
        PERMISSIONS.require(by, "merge_proposals", directive)
        if any(row.directive_id != directive.pk or row.state != Proposal.State.PROPOSED for row in rows):
            raise Invalid("proposals", Reason("directive.not_open"))
        first, *rest = rows
        first.text = "\n".join(row.text for row in rows)
        first.due = max((row.due for row in rows if row.due), default=None)
        first.save(update_fields=["text", "due"])
        Proposal.objects.filter(pk__in=[row.pk for row in rest]).update(state=Proposal.State.DROPPED)
        record(directive, "proposals_merged", by=by, at=at, data={"orders": [row.order for row in rows]})
    return first


def edit_directive(
    directive_id: UUID, *, by: Actor, at: datetime, version: int | None = None, **values: Any
) -> Directive:
    """Correct the header: number, kind, subject, issuer, issued_on, signer, urgency."""
    with transaction.atomic():
        directive = lock(Directive, directive_id, version=version)
        PERMISSIONS.require(by, "edit_directive", directive)
        if unknown := values.keys() - set(HEADER):
            raise Invalid(min(unknown), Reason("directive.not_editable"))
        for name, value in values.items():
            setattr(directive, name, value)
        directive.folded = fold(f"{directive.number} {directive.subject}")[:1200]
        record(directive, "edited", by=by, at=at, data={"changed": values}, changed=[*values, "folded"])
    return directive


def set_aside(directive_id: UUID, *, by: Actor, at: datetime, version: int | None = None) -> Directive:
    """Để biết: the document asks nothing of this body."""
    with transaction.atomic():
        directive = lock(Directive, directive_id, version=version)
        PERMISSIONS.require(by, "set_aside", directive)
        if directive.state == Directive.State.CONFIRMED:
            raise Invalid(None, Reason("directive.has_tasks"))
        directive.state = Directive.State.SET_ASIDE
        record(directive, "set_aside", by=by, at=at, changed=["state"])
    return directive


def _open(
    proposal_id: UUID, action: str, by: Actor, version: int | None, state: str = Proposal.State.PROPOSED
) -> tuple[Directive, Proposal]:
    proposal = Proposal.objects.get(pk=proposal_id)
    directive = lock(Directive, proposal.directive_id, version=version)
    PERMISSIONS.require(by, action, directive)
    proposal = Proposal.objects.get(pk=proposal_id)  # again, under the lock
    if proposal.state != state:
        raise Invalid(None, Reason("directive.not_open"))
    return directive, proposal


def _check_units(pks: Sequence[UUID], name: str) -> None:
    if Unit.objects.filter(pk__in=pks).count() != len(set(pks)):
        raise Invalid(name, Reason("directive.unknown_unit", {"name": ""}))


def _found_name(name: str) -> str:
    return {
        "due": "deadline",
        "start": "deadline",
        "recurrence": "deadline",
        "lead_units": "leads",
        "support_units": "supports",
    }.get(name, name)

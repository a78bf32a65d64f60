"""People correct what was read. A confirmed proposal is closed: from then on the task is what counts."""

from collections.abc import Mapping, Sequence
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
from roviec.directives.actions.examples import DROPPED, MERGED, SPLIT, as_it_stands, forget_example, keep_example
from roviec.directives.actions.naming import BY_HAND
from roviec.directives.models import Directive, Proposal
from roviec.directives.permissions import PERMISSIONS
from roviec.ledger.actions import Conflict, lock, record
from roviec.organisation.models import Unit
from roviec.work.models import Recurrence

KEEP: Any = object()
LONGEST_DELIVERABLE = 1000
FAR = 1_000_000  # no document has so many rows
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
        """By name; of texts and units, nothing (None) is the same as empty."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        empty: dict[str, Any] = {"text": "", "deliverable": "", "recurrence": "", "lead_units": (), "support_units": ()}
        return {
            name: empty.get(name) if value is None else value for name, value in values.items() if value is not KEEP
        }

    def check(self) -> None:
        given = self.given()
        if not given.get("text", "-").strip():
            raise Invalid("text", Reason("directive.empty_text"))
        if given.get("recurrence", "") not in ("", *Recurrence.values):
            raise Invalid("recurrence", Reason("task.bad_recurrence"))
        if len(given.get("deliverable", "")) > LONGEST_DELIVERABLE:
            raise Invalid("deliverable", Reason("task.too_long", {"most": LONGEST_DELIVERABLE}))


def correct_proposal(
    proposal_id: UUID,
    changes: Changes,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    seen: int | None = None,
) -> Proposal:
    """What a person wrote is sure, and marked as theirs. `version` is the directive's, `seen` the row's own: Conflict when not the same."""
    with transaction.atomic():
        directive, proposal = _open(proposal_id, "correct_proposal", by, version, seen)
        changes.check()
        given = changes.given()
        units = {name: list(given.pop(name)) for name in ("lead_units", "support_units") if name in given}
        touched = dict.fromkeys(_found_name(name) for name in (*given, *units))
        before = {field: as_it_stands(proposal, field) for field in touched}
        read = {field: proposal.found.get(field, {}) for field in touched}
        for name, value in given.items():
            setattr(proposal, name, value)
        for name, pks in units.items():
            _check_units(pks, name)
            getattr(proposal, name).set(pks)
        for name in (*given, *units):
            proposal.found[_found_name(name)] = {
                "where": [],
                "sure": 1,
                "why": [{"code": BY_HAND, "params": {}, "cite": ""}],
            }
        settled = [name for which in units for name in getattr(proposal, _found_name(which))]
        proposal.found["units"] = proposal.found.get("units", {}) | dict.fromkeys(settled, "ok")
        _save(proposal, *given, "found")
        for field, value in before.items():
            keep_example(proposal, field, value, as_it_stands(proposal, field), read[field], at)
        record(directive, "proposal_corrected", by=by, at=at, data={"order": proposal.order, "changed": given | units})
    return proposal


def drop_proposal(
    proposal_id: UUID,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    version: int | None = None,
    seen: int | None = None,
) -> Proposal:
    with transaction.atomic():
        directive, proposal = _open(proposal_id, "drop_proposal", by, version, seen)
        proposal.state = Proposal.State.DROPPED
        _save(proposal, "state")
        keep_example(proposal, DROPPED, proposal.text, reason, proposal.found.get("text", {}), at)
        record(directive, "proposal_dropped", by=by, at=at, data={"order": proposal.order, "reason": reason})
    return proposal


def restore_proposal(
    proposal_id: UUID, *, by: Actor, at: datetime, version: int | None = None, seen: int | None = None
) -> Proposal:
    with transaction.atomic():
        directive, proposal = _open(proposal_id, "drop_proposal", by, version, seen, state=Proposal.State.DROPPED)
        proposal.state = Proposal.State.PROPOSED
        _save(proposal, "state")
        forget_example(proposal, DROPPED)
        record(directive, "proposal_restored", by=by, at=at, data={"order": proposal.order})
    return proposal


def split_proposal(
    proposal_id: UUID,
    texts: Sequence[str],
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    seen: int | None = None,
) -> list[Proposal]:
    """Two or more in place of one, each with its text and everything else the same."""
    texts = [text.strip() for text in texts if text.strip()]
    if len(texts) < 2:
        raise Invalid("texts", Reason("directive.split_needs_two"))
    with transaction.atomic():
        directive, proposal = _open(proposal_id, "split_proposal", by, version, seen)
        shift = len(texts) - 1
        # By way of numbers that nobody has, so that no two have the same one at any moment.
        later = directive.proposals.filter(order__gt=proposal.order)
        later.update(order=F("order") + FAR)
        directive.proposals.filter(order__gt=FAR).update(order=F("order") - FAR + shift)
        leads, supports = list(proposal.lead_units.all()), list(proposal.support_units.all())
        keep_example(proposal, SPLIT, proposal.text, texts, proposal.found.get("text", {}), at)
        proposal.text = texts[0]
        _save(proposal, "text")
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


def merge_proposals(
    proposal_ids: Sequence[UUID],
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    seen: Mapping[UUID, int] | None = None,
) -> Proposal:
    """The first keeps everything and takes the texts of the others, which are dropped. `version` is the directive's; `seen` as shown."""
    if len(set(proposal_ids)) < 2:
        raise Invalid("proposals", Reason("directive.merge_needs_two"))
    with transaction.atomic():
        some = Proposal.objects.filter(pk__in=proposal_ids).first()
        if some is None:
            raise Invalid("proposals", Reason("directive.not_open"))
        directive = lock(Directive, some.directive_id, version=version)
        PERMISSIONS.require(by, "merge_proposals", directive)
        rows = list(Proposal.objects.filter(pk__in=proposal_ids).order_by("order"))
        if any(row.directive_id != directive.pk or row.state != Proposal.State.PROPOSED for row in rows):
            raise Invalid("proposals", Reason("directive.not_open"))
        check_seen(rows, seen)
        first, *rest = rows
        keep_example(first, MERGED, [row.text for row in rows], None, first.found.get("text", {}), at)
        first.text = "\n".join(row.text for row in rows)
        first.due = max((row.due for row in rows if row.due), default=None)
        _save(first, "text", "due")
        Proposal.objects.filter(pk__in=[row.pk for row in rest]).update(
            state=Proposal.State.DROPPED, version=F("version") + 1
        )
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
    proposal_id: UUID,
    action: str,
    by: Actor,
    version: int | None,
    seen: int | None,
    state: str = Proposal.State.PROPOSED,
) -> tuple[Directive, Proposal]:
    directive = lock(Directive, Proposal.objects.only("directive").get(pk=proposal_id).directive_id, version=version)
    PERMISSIONS.require(by, action, directive)
    proposal = Proposal.objects.get(pk=proposal_id)
    if seen is not None and proposal.version != seen:
        raise Conflict(proposal, seen)
    if proposal.state != state:
        raise Invalid(None, Reason("directive.not_open"))
    return directive, proposal


def check_seen(rows: Sequence[Proposal], seen: Mapping[UUID, int] | None) -> None:
    """Invalid with the numbers of the rows that are not as they were when shown; `seen` maps a row to its version then."""
    changed = [row.order for row in rows if seen and seen.get(row.pk, row.version) != row.version]
    if changed:
        raise Invalid("proposals", Reason("directive.changed_since", {"rows": ", ".join(map(str, changed))}))


def _save(proposal: Proposal, *changed: str) -> None:
    proposal.version += 1
    proposal.save(update_fields=[*changed, "version"])


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

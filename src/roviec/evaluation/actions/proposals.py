"""Work that is not on the list yet: proposed by a head, added or refused by who keeps the list (Decree 335/2025, art. 13.3)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.catalogue.shares import plain
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.evaluation.actions.catalogue import list_in_force, lock_list
from roviec.evaluation.models import Product, ProductProposal
from roviec.evaluation.permissions import PERMISSIONS
from roviec.ledger.actions import lock, record
from roviec.organisation.models import Unit
from roviec.work.actions.dates import label


@dataclass(frozen=True, slots=True)
class Proposed:
    """Work outside the list, as its head describes it."""

    work: str
    output: str
    coefficient: Decimal
    reason: str
    group: str = ""


def propose_product(unit: Unit | UUID, proposed: Proposed, *, by: Actor, at: datetime) -> ProductProposal:
    """Raises Invalid with every field that is wrong, and for work that is on the list already (with its code)."""
    texts = (("work", proposed.work), ("output", proposed.output), ("reason", proposed.reason))
    problems: list[tuple[str | None, Reason]] = [
        (field, Reason("task.reason_missing" if field == "reason" else f"catalogue.no_{field}"))
        for field, text in texts
        if not text.strip()
    ]
    problems += _bad_coefficient(proposed.coefficient)
    if problems:
        raise Invalid.many(problems)
    with transaction.atomic():
        home = Unit.objects.select_related("body").get(pk=unit.pk if isinstance(unit, Unit) else unit)
        PERMISSIONS.require(by, "propose_product", home)
        body_id = home.body_id or home.pk
        catalogue = list_in_force(body_id, at)
        same = {(fold(one.work), fold(one.output)): one for one in catalogue.products.filter(ended_on=None)}
        if twin := same.get((fold(proposed.work), fold(proposed.output))):
            raise Invalid("work", Reason("catalogue.on_the_list", {"code": twin.code}))
        proposal = ProductProposal(
            body_id=body_id,
            unit=home,
            work=proposed.work.strip()[:1000],
            output=proposed.output.strip()[:1000],
            group=proposed.group.strip()[:10],
            coefficient=proposed.coefficient,
            reason=proposed.reason.strip(),
            proposed_at=at,
            proposed_by_label=label(by),
        )
        data = {"work": proposal.work, "output": proposal.output, "coefficient": str(proposal.coefficient)}
        record(proposal, "proposed", by=by, at=at, data=data)
    return proposal


def decide_proposal(
    proposal: ProductProposal | UUID,
    *,
    add: bool,
    by: Actor,
    at: datetime,
    note: str = "",
    code: str = "",
    coefficient: Decimal | None = None,
    version: int | None = None,
) -> ProductProposal:
    """Adds the product to the edition in force from today on, with the coefficient decided, or says why not."""
    if not add and not note.strip():
        raise Invalid("note", Reason("task.reason_missing"))
    with transaction.atomic():
        pk = proposal.pk if isinstance(proposal, ProductProposal) else proposal
        locked = lock(ProductProposal, pk, version=version, related=("unit",))
        PERMISSIONS.require(by, "decide_proposal", locked)
        if locked.state != ProductProposal.State.PROPOSED:
            raise Invalid(None, Reason("catalogue.proposal_decided"))
        if add:
            locked.product = _add(locked, code.strip(), coefficient or locked.coefficient, by, at)
        locked.state = ProductProposal.State.ADDED if add else ProductProposal.State.REFUSED
        locked.decided_at, locked.decided_by_label = at, label(by)
        locked.decision_note = note.strip()[:1000]
        data = {
            "note": locked.decision_note,
            "product": locked.product_id,
            "code": locked.product.code if locked.product else "",
        }
        changed = ["state", "decided_at", "decided_by_label", "decision_note", "product"]
        record(locked, "added" if add else "refused", by=by, at=at, data=data, changed=changed)
    return locked


def _add(proposal: ProductProposal, code: str, coefficient: Decimal, by: Actor, at: datetime) -> Product:
    if problems := _bad_coefficient(coefficient):
        raise Invalid.many(problems)
    catalogue = lock_list(list_in_force(proposal.body_id, at), None)
    codes = set(catalogue.products.values_list("code", flat=True))
    number = 1
    while not code and f"BS.{number:02}" in codes:
        number += 1
    code = (code or f"BS.{number:02}")[:40]
    if code in codes:
        raise Invalid("code", Reason("catalogue.code_taken", {"code": code}))
    last = catalogue.products.aggregate(last=Max("order"))["last"] or 0
    is_body = proposal.unit_id == proposal.body_id
    product = Product.objects.create(
        catalogue=catalogue,
        code=code,
        order=last + 1,
        part=Product.Part.SHARED if is_body else Product.Part.OFFICE,
        office="" if is_body else proposal.unit.name[:300],
        unit=None if is_body else proposal.unit,
        work=proposal.work,
        output=proposal.output,
        folded=fold(f"{code} {proposal.work} {proposal.output}"),
        group=proposal.group,
        coefficient=coefficient,
        added_on=at.astimezone(VIETNAM).date(),
    )
    data = {"product": product.pk, "code": code, "coefficient": str(coefficient), "proposal": proposal.pk}
    record(catalogue, "product_added", by=by, at=at, data=data)
    return product


def _bad_coefficient(coefficient: Decimal) -> list[tuple[str | None, Reason]]:
    if coefficient <= 0:
        return [("coefficient", Reason("catalogue.coefficient_not_positive", {"text": plain(coefficient), "most": 4}))]
    if coefficient >= 100_000 or coefficient != round(coefficient, 4):
        return [("coefficient", Reason("catalogue.too_precise", {"text": f"{coefficient}"[:40], "most": 4}))]
    return []

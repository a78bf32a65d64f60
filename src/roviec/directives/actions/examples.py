"""Corrections kept as examples for the rules of reading: what was read, by which rule, and what a person made of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from roviec.directives.actions.naming import BY_HAND
from roviec.directives.models import Correction, Proposal

DROPPED, SPLIT, MERGED = "dropped", "split", "merged"


def as_it_stands(proposal: Proposal, field: str) -> Any:
    """The value of a field of `found` as JSON: names of units behind the names as written, all parts of a deadline."""
    if field == "deadline":
        return {
            "raw": proposal.deadline_raw,
            "kind": proposal.deadline_kind,
            "due": proposal.due.isoformat() if proposal.due else None,
            "start": proposal.start.isoformat() if proposal.start else None,
            "recurrence": proposal.recurrence or None,
        }
    if field in ("leads", "supports"):
        units = proposal.lead_units if field == "leads" else proposal.support_units
        return {
            "written": getattr(proposal, field),
            "units": list(units.order_by("name").values_list("name", flat=True)),
        }
    return getattr(proposal, field, None)


def keep_example(
    proposal: Proposal, field: str, proposed: Any, became: Any, read: Mapping[str, Any], at: datetime
) -> None:
    """Keeps the first reading of `field` and the last word on it; nothing when both are the same. `read` is its entry in `found`."""
    kept = Correction.objects.filter(proposal=proposal, field=field).first()
    if kept is not None:
        proposed = kept.proposed
    if proposed == became:
        forget_example(proposal, field)
        return
    if kept is not None:
        Correction.objects.filter(pk=kept.pk).update(became=became, corrected_at=at)
        return
    codes = [reason["code"] for reason in read.get("why", ())]
    if BY_HAND in codes:
        return  # a row that a person made by splitting another: nothing was read here
    Correction.objects.create(
        proposal=proposal,
        field=field,
        proposed=proposed,
        became=became,
        sure=read.get("sure", 0),
        rules=codes,
        corrected_at=at,
    )


def forget_example(proposal: Proposal, field: str) -> None:
    """What a person took back is no example."""
    Correction.objects.filter(proposal=proposal, field=field).delete()

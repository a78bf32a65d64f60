"""What people corrected in what was read: counted by field and rule, and as labelled examples."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from roviec.core.actor import Actor, ActorKind
from roviec.core.extraction.persons import without_persons
from roviec.directives.models import Correction, Proposal

WHOLE = ("dropped", "split", "merged")
EXAMPLES = 3  # shown of each group


@dataclass(frozen=True, slots=True)
class Group:
    """Corrections of one field that one rule had filled. `sure` counts those that the reading called sure: they weigh most."""

    field: str
    rule: str
    count: int
    sure: int
    examples: tuple[tuple[str, str], ...]  # proposed, became


def corrections_visible_to(actor: Actor, since: date | None = None) -> QuerySet[Correction]:
    """Newest first; of the documents of the bodies that the actor sees, for the worker of all."""
    rows = Correction.objects.select_related("proposal__directive").order_by("-corrected_at", "id")
    if actor.kind is not ActorKind.WORKER:
        rows = rows.filter(proposal__directive__body__in=actor.bodies_seen)
    return rows if since is None else rows.filter(corrected_at__date__gte=since)


def corrected_by_rule(actor: Actor, since: date | None, sure_from: float) -> list[Group]:
    """Groups by field and by the rule that had filled it, most frequent first. A rule is the last reason that the reading gave,
    "" where it gave none."""
    counts: Counter[tuple[str, str]] = Counter()
    sure: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in corrections_visible_to(actor, since).defer("proposal__directive__content").iterator(1000):
        key = (row.field, row.rules[-1] if row.rules else "")
        counts[key] += 1
        sure[key] += row.sure >= sure_from
        shown = examples.setdefault(key, [])
        if len(shown) < EXAMPLES:
            shown.append((without_persons(_said(row.proposed)), without_persons(_said(row.became))))
    return [
        Group(field, rule, count, sure[field, rule], tuple(examples[field, rule]))
        for (field, rule), count in counts.most_common()
    ]


def labelled_examples(actor: Actor, since: date | None = None) -> Iterator[dict[str, Any]]:
    """One line for each corrected proposal in the schema of labelled assignments, as the person left it; behind it what had been
    read ("proposed"), the rules that had filled it and the passage. People's names are left out; a dropped row has "dropped"."""
    ids = corrections_visible_to(actor, since).order_by("proposal__directive__received_at", "proposal__order")
    seen: set[Any] = set()
    for pk in ids.values_list("proposal_id", flat=True):
        if pk not in seen:
            seen.add(pk)
            yield _line(
                Proposal.objects.select_related("directive").prefetch_related("lead_units", "support_units").get(pk=pk)
            )


def _line(proposal: Proposal) -> dict[str, Any]:
    rows = {row.field: row for row in proposal.corrections.all()}
    number = proposal.directive.number or str(proposal.directive_id)
    line: dict[str, Any] = {
        "id": f"{number}#{proposal.order}",
        "source": "table" if proposal.anchor.startswith("t") else "prose",
        "heading": proposal.heading,
        "text": proposal.text,
        "leads": _names(proposal, "leads", rows),
        "supports": _names(proposal, "supports", rows),
        "accountable": proposal.accountable,
        "deadline_raw": proposal.deadline_raw,
        "deadline_kind": _kind(proposal) if "deadline" in rows else proposal.deadline_kind,
        "due": proposal.due.isoformat() if proposal.due else None,
        "start": proposal.start.isoformat() if proposal.start else None,
        "recurrence": proposal.recurrence or None,
        "deliverable": proposal.deliverable,
        "proposed": {row.field: row.proposed for row in rows.values()},
        "rules": {row.field: row.rules for row in rows.values()},
        "passage": passage_of(proposal),
    }
    if proposal.state == Proposal.State.DROPPED:
        line["dropped"] = True
    cleaned: dict[str, Any] = _cleaned(line)
    return cleaned


def _names(proposal: Proposal, field: str, corrections: dict[str, Correction]) -> list[str]:
    """As written, unless a person named other units: then theirs."""
    if field not in corrections:
        return list(getattr(proposal, field))
    units = proposal.lead_units if field == "leads" else proposal.support_units
    return sorted(unit.name for unit in units.all())


def _kind(proposal: Proposal) -> str:
    """Of a deadline that a person set: the words of the document no longer tell it."""
    return "date" if proposal.due else "recurring" if proposal.recurrence else "none"


def passage_of(proposal: Proposal) -> str:
    """The paragraph or cell of the document that the proposal was read from; "" when the document is not kept that way."""
    for block in proposal.directive.content.get("blocks", ()):
        for part in block.get("cells", (block,)):
            if part.get("anchor") == proposal.anchor:
                return str(part.get("text", ""))
    return ""


def _said(value: Any) -> str:
    if isinstance(value, dict):
        if "written" in value:
            return "; ".join(value["units"] or value["written"])
        return str(value.get("due") or value.get("recurrence") or value.get("raw") or "")
    if isinstance(value, list):
        return " | ".join(map(str, value))
    return str(value or "")


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return without_persons(value)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, list) else value

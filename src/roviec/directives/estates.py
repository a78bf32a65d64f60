"""What of documents a unit holds, and how it goes to its successor."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from roviec.core.actor import Actor
from roviec.custody.estates import record_moved, target
from roviec.directives.models import Arrival, Directive, Proposal
from roviec.ledger.bulk import record_each
from roviec.organisation.estates import Estate, Mapping_, register

WAITING = (Directive.State.READING, Directive.State.REVIEW)
NAMED: tuple[type[Model], ...] = (Proposal.lead_units.through, Proposal.support_units.through)


def documents_of(unit_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    return Counter(Directive.objects.filter(body__in=list(unit_ids)).values_list("body_id", flat=True))


def move_documents(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """All documents go, those with tasks too: whoever goes on with the work has to see what it was made from.

    One that waits gives way to the same file that its successor has already: the file waits there once at most.
    """
    rows = Directive.objects.select_for_update(of=("self",)).filter(body__in=list(mapping)).defer("content")
    documents = list(rows.order_by("pk"))
    before = {one.pk: one.body_id for one in documents}
    successors = {target(mapping, one.body_id) for one in documents}
    there = Directive.objects.filter(body__in=successors).exclude(state=Directive.State.SET_ASIDE)
    known = set(there.values_list("body", "file"))
    for one in sorted(documents, key=lambda one: (one.state in WAITING, one.received_at)):
        one.body_id = target(mapping, one.body_id)
        place = (one.body_id, one.file_id)
        if one.state in WAITING and place in known:
            one.state = Directive.State.SET_ASIDE
        if one.state != Directive.State.SET_ASIDE:
            known.add(place)
    record_each(
        documents,
        "moved",
        by=by,
        at=at,
        data=lambda one: {"unit": one.body_id, "before": {"unit": before[one.pk]}, "state": one.state},
        changed=["body", "state"],
    )
    return len(documents)


def arrivals_of(unit_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    return Counter(Arrival.objects.filter(body__in=list(unit_ids)).values_list("body_id", flat=True))


def move_arrivals(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """The whole register goes: who goes on with the work has to see what it came from. A line that the successor has too is
    told apart by whose it was.
    """
    rows = list(Arrival.objects.select_for_update(of=("self",)).filter(body__in=list(mapping)).order_by("pk"))
    before = {one.pk: one.body_id for one in rows}
    successors = {target(mapping, one.body_id) for one in rows}
    known = set(Arrival.objects.filter(body__in=successors).values_list("body", "source", "source_key"))
    for one in rows:
        one.body_id = target(mapping, one.body_id)
        if (one.body_id, one.source, one.source_key) in known:
            one.source_key = f"{one.source_key[:160]}|{before[one.pk]}"
        known.add((one.body_id, one.source, one.source_key))
    record_moved(rows, "body", before, by=by, at=at, also=["source_key"])
    return len(rows)


def named_in_proposals(unit_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    """Unit -> how often proposals that wait name it."""
    counts: Counter[UUID] = Counter()
    for through in NAMED:
        rows = through._default_manager.filter(proposal__state=Proposal.State.PROPOSED, unit__in=list(unit_ids))
        counts.update(rows.values_list("unit_id", flat=True))
    return counts


def move_proposals(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """Proposals that wait name the successor; one that named two units that merged names it once."""
    return sum(_rename(through, mapping) for through in NAMED)


def _rename(through: type[Model], mapping: Mapping_) -> int:
    waiting = through._default_manager.filter(proposal__state=Proposal.State.PROPOSED)
    old = list(waiting.filter(unit__in=list(mapping)).values_list("pk", "proposal_id", "unit_id"))
    named = {(proposal, target(mapping, unit)) for _pk, proposal, unit in old}
    there = waiting.filter(proposal__in={proposal for proposal, _unit in named})
    known = set(there.exclude(unit__in=list(mapping)).values_list("proposal_id", "unit_id"))
    new = [through(proposal_id=proposal, unit_id=unit) for proposal, unit in sorted(named - known)]
    waiting.filter(pk__in=[pk for pk, _proposal, _unit in old]).delete()
    through._default_manager.bulk_create(new, batch_size=500)
    return len(old)


def register_estates() -> None:
    register(
        Estate(
            "directives.documents",
            "directives.Directive.body",
            holds=documents_of,
            move=move_documents,
            label=_("Văn bản đã nhận"),
        )
    )
    register(
        Estate(
            "directives.proposals",
            ("directives.Proposal.lead_units", "directives.Proposal.support_units"),
            holds=named_in_proposals,
            move=move_proposals,
            label=_("Đề xuất chờ giao có tên đơn vị"),
        )
    )
    register(
        Estate(
            "directives.arrivals",
            "directives.Arrival.body",
            holds=arrivals_of,
            move=move_arrivals,
            label=_("Sổ văn bản đến"),
        )
    )

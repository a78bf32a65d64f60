"""From names in a document to units of that day: one unit, several (then a person chooses), a collective, or a body outside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.unit_names import name_key
from roviec.directives.models import Directive, Proposal
from roviec.directives.permissions import PERMISSIONS
from roviec.directives.queries.names import meanings
from roviec.ledger.actions import lock, record
from roviec.ledger.bulk import update_each
from roviec.organisation.actions.outside import add_outside_body
from roviec.organisation.models import Unit

BY_HAND = "directive.by_hand"


@dataclass(frozen=True, slots=True)
class External:
    """Stands in a mapping for "a body outside this installation": it leads the work but has no accounts here."""


def readdress(
    directive_id: UUID, mapping: Mapping[str, UUID | External], *, by: Actor, at: datetime, version: int | None = None
) -> Directive:
    """Say for all rows at once whom a name means here. The page shows the mapping; it can be changed until the rows are confirmed."""
    with transaction.atomic():
        directive = lock(Directive, directive_id, version=version)
        PERMISSIONS.require(by, "readdress", directive)
        day = at.astimezone(VIETNAM).date()
        units = Unit.objects.on(day).in_bulk([pk for pk in mapping.values() if not isinstance(pk, External)])
        said = dict(directive.readdressed)
        for name, target in mapping.items():
            if isinstance(target, External):
                unit = add_outside_body(name, by=by, at=at)
            elif target in units:
                unit = units[target]
            else:
                raise Invalid("mapping", Reason("directive.unknown_unit", {"name": name}))
            said[name_key(name)] = {"name": name, "unit": str(unit.pk), "label": unit.name}
        directive.readdressed = said
        record(
            directive,
            "readdressed",
            by=by,
            at=at,
            data={"names": {name: said[name_key(name)]["label"] for name in mapping}},
            changed=["readdressed"],
        )
        open_rows = directive.proposals.filter(state=Proposal.State.PROPOSED)
        name_units(directive, open_rows, day, only={name_key(name) for name in mapping})
    return directive


def name_units(directive: Directive, proposals: Iterable[Proposal], day: date, only: set[str] | None = None) -> None:
    """Set the units of the proposals from their names. `only`: touch rows with one of these keys. What stays open is noted in `found`.

    Units that a person chose in a row stay as chosen.
    """
    rows = [p for p in proposals if only is None or any(name_key(n) in only for n in (*p.leads, *p.supports))]
    found = meanings(directive, [name for row in rows for name in (*row.leads, *row.supports)], day)
    for row in rows:
        row.found["units"] = row.found.get("units", {}) | {
            name: found[name].how for which in WHICH if not _chosen(row, which) for name in getattr(row, which)
        }
        row.version += 1
    if rows:
        update_each(rows, ["found", "version"])
    for which, through in WHICH.items():
        open_rows = [row for row in rows if not _chosen(row, which)]
        pairs = [(row.pk, unit.pk) for row in open_rows for name in getattr(row, which) for unit in found[name].settled]
        _replace(through, open_rows, pairs)


WHICH = {"leads": Proposal.lead_units.through, "supports": Proposal.support_units.through}


def _chosen(row: Proposal, which: str) -> bool:
    return any(why.get("code") == BY_HAND for why in row.found.get(which, {}).get("why", ()))


def _replace(through: type, rows: list[Proposal], pairs: list[tuple[UUID, UUID]]) -> None:
    through.objects.filter(proposal__in=[row.pk for row in rows]).delete()
    through.objects.bulk_create([through(proposal_id=row, unit_id=unit) for row, unit in dict.fromkeys(pairs)])

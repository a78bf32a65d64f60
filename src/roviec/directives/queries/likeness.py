"""What is known already: tasks that an earlier document gave in other words, and the edition that a corrected one replaces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from roviec.core.actor import Actor
from roviec.core.likeness import Known
from roviec.core.text import fold
from roviec.directives.models import Directive, Proposal
from roviec.work.models import Task, TaskState
from roviec.work.queries import tasks_visible_to

# Work closed longer ago than this is not the same work given again.
CLOSED_WITHIN = timedelta(days=120)
MOST_CANDIDATES = 20_000
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Alike:
    """A task that may be the same work. `degree` in percent."""

    task: Task
    degree: int
    same: bool


def alike_tasks(
    directive: Directive, rows: Sequence[Proposal], actor: Actor, now: datetime
) -> Mapping[UUID, list[Alike]]:
    """Proposal → tasks with the same lead that say nearly the same, most alike first. Two queries."""
    leads = {unit.pk for row in rows for unit in row.lead_units.all()}
    if not leads:
        return {}
    running = Q(clock__closed_at=None) | Q(clock__closed_at__gte=now - CLOSED_WITHIN)
    own = directive.proposals.filter(task__isnull=False).values("task")
    tasks = (
        tasks_visible_to(actor)
        .filter(running, lead_unit__in=leads, plan__body=directive.body_id)
        .exclude(state__in=(TaskState.DRAFT, TaskState.CANCELLED))
        .exclude(pk__in=own)
        .exclude(parent__in=own)
        .order_by("-created_at")
    )
    found = {pk: (title, lead) for pk, title, lead in tasks.values_list("pk", "title", "lead_unit")[:MOST_CANDIDATES]}
    known = Known({pk: title for pk, (title, _lead) in found.items()})
    by_lead: dict[UUID, set[UUID]] = {}
    for pk, (_title, lead) in found.items():
        by_lead.setdefault(lead, set()).add(pk)
    hits = {}
    for row in rows:
        among = set().union(*(by_lead.get(unit.pk, set()) for unit in row.lead_units.all()))
        if among and (like := known.like(row.text, among=among)[:MOST_SHOWN]):
            hits[row.pk] = like
    wanted = {one.key for like in hits.values() for one in like}
    rows_of = Task.objects.select_related("clock", "lead_unit", "plan").in_bulk(wanted)
    return {
        row: [Alike(rows_of[one.key], round(one.degree * 100), one.is_same) for one in like]
        for row, like in hits.items()
    }


def earlier_edition(directive: Directive) -> Directive | None:
    """The same number of the same issuer in the same year, that came in before with another file."""
    if not directive.number:
        return None
    same = Directive.objects.filter(body=directive.body_id, number__iexact=directive.number).exclude(pk=directive.pk)
    same = same.filter(received_at__lte=directive.received_at).exclude(file=directive.file_id).defer("content")
    year = directive.issued_on.year if directive.issued_on else None
    for one in same.order_by("-received_at"):
        if fold(one.issuer) == fold(directive.issuer) and (one.issued_on.year if one.issued_on else None) == year:
            return one
    return None


@dataclass(frozen=True, slots=True)
class Edition:
    """How a corrected edition differs from the one before: per new row its old row and what changed; old rows that are gone."""

    before: Directive
    pairs: Mapping[UUID, tuple[Proposal, list[str]]] = field(default_factory=dict)
    gone: list[Proposal] = field(default_factory=list)

    @property
    def unchanged(self) -> list[UUID]:
        return [pk for pk, (_old, changed) in self.pairs.items() if not changed]

    @property
    def changed(self) -> list[UUID]:
        return [pk for pk, (_old, changed) in self.pairs.items() if changed]


def compared(directive: Directive, before: Directive, rows: Sequence[Proposal]) -> Edition:
    """Rows are paired by their words, each old one once; `changed` names fields: text, leads, due, deliverable."""
    old = {row.pk: row for row in before.proposals.exclude(state=Proposal.State.DROPPED)}
    known = Known({pk: row.text for pk, row in old.items()})
    candidates = sorted(
        ((one.degree, row.pk, one.key) for row in rows for one in known.like(row.text, at_least=0.5)), reverse=True
    )
    new = {row.pk: row for row in rows}
    pairs: dict[UUID, tuple[Proposal, list[str]]] = {}
    taken: set[UUID] = set()
    for _degree, mine, theirs in candidates:
        if mine not in pairs and theirs not in taken:
            pairs[mine] = (old[theirs], _changed(old[theirs], new[mine]))
            taken.add(theirs)
    gone = sorted((row for pk, row in old.items() if pk not in taken), key=lambda row: row.order)
    return Edition(before, pairs, gone)


def _changed(old: Proposal, new: Proposal) -> list[str]:
    changed = []
    if fold(old.text) != fold(new.text):
        changed.append("text")
    if [fold(name) for name in old.leads] != [fold(name) for name in new.leads]:
        changed.append("leads")
    if (old.due, old.recurrence) != (new.due, new.recurrence):
        changed.append("due")
    if fold(old.deliverable) != fold(new.deliverable):
        changed.append("deliverable")
    return changed

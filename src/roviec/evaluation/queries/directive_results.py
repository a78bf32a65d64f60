"""What a named directive (R22) came to under each head: its work done in time while that person headed the unit."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from roviec.core.actor import Actor
from roviec.custody.models import LateSpell
from roviec.directives.models import Directive, Proposal, ProvisionTask
from roviec.directives.queries import directives_visible_to
from roviec.evaluation.queries.work_results import HeadsThen, day_of
from roviec.organisation.models import Mandate, Unit
from roviec.work.models import Task, TaskState
from roviec.work.queries import tasks_visible_to


@dataclass(slots=True)
class HeadResult:
    """Of one mandate as head (None: the unit had no head then). `open_in_time`: running, not late."""

    unit: Unit
    mandate: Mandate | None
    done_in_time: int = 0
    done_late: int = 0
    open_late: int = 0
    open_in_time: int = 0

    @property
    def total(self) -> int:
        return self.done_in_time + self.done_late + self.open_late + self.open_in_time

    @property
    def share(self) -> int | None:
        """Percent done in time of what ended or is late; None while nothing did."""
        judged = self.done_in_time + self.done_late + self.open_late
        return round(100 * self.done_in_time / judged) if judged else None


def directive_seen(pk: UUID, actor: Actor) -> Directive:
    """DoesNotExist for one that is not there or not for the actor."""
    return directives_visible_to(actor).get(pk=pk)


def tasks_of_directives(directive_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Directive → the tasks made from or linked to its passages."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    ids = list(directive_ids)
    made = Proposal.objects.filter(directive__in=ids, task__isnull=False).values_list("directive", "task")
    linked = ProvisionTask.objects.filter(provision__directive__in=ids).values_list("provision__directive", "task")
    for directive, task in (*made, *linked):
        found[directive].add(task)
    return found


def results_by_head(directive_id: UUID, now: datetime, *, actor: Actor | None = None) -> list[HeadResult]:
    """Each leaf once, for who headed the unit when it became late; else when it was handed in; else now. Five queries.

    `actor` None: for the rules of the house (a grade's facts), all of it; else what the actor sees.
    """
    roots = tasks_of_directives([directive_id])[directive_id]
    rows = Task.objects.all() if actor is None else tasks_visible_to(actor)
    leaves = (
        rows.filter(Q(pk__in=roots) | Q(parent__in=roots), clock__counts=True)
        .exclude(state__in=(TaskState.DRAFT, TaskState.CANCELLED))
        .select_related("clock", "clock__unit")
    )
    tasks = list(leaves)
    spells: dict[UUID, LateSpell] = {}
    for spell in LateSpell.objects.filter(clock__in=[task.clock_id for task in tasks]).order_by("-since"):
        spells[spell.clock_id] = spell
    mandates = Mandate.objects.select_related("officer", "post", "post__unit").in_bulk(
        {spell.head_mandate_id for spell in spells.values() if spell.head_mandate_id}
    )
    heads = HeadsThen({task.clock.unit_id for task in tasks})
    found: dict[tuple[UUID, UUID | None], HeadResult] = {}
    for task in tasks:
        first, clock = spells.get(task.clock_id), task.clock
        if first is not None:
            mandate = mandates.get(first.head_mandate_id) if first.head_mandate_id else None
        else:
            mandate = heads.on(clock.unit_id, day_of(clock.finished_at or now))
        key = (clock.unit_id, mandate.pk if mandate else None)
        row = found.setdefault(key, HeadResult(clock.unit, mandate))
        if clock.finished_at is not None:
            row.done_late += first is not None
            row.done_in_time += first is None
        else:
            row.open_late += first is not None
            row.open_in_time += first is None
    return sorted(found.values(), key=lambda row: (-row.open_late - row.done_late, row.unit.folded))


def results_of_officer(officer_id: UUID, directive_ids: Iterable[UUID], now: datetime) -> dict[UUID, HeadResult]:
    """Directive → the sum under one person as head, for a grading page to show beside; without work there it is left out."""
    found = {}
    for directive in directive_ids:
        own = [row for row in results_by_head(directive, now) if row.mandate and row.mandate.officer_id == officer_id]
        if own:
            total = HeadResult(own[0].unit, own[0].mandate)
            for row in own:
                total.done_in_time += row.done_in_time
                total.done_late += row.done_late
                total.open_late += row.open_late
                total.open_in_time += row.open_in_time
            found[directive] = total
    return found

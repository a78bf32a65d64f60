"""What became of passages: the work made from them or linked to them, where it stands, and what came of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from roviec.core.actor import Actor
from roviec.core.standing import Standing
from roviec.custody.queries import Counts, counts_from, four_counts_by
from roviec.directives.models import Directive, Proposal, Provision, ProvisionTask
from roviec.work.models import Submission, Task, TaskState
from roviec.work.queries import listed, search_tasks, tasks_visible_to

_ONE = Counts()


@dataclass(frozen=True)
class Doing:
    """One task of a passage. `counts` are those of its leaves: of its parts, or of itself; `result` is what was handed in and accepted."""

    task: Task
    standing: str
    counts: Counts
    parts: int
    result: str = ""

    def stands(self, name: str) -> bool:
        """Whether any leaf of it is counted there: a name of the four counts, or "due_soon", "suspended", "no_due"."""
        return bool(getattr(self.counts, name, 0))


@dataclass(frozen=True)
class Item:
    """A passage that work was made from, in the document's order: a proposal, or a provision that tasks were linked to."""

    anchor: str
    cite: str
    text: str
    leads: Sequence[str]
    proposal: Proposal | None
    doings: Sequence[Doing]
    provision: UUID | None = None

    @property
    def not_given(self) -> bool:
        return not self.doings

    def stands(self, name: str) -> bool:
        return self.not_given if name == "not_given" else any(one.stands(name) for one in self.doings)


def doings_of(task_ids: Iterable[UUID], actor: Actor, now: datetime) -> Mapping[UUID, Doing]:
    """Those of the tasks that the actor sees. Three queries, however many."""
    wanted = set(task_ids)
    if not wanted:
        return {}
    tasks = {task.pk: task for task in listed(tasks_visible_to(actor).filter(pk__in=wanted), now)}
    wholes = [pk for pk, task in tasks.items() if not task.clock.counts]
    parts = four_counts_by(Task.objects.filter(parent__in=wholes), now, "parent", prefix="clock__") if wholes else {}
    done = [pk for pk, task in tasks.items() if task.done_at]
    results = _results(done)
    found = {}
    for pk, task in tasks.items():
        whole = pk in parts
        counts = parts[pk] if whole else counts_from({task.standing: 1})
        size = counts.total + counts.suspended + counts.no_due if whole else 0
        found[pk] = Doing(task, _whole(counts) if whole else task.standing, counts, size, results.get(pk, ""))
    return found


def total(doings: Iterable[Doing]) -> Counts:
    """The four counts over all, each task once."""
    return sum({one.task.pk: one.counts for one in doings}.values(), _ONE)


def items_of(directive: Directive, actor: Actor, now: datetime) -> list[Item]:
    """Every passage of the document that work was read from or given for. Seven queries."""
    proposals = list(directive.proposals.exclude(state=Proposal.State.DROPPED).order_by("order"))
    links = list(
        ProvisionTask.objects.filter(provision__directive=directive)
        .order_by("provision__order", "task")
        .values_list("provision", "task")
    )
    doings = doings_of(
        [*(row.task_id for row in proposals if row.task_id), *(task for _row, task in links)], actor, now
    )
    linked: dict[UUID, list[Doing]] = defaultdict(list)
    for provision, task in links:
        if task in doings:
            linked[provision].append(doings[task])
    provisions = list(directive.provisions.defer("words").order_by("order"))
    by_anchor = {anchor: row for row in provisions for anchor in row.anchors}
    place = {anchor: n for n, anchor in enumerate(by_anchor)}
    found = []
    for row in proposals:
        own = [doings[row.task_id]] if row.task_id and row.task_id in doings else []
        about = by_anchor.get(row.anchor)
        cite = about.cite if about else ""
        found.append(Item(row.anchor, cite, row.text, row.leads, row, own, about.pk if about else None))
    for passage in provisions:
        if more := linked.get(passage.pk):
            anchor = passage.anchors[0] if passage.anchors else ""
            found.append(Item(anchor, passage.cite, passage.heading or passage.text, (), None, more, passage.pk))
    order = {id(one): n for n, one in enumerate(found)}
    return sorted(found, key=lambda one: (place.get(one.anchor, len(place)), order[id(one)]))


def became_of(provisions: Sequence[Provision], actor: Actor, now: datetime) -> Mapping[UUID, list[Doing]]:
    """Provision -> its work, from proposals that stand in it and by links, each task once. For passages of many documents."""
    by_place = {(row.directive_id, anchor): row.pk for row in provisions for anchor in row.anchors}
    directives = {row.directive_id for row in provisions}
    tasks: dict[UUID, dict[UUID, None]] = defaultdict(dict)
    anchors = {anchor for _directive, anchor in by_place}
    made = Proposal.objects.filter(directive__in=directives, task__isnull=False, anchor__in=anchors)
    for directive, anchor, task in made.order_by("order").values_list("directive", "anchor", "task"):
        if (place := by_place.get((directive, anchor))) is not None and task is not None:
            tasks[place][task] = None
    links = ProvisionTask.objects.filter(provision__in=[row.pk for row in provisions]).order_by("task")
    for provision, task in links.values_list("provision", "task"):
        tasks[provision][task] = None
    doings = doings_of({task for found in tasks.values() for task in found}, actor, now)
    return {pk: [doings[task] for task in found if task in doings] for pk, found in tasks.items()}


def tasks_linked_to(provision: UUID) -> set[UUID]:
    """Those linked by hand, which may be taken off again; those made from a proposal stay with it."""
    return set(ProvisionTask.objects.filter(provision=provision).values_list("task", flat=True))


# Of more than these one says another word.
MOST_FOUND = 30


def tasks_to_link(folded: str, actor: Actor) -> list[Task]:
    """Given work that the actor sees, by its words, open and nearest due first."""
    found = search_tasks(folded, actor).exclude(state__in=(TaskState.DRAFT, TaskState.CANCELLED))
    return list(found.select_related("lead_unit", "clock")[:MOST_FOUND])


def _whole(counts: Counts) -> str:
    """How a whole stands by its parts: the worst of them."""
    for name in ("open_late", "due_soon", "open_on_time", "suspended", "no_due", "done_late", "done_on_time"):
        if getattr(counts, name):
            return name
    return Standing.CANCELLED.value


def _results(done: Sequence[UUID]) -> dict[UUID, str]:
    """Task -> the first line of what was accepted, or its link."""
    rows = (
        Submission.objects.filter(task__in=done, accepted=True)
        .order_by("decided_at")
        .values_list("task", "text", "link")
    )
    return {task: (text.strip().splitlines() or [link])[0] for task, text, link in rows}

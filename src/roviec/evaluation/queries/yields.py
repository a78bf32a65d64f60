"""What tasks yield, and which open work yields nothing yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from roviec.core.actor import Actor, Duty
from roviec.evaluation.models import Product, WorkCatalogue, Yield
from roviec.evaluation.queries.catalogue import Suggested, products_of, suggest_many
from roviec.organisation.models import Post, Unit, UnitClosure
from roviec.organisation.models.post import Rank
from roviec.work.models import Task, TaskState

LEADING = frozenset({Rank.LEADER, Rank.DEPUTY_LEADER, Rank.HEAD, Rank.DEPUTY})


def yields_of(clocks: Iterable[UUID]) -> QuerySet[Yield]:
    """In the order in which they were set, each with product and post."""
    rows = Yield.objects.filter(clock__in=list(clocks)).select_related("product", "post", "post__unit")
    return rows.order_by("clock", "product__code", "post__title")


def people_for(task: Task, day: date) -> list[Post]:
    """Whom shares of the task can go to: the posts of the unit that leads, and of those that coordinate."""
    units = [task.lead_unit_id, *task.supports.values_list("unit", flat=True)]
    return list(
        Post.objects.on(day).filter(unit__in=units).select_related("unit").order_by("unit__name", "title", "seat")
    )


def products_for(task: Task, day: date) -> list[Product]:
    """What may be picked for the task: for everybody, and of its unit; of the body, everything."""
    unit = task.lead_unit
    if unit is None:
        return []
    rows = products_of(unit.body_id, day).order_by("order", "code")
    if not unit.is_body:
        own = UnitClosure.objects.filter(descendant=unit, valid_to=None).values("ancestor")
        rows = rows.exclude(Q(part=Product.Part.OFFICE) & ~Q(unit__in=own))
    return list(rows)


def units_headed(actor: Actor) -> QuerySet[Unit]:
    """Those of its own body that the actor heads, as `work.permissions.heads` means it."""
    return Unit.objects.filter(pk__in=actor.units_led, body=actor.body_id, valid_to=None).order_by("name")


def units_seen_untold(actor: Actor) -> QuerySet[Unit]:
    """Units whose work without a product the actor may look after: those headed; all of the body for who runs it or keeps its list."""
    units = Unit.objects.filter(valid_to=None, body=actor.body_id).order_by("name")
    if actor.body_id is None:
        return units.none()
    if actor.has(Duty.LEADER, Duty.TRACKER, Duty.CLERK):
        return units
    if actor.has(Duty.HEAD, Duty.DEPUTY):
        return units.filter(pk__in=actor.units_led)
    return units.none()


def untold_tasks(units: Iterable[Unit] | QuerySet[Unit]) -> QuerySet[Task]:
    """Given work of these units, counted by itself, open or done, that yields nothing yet; what is due first before the rest."""
    told = Exists(Yield.objects.filter(clock=OuterRef("pk")))
    return (
        Task.objects.filter(~told, lead_unit__in=units, clock__counts=True, assigned_at__isnull=False)
        .exclude(state__in=(TaskState.CANCELLED, TaskState.REFUSED, TaskState.DRAFT))
        .filter(Q(lead_unit__is_external=False))
        .select_related("clock", "plan", "lead_unit", "person_post")
        .order_by("clock__due", "pk")
    )


@dataclass(frozen=True, slots=True)
class Untold:
    """A task, what it looks like, and whether its first suggestion is sure."""

    task: Task
    suggested: list[Suggested]

    @property
    def sure(self) -> bool:
        return bool(self.suggested) and self.suggested[0].sure


def with_suggestions(
    tasks: Sequence[Task], body: UUID | None, day: date, running: WorkCatalogue | None = None
) -> list[Untold]:
    """Four queries, however many tasks."""
    asked = [(task.title, task.deliverable, task.lead_unit_id, _leads(task)) for task in tasks]
    found = suggest_many(asked, body, day, running)
    return [Untold(task, suggested) for task, suggested in zip(tasks, found, strict=True)]


def suggestions_for(task: Task, day: date, running: WorkCatalogue | None = None) -> list[Suggested]:
    """For one task; none while nobody leads it or its body has no list in force."""
    if task.lead_unit is None:
        return []
    return with_suggestions([task], task.lead_unit.body_id, day, running)[0].suggested


def _leads(task: Task) -> bool:
    return task.person_post is not None and Rank(task.person_post.rank) in LEADING

"""Which plans and tasks an actor sees."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from roviec.core.actor import Actor, Duty
from roviec.custody.models import Consultation
from roviec.work.models import Plan, Task, TaskState, TaskSupport
from roviec.work.permissions import is_system


def tasks_visible_to(actor: Actor) -> QuerySet[Task]:
    """Tasks given inside the actor's body and the bodies below it, and those that units of its body lead, support or are asked about.

    The same rule as `permissions.sees`, as a query. Drafts are seen by who runs the body, who drafts them and the head they are for.
    """
    if is_system(actor):
        return Task.objects.all()
    if actor.body_id is None:
        return Task.objects.none()
    supports = TaskSupport.objects.filter(task=OuterRef("pk"), unit__body=actor.body_id)
    asked = Consultation.objects.filter(clock=OuterRef("clock"), unit__body=actor.body_id)
    given = ~Q(state=TaskState.DRAFT) & (
        Q(plan__body__in=actor.bodies_seen) | Q(lead_unit__body=actor.body_id) | Exists(supports) | Exists(asked)
    )
    return Task.objects.filter(given | _own_draft(actor))


def tasks_of_plan_visible_to(plan: Plan, actor: Actor) -> QuerySet[Task]:
    """The same rule where the plan is known: of a plan of a body that the actor sees, everything given out is seen."""
    if is_system(actor) or plan.body_id not in actor.bodies_seen:
        return tasks_visible_to(actor).filter(plan=plan)
    given = ~Q(state=TaskState.DRAFT)
    return Task.objects.filter(given | _own_draft(actor), plan=plan)


def _own_draft(actor: Actor) -> Q:
    """Drafts of the actor's body, as far as the actor runs it, drafts them, or heads whom they are for."""
    own_draft = Q(state=TaskState.DRAFT, plan__body=actor.body_id)
    if not actor.has(Duty.LEADER, Duty.TRACKER):
        desk = Q(clock__holder_post__in=[*actor.stands_in_for, *([actor.post_id] if actor.post_id else [])])
        if actor.has(Duty.HEAD, Duty.DEPUTY):
            desk |= Q(lead_unit__in=actor.units_led, lead_unit__body=actor.body_id)
        own_draft &= desk
    return own_draft


def plans_visible_to(actor: Actor) -> QuerySet[Plan]:
    """Plans of the bodies seen, and those that gave work to a unit of the actor's body."""
    if is_system(actor):
        return Plan.objects.all()
    if actor.body_id is None:
        return Plan.objects.none()
    given = Task.objects.filter(plan=OuterRef("pk")).exclude(state=TaskState.DRAFT)
    return Plan.objects.filter(
        Q(body__in=actor.bodies_seen)
        | Exists(given.filter(lead_unit__body=actor.body_id))
        | Exists(given.filter(supports__unit__body=actor.body_id))
    )

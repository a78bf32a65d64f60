"""Who may do what with plans and tasks: one table. What is not listed is denied; a test runs it against every role.

The table asks only who; whether the step can follow now is `core.task_flow`.
"""

from typing import TypeAlias
from uuid import UUID

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Permissions
from roviec.custody.models import Consultation, SpotCheck
from roviec.organisation.models import Unit
from roviec.work.models import Plan, PlanChange, Task, TaskState, Watcher

BodyOwned: TypeAlias = Plan | Task


def is_system(actor: Actor, thing: object = None) -> bool:
    return actor.kind is ActorKind.WORKER


def body_of(thing: BodyOwned) -> UUID:
    return thing.body_id if isinstance(thing, Plan) else thing.plan.body_id


def heads(actor: Actor, unit: Unit | None) -> bool:
    """At the head of the unit, within the actor's own body: a city leader does not act in a ward's place."""
    return (
        unit is not None
        and actor.has(Duty.HEAD, Duty.DEPUTY, Duty.LEADER)
        and actor.leads(unit.pk)
        and unit.body_id == actor.body_id
    )


def distributes(actor: Actor, unit: Unit | None) -> bool:
    """Heads the unit, or is the tracking office of a body that the work came to as a whole."""
    return heads(actor, unit) or (
        unit is not None and unit.is_body and actor.has(Duty.TRACKER) and unit.pk == actor.body_id
    )


def runs_body(actor: Actor, thing: BodyOwned) -> bool:
    """Leads or tracks the body that gave the work."""
    return actor.has(Duty.LEADER, Duty.TRACKER) and actor.body_id == body_of(thing)


def leads_body(actor: Actor, thing: BodyOwned) -> bool:
    return actor.has(Duty.LEADER) and actor.body_id == body_of(thing)


def makes_plans(actor: Actor, thing: Plan | None = None) -> bool:
    if is_system(actor):
        return True
    if not actor.has(Duty.LEADER, Duty.TRACKER, Duty.HEAD, Duty.DEPUTY):
        return False
    return thing is None or body_of(thing) == actor.body_id


def keeps_plan(actor: Actor, plan: Plan) -> bool:
    return (
        is_system(actor)
        or runs_body(actor, plan)
        or (actor.body_id == plan.body_id and actor.holds(plan.leader_post_id))
    )


def places_plan(actor: Actor, plan: Plan) -> bool:
    """Who keeps the plan, or who runs its body or one that sees it from above. What it is put under is asked about by itself."""
    return keeps_plan(actor, plan) or (actor.has(Duty.LEADER, Duty.TRACKER) and plan.body_id in actor.bodies_seen)


def drafts(actor: Actor, task: Task) -> bool:
    """May change a draft: who runs the body, who drafted it, the head of the unit that it is for."""
    if is_system(actor) or runs_body(actor, task):
        return True
    return actor.body_id == body_of(task) and (actor.holds(task.clock.holder_post_id) or heads(actor, task.lead_unit))


def gave(actor: Actor, task: Task) -> bool:
    """Who assigned it, or leads the body in whose name it was given."""
    return is_system(actor) or actor.holds(task.assigned_by_post_id) or leads_body(actor, task)


def assigns(actor: Actor, task: Task) -> bool:
    """For the whole body, its leaders and its tracking office; for a unit, its head."""
    if is_system(actor) or runs_body(actor, task):
        return True
    return actor.body_id == body_of(task) and heads(actor, task.lead_unit)


def holds(actor: Actor, task: Task) -> bool:
    """Has the task in hand: the post named, or the head of the unit when nobody is named."""
    clock = task.clock
    if is_system(actor):
        return True
    if clock.holder_post_id is not None:
        return actor.holds(clock.holder_post_id)
    return distributes(actor, clock.holder_unit)


def works_on(actor: Actor, task: Task) -> bool:
    """The holder, the one named to do it while it lies elsewhere, or the head of the unit that leads."""
    return holds(actor, task) or actor.holds(task.person_post_id) or heads(actor, task.lead_unit)


def at_hand(actor: Actor, task: Task) -> bool:
    """The holder, or the head above, who may always step in for a person of the unit."""
    return holds(actor, task) or heads(actor, task.lead_unit)


def names_person(actor: Actor, task: Task) -> bool:
    return is_system(actor) or distributes(actor, task.lead_unit) or distributes(actor, task.clock.holder_unit)


def did_it(actor: Actor, task: Task) -> bool:
    return task.person_post_id is not None and actor.holds(task.person_post_id)


def decides_deliverable(actor: Actor, task: Task) -> bool:
    """Who must accept, or a leader of the body. The one who did it may not, unless a leader has nobody above to ask."""
    if is_system(actor):
        return True
    clock = task.clock
    if clock.holder_post_id is None and runs_body(actor, task):
        accepts = True
    else:
        accepts = actor.holds(clock.holder_post_id) or leads_body(actor, task)
    return accepts and (not did_it(actor, task) or actor.has(Duty.LEADER))


def issues(actor: Actor, task: Task) -> bool:
    """Enters the document by which the body answered: its tracking office and leaders, never the one who did the work alone."""
    return is_system(actor) or (runs_body(actor, task) and (not did_it(actor, task) or actor.has(Duty.LEADER)))


def passes_on(actor: Actor, task: Task) -> bool:
    return gave(actor, task) or heads(actor, task.lead_unit)


def presses(actor: Actor, task: Task) -> bool:
    """May press for it: who gave it, who runs the body that gave it or leads it, whoever heads a unit above; never the one who has it."""
    if is_system(actor):
        return True
    lead = task.lead_unit
    runs_lead = lead is not None and actor.has(Duty.LEADER, Duty.TRACKER) and actor.body_id == lead.body_id
    above = lead is not None and actor.has(Duty.HEAD, Duty.DEPUTY, Duty.LEADER) and actor.leads(lead.pk)
    in_hand = task.clock.holder_post_id is not None and actor.holds(task.clock.holder_post_id)
    return (gave(actor, task) or runs_body(actor, task) or runs_lead or above) and not in_hand


def explains(actor: Actor, task: Task) -> bool:
    """Who works on it, or the post that answers for it."""
    return works_on(actor, task) or actor.holds(task.accountable_post_id)


def decides_explanation(actor: Actor, task: Task) -> bool:
    """Who gave it, who leads the body that gave it, or the head of the unit that leads; never who did the work alone."""
    return (gave(actor, task) or heads(actor, task.lead_unit)) and not did_it(actor, task)


def reopens(actor: Actor, task: Task) -> bool:
    """Who gave it, who leads the body that gave it, or who checked it again by lot and found it unsound."""
    if gave(actor, task):
        return True
    if not runs_body(actor, task) or actor.officer_id is None:
        return False
    return SpotCheck.objects.filter(
        clock=task.clock_id, result=SpotCheck.Result.UNSOUND, checked_by=actor.officer_id
    ).exists()


def cancels(actor: Actor, task: Task) -> bool:
    return drafts(actor, task) if task.state == TaskState.DRAFT else gave(actor, task)


def splits(actor: Actor, task: Task) -> bool:
    return drafts(actor, task) if task.state == TaskState.DRAFT else passes_on(actor, task)


def edits(actor: Actor, task: Task) -> bool:
    return (
        drafts(actor, task)
        if task.state in (TaskState.DRAFT, TaskState.REFUSED)
        else gave(actor, task) or runs_body(actor, task)
    )


def sees(actor: Actor, task: Task) -> bool:
    """Inside the body and downwards; a body below sees what it leads, supports or is asked about. The other side sees nothing."""
    if is_system(actor):
        return True
    if task.state == TaskState.DRAFT:
        return drafts(actor, task)
    if body_of(task) in actor.bodies_seen or (
        actor.body_id and task.lead_unit and task.lead_unit.body_id == actor.body_id
    ):
        return True
    if actor.body_id is None:
        return False
    return (
        task.supports.filter(unit__body=actor.body_id).exists()
        or Consultation.objects.filter(clock=task.clock_id, unit__body=actor.body_id).exists()
    )


def sees_plan(actor: Actor, plan: Plan) -> bool:
    if is_system(actor) or plan.body_id in actor.bodies_seen:
        return True
    given = plan.tasks.exclude(state=TaskState.DRAFT)
    return actor.body_id is not None and (
        given.filter(lead_unit__body=actor.body_id).exists()
        or given.filter(supports__unit__body=actor.body_id).exists()
    )


def plans_task(actor: Actor, task: Task) -> bool:
    """May move its planned dates and what it waits for: who keeps the plan, who works on it, the head above. Never its due date."""
    return keeps_plan(actor, task.plan) or (
        drafts(actor, task) if task.state == TaskState.DRAFT else works_on(actor, task)
    )


def places_task(actor: Actor, task: Task) -> bool:
    """The order of a plan is its keepers'; of a draft also who drafts it."""
    return keeps_plan(actor, task.plan) or (task.state == TaskState.DRAFT and drafts(actor, task))


def takes_back(actor: Actor, change: PlanChange) -> bool:
    """Who made the change, or who keeps the plan."""
    return actor.account_id == change.account_id or keeps_plan(actor, change.plan)


def gives_opinion(actor: Actor, consultation: Consultation) -> bool:
    """The post asked by name, or the head of the unit asked."""
    return is_system(actor) or actor.holds(consultation.post_id) or distributes(actor, consultation.unit)


def asked_opinion(actor: Actor, consultation: Consultation) -> bool:
    return is_system(actor) or actor.holds(consultation.asked_by_post_id)


def unwatches(actor: Actor, watcher: Watcher) -> bool:
    return actor.officer_id is not None and watcher.officer_id == actor.officer_id


PERMISSIONS = Permissions(
    "work",
    {
        "create_plan": makes_plans,
        "edit_plan": keeps_plan,
        "place_plan": places_plan,
        "view_plan": sees_plan,
        "freeze_baseline": keeps_plan,
        "plan_task": plans_task,
        "place_task": places_task,
        "undo_change": takes_back,
        "create_task": makes_plans,
        "edit_task": edits,
        "view_task": sees,
        "split_into_parts": splits,
        "create_series": makes_plans,
        "make_occurrences": is_system,
        "assign_task": assigns,
        "bring_in_history": lambda actor, plan: is_system(actor) or runs_body(actor, plan),
        "assign_unclear": lambda actor, task: (
            is_system(actor) or runs_body(actor, task) or heads(actor, task.lead_unit)
        ),
        "give_spoken_order": makes_plans,
        "complete_spoken_order": lambda actor, task: (
            gave(actor, task) or runs_body(actor, task) or at_hand(actor, task)
        ),
        "accept_task": holds,
        "refuse_task": holds,
        "name_person": names_person,
        "report_progress": works_on,
        "hand_up_for_signature": at_hand,
        "sign": holds,
        "send_back_from_signature": holds,
        "submit_deliverable": at_hand,
        "accept_deliverable": decides_deliverable,
        "return_deliverable": decides_deliverable,
        "finish_with_document": issues,
        "reopen_task": reopens,
        "ask_extension": works_on,
        "decide_extension": gave,
        "move_due": gave,
        "suspend_task": gave,
        "resume_task": gave,
        "hand_over": passes_on,
        "ask_opinion": works_on,
        "answer_opinion": gives_opinion,
        "withdraw_opinion": asked_opinion,
        "cancel_task": cancels,
        "remind_task": presses,
        "demand_explanation": presses,
        "give_explanation": explains,
        "decide_explanation": decides_explanation,
        "comment_task": sees,
        "watch_task": sees,
        "unwatch_task": unwatches,
    },
)

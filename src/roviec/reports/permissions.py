"""Who may do what with reports and demands. What is not listed is denied."""

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Permissions
from roviec.reports.models import Answer, Demand, Report, Round
from roviec.work.permissions import PERMISSIONS as WORK


def is_system(actor: Actor) -> bool:
    return actor.kind is ActorKind.WORKER


def drafts(actor: Actor, report: Report | None = None) -> bool:
    """Leaders and the tracking office on anything of their body; heads on a plan that they see, and on units that they lead."""
    if is_system(actor):
        return True
    if actor.body_id is None or not actor.has(Duty.LEADER, Duty.TRACKER, Duty.HEAD, Duty.DEPUTY):
        return False
    if report is None or actor.has(Duty.LEADER, Duty.TRACKER):
        return True
    return report.plan_id is not None or actor.leads(report.unit_id)


def writes(actor: Actor, report: Report) -> bool:
    """Who runs the body; who drafted it; who heads the unit that it is about."""
    if is_system(actor):
        return True
    if actor.body_id != report.body_id:
        return False
    heads = actor.has(Duty.HEAD, Duty.DEPUTY) and actor.leads(report.unit_id)
    return actor.has(Duty.LEADER, Duty.TRACKER) or actor.holds(report.drafted_by_post_id) or heads


def issues(actor: Actor, report: Report) -> bool:
    """A report of the body goes out through its leaders and its tracking office; one of a unit also through its head."""
    if is_system(actor):
        return True
    if actor.body_id != report.body_id:
        return False
    return actor.has(Duty.LEADER, Duty.TRACKER) or (
        report.unit_id is not None and actor.has(Duty.HEAD) and actor.leads(report.unit_id)
    )


def sees_report(actor: Actor, report: Report) -> bool:
    """A draft inside its body only; what was issued also from above (R03)."""
    if is_system(actor) or actor.body_id == report.body_id:
        return is_system(actor) or actor.body_id is not None
    return report.went_out and report.body_id in actor.bodies_seen


def asks(actor: Actor, thing: object = None) -> bool:
    """Asking other units costs them time: leaders and the tracking office ask, in the name of the body."""
    return is_system(actor) or (actor.body_id is not None and actor.has(Duty.LEADER, Duty.TRACKER))


def runs(actor: Actor, thing: Demand | Round) -> bool:
    demand = thing.demand if isinstance(thing, Round) else thing
    return asks(actor) and (is_system(actor) or actor.body_id == demand.body_id)


def compiles(actor: Actor, demand: Demand) -> bool:
    """Sees what everybody answered: the body that asked, and those above it."""
    return is_system(actor) or demand.body_id in actor.bodies_seen or actor.body_id == demand.body_id


def answers(actor: Actor, answer: Answer) -> bool:
    """Who may take on or hand in the part of the unit."""
    return WORK.allows(actor, "submit_deliverable", answer.task)


def sees_answer(actor: Actor, answer: Answer) -> bool:
    return compiles(actor, answer.round.demand) or (actor.body_id is not None and actor.body_id == answer.unit.body_id)


PERMISSIONS = Permissions(
    "reports",
    {
        "draft_report": drafts,
        "write_report": writes,
        "drop_report": writes,
        "issue_report": issues,
        "recall_report": issues,
        "view_report": sees_report,
        "draft_demand": asks,
        "edit_demand": runs,
        "send_demand": runs,
        "end_demand": runs,
        "open_round": runs,
        "close_round": runs,
        "view_compilation": compiles,
        "answer_demand": answers,
        "view_answer": sees_answer,
    },
)

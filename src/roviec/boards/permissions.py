"""Who shows work to the public. What is not listed is denied."""

from roviec.core.actor import Actor, Duty
from roviec.core.permission import Permissions
from roviec.work.models import Plan


def leads(actor: Actor, plan: Plan) -> bool:
    """A leader of the body whose plan it is, in person: nobody publishes in another's name."""
    return actor.has(Duty.LEADER) and actor.body_id == plan.body_id


def takes_down(actor: Actor, plan: Plan) -> bool:
    """Taking down must be quick: also the tracking office."""
    return actor.has(Duty.LEADER, Duty.TRACKER) and actor.body_id == plan.body_id


PERMISSIONS = Permissions("boards", {"publish_plan": leads, "withdraw_plan": takes_down})

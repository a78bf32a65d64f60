"""Who may do what with committees and meetings. What is not listed is denied."""

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Permissions
from roviec.meetings.models import Committee, Meeting


def _committee(thing: Committee | Meeting) -> Committee:
    return thing.committee if isinstance(thing, Meeting) else thing


def founds(actor: Actor, thing: object = None) -> bool:
    """Leaders and the tracking office found committees of their own body."""
    return actor.kind is ActorKind.WORKER or (actor.body_id is not None and actor.has(Duty.LEADER, Duty.TRACKER))


def runs(actor: Actor, thing: Committee | Meeting) -> bool:
    """The chair, the secretary, and the leaders and tracking office of the body."""
    committee = _committee(thing)
    if actor.kind is ActorKind.WORKER:
        return True
    if actor.body_id != committee.body_id:
        return False
    return (
        actor.has(Duty.LEADER, Duty.TRACKER)
        or actor.holds(committee.chair_post_id)
        or actor.holds(committee.secretary_post_id)
    )


def sees(actor: Actor, thing: Committee | Meeting) -> bool:
    """Inside the body and downwards (R03), and every member, or whoever is invited, wherever they sit."""
    committee = _committee(thing)
    if actor.kind is ActorKind.WORKER or committee.body_id in actor.bodies_seen:
        return True
    posts = [post for post in (actor.post_id, *actor.stands_in_for) if post]
    if not posts:
        return False
    if isinstance(thing, Meeting) and thing.invited.filter(pk__in=posts).exists():
        return True
    return committee.members.filter(pk__in=posts).exists()


PERMISSIONS = Permissions(
    "meetings",
    {
        "create_committee": founds,
        "edit_committee": runs,
        "view_committee": sees,
        "call_meeting": runs,
        "move_meeting": runs,
        "cancel_meeting": runs,
        "write_minutes": runs,
        "add_matter": runs,
        "drop_matter": runs,
        "settle_matter": runs,
        "leave_matter": runs,
        "add_conclusion": runs,
        "drop_conclusion": runs,
        "issue_notice": runs,
    },
)

"""What every page of the signed-in asks."""

from datetime import datetime

from roviec.core.actor import Actor
from roviec.core.standing import Standing
from roviec.custody.queries import open_clocks_of_post, standing_q


def late_with(actor: Actor, now: datetime) -> int:
    """How much lies late with the actor's posts; one look into the index of open work by post."""
    posts = {post for post in (actor.post_id, *actor.stands_in_for) if post}
    return open_clocks_of_post(posts).filter(standing_q(Standing.OPEN_LATE, now), counts=True).count() if posts else 0

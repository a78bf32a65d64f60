"""Who plays whom in the demo: an Actor for any post on any day, as if its holder had signed in."""

from dataclasses import replace
from datetime import date
from functools import cache
from uuid import UUID

from roviec.core.actor import Actor, Duty
from roviec.organisation.models import Account, Mandate, Post
from roviec.organisation.models.post import Rank
from roviec.organisation.queries.actors import actor_for, worker_actor


class Cast:
    """Actors are worked out once per post and day of the story; an empty post gives None."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._accounts = {account.officer_id: account for account in Account.objects.filter(officer__isnull=False)}
        self._mandates = {
            mandate.post_id: mandate
            for mandate in Mandate.objects.on(day)
            .select_related("post", "post__unit", "officer")
            .order_by("valid_from", "officer__code")
        }
        self._posts: dict[UUID, list[Post]] = {}
        for post in Post.objects.on(day).order_by("title", "seat"):
            self._posts.setdefault(post.unit_id, []).append(post)
        self.actor = cache(self._actor)

    def _actor(self, post_id: UUID | None) -> Actor | None:
        mandate = self._mandates.get(post_id) if post_id else None
        return actor_for(self._accounts[mandate.officer_id], mandate, self.day) if mandate else None

    def head_post(self, unit_id: UUID) -> Post | None:
        return next((p for p in self._posts.get(unit_id, ()) if p.rank in (Rank.HEAD, Rank.LEADER)), None)

    def head(self, unit_id: UUID) -> Actor | None:
        """Who heads the unit; the deputy where the head's post is empty."""
        ranks = (Rank.HEAD, Rank.LEADER, Rank.DEPUTY, Rank.DEPUTY_LEADER)
        candidates = [p for p in self._posts.get(unit_id, ()) if p.rank in ranks]
        actors = (self.actor(post.pk) for post in sorted(candidates, key=lambda p: ranks.index(Rank(p.rank))))
        return next((actor for actor in actors if actor), None)

    def deputy(self, unit_id: UUID) -> Actor | None:
        """The first deputy head of the unit whose post is filled."""
        posts = (p for p in self._posts.get(unit_id, ()) if p.rank in (Rank.DEPUTY, Rank.DEPUTY_LEADER))
        return next((actor for post in posts if (actor := self.actor(post.pk))), None)

    def staff_posts(self, unit_ids: list[UUID]) -> list[Post]:
        """Filled staff posts of the units."""
        return [
            p for unit in unit_ids for p in self._posts.get(unit, ()) if p.rank == Rank.STAFF and p.pk in self._mandates
        ]


def system_administrator() -> Actor:
    """The system with an administrator's duty, for what no person of the demo does: registers and accounts."""
    return replace(worker_actor(), duties=frozenset({Duty.ADMIN}))

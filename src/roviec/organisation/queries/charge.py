"""Which post answers for a unit: the leader in charge of it, else its head. Posts, not people: a vacant post still answers."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from roviec.organisation.models import Portfolio, Post
from roviec.organisation.models.post import Rank


def head_posts(unit_ids: Iterable[UUID], day: date) -> dict[UUID, UUID]:
    """Unit → its head's post on the day; units without such a post are left out."""
    posts = Post.objects.on(day).filter(unit__in=list(unit_ids), rank__in=(Rank.HEAD, Rank.LEADER))
    return dict(posts.order_by("-seat").values_list("unit_id", "pk"))


def posts_in_charge(unit_ids: Iterable[UUID], day: date) -> dict[UUID, UUID]:
    """Unit → the post of the leader who has it in the portfolio, else the unit's own head."""
    wanted = list(unit_ids)
    portfolios = Portfolio.objects.on(day).filter(unit__in=wanted).order_by("-valid_from")
    return head_posts(wanted, day) | dict(portfolios.values_list("unit_id", "post_id"))

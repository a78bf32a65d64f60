"""Who worked with whom, as custody has it: the same work in two hands, an opinion asked of another unit."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from itertools import combinations
from uuid import UUID

from django.db.models import Q

from roviec.custody.models import Consultation, Hold, HoldKind
from roviec.organisation.models import Mandate

# Through more hands than these a piece of work says nothing of two of them.
MOST_HANDS = 8
HANDS = (HoldKind.WORKING, HoldKind.SIGNATURE, HoldKind.ACCEPTANCE, HoldKind.UNNAMED)

Pairs = dict[str, set[str]]
Hand = tuple[UUID, UUID | None]  # unit, post


def worked_together(units: Collection[UUID], since: datetime, until: datetime, day: date) -> tuple[Pairs, Pairs]:
    """(officer -> officers, unit -> units) by ids as text, both ways: hands and opinions of [since, until) within the units.

    Who sits on a post is taken on `day`. Three queries.
    """
    held = (
        Hold.objects.filter(Q(until=None) | Q(until__gte=since), since__lt=until, unit__in=units, kind__in=HANDS)
        .values_list("clock", "unit", "post")
        .distinct()
    )
    opinions = Consultation.objects.filter(
        asked_at__gte=since, asked_at__lt=until, unit__in=units, asked_by_post__unit__in=units, withdrawn_at=None
    ).values_list("asked_by_post__unit", "asked_by_post", "unit", "post")
    hands: dict[UUID, set[Hand]] = defaultdict(set)
    for clock, unit, post in held:
        hands[clock].add((unit, post))
    groups = [group for group in hands.values() if 1 < len(group) <= MOST_HANDS]
    asked = [((asker, by), (unit, post)) for asker, by, unit, post in opinions if asker is not None]
    groups += [{one, other} for one, other in asked]
    posts = {post for group in groups for _unit, post in group if post}
    sits = {
        str(post): str(who)
        for post, who in Mandate.objects.on(day).filter(post__in=posts).values_list("post", "officer")
    }
    people: Pairs = defaultdict(set)
    beside: Pairs = defaultdict(set)
    for group in groups:
        for (here, seat), (there, other_seat) in combinations(group, 2):
            if here != there:
                beside[str(here)].add(str(there))
                beside[str(there)].add(str(here))
            one, other = sits.get(str(seat)), sits.get(str(other_seat))
            if one and other and one != other:
                people[one].add(other)
                people[other].add(one)
    return people, beside

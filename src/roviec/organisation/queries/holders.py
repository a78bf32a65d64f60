"""Who sits where on a day: heads of units, holders of posts, and who stands in for them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from roviec.organisation.models import Absence, Mandate, Officer, Post
from roviec.organisation.models.mandate import MandateKind
from roviec.organisation.models.post import Rank

HEADING = (Rank.LEADER, Rank.HEAD)
# A deputy or member put in charge while the head's own seat is empty.
FILLING_IN = (MandateKind.ACTING, MandateKind.IN_CHARGE)


def head_of(unit_ids: Iterable[UUID], day: date, *, substitutes: bool = True) -> dict[UUID, Mandate]:
    """Unit -> the mandate of who heads it on the day; a unit without anybody is left out.

    The head's seat first, then whoever is acting or in charge. While that person is away with a substitute named, the substitute's
    mandate is given (unless `substitutes` is False: who answers for it); `.stands_in_for` is then the head's own mandate, else None.
    Mandates come with officer, post and unit of the post.
    """
    ids = set(unit_ids)
    rows = (
        Mandate.objects.on(day)
        .filter(Q(post__rank__in=HEADING) | Q(kind__in=FILLING_IN), post__unit__in=ids)
        .select_related("officer", "post", "post__unit")
        .order_by("valid_from")
    )
    heads: dict[UUID, Mandate] = {}
    for mandate in rows:
        known = heads.get(mandate.post.unit_id)
        if known is None or _closeness(mandate) <= _closeness(known):
            heads[mandate.post.unit_id] = mandate
        mandate.stands_in_for = None
    return _with_substitutes(heads, day) if substitutes else heads


def _closeness(mandate: Mandate) -> int:
    """How close the mandate is to the head's seat: 0 the leader's, 1 the head's, 2 someone filling in."""
    return HEADING.index(Rank(mandate.post.rank)) if mandate.post.rank in HEADING else len(HEADING)


def _with_substitutes(heads: dict[UUID, Mandate], day: date) -> dict[UUID, Mandate]:
    substitutes = _substitutes({mandate.officer_id for mandate in heads.values()}, day)
    if not substitutes:
        return heads
    rows = (
        Mandate.objects.on(day)
        .filter(officer__in=set(substitutes.values()))
        .select_related("officer", "post", "post__unit")
        .order_by("-is_scoring", "valid_from")
    )
    by_officer: dict[UUID, list[Mandate]] = {}
    for mandate in rows:
        by_officer.setdefault(mandate.officer_id, []).append(mandate)
    answer = dict(heads)
    for unit_id, head in heads.items():
        substitute = substitutes.get(head.officer_id)
        choices = by_officer.get(substitute, []) if substitute else []
        standing_in = next((m for m in choices if m.post.unit_id == unit_id), choices[0] if choices else None)
        if standing_in is not None:
            standing_in.stands_in_for = head
            answer[unit_id] = standing_in
    return answer


def _substitutes(officer_ids: Iterable[UUID], day: date) -> dict[UUID, UUID]:
    """Officer away on the day -> who stands in, where somebody was named who is not away too."""
    away = Absence.objects.on(day).filter(officer__in=set(officer_ids), substitute__isnull=False)
    named = dict(away.order_by("valid_from").values_list("officer", "substitute"))
    if not named:
        return {}
    also_away = set(Absence.objects.on(day).filter(officer__in=named.values()).values_list("officer", flat=True))
    return {officer: substitute for officer, substitute in named.items() if substitute not in also_away}


def holder_of(post_ids: Iterable[UUID], day: date) -> dict[UUID, Officer]:
    """Post -> who holds it on the day; a vacant post is left out. `.substitute` is the officer standing in today, or None."""
    rows = Mandate.objects.on(day).filter(post__in=set(post_ids)).select_related("officer").order_by("valid_from")
    holders = {mandate.post_id: mandate.officer for mandate in rows}
    substitutes = _substitutes({officer.pk for officer in holders.values()}, day)
    people = Officer.objects.in_bulk(set(substitutes.values())) if substitutes else {}
    for officer in holders.values():
        officer.substitute = people.get(substitutes.get(officer.pk))
    return holders


def officers_of(unit_id: UUID, day: date) -> QuerySet[Officer]:
    """Who holds a post of the unit on the day, by given name."""
    holding = Mandate.objects.on(day).filter(post__unit=unit_id)
    return Officer.objects.filter(pk__in=holding.values("officer")).order_by("sort_key", "code")


def posts_continuing(post_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Closed post -> the open post that took over from it in a restructuring (through several, if need be)."""
    answer: dict[UUID, UUID] = {}
    origins = {pk: {pk} for pk in post_ids}
    while origins:
        following: dict[UUID, set[UUID]] = {}
        for new, old in Post.objects.filter(continues__in=list(origins)).values_list("pk", "continues_id"):
            for origin in origins[old]:
                answer[origin] = new
            following.setdefault(new, set()).update(origins[old])
        origins = following
    return answer

"""A unit's work: what waits for a name, who has how much, what is late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.standing import Standing
from roviec.custody.models import Clock, HoldKind
from roviec.custody.queries import Counts, four_counts, standing_q
from roviec.organisation.models import Absence, Mandate, Officer, Post
from roviec.work.models import Task, TaskState
from roviec.work.queries.listed import listed
from roviec.work.queries.visible import tasks_visible_to


@dataclass(frozen=True)
class Load:
    """What one post has in hand now: open work given out, of which late and due soon. `officer` None: the seat is vacant."""

    post: Post
    officer: Officer | None
    away: bool
    open: int
    late: int
    soon: int
    suspended: int


@dataclass(frozen=True)
class UnitBoard:
    """`columns` maps state or "unnamed" to lists of tasks; each list is at most `shown` long, nearest due first."""

    counts: Counts
    columns: dict[str, list[Task]]
    loads: list[Load]
    shown: int


NOTHING: Mapping[str, Any] = {}
COLUMNS: dict[str, Q] = {
    "unnamed": Q(clock__hold_kind=HoldKind.UNNAMED),
    "assigned": Q(state=TaskState.ASSIGNED, clock__hold_kind=HoldKind.WORKING),
    "in_progress": Q(state=TaskState.IN_PROGRESS, clock__hold_kind=HoldKind.WORKING),
    "signature": Q(clock__hold_kind=HoldKind.SIGNATURE),
    "submitted": Q(state=TaskState.SUBMITTED),
}


def unit_board(unit_ids: list[UUID], actor: Actor, now: datetime, shown: int = 50) -> UnitBoard:
    """Work that the units lead, as far as the actor sees it. Ten queries, whatever there is."""
    seen = tasks_visible_to(actor).filter(clock__unit__in=unit_ids, clock__closed_at=None)
    columns = {
        name: list(listed(seen.filter(condition), now).order_by("clock__due", "pk")[:shown])
        for name, condition in COLUMNS.items()
    }
    return UnitBoard(
        counts=four_counts(Clock.objects.filter(unit__in=unit_ids), now),
        columns=columns,
        loads=loads(unit_ids, now),
        shown=shown,
    )


def loads(unit_ids: list[UUID], now: datetime) -> list[Load]:
    """Who has how much: every seat of the units with its holder, busiest first. Four queries."""
    day = now.astimezone(VIETNAM).date()
    counts: dict[UUID, Mapping[str, Any]] = {row["holder_post"]: row for row in _counted(unit_ids, now)}
    seats = Post.objects.on(day).filter(Q(unit__in=unit_ids) | Q(pk__in=list(counts)))
    posts = {post.pk: post for post in seats.select_related("unit")}
    holding = Mandate.objects.on(day).filter(post__in=posts).select_related("officer").order_by("valid_from")
    officers = {mandate.post_id: mandate.officer for mandate in holding}
    ids = [officer.pk for officer in officers.values()]
    away = set(Absence.objects.on(day).filter(officer__in=ids).values_list("officer", flat=True))
    made = []
    for pk, post in posts.items():
        row = counts.get(pk, NOTHING)
        officer = officers.get(pk)
        made.append(
            Load(
                post=post,
                officer=officer,
                away=officer is not None and officer.pk in away,
                open=row.get("n", 0),
                late=row.get("n_late", 0),
                soon=row.get("n_soon", 0),
                suspended=row.get("n_suspended", 0),
            )
        )
    return sorted(
        made, key=lambda one: (-one.open, -one.late, one.officer.sort_key if one.officer else "", str(one.post.pk))
    )


def _counted(unit_ids: list[UUID], now: datetime) -> Iterable[Mapping[str, Any]]:
    return (
        Clock.objects.filter(holder_unit__in=unit_ids, holder_post__isnull=False, closed_at=None, counts=True)
        .order_by()
        .values("holder_post")
        .annotate(
            n=Count("pk"),
            n_late=Count("pk", filter=standing_q(Standing.OPEN_LATE, now)),
            n_soon=Count("pk", filter=standing_q(Standing.DUE_SOON, now)),
            n_suspended=Count("pk", filter=Q(suspended_since__isnull=False)),
        )
    )

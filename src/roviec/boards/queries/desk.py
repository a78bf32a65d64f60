"""What lies with one person: the day of `work`, with the titles of what opinions and extensions are about; and the same as numbers."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from roviec.boards.queries.kept import LARGE, kept
from roviec.boards.queries.numbers import counts_at_once
from roviec.core.actor import Actor
from roviec.custody.models import Clock, HoldKind
from roviec.work.models import Task, TaskState
from roviec.work.queries import MyDay, my_day
from roviec.work.queries.my_day import extensions_for, opinions_for, posts_of, units_headed

# More than a person decides in a day; counting them takes time.
MANY = 500


def desk(actor: Actor, now: datetime, shown: int) -> MyDay:
    """Of each kind the first `shown`. Opinions and extensions carry `.title` and `.unit_name` of their work. One query beside those of `my_day`."""
    day = my_day(actor, now, shown)
    with_titles([*day.opinions, *day.extensions])
    return day


def with_titles(asked: Iterable[Any]) -> None:
    """Sets `.title` and `.unit_name` on consultations or extensions. One query, none for none."""
    asked = list(asked)
    if not asked:
        return
    rows = Task.objects.filter(clock__in={one.clock_id for one in asked})
    known = {pk: rest for pk, *rest in rows.values_list("clock", "title", "lead_unit__short_name", "lead_unit__name")}
    for one in asked:
        title, short, name = known.get(one.clock_id, ("", "", ""))
        one.title, one.unit_name = title, short or name or ""


def decisions(actor: Actor, now: datetime) -> dict[str, int]:
    """How much waits for the actor, by kind, as `my_day` lists it. One query; the actor has a mandate. Hundreds of them may be up to
    a minute old.
    """
    posts, headed = posts_of(actor), units_headed(actor)
    mine = Clock.objects.filter(holder_post__in=posts, closed_at=None)
    refused = Task.objects.filter(
        state=TaskState.REFUSED, clock__in=mine.filter(hold_kind=HoldKind.DRAFTING).values("pk")
    )
    unnamed = Clock.objects.filter(holder_unit__in=headed, holder_post=None, hold_kind=HoldKind.UNNAMED, closed_at=None)
    asked = partial(
        counts_at_once,
        actor.body_id,
        to_sign=mine.filter(hold_kind=HoldKind.SIGNATURE),
        to_accept=mine.filter(hold_kind=HoldKind.ACCEPTANCE),
        refused=refused,
        unnamed=unnamed,
        opinions=opinions_for(posts, headed),
        extensions=extensions_for(posts),
    )
    key = ("decisions", actor.post_id, actor.stands_in_for)
    return kept(key, now, asked, lambda numbers: LARGE if sum(numbers.values()) >= MANY else 0)

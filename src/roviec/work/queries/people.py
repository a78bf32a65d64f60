"""People and units to choose from, and who sat on a post at an instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from roviec.core.calendars import VIETNAM
from roviec.core.text import fold
from roviec.organisation.models import Mandate, Officer, Post, Unit
from roviec.organisation.queries import search_units
from roviec.work.models import Task, Watcher


@dataclass(frozen=True)
class Choice:
    """One answer to "who?". `key` is "unit:<id>" or "post:<id>"; `detail` tells namesakes apart."""

    key: str
    name: str
    detail: str
    unit_id: UUID
    post_id: UUID | None = None
    officer_id: UUID | None = None

    @property
    def label(self) -> str:
        return f"{self.name} ({self.detail})" if self.detail else self.name


def choices_for(
    text: str, now: datetime, *, body_id: UUID | None = None, units: bool = True, people: bool = True, limit: int = 12
) -> list[Choice]:
    """Units and holders of posts whose name has what was typed, marks or none; those of the given body first.

    At most `limit` of each kind, in three queries.
    """
    day = now.astimezone(VIETNAM).date()
    found: list[Choice] = []
    if people and (words := fold(text).split()):
        named = Q()
        for word in words:
            named &= Q(officer__folded__contains=word)
        rows = Mandate.objects.on(day).filter(named).select_related("officer", "post", "post__unit")
        own = list(rows.filter(post__unit__body=body_id).order_by("officer__sort_key")[:limit]) if body_id else []
        if len(own) < limit:
            others = rows.exclude(pk__in=[row.pk for row in own]).order_by("officer__sort_key")
            own += list(others[: limit - len(own)])
        found += [_seat(row) for row in own]
    if units:
        listed = search_units(text, day)
        own_units = list(listed.filter(body=body_id)[:limit]) if body_id else []
        if len(own_units) < limit:
            own_units += list(listed.exclude(pk__in=[unit.pk for unit in own_units])[: limit - len(own_units)])
        found += [_unit(unit) for unit in own_units]
    return found


def choice_of(key: str, now: datetime) -> Choice | None:
    """The choice of a key; None for one that is not there any more. A vacant post is named by its title."""
    kind, _colon, text = key.partition(":")
    try:
        pk = UUID(text)
    except ValueError:
        return None
    day = now.astimezone(VIETNAM).date()
    if kind == "unit":
        unit = Unit.objects.filter(pk=pk).first()
        return _unit(unit) if unit else None
    if kind != "post":
        return None
    row = Mandate.objects.on(day).filter(post=pk).select_related("officer", "post", "post__unit").first()
    if row is not None:
        return _seat(row)
    post = Post.objects.filter(pk=pk).select_related("unit").first()
    return Choice(key, post.title, _name(post.unit), post.unit_id, post.pk) if post else None


def _seat(row: Mandate) -> Choice:
    detail = f"{row.post.title}, {_name(row.post.unit)}"
    return Choice(f"post:{row.post_id}", row.officer.full_name, detail, row.post.unit_id, row.post_id, row.officer_id)


def _unit(unit: Unit) -> Choice:
    return Choice(f"unit:{unit.pk}", unit.name, unit.short_name if unit.short_name != unit.name else "", unit.pk)


def _name(unit: Unit) -> str:
    return unit.short_name or unit.name


SITTER = (
    "post",
    "valid_from",
    "valid_to",
    *(f"officer__{name}" for name in ("code", "full_name", "sort_key", "folded")),
)


def sitters(moments: Iterable[tuple[UUID | None, datetime]]) -> dict[tuple[UUID, datetime], Officer]:
    """(post, instant) -> who sat there on that day, in one query; vacant ones are left out."""
    wanted = {(post, at) for post, at in moments if post is not None}
    rows = Mandate.objects.filter(post__in={post for post, _at in wanted}).select_related("officer").only(*SITTER)
    by_post: dict[UUID, list[Mandate]] = {}
    for row in rows.order_by("valid_from"):
        by_post.setdefault(row.post_id, []).append(row)
    found = {}
    for post, at in wanted:
        day = at.astimezone(VIETNAM).date()
        for row in by_post.get(post, ()):
            if row.valid_from <= day and (row.valid_to is None or day < row.valid_to):
                found[post, at] = row.officer
    return found


def posts_of_people(text: str, now: datetime) -> list[UUID]:
    """Posts held today by people whose name has all the words typed."""
    named = Q()
    for word in fold(text).split():
        named &= Q(officer__folded__contains=word)
    day = now.astimezone(VIETNAM).date()
    return list(Mandate.objects.on(day).filter(named).values_list("post", flat=True)[:500]) if named else []


def mentioned(text: str, body_id: UUID | None, now: datetime) -> list[UUID]:
    """Officers named in the text as @Họ Tên, the longest name that fits. Of namesakes those of the body, else nobody is guessed."""
    day = now.astimezone(VIETNAM).date()
    found: list[UUID] = []
    for piece in text.split("@")[1:13]:
        words = piece.replace("\n", " ").split()[:6]
        names = [fold(" ".join(words[:n]).rstrip(".,;:!?)")) for n in range(len(words), 1, -1)]
        holding = {
            (row.officer.folded, row.officer_id): row.post.unit.body_id
            for row in Mandate.objects.on(day).filter(officer__folded__in=names).select_related("officer", "post__unit")
        }
        for name in names:
            people = {officer: body for (folded, officer), body in holding.items() if folded == name}
            if not people:
                continue
            own = [officer for officer, body in people.items() if body == body_id]
            chosen = own if len(own) == 1 else list(people) if len(people) == 1 else []
            found += [officer for officer in chosen if officer not in found]
            break
    return found


def watchers_of(task: Task) -> list[Officer]:
    rows = Watcher.objects.filter(task=task).select_related("officer").order_by("officer__sort_key")
    return [row.officer for row in rows]

"""Reads of working regulations: editions, and a month's assignments held against the one in force."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Q

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.reasons import Reason
from roviec.core.regulations import Field, Given, differences, field_of, gaps, person_for, words_of
from roviec.core.standing import lateness_days
from roviec.custody.calendars import calendar_named
from roviec.evaluation.models import StandingField, WorkingRegulation
from roviec.organisation.models import Absence, Mandate, Post, Unit
from roviec.organisation.queries import descendants
from roviec.work.models import Task, TaskState

# A unit of 200 people gets a few hundred assignments a month; a list nobody reads to its end is cut, and says so.
MOST_CHECKED = 5_000


@dataclass(frozen=True, slots=True)
class Edition:
    """A regulation with its fields in order, and what it lacks on the day it is looked at."""

    regulation: WorkingRegulation
    lines: list[StandingField]
    gaps: dict[UUID, list[Reason]]
    holders: dict[UUID, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One assignment that differs from the regulation. `named`: whom the regulation names, "" where none."""

    task: Task
    field: str
    named: str
    person: str
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class Checked:
    """A month: how many assignments were looked at and fit, the others, and how many per reason. `cut`: there were more."""

    month: date
    looked_at: int
    fitting: int
    differences: list[Difference]
    counts: dict[str, int]
    cut: bool


def editions_of(unit_id: UUID) -> list[WorkingRegulation]:
    return list(WorkingRegulation.objects.filter(unit=unit_id).order_by("-valid_from"))


def in_force(unit_id: UUID, day: date) -> WorkingRegulation | None:
    runs = Q(valid_to=None) | Q(valid_to__gt=day)
    return WorkingRegulation.objects.filter(runs, unit=unit_id, valid_from__lte=day).first()


def edition(regulation: WorkingRegulation, day: date) -> Edition:
    """Four queries."""
    lines = list(
        StandingField.objects.filter(regulation=regulation)
        .select_related("post", "post__unit", "substitute", "substitute__unit")
        .order_by("order", "pk")
    )
    fields = [_field(line) for line in lines]
    posts = {pk for field in fields for pk in (field.post, field.substitute) if pk}
    holders = _holders(posts, day)
    lacking: dict[UUID, list[Reason]] = {}
    for field, reason in gaps(fields, vacant=frozenset(posts - holders.keys())):
        lacking.setdefault(field.id, []).append(reason)
    return Edition(regulation, lines, lacking, {pk: name for pk, (_, name) in holders.items()})


def check_month(regulation: WorkingRegulation, month: date, now: datetime) -> Checked:
    """The unit's work given out in the month (or up to now), each held against the regulation. Six queries, however much there is."""
    first = month.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    since, until = (datetime.combine(day, time(), VIETNAM) for day in (first, following))
    day = min(following - timedelta(days=1), now.astimezone(VIETNAM).date())
    lines = list(StandingField.objects.filter(regulation=regulation).order_by("order", "pk"))
    fields = [_field(line) for line in lines]
    units = descendants(regulation.unit_id, day, include_self=True).values("pk")
    tasks = list(
        Task.objects.filter(lead_unit__in=units, assigned_at__gte=since, assigned_at__lt=until, clock__counts=True)
        .exclude(state__in=(TaskState.DRAFT, TaskState.CANCELLED))
        .select_related("clock", "person_post", "lead_unit", "plan")
        .order_by("assigned_at", "pk")[: MOST_CHECKED + 1]
    )
    cut = len(tasks) > MOST_CHECKED
    tasks = tasks[:MOST_CHECKED]
    posts = {pk for field in fields for pk in (field.post, field.substitute) if pk}
    holders = _holders(posts | {task.person_post_id for task in tasks if task.person_post_id}, day)
    vacant = frozenset(posts - holders.keys())
    away = _away(holders, day)
    calendar = calendar_named(regulation.unit.calendar)
    found, counts = [], Counter[str]()
    for task in tasks:
        ended = min(task.clock.finished_at or now, now)
        began = task.assigned_at or now
        days = lateness_days(calendar, began, ended).n if ended > began else 0
        given = Given(task.pk, f"{task.title} {task.deliverable}", task.person_post_id, days)
        field = field_of(given.text, fields)
        reasons = differences(given, field, vacant=vacant, away=away)
        if not reasons:
            continue
        counts.update(reason.code for reason in reasons)
        named = person_for(field, vacant=vacant, away=away) if field else None
        found.append(
            Difference(
                task,
                field.name if field else "",
                holders[named][1] if named in holders else "",
                holders[task.person_post_id][1] if task.person_post_id in holders else "",
                reasons,
            )
        )
    return Checked(first, len(tasks), len(tasks) - len(found), found, dict(counts), cut)


def suggested_person(unit_id: UUID, text: str, day: date) -> UUID | None:
    """Whom the unit's regulation names for this work on the day: a post; None without a regulation or a field that fits."""
    regulation = in_force(unit_id, day)
    if regulation is None:
        return None
    fields = [_field(line) for line in StandingField.objects.filter(regulation=regulation).order_by("order", "pk")]
    field = field_of(text, fields)
    if field is None:
        return None
    posts = {pk for pk in (field.post, field.substitute) if pk}
    holders = _holders(posts, day)
    return person_for(field, vacant=frozenset(posts - holders.keys()), away=_away(holders, day))


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the list of the body: its regulation in force (None: none) and how many fields it has."""

    unit: Unit
    regulation: WorkingRegulation | None
    fields: int


def units_with_regulations(actor: Actor, day: date) -> list[UnitLine]:
    """Units of the actor's body, those without a regulation first. Two queries."""
    if actor.body_id is None:
        return []
    units = list(Unit.objects.on(day).filter(body=actor.body_id, is_external=False).order_by("folded"))
    runs = Q(valid_to=None) | Q(valid_to__gt=day)
    rows = WorkingRegulation.objects.filter(runs, unit__in=units, valid_from__lte=day).annotate(n=Count("fields"))
    of_unit = {one.unit_id: one for one in rows}
    lines = [UnitLine(unit, of_unit.get(unit.pk), of_unit[unit.pk].n if unit.pk in of_unit else 0) for unit in units]
    return sorted(lines, key=lambda line: line.regulation is not None)


def seats_of(unit_id: UUID, day: date) -> list[tuple[str, str]]:
    """Posts of the unit and below for a list to choose from: (id, "name – title"); vacant ones by their title."""
    units = descendants(unit_id, day, include_self=True).values("pk")
    posts = list(
        Post.objects.on(day).filter(unit__in=units).select_related("unit").order_by("unit__folded", "title", "seat")
    )
    holders = _holders({post.pk for post in posts}, day)
    return [
        (str(post.pk), f"{holders[post.pk][1]} – {post.title}" if post.pk in holders else f"({post.title} {post.seat})")
        for post in posts
    ]


def _field(line: StandingField) -> Field:
    return Field(line.pk, line.field, words_of(line.words), line.post_id, line.substitute_id, line.handling_days)


def _holders(posts: Iterable[UUID], day: date) -> dict[UUID, tuple[UUID, str]]:
    """Post → (officer, name); a vacant one is left out."""
    rows = Mandate.objects.on(day).filter(post__in=list(posts)).order_by("valid_from")
    return {post: (officer, name) for post, officer, name in rows.values_list("post", "officer", "officer__full_name")}


def _away(holders: dict[UUID, tuple[UUID, str]], day: date) -> frozenset[UUID]:
    away = set(
        Absence.objects.on(day).filter(officer__in=[pk for pk, _ in holders.values()]).values_list("officer", flat=True)
    )
    return frozenset(post for post, (officer, _) in holders.items() if officer in away)

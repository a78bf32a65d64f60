"""What a rung of a ladder needs to know of work: its facts, the seats above it, and what was written down before."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from roviec.alerts.models import Transition
from roviec.alerts.queries.touched import chunks, tasks_touched
from roviec.core.ladder import Facts, Written
from roviec.core.notices import Place, Seat, Touched
from roviec.organisation.models import Portfolio, Post, Unit, UnitClosure
from roviec.work.models import Task


@dataclass(frozen=True, slots=True)
class Climber:
    """One piece of work on its ladder."""

    id: UUID
    body: UUID  # that gave it
    unit: UUID
    urgent: bool
    calendar: str  # label of the calendar that made its due date
    facts: Facts


_FACTS = (
    "id",
    "clock__body",
    "clock__unit",
    "urgent",
    "clock__due_calendar",
    "clock__due",
    "clock__late_since",
    "clock__last_sign_at",
    "clock__counts",
    "clock__closed_at",
    "clock__suspended_since",
    "clock__finished_at",
)


def climbers(task_ids: Collection[UUID]) -> list[Climber]:
    """Those of the tasks that are there."""
    found = []
    for ids in chunks(task_ids):
        for row in Task.objects.filter(pk__in=ids).values_list(*_FACTS):
            pk, body, unit, urgent, calendar, due, late_since, sign, counts, *ends = row
            quiet = not counts or any(end is not None for end in ends)
            found.append(Climber(pk, body, unit, urgent, calendar, Facts(due, late_since, sign, quiet)))
    return found


def written_for(task_ids: Collection[UUID]) -> dict[UUID, list[Written]]:
    """Thing -> its rungs that fired or were passed by."""
    found: dict[UUID, list[Written]] = defaultdict(list)
    for ids in chunks(task_ids):
        rows = Transition.objects.filter(thing_id__in=ids).exclude(ladder="")
        for pk, kind, mark, step, passed in rows.values_list("thing_id", "kind", "mark", "step", "passed"):
            found[pk].append(Written(kind, mark, step, passed))
    return found


def seats_of_rungs(task_ids: Collection[UUID], now_day: date) -> dict[UUID, Touched]:
    """Task -> its seats on the day, the leader in charge and the body above included."""
    touched = tasks_touched(task_ids)
    leads: dict[UUID, tuple[UUID, UUID | None, UUID | None]] = {}
    for ids in chunks(list(touched)):
        rows = Task.objects.filter(pk__in=ids).values_list("pk", "clock__unit", "accountable_post", "clock__body")
        leads.update({pk: (unit, accountable, giver) for pk, unit, accountable, giver in rows})
    units = {unit for unit, *_ in leads.values()}
    above = _above(units, now_day)
    body_of = dict(Unit.objects.filter(pk__in=units).values_list("pk", "body"))
    in_charge = _in_charge(units, above, now_day)
    posts = {post for _, post, _ in leads.values() if post}
    seated = dict(Post.objects.filter(pk__in=posts).values_list("pk", "unit"))
    higher = _bodies_above({body for body in body_of.values() if body}, now_day)
    found = {}
    for pk, seats in touched.items():
        unit, accountable, giver = leads[pk]
        body = body_of.get(unit)
        if unit in in_charge:
            leader = Place(None, in_charge[unit])
        elif accountable and seated.get(accountable) != unit:
            leader = Place(None, accountable)
        else:
            leader = Place(body)
        top = higher.get(body) if body else None
        top = top or giver
        places = {
            **seats.places,
            Seat.LEADER: (leader,),
            Seat.ABOVE: (Place(top),),
            Seat.ABOVE_TRACKERS: (Place(top, tracks=True),),
        }
        found[pk] = Touched(places, seats.officers)
    return found


def _above(units: Collection[UUID], day: date) -> Mapping[UUID, list[UUID]]:
    """Unit -> itself and the units above it, nearest first."""
    lines: dict[UUID, list[UUID]] = defaultdict(list)
    rows = UnitClosure.objects.on(day).filter(descendant__in=units).order_by("depth")
    for descendant, ancestor in rows.values_list("descendant", "ancestor"):
        lines[descendant].append(ancestor)
    return lines


def _in_charge(units: Collection[UUID], above: Mapping[UUID, list[UUID]], day: date) -> dict[UUID, UUID]:
    """Unit -> the post of the leader who has it, or the nearest unit above it, in the portfolio."""
    wanted = {one for line in above.values() for one in line} | set(units)
    portfolios = Portfolio.objects.on(day).filter(unit__in=wanted).order_by("-valid_from")
    posts = dict(portfolios.values_list("unit", "post"))
    nearest = {unit: next((one for one in above.get(unit, (unit,)) if one in posts), None) for unit in units}
    return {unit: posts[one] for unit, one in nearest.items() if one is not None}


def _bodies_above(bodies: Collection[UUID], day: date) -> dict[UUID, UUID]:
    """Body -> the nearest body above it that is in this house."""
    rows = (
        UnitClosure.objects.on(day)
        .filter(descendant__in=bodies, depth__gt=0, ancestor__is_body=True, ancestor__is_external=False)
        .order_by("-depth")
    )
    return dict(rows.values_list("descendant", "ancestor"))

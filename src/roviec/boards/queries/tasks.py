"""The list behind every number: the filters of the address as conditions."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from roviec.alerts.queries.forecasts import probably_late
from roviec.boards.queries.sight import answered_by, family, in_sight, of_the_body, sees_work_of, work_of
from roviec.boards.queries.trend import late_at, week_of
from roviec.boards.queries.waited_for import opinions_owed, silent
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.standing import Standing
from roviec.core.text import fold
from roviec.custody.models import Consultation, Extension, HoldKind, LateSpell
from roviec.custody.queries import standing_q, unnamed_too_long
from roviec.organisation.models import Portfolio, Unit
from roviec.work.models import Task, TaskState
from roviec.work.queries import explained, incomplete_orders, listed

# Standings that are of a week, and those that may be.
OF_A_WEEK = ("became_late", "was_late")
DONE = (Standing.DONE_ON_TIME.value, Standing.DONE_LATE.value)


@dataclass(frozen=True)
class Wanted:
    """What the address asks for. `scope`: "body" (own body), "above" (given by others to the own body) or "" (everything in sight).

    `standing` is a value of core.standing.Standing or a word of `condition`; `unit` means all work of it and below; `lead` only what it
    answers for itself; `post` holds it now; `leader` is a post in charge of the lead units; `head` the mandate under which it became
    late; `asked` a unit that owes an opinion on it; `week` a day of the week that "became_late", "was_late" and what is done are of.
    """

    standing: str = ""
    scope: str = ""
    unit: Unit | None = None
    lead: UUID | None = None
    post: UUID | None = None
    leader: UUID | None = None
    plan: UUID | None = None
    head: UUID | None = None
    asked: UUID | None = None
    week: date | None = None
    text: str = ""


def wanted_tasks(wanted: Wanted, actor: Actor, now: datetime) -> QuerySet[Task]:
    """Leaves with `.standing`, nearest due first."""
    if actor.mandate_id is None:
        return Task.objects.none()
    day = now.astimezone(VIETNAM).date()
    tasks = listed(Task.objects.filter(clock__counts=True).exclude(state=TaskState.DRAFT), now)
    if wanted.unit is not None:
        limit = sees_work_of(actor, wanted.unit)
        clocks = work_of(family(wanted.unit, day))
        tasks = tasks.filter(clock__in=(clocks.filter(limit) if limit is not None else clocks).values("pk"))
    elif wanted.scope == "body":
        tasks = tasks.filter(of_the_body(actor, "clock__"))
    elif wanted.scope == "above":
        tasks = tasks.filter(clock__unit__body=actor.body_id).exclude(clock__body=actor.body_id)
    else:
        tasks = tasks.filter(in_sight(actor, "clock__"))
    if wanted.standing in OF_A_WEEK:
        tasks = tasks.filter(_in_week(wanted.standing, wanted.week, now))
    elif wanted.standing:
        tasks = tasks.filter(condition(wanted.standing, actor, now))
    if wanted.week and wanted.standing in DONE:
        since, until = week_of(wanted.week)
        tasks = tasks.filter(clock__closed_at__gte=since, clock__closed_at__lt=until)
    if wanted.head:
        tasks = tasks.filter(clock__in=LateSpell.objects.filter(until=None, head_mandate=wanted.head).values("clock"))
    if wanted.asked:
        tasks = tasks.filter(clock__in=opinions_owed().filter(unit=wanted.asked).values("clock"))
    if wanted.lead:
        tasks = tasks.filter(answered_by(wanted.lead, actor.body_id, "clock__"))
    if wanted.post:
        tasks = tasks.filter(clock__holder_post=wanted.post, clock__closed_at=None)
    if wanted.leader:
        in_charge = Portfolio.objects.on(day).filter(post=wanted.leader, unit__isnull=False)
        tasks = tasks.filter(clock__unit__in=in_charge.values("unit"))
    if wanted.plan:
        tasks = tasks.filter(plan=wanted.plan)
    for word in fold(wanted.text).split():
        tasks = tasks.filter(folded__contains=word)
    return tasks.order_by(F("clock__due").asc(nulls_last=True), "pk")


def condition(standing: str, actor: Actor, now: datetime) -> Q:
    """On tasks. "open_on_time" holds what is due soon too, as the four counts do. Raises ValueError for a word that is none."""
    running = Q(clock__closed_at=None)
    match standing:
        case "open":
            return running
        case "at_risk":
            return Q(clock__in=probably_late(now).values("pk"))
        case "open_on_time":
            return standing_q(Standing.OPEN_ON_TIME, now, "clock__") | standing_q(Standing.DUE_SOON, now, "clock__")
        case "unnamed" | "outside" | "signature" | "acceptance":
            return running & Q(clock__hold_kind=HoldKind(standing))
        case "unnamed_long":
            return Q(clock__in=unnamed_too_long(now).values("pk"))
        case "extension":
            return running & Q(Exists(Extension.objects.filter(clock=OuterRef("clock"), state=Extension.State.ASKED)))
        case "opinion_late":
            return running & Q(Exists(opinions_overdue(now).filter(clock=OuterRef("clock"))))
        case "opinion":
            return running & Q(Exists(opinions_owed().filter(clock=OuterRef("clock"))))
        case "silent":
            return silent(now, "clock__")
        case "spoken":
            return Q(pk__in=incomplete_orders(actor, now).order_by().values("pk"))
        case "unexplained" | "explained" | "objective" | "not_objective":
            return explained(standing)
        case "refused":
            return running & Q(state=TaskState.REFUSED)
    return standing_q(Standing(standing), now, "clock__")


def _in_week(standing: str, day: date | None, now: datetime) -> Q:
    """What became late in the week of the day, or was late when it ended; without a day, of this week."""
    since, until = week_of(day or now.astimezone(VIETNAM).date())
    if standing == "became_late":
        spells = LateSpell.objects.filter(since__gte=since, since__lt=until, since__lte=now)
    else:
        spells = LateSpell.objects.filter(late_at(min(until, now)))
    return Q(clock__in=spells.values("clock"))


def opinions_overdue(now: datetime) -> QuerySet[Consultation]:
    return Consultation.objects.filter(answered_at=None, withdrawn_at=None, due__lt=now)

"""The events behind each number: single holds, traces with their remarks, and the way of one piece of work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from roviec.core.calendars import VIETNAM
from roviec.custody.calendars import calendar_named, calendar_of_label
from roviec.custody.models import Clock, Consultation, Extension, Hold, Remark, Suspension, Trace
from roviec.custody.queries.hands import Span, counted
from roviec.organisation.models import Mandate


def trace(pk: UUID) -> Trace:
    """DoesNotExist for an unknown id."""
    return Trace.objects.select_related("clock").get(pk=pk)


def with_remarks(found: QuerySet[Trace]) -> QuerySet[Trace]:
    """Newest first, with unit, post, officer, clock and remarks."""
    remarks = Prefetch("remarks", queryset=Remark.objects.order_by("at"))
    return found.select_related("unit", "post", "officer", "clock").prefetch_related(remarks).order_by("-at", "pk")


@dataclass(frozen=True, slots=True)
class Which:
    """Units that are asked for; `outside`: all but these. Empty: all."""

    units: tuple[UUID, ...] = ()
    outside: bool = False

    def among(self, holds: QuerySet[Hold], field: str) -> QuerySet[Hold]:
        if not self.units:
            return holds
        these = {f"{field}__in": list(self.units)}
        return holds.filter(**{f"{field}__isnull": False}).exclude(**these) if self.outside else holds.filter(**these)


def turns_ended(span: Span, *, at: Which, posts: Sequence[UUID], kind: str, came_from: Which) -> QuerySet[Hold]:
    """The holds that were counted, longest first, of all units, posts and givers that are named; at least one of them is."""
    holds = Hold.objects.filter(span.of(), minutes__isnull=False) if came_from.units else counted(span)
    if posts:
        holds = holds.filter(post__in=list(posts))
    if kind:
        holds = holds.filter(kind=kind)
    holds = came_from.among(at.among(holds, "unit"), "came_from")
    return holds.select_related("unit", "post", "clock", "came_from").order_by("-minutes", "pk")


@dataclass(frozen=True, slots=True)
class Step:
    """One hold of the chain: `person` as of its beginning; `days` working days, up to now while it runs; `percent` of all time held."""

    hold: Hold
    person: str
    days: float
    delay_days: float
    percent: int


@dataclass(frozen=True, slots=True)
class Chain:
    """The way of one piece of work. `due` may be None; `delay_days` is None while it runs or when it was in time."""

    clock: Clock
    steps: list[Step]
    opinions: list[Consultation]
    suspensions: list[Suspension]
    extensions: list[Extension]
    traces: list[Trace]
    delay_days: float | None


def clock_of(pk: UUID) -> Clock:
    """DoesNotExist for an unknown id."""
    return Clock.objects.select_related("unit").get(pk=pk)


def chain(clock: Clock, now: datetime, viewer: UUID | None) -> Chain:
    """Eight queries at most, whatever its length."""
    holds = list(Hold.objects.filter(clock=clock).select_related("unit", "post").order_by("since", "pk"))
    sat: dict[UUID, list[tuple[date, date | None, str]]] = {}
    posts = {hold.post_id for hold in holds if hold.post_id}
    rows = Mandate.objects.filter(post__in=posts).order_by("valid_from")
    for post, since, until, name in rows.values_list("post", "valid_from", "valid_to", "officer__full_name"):
        sat.setdefault(post, []).append((since, until, name))
    calendar = calendar_of_label(clock.due_calendar) if clock.due_calendar else calendar_named("vn")
    minutes = []
    for hold in holds:
        known = hold.minutes
        minutes.append(
            known if known is not None else max(calendar.working_minutes_between(hold.since, hold.until or now).n, 0)
        )
    total = sum(minutes) or 1
    steps = [
        Step(hold, _who(sat, hold), worked / 480, hold.delay / 480, round(100 * worked / total))
        for hold, worked in zip(holds, minutes, strict=True)
    ]
    found = with_remarks(Trace.objects.filter(clock=clock))
    shown = [one for one in found if one.shown_from <= now or (viewer and one.officer_id == viewer)]
    delay = sum(hold.delay for hold in holds)
    return Chain(
        clock,
        steps,
        list(clock.consultations.select_related("unit").order_by("asked_at")),
        list(clock.suspensions.order_by("since")),
        list(clock.extensions.filter(state=Extension.State.APPROVED).order_by("decided_at")),
        shown,
        delay / 480 if delay else None,
    )


def _who(sat: dict[UUID, list[tuple[date, date | None, str]]], hold: Hold) -> str:
    day = hold.since.astimezone(VIETNAM).date()
    rows = sat.get(hold.post_id, []) if hold.post_id else []
    return next((name for since, until, name in reversed(rows) if since <= day and (until is None or day < until)), "")

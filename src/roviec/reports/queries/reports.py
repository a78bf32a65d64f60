"""Reports: which are seen, what one is about, and everything that its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM, end_of_day
from roviec.core.report_periods import bounds, following
from roviec.core.report_periods import previous as period_before
from roviec.core.reporting import Frame, Line, Share, Sums, by_plan, by_unit, latest_first, narrowed, of_period, sums
from roviec.organisation.models import Mandate, Post, Unit, UnitClosure
from roviec.organisation.models.post import Rank
from roviec.reports.models import Report, ReportLine
from roviec.reports.permissions import is_system
from roviec.reports.queries.lines import lines_at
from roviec.work.models import Task
from roviec.work.queries import plans_under, plans_visible_to

FROZEN = tuple(one.name for one in fields(Line))
MOST_CHOICES = 300


def reports_visible_to(actor: Actor) -> QuerySet[Report]:
    """The same rule as `permissions.sees_report`, as a query; newest period first."""
    rows = Report.objects.select_related("body", "plan", "unit", "signer_post").exclude(state=Report.State.DROPPED)
    rows = rows.order_by("-ends_on", "-created_at")
    if is_system(actor):
        return rows
    if actor.body_id is None:
        return rows.none()
    return rows.filter(
        Q(body=actor.body_id) | Q(body__in=actor.bodies_seen, state__in=(Report.State.ISSUED, Report.State.RECALLED))
    )


def frame_of(report: Report) -> Frame:
    """From the beginning of the first day to the end of the last; the period that follows is as long."""
    until = end_of_day(report.ends_on)
    if report.period:
        after = bounds(following(report.period), settings.REPORT_CLOSING_DAY)[1]
    else:
        after = report.ends_on + (report.ends_on - report.starts_on) + timedelta(days=1)
    return Frame(_begin(report.starts_on), until, end_of_day(after))


def tasks_of(report: Report, actor: Actor) -> QuerySet[Task]:
    """All work that the report is about, whoever looks: of a plan of its own body or of one below everything, else what its units lead.

    `actor` only decides which plans stand under the plan.
    """
    own_units = Unit.objects.filter(body=report.body_id).values("pk")
    if report.plan_id and report.plan is not None:
        seen = plans_visible_to(actor)
        ids = [one.pk for one, _depth in plans_under(report.plan, seen)]
        tasks = Task.objects.filter(plan__in=ids)
        return tasks if report.plan.body_id == report.body_id else tasks.filter(clock__unit__in=own_units)
    if report.unit_id:
        below = UnitClosure.objects.on(report.ends_on).filter(ancestor=report.unit_id).values("descendant")
        return Task.objects.filter(clock__unit__in=below)
    return Task.objects.filter(Q(clock__body=report.body_id) | Q(clock__unit__in=own_units))


def report_lines(report: Report, actor: Actor, now: datetime) -> list[Line]:
    """As it was issued; before that as of the closing instant, or of now while the period runs. With what was finished before the
    period: of a plan from its beginning, else from the beginning of the year."""
    if report.went_out:
        rows = ReportLine.objects.filter(report=report).order_by("order").values_list(*FROZEN)
        return [Line(*row) for row in rows]
    return lines_at(tasks_of(report, actor), closing_of(report, now), done_since=_counted_from(report), now=now)


def closing_of(report: Report, now: datetime) -> datetime:
    return min(end_of_day(report.ends_on), now)


def sums_before(report: Report, actor: Actor, now: datetime) -> Sums:
    """The sums of the same report one period earlier: as they were issued, else from the facts."""
    if report.went_out:
        return Sums(**report.before)
    if report.period:
        first, last = bounds(period_before(report.period), settings.REPORT_CLOSING_DAY)
    else:
        first, last = report.starts_on - (report.ends_on - report.starts_on) - timedelta(days=1), report.starts_on
        last -= timedelta(days=1)
    frame = Frame(_begin(first), end_of_day(last), end_of_day(last))
    same = Report.objects.filter(
        state=Report.State.ISSUED, body=report.body_id, plan=report.plan_id, unit=report.unit_id, ends_on=last
    ).first()
    if same:
        rows = ReportLine.objects.filter(report=same).order_by("order").values_list(*FROZEN)
        return sums(of_period([Line(*row) for row in rows], frame))
    lines = lines_at(tasks_of(report, actor), frame.until, done_since=frame.since, now=now)
    return sums(of_period(lines, frame))


@dataclass(frozen=True)
class Page:
    """`sums` are of the period, `whole` from the beginning (of the plan, or of the year), `before` of the period before.

    `late` is all that is late, longest first; `done`, `soon`, `next` likewise; `closing` is the instant that the figures are of.
    """

    report: Report
    frame: Frame
    closing: datetime
    sums: Sums
    whole: Sums
    before: Sums
    given: int
    units: Sequence[Share]
    plans: Sequence[Share]
    late: Sequence[Line]
    done: Sequence[Line]
    soon: Sequence[Line]
    next: Sequence[Line]


def report_page(report: Report, actor: Actor, now: datetime) -> Page:
    frame = frame_of(report)
    lines = report_lines(report, actor, now)
    current = of_period(lines, frame)
    due_next = sorted(narrowed(current, "next", frame), key=lambda line: (line.due, line.title))
    closing = closing_of(report, report.issued_at or now)
    # Handed in on time and not accepted yet is in time, but no longer about to become due.
    near = [line for line in current if line.due and line.due >= closing]
    soon = [line for line in near if line.standing == "due_soon" or line.at_risk]
    return Page(
        report=report,
        frame=frame,
        closing=closing,
        sums=sums(current),
        whole=sums(lines),
        before=sums_before(report, actor, now),
        given=len(narrowed(lines, "given", frame)),
        units=by_unit(current),
        plans=by_plan(current),
        late=latest_first(current),
        done=[line for line in current if line.finished_at],
        soon=sorted(soon, key=lambda line: (line.due or frame.until, line.title)),
        next=due_next,
    )


def plans_to_report_on(actor: Actor) -> list[tuple[str, str]]:
    """Open plans that the actor sees, those of the own body first, as choices."""
    rows = plans_visible_to(actor).filter(closed_at=None).order_by("-created_at")
    listed = rows.values_list("pk", "code", "title", "body")[:MOST_CHOICES]
    own_first = sorted(listed, key=lambda row: row[3] != actor.body_id)
    return [(str(pk), (f"{code}: {title}" if code else title)[:120]) for pk, code, title, _body in own_first]


def units_to_report_on(actor: Actor, day: date) -> list[tuple[str, str]]:
    """Units of the own body; for heads, those that they lead."""
    rows = Unit.objects.on(day).filter(body=actor.body_id, is_body=False).order_by("folded")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")[:MOST_CHOICES]]


def signers_of(body_id: UUID, day: date) -> list[tuple[str, str]]:
    """Posts that sign for the body, with who holds them that day."""
    posts = Post.objects.on(day).filter(unit__body=body_id, rank__in=(Rank.LEADER, Rank.DEPUTY_LEADER, Rank.HEAD))
    listed = list(posts.select_related("unit").order_by("rank", "title", "pk")[:MOST_CHOICES])
    names = dict(Mandate.objects.on(day).filter(post__in=listed).values_list("post", "officer__full_name"))
    return [(str(one.pk), f"{names[one.pk]}, {one.title}") for one in listed if one.pk in names]


def name_at(post_id: UUID | None, day: date) -> str:
    """Who holds the post that day."""
    if post_id is None:
        return ""
    return Mandate.objects.on(day).filter(post=post_id).values_list("officer__full_name", flat=True).first() or ""


def _counted_from(report: Report) -> datetime | None:
    return None if report.plan_id else _begin(min(report.starts_on, date(report.ends_on.year, 1, 1)))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)

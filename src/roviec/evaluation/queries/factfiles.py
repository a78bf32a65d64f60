"""What is known of a person between two days, chapter by chapter, each with what bears on it. Nothing is summed up to one number."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.calendars import VIETNAM
from roviec.custody.models import Clock, Explanation, LateSpell
from roviec.evaluation.models import Appeal, FactFile, Grade, Nominee, Pledge, Sheet
from roviec.evaluation.queries.pledges import protected_clocks
from roviec.evaluation.queries.work_results import begins
from roviec.evaluation.rulesets import rulesets
from roviec.organisation.models import Mandate, Post
from roviec.organisation.models.mandate import MandateKind
from roviec.organisation.models.post import Rank
from roviec.work.models import Task

# Lateness that a file lists one by one; of more it says how many there were.
MOST_LATE = 300
CHAPTERS = ("mandates", "sheets", "grades", "headed", "late", "pledges", "commendations", "appeals")


def factfiles_visible_to(actor: Actor) -> QuerySet[FactFile]:
    """The same rule as `permissions.factfiles.sees`."""
    rows = FactFile.objects.select_related("officer", "body").order_by("-made_at")
    if actor.kind is not ActorKind.PERSON or actor.officer_id is None:
        return rows.none()
    seen = Q(officer=actor.officer_id)
    if actor.has(Duty.LEADER, Duty.CLERK):
        seen |= Q(body=actor.body_id)
    return rows.filter(seen)


def gather(officer_id: UUID, since: date, until: date, now: datetime) -> dict[str, Any]:
    """CHAPTERS → rows of plain values, and "late_total". `until` is the last day."""
    start, end = begins(since), min(begins(until + timedelta(days=1)), now)
    late, total = _late(officer_id, start, end, now)
    return {
        "mandates": _mandates(officer_id, since, until),
        "sheets": _sheets(officer_id, since, until),
        "grades": _grades(officer_id, since, until),
        "headed": _headed(officer_id, since, until, start, end),
        "late": late,
        "late_total": total,
        "pledges": _pledges(officer_id, start, end),
        "commendations": _commendations(officer_id, start, end),
        "appeals": _appeals(officer_id, start, end),
    }


def _mandates(officer_id: UUID, since: date, until: date) -> list[dict[str, Any]]:
    return [
        {
            "title": one.post.title,
            "unit": one.post.unit.name,
            "kind": str(one.get_kind_display()),
            "from": _day(one.valid_from),
            "to": _day(one.valid_to),
        }
        for one in _held(officer_id, since, until)
    ]


def _held(officer_id: UUID, since: date, until: date) -> list[Mandate]:
    running = Q(valid_to=None) | Q(valid_to__gt=since)
    rows = Mandate.objects.filter(running, officer=officer_id, valid_from__lte=until)
    return list(rows.select_related("post", "post__unit").order_by("valid_from", "pk"))


def _sheets(officer_id: UUID, since: date, until: date) -> list[dict[str, Any]]:
    rows = Sheet.objects.filter(
        officer=officer_id,
        state=Sheet.State.CONFIRMED,
        period__starts_on__gte=since.replace(day=1),
        period__ends_on__lte=until,
    ).select_related("period", "unit")
    return [
        {
            "id": str(one.pk),
            "period": one.period.period,
            "unit": one.unit.name,
            "total": f"{one.total:.2f}" if one.total is not None else "",
            "band": _band(one.period.ruleset, one.band),
            "by": one.confirmed_by_label,
        }
        for one in rows.order_by("period__starts_on").defer("items", "score")
    ]


def _grades(officer_id: UUID, since: date, until: date) -> list[dict[str, Any]]:
    rows = Grade.objects.filter(
        officer=officer_id, state=Grade.State.DECIDED, replaced_at=None, year__gte=since.year, year__lte=until.year
    )
    return [
        {
            "id": str(one.pk),
            "year": one.year,
            "band": _band(one.ruleset, one.band),
            "decision": one.decision,
            "by": one.decided_by_label,
            "why": one.why,
        }
        for one in rows.order_by("year")
    ]


def _headed(officer_id: UUID, since: date, until: date, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """Each unit headed: how much work it led meanwhile, and how its seats were filled at the end."""
    found = []
    for one in _held(officer_id, since, until):
        if one.post.rank not in (Rank.LEADER, Rank.HEAD) and one.kind not in (
            MandateKind.ACTING,
            MandateKind.IN_CHARGE,
        ):
            continue
        first = max(start, begins(one.valid_from))
        last = min(end, begins(one.valid_to)) if one.valid_to else end
        unit = one.post.unit
        led = Clock.objects.filter(unit=unit, counts=True, kind=Clock.Kind.TASK, due__gte=first, due__lt=last)
        spells = LateSpell.objects.filter(head_mandate=one, since__gte=first, since__lt=last)
        day = min(until, one.valid_to or until)
        posts = set(Post.objects.on(day).filter(unit=unit).values_list("pk", flat=True))
        filled = Mandate.objects.on(day).filter(post__in=posts).values("post").distinct().count()
        found.append(
            {
                "unit": unit.name,
                "from": _day(max(since, one.valid_from)),
                "to": _day(one.valid_to),
                "led": led.count(),
                "late": spells.values("clock").distinct().count(),
                "seats": len(posts),
                "filled": filled,
            }
        )
    return found


def _late(officer_id: UUID, start: datetime, end: datetime, now: datetime) -> tuple[list[dict[str, Any]], int]:
    """Lateness that began while the person headed the unit, the newest first, each with what excuses it."""
    rows = LateSpell.objects.filter(head_mandate__officer=officer_id, since__gte=start, since__lt=end)
    spells = list(rows.select_related("unit").order_by("-since", "pk")[:MOST_LATE])
    clocks = {one.clock_id for one in spells}
    titles = dict(Task.objects.filter(clock__in=clocks).values_list("clock", "title"))
    explained = {
        (one.clock_id, one.due): one for one in Explanation.objects.filter(clock__in=clocks, given_at__isnull=False)
    }
    protected = protected_clocks(clocks)
    found = []
    for one in spells:
        said = explained.get((one.clock_id, one.due))
        found.append(
            {
                "task": str(one.clock_id),
                "title": titles.get(one.clock_id, ""),
                "unit": one.unit.name,
                "due": _day(one.due),
                "days": ((one.until or now) - one.since).days,
                "open": one.until is None,
                "before_takeover": one.before_takeover,
                "objective": bool(said and said.objective),
                "protected": one.clock_id in protected,
                "cause": str(said.get_cause_display()) if said else "",
            }
        )
    return found, rows.count()


def _pledges(officer_id: UUID, start: datetime, end: datetime) -> list[dict[str, Any]]:
    rows = Pledge.objects.filter(officer=officer_id, proposed_at__gte=start, proposed_at__lt=end)
    return [
        {
            "id": str(one.pk),
            "title": one.title,
            "kind": str(one.get_kind_display()),
            "state": str(one.get_state_display()),
            "due": _day(one.due_on),
            "note": one.ended_note or one.decision_note,
        }
        for one in rows.exclude(state=Pledge.State.WITHDRAWN).order_by("due_on")
    ]


def _commendations(officer_id: UUID, start: datetime, end: datetime) -> list[dict[str, Any]]:
    rows = Nominee.objects.filter(
        officer=officer_id, chosen=True, commendation__decided_at__gte=start, commendation__decided_at__lt=end
    )
    return [
        {"title": one.commendation.title, "year": one.commendation.year, "decision": one.commendation.decision}
        for one in rows.select_related("commendation").order_by("commendation__decided_at")
    ]


def _appeals(officer_id: UUID, start: datetime, end: datetime) -> list[dict[str, Any]]:
    rows = Appeal.objects.filter(officer=officer_id, received_at__gte=start, received_at__lt=end)
    return [
        {"received": _day(one.received_at), "state": str(one.get_state_display()), "answer": one.answer}
        for one in rows.order_by("received_at")
    ]


def _band(ruleset: str, band: int | None) -> str:
    known = rulesets().get(ruleset)
    return str(known.bands[band].name) if known is not None and band is not None and band < len(known.bands) else ""


def _day(day: date | datetime | None) -> str:
    """ISO, or "" for an open end; pages write it as officials do."""
    if day is None:
        return ""
    return (day.astimezone(VIETNAM).date() if isinstance(day, datetime) else day).isoformat()

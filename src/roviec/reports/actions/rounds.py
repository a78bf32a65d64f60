"""Rounds of a demand: opened with their tasks, pressed for, closed when every answer is in; figures of ours are kept at the closing instant."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM, end_of_day
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.report_periods import bounds, open_on
from roviec.ledger.actions import lock, record
from roviec.ledger.bulk import record_each
from roviec.organisation.models import Unit
from roviec.organisation.queries import head_of
from roviec.reports.models import Answer, Demand, Figure, Round
from roviec.reports.permissions import PERMISSIONS
from roviec.reports.queries.demands import addressees_of, wanted_of
from roviec.reports.queries.figures import MEASURES, counts_by_unit
from roviec.reports.words import period_words
from roviec.work.actions import (
    TaskFields,
    assign_tasks,
    create_plan,
    create_task,
    finish_with_document,
    remind_task,
    split_into_parts,
)
from roviec.work.models import Plan, TaskState

# A part that asks for figures is as clear as the demand; what it may lack is who by name answers in a unit without a head.
UNCLEAR = "Theo yêu cầu báo cáo"


def open_round(demand: Demand, closes_on: date, due_on: date, *, by: Actor, at: datetime) -> Round:
    """One task of the asking unit with a part for each unit asked, all given out. Within the caller's transaction."""
    PERMISSIONS.require(by, "open_round", demand)
    period = closes_on.isoformat() if demand.rhythm == Demand.Rhythm.ONCE else _named(demand, closes_on)
    units = addressees_of(demand)
    heads = head_of([unit.pk for unit in units], at.astimezone(VIETNAM).date(), substitutes=False)
    asker = demand.asked_by_post
    title = _("Báo cáo %(title)s, %(period)s") % {"title": demand.title, "period": period_words(period)}
    authority = _("%(body)s yêu cầu") % {"body": demand.body.name}
    plan = _plan(demand, by=by, at=at)
    wanted = TaskFields(
        title=title,
        detail=demand.content,
        deliverable=_("Số liệu và thuyết minh theo yêu cầu báo cáo"),
        lead_unit=asker.unit_id if asker else demand.body_id,
        accountable_post=asker,
        authority=(f"{authority} ({demand.basis})" if demand.basis else authority)[:300],
        due=due_on,
    )
    whole = create_task(plan, wanted, by=by, at=at)
    fields = [
        replace(wanted, lead_unit=unit, accountable_post=heads[unit.pk].post_id if unit.pk in heads else None)
        for unit in units
    ]
    parts = split_into_parts(whole, fields, by=by, at=at)
    given = assign_tasks([whole, *parts], by=by, at=at, unclear_reason=UNCLEAR)
    for _task, why in given.refused:
        raise why
    round_ = Round(demand=demand, period=period, closes_on=closes_on, due_on=due_on, task_id=whole.pk, opened_at=at)
    record(
        round_, "opened", by=by, at=at, data={"demand": demand.pk, "period": period, "units": len(units), "due": due_on}
    )
    answers = [Answer(round=round_, unit=unit, task_id=part.pk) for unit, part in zip(units, parts, strict=True)]
    record_each(answers, "asked", by=by, at=at, data=lambda one: {"unit": one.unit_id, "task": one.task_id})
    return round_


def open_rounds(now: datetime, by: Actor) -> int:
    """The worker's: rounds of recurring demands on the first day of their period, and our own figures of rounds just closed.

    A second run finds them and makes nothing.
    """
    today = now.astimezone(VIETNAM).date()
    made = 0
    for demand in Demand.objects.filter(state=Demand.State.SENT).exclude(rhythm=Demand.Rhythm.ONCE):
        closes_on = bounds(open_on(today, demand.rhythm, settings.REPORT_CLOSING_DAY), settings.REPORT_CLOSING_DAY)[1]
        last = demand.rounds.order_by("-closes_on").first()
        if last is not None and last.closes_on >= closes_on:
            continue
        with transaction.atomic():
            locked = lock(Demand, demand.pk, related=("body", "asked_by_post"))
            if locked.rounds.filter(period=_named(locked, closes_on)).exists():
                continue
            due_on = closes_on + (locked.due_on - locked.closes_on)
            open_round(locked, closes_on, due_on, by=by, at=now)
            made += 1
    closed = Round.objects.filter(closes_on__lt=today, closes_on__gte=today - timedelta(days=31))
    for round_ in closed.filter(demand__indicators__measure__in=MEASURES).distinct():
        made += keep_own_figures(round_, by=by, at=now)
    return made


def keep_own_figures(round_: Round, *, by: Actor, at: datetime) -> int:
    """What we compute ourselves, kept as of the closing instant; what is kept already stays."""
    wanted = [one for one in wanted_of(round_.demand) if one.measure in MEASURES]
    units = list(Unit.objects.filter(pk__in=round_.answers.values("unit")))
    kept = set(
        Figure.objects.filter(indicator__in=wanted, period=round_.period, unit__in=units).values_list(
            "indicator", "unit"
        )
    )
    missing = [(one, unit) for one in wanted for unit in units if (one.pk, unit.pk) not in kept]
    if not missing:
        return 0
    counts = counts_by_unit(units, end_of_day(round_.closes_on))
    rows = [
        Figure(
            indicator=one,
            unit=unit,
            period=round_.period,
            value=getattr(counts[unit.pk], one.measure) if unit.pk in counts else 0,
            entered_at=at,
            entered_by=by.account_label,
        )
        for one, unit in missing
    ]
    with transaction.atomic():
        locked = lock(Round, round_.pk)
        Figure.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
        record(locked, "figures_kept", by=by, at=at, data={"count": len(rows)})
    return len(rows)


def press_answers(round_: Round | UUID, *, text: str, by: Actor, at: datetime) -> int:
    """Presses for every answer that is not in; gives how many."""
    with transaction.atomic():
        locked = _begin(round_, "close_round", by=by)
        owed = locked.answers.filter(task__state__in=(TaskState.ASSIGNED, TaskState.IN_PROGRESS))
        tasks = list(owed.values_list("task", flat=True))
        for task in tasks:
            remind_task(task, text=text, by=by, at=at)
        record(locked, "pressed", by=by, at=at, data={"count": len(tasks), "text": text[:300]})
    return len(tasks)


def close_round(round_: Round | UUID, *, number: str, on: date, by: Actor, at: datetime) -> Round:
    """Every answer is in and taken: the whole is done with the document that went out on it."""
    with transaction.atomic():
        locked = _begin(round_, "close_round", by=by)
        if left := locked.answers.filter(task__clock__closed_at=None).count():
            raise Invalid(None, Reason("round.answers_missing", {"count": left}))
        finish_with_document(locked.task_id, number=number, issued_on=on, by=by, at=at)
        locked.closed_at = at
        record(locked, "closed", by=by, at=at, data={"number": number}, changed=["closed_at"])
    return locked


def _begin(round_: Round | UUID, action: str, *, by: Actor) -> Round:
    locked = lock(Round, round_.pk if isinstance(round_, Round) else round_, related=("demand",))
    PERMISSIONS.require(by, action, locked)
    if locked.closed_at is not None:
        raise Invalid(None, Reason("round.closed"))
    return locked


def _named(demand: Demand, closes_on: date) -> str:
    return open_on(closes_on, demand.rhythm, settings.REPORT_CLOSING_DAY)


def _plan(demand: Demand, *, by: Actor, at: datetime) -> Plan:
    """The body's plan for reports that it asks for, one a year, made when first needed."""
    year = at.astimezone(VIETNAM).year
    code = f"BAO-CAO-{year}"
    found = Plan.objects.filter(body=demand.body_id, code=code, closed_at__isnull=True).first()
    title = _("Yêu cầu báo cáo năm %(year)s") % {"year": year}
    return found or create_plan(title=title, code=code, body=demand.body_id, by=by, at=at)

"""News of sheets and their periods. Links only: no notice holds a point, a grade or a name besides the reader's own."""

from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from roviec.alerts.models import Transition
from roviec.alerts.queries.touched import PERIOD, SHEET, SHEETS
from roviec.alerts.sources.news import News
from roviec.core.calendars import VIETNAM
from roviec.core.notices import Place, Seat, Touched
from roviec.evaluation.models import ScoringPeriod, Sheet
from roviec.evaluation.queries.competent import competence
from roviec.ledger.models import OutboxMessage
from roviec.organisation.models import Mandate

BATCH = 5_000
# The decree names no day for any of these: they remind, nobody loses anything by them.
SEND_DAYS_BEFORE = 3
UNCLOSED_DAYS_AFTER = 10


def about_period(kind: str, *states: str) -> Callable[[OutboxMessage, datetime], list[News]]:
    """To every official with a sheet of the period in one of the states: it has a result; it was opened again."""

    def event(message: OutboxMessage, now: datetime) -> list[News]:
        rows = Sheet.objects.filter(period=message.thing_id, state__in=states).order_by("pk")
        return [
            _of_sheet(kind, pk, officer, period, message)
            for pk, officer, period in rows.values_list("pk", "officer", "period__period")
        ]

    return event


def sheet_returned(message: OutboxMessage, now: datetime) -> list[News]:
    """To the official: something of it is to be mended."""
    rows = Sheet.objects.filter(pk=message.thing_id).values_list("pk", "officer", "period__period")
    return [_of_sheet("sheet_returned", pk, officer, period, message) for pk, officer, period in rows]


def sheet_unsent(now: datetime, skip: Collection[UUID]) -> list[News]:
    """The period ends in SEND_DAYS_BEFORE days or has ended, and the official has not sent the sheet. Once."""
    today = now.astimezone(VIETNAM).date()
    told = Transition.objects.filter(thing_id=OuterRef("pk"), kind="sheet_unsent")
    rows = Sheet.objects.filter(
        ~Exists(told),
        state=Sheet.State.OPEN,
        period__state=ScoringPeriod.State.OPEN,
        period__ends_on__lte=today + timedelta(days=SEND_DAYS_BEFORE),
    ).exclude(pk__in=skip)
    columns = ("pk", "officer", "unit", "period__period", "period__ends_on")
    return [
        News(
            kind="sheet_unsent",
            thing_kind=SHEET,
            thing_id=pk,
            key=f"sheet_unsent:{pk}",
            at=now,
            touched=Touched({}, {Seat.DOER: (officer,)}),
            params={"period": _named(period), "day": f"{ends:%d/%m/%Y}"},
            mark=_midnight(ends - timedelta(days=SEND_DAYS_BEFORE)),
            unit_id=unit,
        )
        for pk, officer, unit, period, ends in rows.order_by("pk").values_list(*columns)[:BATCH]
    ]


def sheets_waiting(now: datetime, skip: Collection[UUID]) -> list[News]:
    """The period is over and sheets that were sent wait: each head learns once how many."""
    today = now.astimezone(VIETNAM).date()
    over = Sheet.objects.filter(
        state=Sheet.State.SENT, period__state=ScoringPeriod.State.OPEN, period__ends_on__lt=today
    )
    columns = ("unit", "role", "period__body", "period__agency", "period__period", "period__ends_on")
    rows = list(over.values_list(*columns).annotate(n=Count("pk")).order_by("unit", "role"))
    who = competence({row[0] for row in rows}, {row[3] or row[2] for row in rows}, today)
    waiting: dict[tuple[UUID, str, date], int] = {}
    for unit, role, body, agency, period, ends, n in rows:
        confirmer = who.of(unit, agency or body, role)
        if confirmer is not None:
            key = (confirmer.unit, period, ends)
            waiting[key] = waiting.get(key, 0) + n
    marks = {key: _midnight(key[2] + timedelta(days=1)) for key in waiting}
    told = set(
        Transition.objects.filter(kind="sheets_waiting", thing_id__in={key[0] for key in waiting}).values_list(
            "thing_id", "mark"
        )
    )
    return [
        News(
            kind="sheets_waiting",
            thing_kind=SHEETS,
            thing_id=unit,
            key=f"sheets_waiting:{unit}:{period}",
            at=now,
            touched=Touched({Seat.HEAD: (Place(unit),)}, {}),
            params={"period": _named(period), "count": n},
            mark=marks[unit, period, ends],
            unit_id=unit,
        )
        for (unit, period, ends), n in waiting.items()
        if unit not in skip and (unit, marks[unit, period, ends]) not in told
    ][:BATCH]


def period_unclosed(now: datetime, skip: Collection[UUID]) -> list[News]:
    """Over for UNCLOSED_DAYS_AFTER days and still open: to who leads the body and keeps its register. Once."""
    today = now.astimezone(VIETNAM).date()
    told = Transition.objects.filter(thing_id=OuterRef("pk"), kind="period_unclosed")
    rows = ScoringPeriod.objects.filter(
        ~Exists(told), state=ScoringPeriod.State.OPEN, ends_on__lt=today - timedelta(days=UNCLOSED_DAYS_AFTER)
    ).exclude(pk__in=skip)
    found = list(rows.order_by("pk")[:BATCH])
    clerks: dict[UUID, list[UUID]] = {}
    sitting = Mandate.objects.on(today).filter(
        post__keeps_register=True, post__unit__body__in={one.body_id for one in found}
    )
    for body, officer in sitting.values_list("post__unit__body", "officer"):
        if body is not None:
            clerks.setdefault(body, []).append(officer)
    return [
        News(
            kind="period_unclosed",
            thing_kind=PERIOD,
            thing_id=one.pk,
            key=f"period_unclosed:{one.pk}",
            at=now,
            touched=Touched(
                {Seat.HEAD: (Place(one.user_id),)}, {Seat.TRACKERS: tuple(dict.fromkeys(clerks.get(one.body_id, ())))}
            ),
            params={"period": _named(one.period), "day": f"{one.ends_on:%d/%m/%Y}"},
            mark=_midnight(one.ends_on + timedelta(days=UNCLOSED_DAYS_AFTER)),
            unit_id=one.body_id,
        )
        for one in found
    ]


def _of_sheet(kind: str, sheet: UUID, officer: UUID, period: str, message: OutboxMessage) -> News:
    return News(
        kind=kind,
        thing_kind=SHEET,
        thing_id=sheet,
        key=f"{kind}:{message.pk}:{sheet}",
        at=message.at,
        touched=Touched({}, {Seat.DOER: (officer,)}),
        params={"period": _named(period)},
    )


def _named(period: str) -> str:
    """ "03/2026", "Q1/2026": as a month or quarter is written in any language."""
    year, _dash, rest = period.partition("-")
    return f"{rest}/{year}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)

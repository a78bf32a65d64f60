"""Working calendars and the reasons of due dates over the API: the same queries, actions and permissions as the pages."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router, Schema

from roviec.core.calendar_layers import CalendarEdit
from roviec.core.calendars import SpecialDay
from roviec.core.reasons import Reason
from roviec.custody import things
from roviec.custody.actions.calendars import change_calendar
from roviec.custody.calendars import calendar_named
from roviec.custody.queries import explained
from roviec.organisation.permissions import PERMISSIONS
from roviec.organisation.queries import calendars
from roviec.web.etags import version_of
from roviec.web.reasons import sentence

router = Router(tags=["calendars"])


class CalendarDayOut(Schema):
    date: date
    kind: str
    name: str
    source: str
    hours: list[tuple[int, int]]


class CalendarOut(Schema):
    """`hours` are in minutes of the day; `known` the first and last year whose list of days off is official."""

    code: str
    label: str
    known: tuple[int, int]
    week: list[list[tuple[int, int]]]
    days: list[CalendarDayOut]


class CalendarDayIn(Schema):
    date: date
    kind: Literal["holiday", "weekend_workday", "half_day", "ordinary"]
    name: str = ""
    source: str = ""


class CalendarChangeOut(Schema):
    id: UUID
    old_label: str
    new_label: str
    moved: int
    became_late: int
    no_longer_late: int


class ReasonOut(Schema):
    code: str
    text: str
    cite: str


class SkippedOut(Schema):
    date: date
    why: str


class DueOut(Schema):
    """Why something is due when it is. `steps` in order; `readings` were settled by settings where the law is silent."""

    due: str | None
    due_original: str | None
    calendar: str
    rule: str
    steps: list[ReasonOut]
    readings: list[ReasonOut]
    skipped: list[SkippedOut]
    notes: list[ReasonOut]


@router.get("/calendars/{slug:code}", response=CalendarOut, summary="Lịch làm việc: giờ và ngày đặc biệt của một năm")
def calendar(request: HttpRequest, code: str, year: int | None = None) -> dict[str, Any]:
    PERMISSIONS.require(request.actor, "see_calendars")
    try:
        one = calendar_named(code)
    except KeyError:
        raise Http404 from None
    today = one.local_day(request.now)
    days = [
        {"date": d.day, "kind": d.kind, "name": d.name, "source": d.source, "hours": d.hours}
        for d in one.exceptions.values()
        if d.day.year == (year or today.year)
    ]
    return {"code": code, "label": one.label, "known": one.known, "week": one.week_on(today), "days": days}


@router.post(
    "/calendars/{slug:code}/days", response=CalendarChangeOut, summary="Ghi ngày nghỉ, ngày làm bù; tính lại hạn"
)
def change_calendar_day(request: HttpRequest, response: HttpResponse, code: str, data: CalendarDayIn) -> Any:
    own = calendars.own_days(code, data.date.year)
    if data.kind == "ordinary" and data.date in own:
        edit = CalendarEdit(withdrawn=(data.date,))
    else:
        edit = CalendarEdit(days=(SpecialDay(data.date, data.kind, data.name, (), data.source),))
    return change_calendar(code, edit, by=request.actor, at=request.now, version=version_of(request))


@router.get("/due/{uuid:pk}", response=DueOut, summary="Vì sao hạn là ngày này: cách tính, ngày không tính, lịch")
def explain_due(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    try:
        clock = explained.clock_of(pk)
    except ObjectDoesNotExist:
        raise Http404 from None
    if pk not in things.titles_of([(pk, clock.kind)], request.actor):
        raise Http404
    why = explained.explain(clock)
    return {
        "due": clock.due.isoformat() if clock.due else None,
        "due_original": clock.due_original.isoformat() if clock.due_original else None,
        "calendar": why.label,
        "rule": clock.due_rule or ("working_days" if clock.budget_days else "date" if clock.due else ""),
        "steps": [_said(one) for one in why.steps],
        "readings": [_said(one) for one in why.readings],
        "skipped": [{"date": one.day, "why": sentence(one.why)} for one in why.skipped],
        "notes": [_said(why.unknown)] if why.unknown else [],
    }


def _said(reason: Reason) -> dict[str, str]:
    return {"code": reason.code, "text": sentence(reason), "cite": reason.cite}
